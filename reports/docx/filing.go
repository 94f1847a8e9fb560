package docx

import (
	"fmt"
	"time"

	"liubao/plan"
	"liubao/reports"
)

// owing is what a document knows of the areas' reports that are owed.
type owing struct {
	period    plan.Period
	asOf      time.Time            // zero: after every deadline
	excused   map[string]bool      // area ids
	deadlines map[string]time.Time // extended ones, by area id
}

// open reports whether an area's report is not due yet.
func (o owing) open(area string) bool {
	due, ok := o.deadlines[area]
	if !ok {
		due = o.period.Deadline
	}
	return !o.asOf.IsZero() && o.asOf.Before(due)
}

// filing says when a report came, seen from its deadline. Nobody is said to be
// missing whose deadline has not passed.
func (o owing) filing(r *reports.Report, area string) string {
	switch {
	case r == nil && o.excused[area]:
		return textExcused
	case r == nil && o.open(area):
		return textNotDue
	case r == nil:
		return textNotFiled
	case r.Late() > 0:
		return fmt.Sprintf(textLate, reports.SpanText(r.Late()))
	}
	return textOnTime
}

// tally counts who filed when.
type tally struct{ all, onTime, late, missing, open, excused int }

func (n *tally) add(r *reports.Report, area string, o owing) {
	n.all++
	switch {
	case r == nil && o.excused[area]:
		n.excused++
	case r == nil && o.open(area):
		n.open++
	case r == nil:
		n.missing++
	case r.Late() > 0:
		n.late++
	default:
		n.onTime++
	}
}

// String says the counts in a sentence.
func (n *tally) String() string {
	s := fmt.Sprintf("应报送%d个领域，按时报送%d个", n.all-n.excused, n.onTime)
	for _, x := range []struct {
		n    int
		word string
	}{{n.late, "逾期报送"}, {n.missing, textNotFiled}, {n.open, textNotDue}, {n.excused, textExcused}} {
		if x.n > 0 {
			s += fmt.Sprintf("，%s%d个", x.word, x.n)
		}
	}
	return s + "。"
}
