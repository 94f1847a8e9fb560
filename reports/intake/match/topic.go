package match

import (
	"regexp"
	"strings"
)

// topic is what a heading announces that is no task.
type topic struct {
	kind     kind
	question string
}

type kind int

const (
	nothing kind = iota
	progress
	trouble
	asked
)

// What headings announce, tried in this order.
var topics = []struct {
	re *regexp.Regexp
	topic
}{
	{regexp.MustCompile(`下一?步|下一?阶段|(?:明年|来年|下年度?)工作|^(?:下期|下月|下半月|后续|后期|今后|接下来)(?:的)?(?:重点|主要|工作|推进|整改)*(?:打算|计划|安排|思路|措施|举措)$|^打算|工作打算|工作计划|工作安排|打算和安排|^(?:计划|安排)$`), topic{asked, "next"}},
	{regexp.MustCompile(`经验|典型做法|好做法|亮点|特色`), topic{asked, "practice"}},
	{regexp.MustCompile(`存在的?(?:主要|突出)?(?:问题|困难|短板|不足)|(?:主要|突出)(?:困难|问题)|困难[和及与、]?问题|问题[和及与、]?(?:困难|不足|短板|建议|原因)|^(?:工作)?(?:困难|问题|短板|不足)(?:[和及与]|$)|困难$|需要?(?:上级|区级)?(?:协调|支持|帮助)|^(?:工作|有关|相关|意见和?)?建议$` +
		`|^(?:目前|当前|还|仍|存在|面临|遇到|主要|突出|的)*(?:困难|问题|短板|不足|弱项|堵点|卡点|难点|痛点|瓶颈|差距|薄弱环节|制约因素|及|和|与|、)+$`), topic{trouble, ""}},
	{regexp.MustCompile(`^(?:主要)?(?:工作|任务|目标)?(?:推进|落实|进展|完成|开展)(?:落实)?(?:情况|成效)?$|^工作(?:情况|成效|做法|举措|措施)$|^(?:主要|具体)(?:做法|工作|措施|举措|成效)(?:和成效|及成效)?$`), topic{progress, ""}},
}

// about says what a heading announces. A long one, or one of clauses, announces
// what its last clause does.
func about(heading string) topic {
	if len([]rune(heading)) > 40 || strings.ContainsAny(heading, "0123456789") {
		return topic{}
	}
	h := strings.TrimRight(heading, "。：:")
	if i := strings.LastIndexAny(h, ",，"); i >= 0 {
		h = strings.TrimLeft(h[i:], ",，")
	}
	if len([]rune(h)) > 24 {
		return topic{}
	}
	for _, t := range topics {
		if t.re.MatchString(h) {
			return t.topic
		}
	}
	return topic{}
}

// ofPractice finds the labels of what was done well; 特色产业： is none.
var ofPractice = regexp.MustCompile(`^(?:主要|典型|成功|创新|特色|亮点|经验|工作|好的?|及|和|与|做法|举措)+$`)

// labels reports whether a word with a colon behind it opens what it announces.
func labels(word string) bool {
	t := about(word)
	return t.kind >= trouble && (t.question != "practice" || ofPractice.MatchString(word))
}
