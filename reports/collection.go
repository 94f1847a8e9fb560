package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/plan"
)

// QuestionKind is what a question of a collection wants.
type QuestionKind string

// The kinds of question.
const (
	AskNumber QuestionKind = "number" // one exact number
	AskText   QuestionKind = "text"
	AskChoice QuestionKind = "choice" // one of the choices
	AskFile   QuestionKind = "file"   // a photo or document
)

// Label returns the word shown in chat.
func (k QuestionKind) Label() string {
	switch k {
	case AskNumber:
		return "数字"
	case AskChoice:
		return "选择"
	case AskFile:
		return "文件"
	}
	return "文字"
}

// Question is one question of a collection.
type Question struct {
	Title   string       `json:"title"`
	Kind    QuestionKind `json:"kind"`
	Measure string       `json:"measure,omitempty"` // of a number: 万元, 户; "" for none
	Choices []string     `json:"choices,omitempty"`
	Apart   bool         `json:"apart,omitempty"` // a number that is not added up: a rate, a price
}

// Name returns the title with the measure: 账户余额（万元）.
func (q Question) Name() string {
	if q.Measure != "" {
		return q.Title + "（" + q.Measure + "）"
	}
	return q.Title
}

// Collection is questions that the office asks units once, outside of the duties
// (临时调度).
type Collection struct {
	V         int        `json:"v"`
	ID        string     `json:"id"` // 202612-003: the month and its number in it
	Number    int        `json:"number"`
	Title     string     `json:"title"`
	Questions []Question `json:"questions"`
	Units     []string   `json:"units"`           // in the plan's order
	Asked     []string   `json:"asked,omitempty"` // of them, those who were sent a message: the others' answers were known
	Due       time.Time  `json:"due"`
	By        string     `json:"by"` // person id
	At        time.Time  `json:"at"` // when it was begun
	SentAt    time.Time  `json:"sentAt,omitzero"`
	ClosedAt  time.Time  `json:"closedAt,omitzero"`
	ClosedBy  string     `json:"closedBy,omitempty"` // "" where it closed by itself
	FullAt    time.Time  `json:"fullAt,omitzero"`    // the office was told that all have answered
	Again     string     `json:"again,omitempty"`    // id of the one that it repeats
	AskKnown  bool       `json:"askKnown,omitempty"` // units are asked for what is known, too
}

// Open reports whether answers are still taken.
func (c Collection) Open() bool { return !c.SentAt.IsZero() && c.ClosedAt.IsZero() }

// Asks reports whether the unit is one of those the collection is about.
func (c Collection) Asks(unit string) bool { return slices.Contains(c.Units, unit) }

// CollectionValue is the answer to one question. The zero value is none yet.
type CollectionValue struct {
	Text   string       `json:"text,omitempty"` // as typed, or the choice
	Number *plan.Number `json:"number,omitempty"`
	Files  []File       `json:"files,omitempty"`
	None   bool         `json:"none,omitempty"` // 没有数据
	From   string       `json:"from,omitempty"` // where it was known from; "" where it was asked for
}

// Given reports whether there is an answer.
func (v CollectionValue) Given() bool {
	return v.None || v.Text != "" || v.Number != nil || len(v.Files) > 0
}

// Words returns the answer as people read it, "" for none.
func (v CollectionValue) Words() string {
	switch {
	case v.None:
		return "没有数据"
	case v.Number != nil:
		return v.Number.String()
	case len(v.Files) > 0:
		var out []string
		for _, f := range v.Files {
			out = append(out, f.Label())
		}
		return strings.Join(out, "、")
	}
	return v.Text
}

// CollectionAnswer is what one unit answered.
type CollectionAnswer struct {
	V      int               `json:"v"`
	ID     string            `json:"id"` // of the collection
	Unit   string            `json:"unit"`
	Values []CollectionValue `json:"values"` // one for each question
	By     string            `json:"by,omitempty"`
	At     time.Time         `json:"at,omitzero"`   // of the last change
	Done   time.Time         `json:"done,omitzero"` // when it was handed in first
	Times  int               `json:"times"`         // how often it was handed in
	Told   []string          `json:"told,omitempty"`
}

// Late reports whether the answer came after the time.
func (a CollectionAnswer) Late(c Collection) bool { return a.Done.After(c.Due) }

// Known reports whether nobody was asked: everything was known.
func (a CollectionAnswer) Known() bool { return !a.Done.IsZero() && a.By == "" }

// Sum adds up the answers to a question, and counts them; those that are not added up
// are none.
func (c Collection) Sum(q int, answers []CollectionAnswer) (sum plan.Number, n int) {
	if c.Questions[q].Apart {
		return 0, 0
	}
	for _, v := range c.numbers(q, answers) {
		n, sum = n+1, sum+v
	}
	return sum, n
}

// numbers are the answers to a question of numbers.
func (c Collection) numbers(q int, answers []CollectionAnswer) []plan.Number {
	var out []plan.Number
	for _, a := range answers {
		if !a.Done.IsZero() && q < len(a.Values) && a.Values[q].Number != nil {
			out = append(out, *a.Values[q].Number)
		}
	}
	return out
}

// Total is what the answers to a question of numbers come to, or to one of
// choices, in words: 合计 35（3家）; 最低60%，最高85%（3家）; 是2家，否1家. "" for other kinds and no answers.
func (c Collection) Total(q int, answers []CollectionAnswer) string {
	if all := c.numbers(q, answers); c.Questions[q].Apart && len(all) > 0 {
		m := c.Questions[q].Measure
		return fmt.Sprintf("最低%s%s，最高%s%s（%d家）", slices.Min(all), m, slices.Max(all), m, len(all))
	}
	sum, n := c.Sum(q, answers)
	chosen := make([]int, len(c.Questions[q].Choices))
	for _, a := range answers {
		if a.Done.IsZero() || q >= len(a.Values) {
			continue
		}
		if i := slices.Index(c.Questions[q].Choices, a.Values[q].Text); i >= 0 {
			n, chosen[i] = n+1, chosen[i]+1
		}
	}
	switch {
	case n == 0:
		return ""
	case c.Questions[q].Kind == AskNumber:
		return fmt.Sprintf("合计%s%s（%d家）", sum, c.Questions[q].Measure, n)
	case c.Questions[q].Kind == AskChoice:
		var out []string
		for i, k := range chosen {
			out = append(out, fmt.Sprintf("%s%d家", c.Questions[q].Choices[i], k))
		}
		return strings.Join(out, "，")
	}
	return ""
}
