package reports

import "strings"

// leastAlike is how many characters a name must have to be looked for within a
// longer one: shorter ones are in too many.
const leastAlike = 4

// Alike reports whether a question asks for what something is called, and whether
// in the very words: 消费券发放数 is 消费券发放数量, and in 累计消费券发放数.
func Alike(question, name string) (alike, same bool) {
	a, b := bare(question), bare(name)
	if a == "" || b == "" {
		return false, false
	}
	if a == b {
		return true, true
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	return len([]rune(short)) >= leastAlike && strings.Contains(long, short), false
}

// bare takes off a question what does not change what it asks for.
func bare(s string) string {
	s = strings.NewReplacer(" ", "", "　", "", "“", "", "”", "", "目前", "", "当前", "", "截至目前", "", "的", "").Replace(s)
	if i := strings.IndexAny(s, "（("); i > 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, "？?。：:")
	for _, end := range []string{"是多少", "有多少", "多少", "情况", "数量", "总数", "数"} {
		s = strings.TrimSuffix(s, end)
	}
	return s
}
