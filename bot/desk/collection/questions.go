package collection

import (
	"regexp"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// mostQuestions is how many questions a collection has at most: it is answered in
// one message by somebody who has other work.
const mostQuestions = 8

// mostChoices is how many choices a question has at most.
const mostChoices = 6

var (
	tail    = regexp.MustCompile(`^(.*?)\s*[（(]([^（）()]{1,12})[）)]\s*$`)
	numbers = regexp.MustCompile(`(数|数量|总数|额|率|量|金额|余额|人数|户数|占比|比例|比重|价格|多少)$`)
	files   = regexp.MustCompile(`(照片|图片|截图|名单|名册|清单|文件|附件|扫描件|方案|预案|总结|报告|材料|台账|回执|[^代]表)$`)
	rates   = regexp.MustCompile(`(率|占比|比例|比重|百分比)$`)
	prices  = regexp.MustCompile(`(价|价格|均值|平均[^，、]*)$`)
	both    = regexp.MustCompile(`以及|和|及|与`)
	part    = regexp.MustCompile(`[、；;\n]`)
)

// readQuestions reads what is asked: parts between 、 and ； and lines of their own,
// each with how it is to be answered in brackets, or guessed from its last word:
// 消费券发放数, 账户余额（万元）, 存在问题（文字）, 是否完成：是/否, 名单（文件）.
func readQuestions(s string) []reports.Question {
	var out []reports.Question
	for _, p := range part.Split(s, -1) {
		for _, p := range apart(p) {
			q, ok := readQuestion(p)
			if ok && len(out) < mostQuestions {
				out = append(out, q)
			}
		}
	}
	return out
}

// apart parts 在岗人数和请假人数 where each is a number of its own.
func apart(s string) []string {
	all := both.Split(s, -1)
	for _, x := range all {
		if !numbers.MatchString(strings.Trim(x, marks)) {
			return []string{s}
		}
	}
	return all
}

func readQuestion(s string) (reports.Question, bool) {
	s = strings.Trim(conversations.OneLine(s), marks)
	if len([]rune(s)) < 2 {
		return reports.Question{}, false
	}
	if q, ok := choices(s); ok {
		return q, true
	}
	q := reports.Question{Title: conversations.Clip(s, 40), Kind: reports.AskText}
	if m := tail.FindStringSubmatch(s); m != nil && m[1] != "" {
		q.Title = conversations.Clip(m[1], 40)
		switch m[2] {
		case reports.AskText.Label():
			return q, true
		case reports.AskNumber.Label():
			q.Kind = reports.AskNumber
			return q, true
		case reports.AskFile.Label(), "照片", "附件":
			q.Kind = reports.AskFile
			return q, true
		}
		q.Kind, q.Measure = reports.AskNumber, m[2]
		q.Apart = m[2] == "%" || m[2] == "‰" || rates.MatchString(q.Title) || prices.MatchString(q.Title)
		return q, true
	}
	switch {
	case files.MatchString(s):
		q.Kind = reports.AskFile
	case strings.HasPrefix(s, "是否") || strings.HasPrefix(s, "有没有"):
		q.Kind, q.Choices = reports.AskChoice, []string{textYes, textNo}
	case rates.MatchString(s):
		q.Kind, q.Measure, q.Apart = reports.AskNumber, "%", true
	case numbers.MatchString(s):
		q.Kind, q.Apart = reports.AskNumber, prices.MatchString(s)
	}
	return q, true
}

// choices reads 是否完成：是/否.
func choices(s string) (reports.Question, bool) {
	i := strings.IndexAny(s, "：:")
	if i <= 0 {
		return reports.Question{}, false
	}
	_, rest, _ := strings.Cut(strings.ReplaceAll(s, ":", "："), "：")
	var all []string
	for _, c := range strings.FieldsFunc(rest, func(r rune) bool { return r == '/' || r == '／' || r == '|' }) {
		if c = strings.Trim(c, marks); c != "" && len(all) < mostChoices {
			all = append(all, conversations.Clip(c, 12))
		}
	}
	if len(all) < 2 {
		return reports.Question{}, false
	}
	return reports.Question{Title: conversations.Clip(strings.Trim(s[:i], marks), 40), Kind: reports.AskChoice, Choices: all}, true
}

// title names a collection by what it asks for.
func title(qs []reports.Question) string {
	var out []string
	for _, q := range qs {
		out = append(out, q.Title)
	}
	return conversations.Clip(strings.Join(out, "、"), 40)
}
