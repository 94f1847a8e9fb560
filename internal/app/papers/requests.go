package papers

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot/desk/request"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/xlsx"
	"liubao/storage"
)

// stands reports whether a report's difficulty is on its way to somebody.
func stands(open []reports.Request, r reports.Report, task int) bool {
	return slices.ContainsFunc(open, func(x reports.Request) bool {
		return x.Unit == r.Unit && x.Task == task && x.Key.Duty == r.Key.Duty && x.Key.Subject == r.Key.Subject
	})
}

// requests are the requests of a period as papers show them: those that are open,
// from whatever period, or were when it was over, and with their story those that were
// closed in it. keep says which; a report to superiors asks for nothing, and leaves out
// what is needed.
func (s *sheet) requests(p plan.Period, needs bool, keep func(x reports.Request, open bool) bool) ([]docx.Request, error) {
	all, err := storage.RequestsSince(s.r, p.From.At(plan.Clock{}, s.loc))
	var out []docx.Request
	for _, x := range all {
		then := x.Open() || !x.ClosedAt.Before(p.Over(s.loc))
		if x.Kind != reports.Trouble || !keep(x, then) {
			continue
		}
		born := plan.DateOf(x.At.In(s.loc))
		if p.End().Before(born) && p.ID < x.Key.Period { // of a later period
			continue
		}
		q := s.request(x, needs)
		if then && !x.Open() {
			q.State = s.since(x.At) + textRequestThen
		}
		out = append(out, q)
	}
	return out, err
}

// solved are the requests that were closed in a period.
func (s *sheet) solved(p plan.Period) ([]reports.Request, error) {
	return storage.ClosedRequestsBefore(s.r, p.From.At(plan.Clock{}, s.loc), p.Over(s.loc))
}

func (s *sheet) request(x reports.Request, needs bool) docx.Request {
	what := fmt.Sprintf(textRequestTask, x.Task, x.What)
	if needs {
		what = fmt.Sprintf(textRequestWhat, x.Task, x.What, x.Need)
	}
	to := strings.Join(s.unitNames(x.Units()), "、")
	if to == "" {
		to = x.Wanted
	}
	state := s.stands(x)
	if !x.Open() {
		state = s.story(x)
	}
	return docx.Request{Unit: s.Plan.UnitName(x.Unit), What: what, To: to, State: state}
}

// stands says since when a request is open, until when units are to answer where it is
// their turn, and whose turn it is: each once.
func (s *sheet) stands(x reports.Request) string {
	due := ""
	if x.Turn() == reports.TurnUnits {
		due = s.due(x.Due)
	}
	return s.since(x.At) + due + "；" + request.Turn(s.Desk, x, s.now)
}

func (s *sheet) unitNames(units []string) []string {
	var out []string
	for _, u := range units {
		out = append(out, s.Plan.UnitName(u))
	}
	return out
}

// story is how a request was closed: which unit answered what, and which confirmed it. A
// day is said once, and no contact by their name.
func (s *sheet) story(x reports.Request) string {
	var out []string
	day := ""
	for _, y := range x.Story {
		words := ""
		if d := s.day(y.At); d != day {
			words, day = d, d
		}
		if y.Unit != "" {
			words += s.Plan.UnitName(y.Unit)
		}
		words += y.What
		by, _, err := storage.Person(s.r, y.By)
		if y.Text != "" && y.Text != x.Need && (err != nil || y.Text != by.Name) {
			words += "：" + y.Text
		}
		out = append(out, words)
	}
	return strings.Join(out, "；")
}

// openRequests are the difficulties that are with somebody, those first that the
// office put down for a meeting.
func (s *sheet) openRequests() (docx.Topic, error) {
	t := docx.Topic{Title: textTopicRequests}
	all, err := storage.OpenRequests(s.r, reports.Trouble, 0)
	slices.SortStableFunc(all, func(a, b reports.Request) int { return meets(b) - meets(a) })
	for _, x := range all {
		t.Items = append(t.Items, docx.Item{What: fmt.Sprintf(textRequestWhat, x.Task, x.What, x.Need),
			Units: append([]string{x.Unit}, x.Units()...), State: s.stands(x)})
	}
	return t, err
}

func meets(x reports.Request) int {
	if x.Decision == reports.ToMeeting {
		return 1
	}
	return 0
}

// meetingBack is how many days a decision that was carried out comes back in an agenda.
const meetingBack = 31

// fromMeetings is what meetings decided: what is open, and what was done of late.
func (s *sheet) fromMeetings() (docx.Topic, error) {
	t := docx.Topic{Title: textTopicMeetings}
	all, err := storage.RequestsSince(s.r, s.today().AddDays(-meetingBack).At(plan.Clock{}, s.loc))
	for _, x := range all {
		if !x.Meeting {
			continue
		}
		state := s.stands(x)
		if !x.Open() {
			state = s.story(x)
		}
		t.Items = append(t.Items, docx.Item{What: x.Need, Units: x.Units(), State: state})
	}
	return t, err
}

// openInstructions is what leaders and the office gave units to do, outside of meetings.
func (s *sheet) openInstructions() (docx.Topic, error) {
	t := docx.Topic{Title: textTopicOrders}
	for _, kind := range []reports.RequestKind{reports.Instruct, reports.Assign} {
		all, err := storage.OpenRequests(s.r, kind, 0)
		if err != nil {
			return t, err
		}
		for _, x := range all {
			if !x.Meeting {
				t.Items = append(t.Items, docx.Item{What: x.Need + "（" + x.Whose + "）", Units: x.Units(), State: s.stands(x)})
			}
		}
	}
	return t, nil
}

// bookRequests are the requests and instructions of the workbook: all that are open,
// and those that were closed in its periods; of one unit what it asked or has to do.
func (s *sheet) bookRequests(periods []xlsx.Period) ([]xlsx.Request, error) {
	since := s.now // without a period what is open
	if len(periods) > 0 {
		since = periods[0].Period.From.At(plan.Clock{}, s.loc)
	}
	all, err := storage.RequestsSince(s.r, since)
	var out []xlsx.Request
	for _, x := range all {
		if _, to := x.Party(s.paper.Unit); s.paper.Unit != "" && !to && x.Unit != s.paper.Unit {
			continue
		}
		row := xlsx.Request{Name: request.Title(x), From: x.Whose, Task: x.Task, What: x.What, Need: x.Need, Units: x.Units(), Due: x.Due,
			Story: s.story(x), At: x.At, ClosedAt: x.ClosedAt}
		if x.Unit != "" {
			row.From = s.Plan.UnitName(x.Unit)
		}
		if x.Open() {
			row.State = request.Turn(s.Desk, x, s.now)
			if x.Overdue(s.today()) {
				row.State += textIsOverdue
			}
		}
		out = append(out, row)
	}
	return out, err
}
