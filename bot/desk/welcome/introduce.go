package welcome

import (
	"regexp"
	"strings"
	"unicode"

	"liubao/bot/desk"
	"liubao/conversations"
)

// How people give their names when they were asked in passing: 李晓明, 我叫李晓明,
// 财政局李晓明. What follows may as well be the first words of a report, so a name is
// believed only where it looks like one.

// surnames are the commonest hundred and fifty, and those of two characters.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂焦柳邢岳齐梅庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧项裴席卫翁冉柯阮古"

var (
	introduction = regexp.MustCompile(`^(您好|你好|我叫|我是|本人是?|姓名[:：]?|我的名字是|名字是?)[，,:： ]*`)
	twoSurname   = regexp.MustCompile(`^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯)\p{Han}{1,2}$`)
	foreignName  = regexp.MustCompile(`^\p{Han}{1,8}([·•]\p{Han}{1,8})+$`)
)

// introduced reports whether words give the person's name and nothing else.
func introduced(t *desk.Turn, words string) bool {
	return conversations.Remarked(words) == conversations.Content && looksNamed(withoutUnit(t, bare(words)))
}

// bare is the words without what introduces a name, and without spaces and marks around it.
func bare(words string) string {
	s := strings.TrimSpace(words)
	for {
		cut := introduction.ReplaceAllString(s, "")
		if cut == s {
			break
		}
		s = cut
	}
	return strings.TrimFunc(strings.Join(strings.Fields(s), ""), func(r rune) bool { return unicode.IsPunct(r) })
}

// looksNamed reports whether a text has the form of a person's name.
func looksNamed(s string) bool {
	rs := []rune(s)
	if twoSurname.MatchString(s) || foreignName.MatchString(s) {
		return true
	}
	if len(rs) < 2 || len(rs) > 3 || !strings.ContainsRune(surnames, rs[0]) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// withoutUnit is a text without the person's unit in front of it.
func withoutUnit(t *desk.Turn, s string) string {
	u, ok := t.Plan.Unit(t.Me.Unit)
	if !ok {
		return s
	}
	for _, name := range append([]string{u.Full, u.Name}, u.Aliases...) {
		if rest, cut := strings.CutPrefix(s, name); cut && name != "" {
			return strings.TrimLeftFunc(rest, unicode.IsPunct)
		}
	}
	return s
}

// nameIn is the name in words that answer the question for it: without 我叫 and the
// like where what is left looks like a name, else the words as they are.
func nameIn(t *desk.Turn, words string) string {
	if s := withoutUnit(t, bare(words)); looksNamed(s) {
		return s
	}
	return words
}
