package desk

import (
	"time"

	"liubao/plan"
)

// Known is something that a unit has said already and that answers a question:
// nobody is asked twice for what they reported once.
type Known struct {
	Text    string       // as people read it, its measure included
	Value   *plan.Number // nil for words
	Measure string       // of the value, "" for none
	From    string       // where it was said: 12月15日的报告
	At      time.Time
	// Same: it was said about the question's very words, which are not only in its name.
	Same bool
}
