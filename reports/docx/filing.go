package docx

import (
	"fmt"

	"liubao/reports"
)

// standingOf returns where the report on a subject stands; one that nobody owes
// is excused.
func standingOf(all []reports.Owed, subject string) reports.Owed {
	for _, o := range all {
		if o.Key.Subject == subject {
			return o
		}
	}
	return reports.Owed{Stand: reports.Excused}
}

// filing says when a report came, seen from its deadline.
func filing(o reports.Owed) string {
	if o.Stand == reports.Late {
		return fmt.Sprintf(textLate, o.Stand.Label(), reports.SpanText(o.LateBy))
	}
	return o.Stand.Label()
}

// counted says the counts in a sentence.
func counted(c reports.Counts) string {
	s := fmt.Sprintf(textInTime, c.Owed, c.OnTime)
	for _, x := range []struct {
		n    int
		word reports.Stand
	}{{c.Late, reports.Late}, {c.Missing, reports.Missing}, {c.SentBack, reports.SentBack}, {c.NotDue, reports.NotDue}, {c.Excused, reports.Excused}, {c.Damaged, reports.Damaged}} {
		if x.n > 0 {
			s += fmt.Sprintf("，%s%d个", x.word.Label(), x.n)
		}
	}
	return s + "。"
}

// reported returns the report on a subject where it counts as reported: what was
// sent back goes into no paper about all.
func reported(rs []reports.Report, owed []reports.Owed, subject string) *reports.Report {
	if !standingOf(owed, subject).Stand.Reported() {
		return nil
	}
	return find(rs, subject)
}
