package collection

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// wanted is what a sentence asks for.
type wanted struct {
	due       time.Time // zero where it names none, or one that has passed
	units     []string
	questions []reports.Question
}

// readSentence takes a sentence such as “明天上午报各单位消费券发放数” apart.
func readSentence(d *desk.Desk, sentence string, now time.Time) wanted {
	var w wanted
	at, rest, ok := conversations.ReadAsked(sentence, now.In(d.Loc), d.Plan.Deadline)
	if ok && at.After(now) {
		w.due = at
	}
	w.units, rest = readUnits(d, rest)
	w.questions = readQuestions(what(rest))
	return w
}

// groupsNamed are words that name many units, the longer ones first.
var groupsNamed = []struct {
	word  string
	leads bool
}{
	{"各牵头单位", true}, {"各牵头部门", true}, {"牵头单位", true}, {"各责任单位", false}, {"各相关单位", false}, {"各有关单位", false},
	{"各成员单位", false}, {"所有单位", false}, {"全体单位", false}, {"各单位", false}, {"各部门", false}, {"各家", false},
}

// readUnits takes the units off a sentence that it names, in the plan's order.
func readUnits(d *desk.Desk, s string) (units []string, rest string) {
	for _, g := range groupsNamed {
		if strings.Contains(s, g.word) {
			return many(d, g.leads), strings.Replace(s, g.word, "", 1)
		}
	}
	named := map[string]bool{}
	for _, n := range names(d.Plan) {
		if i := strings.Index(s, n.name); i >= 0 {
			named[n.unit] = true
			s = s[:i] + "、" + s[i+len(n.name):]
		}
	}
	for _, u := range d.Plan.Units {
		if named[u.ID] {
			units = append(units, u.ID)
		}
	}
	return units, s
}

// many returns all units, or those that lead an area.
func many(d *desk.Desk, leads bool) []string {
	var out []string
	for _, u := range d.Plan.Units {
		if !leads || slices.ContainsFunc(d.Plan.Areas, func(a plan.Area) bool { return a.Lead == u.ID }) {
			out = append(out, u.ID)
		}
	}
	return out
}

type unitNamed struct{ name, unit string }

// names are what the units are called, the longest first: a name may stand within another.
func names(p *plan.Plan) []unitNamed {
	var out []unitNamed
	for _, u := range p.Units {
		for _, n := range append([]string{u.Name, u.Full}, u.Aliases...) {
			if len([]rune(n)) > 1 {
				out = append(out, unitNamed{n, u.ID})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b unitNamed) int { return len(b.name) - len(a.name) })
	return out
}

var (
	leading  = []string{"请", "麻烦", "烦请", "将", "把", "于", "在", "和", "及", "与", "统一", "抓紧", "尽快", "报送", "上报", "填报", "报一下", "报上", "报", "统计一下", "统计", "提供", "反馈", "交"}
	trailing = []string{"报送上来", "报上来", "报过来", "报一下", "报送", "上报", "填报", "报", "谢谢", "给办公室", "反馈", "交", "统计一下"}
)

// nouns begin what is asked for, and with what otherwise only asks.
var nouns = regexp.MustCompile(`^(交[通易付房警费叉]|在[岗校建册编园院营库职办售]|报(名[人费者]|[废销警考])|统计[局员人]|和[解谐]|与[会])`)

// asksVerbs are the words without one of which nothing is asked for.
var asksVerbs = []string{"报", "填", "统计", "提供", "反馈", "交"}

const marks = " 　，,。.、；;：:！!"

// what takes off a sentence the words that only ask.
func what(s string) string {
	for again := true; again; {
		again = false
		s = strings.Trim(s, marks)
		for _, w := range leading {
			if r, ok := strings.CutPrefix(s, w); ok && strings.Trim(r, marks) != "" && !nouns.MatchString(s) {
				s, again = r, true
			}
		}
		for _, w := range trailing {
			if r, ok := strings.CutSuffix(s, w); ok {
				s, again = r, true
			}
		}
	}
	return s
}

// sentenceAsks reports whether a sentence that nobody asked for is one that asks
// units for something: it names a time that is to come, units and a verb.
func sentenceAsks(d *desk.Desk, s string, now time.Time) bool {
	if len([]rune(s)) > 80 || strings.Contains(s, "\n") || !slices.ContainsFunc(asksVerbs, func(v string) bool { return strings.Contains(s, v) }) {
		return false
	}
	w := readSentence(d, s, now)
	return !w.due.IsZero() && len(w.units) > 0 && len(w.questions) > 0
}
