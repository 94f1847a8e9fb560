package cockpit

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
)

// The first page is read at a glance on a phone: who is late or needs a
// decision, one button each. All else is one tap away.

// glanceLines is how many reports the first page names. With the head, what
// waits elsewhere and the time it is at most 12 lines.
const glanceLines = 6

// glanceButtons is how many buttons it has where two reports need the office.
const glanceButtons = 6

// need is what a report asks of the office; the smaller the more urgent.
type need int

// The needs.
const (
	needNag       need = iota // overdue, or a promise broken
	needToday                 // not in, on the last day
	needContact               // nobody there to remind
	needRecord                // in, and its row cannot be read
	needDecision              // in, and to be decided about
	needSignature             // in, and its unit's head is asked, not the office
	needNothing
)

// unsignedAfter is how long a report may wait for the head's signature before
// the office sees it among what needs it.
const unsignedAfter = 24 * time.Hour

// needOf says what a report asks of the office. must says that every report is
// to be passed or sent back.
func needOf(t *desk.Turn, b desk.Board, l standing.Standing, must bool) need {
	switch p := l.Handling.Promise; {
	case l.Excused():
		return needNothing
	case l.Unreadable():
		return needRecord
	case l.Overdue(b.At):
		return needNag
	case !l.Reported() && p != nil && !p.Broken.IsZero() && !l.Peace(b.At):
		return needNag
	case !l.Settled() && b.Reachable[l.Unit] == 0:
		return needContact
	case !l.Settled() && !l.Peace(b.At) && plan.DateOf(l.Due().In(t.Loc)) == plan.DateOf(b.At.In(t.Loc)):
		return needToday
	case l.Unsigned() && b.Reachable[l.Unit] > 0 && b.At.Sub(l.Report.FirstAt) > unsignedAfter && l.Report.Count(reports.Difficulty) == 0:
		return needSignature
	case l.Reported() && l.Report.State != reports.Accepted && (must || l.Report.Count(reports.Difficulty) > 0):
		return needDecision
	}
	return needNothing
}

// glance is the first page: the head, what needs the office, and what is still to come.
func glance(t *desk.Turn, b desk.Board, p page) (reports.Text, [][]bot.Button, error) {
	must, err := t.Switched(t.Tx, rules.SwitchMustReview)
	if err != nil {
		return nil, nil, err
	}
	var bins [needNothing + 1][]standing.Standing
	for _, l := range b.Rows {
		n := needOf(t, b, l, must)
		bins[n] = append(bins[n], l)
	}
	x := headText(t, b).Line("")
	var buttons []bot.Button
	shown, left := 0, 0
	for n := needNag; n < needSignature; n++ {
		for _, l := range bins[n] {
			if shown == glanceLines {
				left++
				continue
			}
			shown++
			x = x.Append(glanceLine(t, b, l))
			buttons = addOnce(buttons, glanceButton(t, b, l, n, p))
		}
	}
	if left > 0 {
		x = x.Line(fmt.Sprintf(textGlanceMore, left))
	}
	if shown == 0 {
		x = x.Line(textGlanceNone)
	}
	if n := len(bins[needSignature]); n > 0 {
		x = x.Line(fmt.Sprintf(textGlanceUnsignedAll, n))
	}
	if s := toCome(t, bins[needNothing]); s != "" {
		x = x.Line(s)
	}
	missed, err := missingElsewhere(t, b)
	if err != nil {
		return nil, nil, err
	}
	if s := earlierLine(t, missed); s != "" {
		x = x.Line(s)
	}
	open, err := openCounts(t)
	if err != nil {
		return nil, nil, err
	}
	if s := openLine(open); s != "" {
		x = x.Line(s)
	}
	x = x.Add(reports.Italic, fmt.Sprintf(textStatusAt, t.TimeText(b.At)))
	return x, glanceRows(t, b, buttons, openButtons(open), p), nil
}

// headText is the period, how many are in, and how long there is still.
func headText(t *desk.Turn, b desk.Board) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textStatusHead, t.PeriodText(b.Period), b.Count().Reported(), b.Count().Owed))
	if s := closingLine(t); s != "" {
		x = x.Line(s)
	}
	if n := b.Count().Damaged; n > 0 {
		x = x.Line(fmt.Sprintf(textStatusUnread, n))
	}
	due := t.TimeText(b.Period.Deadline)
	switch left := b.Period.Deadline.Sub(b.At); {
	case left >= 0:
		return x.Line(fmt.Sprintf(textStatusLeft, due, reports.SpanText(left)))
	case left > -time.Minute:
		return x.Line(fmt.Sprintf(textStatusNow, due))
	default:
		return x.Line(fmt.Sprintf(textStatusOver, due, reports.SpanText(-left)))
	}
}

// glanceLine is one report: who, since when, how often reminded, and what they said.
func glanceLine(t *desk.Turn, b desk.Board, l standing.Standing) reports.Text {
	light, said := reporttext.Line(t.Book, l, b.At)
	var words []string
	switch {
	case l.Unreadable():
		words = append(words, said)
	case l.Reported():
		light = progressLights[reports.Moving]
		if n := l.Report.Count(reports.Difficulty); n > 0 {
			light = progressLights[reports.Difficulty]
			words = append(words, fmt.Sprintf(textGlanceHard, n))
		}
		if l.Unsigned() {
			words = append(words, textGlanceUnsigned)
		} else {
			words = append(words, textGlanceRead)
		}
	case l.Overdue(b.At):
		words = append(words, fmt.Sprintf(textGlanceOver, reports.SpanText(b.At.Sub(l.Due()))))
	case b.Reachable[l.Unit] > 0:
		words = append(words, reporttext.NotReported)
	}
	if n := l.Reminders(); n > 0 && !l.Settled() {
		words = append(words, fmt.Sprintf(textGlanceTold, n))
	}
	words = append(words, glanceSaid(t, b, l)...)
	return reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, t.SubjectName(l.Key())).
		Line("（" + t.UnitIn(l.Unit, l.Period.ID) + "）" + strings.Join(words, "，"))
}

// glanceSaid is what the unit said last, or that nobody there can.
func glanceSaid(t *desk.Turn, b desk.Board, l standing.Standing) []string {
	h := l.Handling
	switch {
	case l.Settled():
		return nil
	case b.Contacts[l.Unit] == 0:
		return []string{textGlanceNobody}
	case b.Reachable[l.Unit] == 0:
		return []string{textGlanceLost}
	case h.Muted != nil:
		return []string{textGlanceMuted}
	case h.Promise != nil && !h.Promise.Broken.IsZero():
		return []string{fmt.Sprintf(textGlanceBroken, t.WhenText(h.Promise.Until))}
	case h.Promise != nil:
		return []string{fmt.Sprintf(textGlancePromise, t.WhenText(h.Promise.Until))}
	case l.Returned():
		return []string{l.Report.State.Label()}
	case l.Draft != nil && l.Draft.Filled > 0:
		return []string{fmt.Sprintf(textGlanceDraft, l.Draft.Filled, l.Draft.Of)}
	}
	return nil
}

// glanceButton does what the report asks for, where the person may; else it opens it.
func glanceButton(t *desk.Turn, b desk.Board, l standing.Standing, n need, p page) bot.Button {
	unit := t.UnitIn(l.Unit, l.Period.ID)
	switch {
	case n <= needToday && mayNag(t) && !l.Peace(b.At) && b.Reachable[l.Unit] > 0:
		return bot.Button{Label: fmt.Sprintf(desk.ButtonNag, unit), Data: desk.NagData(b.Period.ID, l.Unit)}
	case n == needNag && b.Reachable[l.Unit] == 0, n == needContact:
		return bot.Button{Label: fmt.Sprintf(buttonUnit, unit), Data: p.at("u", l.Unit).data()}
	}
	return bot.Button{Label: fmt.Sprintf(buttonRead, t.SubjectName(l.Key())), Data: p.at("a", l.Subject).data()}
}

// mayNag reports whether the person may remind units now: of a plan that is closed nobody
// is reminded.
func mayNag(t *desk.Turn) bool { return staff.Can(t.Me, staff.ActNag) && !t.Closed(t.Now) }

// addOnce leaves out a button that is there already: a unit that owes two
// reports is nagged of both at once.
func addOnce(bs []bot.Button, b bot.Button) []bot.Button {
	for _, x := range bs {
		if x.Data == b.Data {
			return bs
		}
	}
	return append(bs, b)
}

// toCome names what is neither in nor late.
func toCome(t *desk.Turn, rest []standing.Standing) string {
	var names []string
	for _, l := range rest {
		if l.Settled() {
			continue
		}
		name := t.SubjectName(l.Key())
		if l.Draft != nil && l.Draft.Filled > 0 && !l.Returned() {
			name += fmt.Sprintf(textGlanceFilled, l.Draft.Filled, l.Draft.Of)
		}
		names = append(names, name)
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case n > glanceLines:
		return fmt.Sprintf(textToComeMany, strings.Join(names[:glanceLines], "、"), n)
	}
	return fmt.Sprintf(textToCome, strings.Join(names, "、"))
}

// glanceRows are the buttons: a report's first, what waits elsewhere as far as
// there is room, and those that are always there.
func glanceRows(t *desk.Turn, b desk.Board, buttons, open []bot.Button, p page) [][]bot.Button {
	rows := desk.InRows(nil, buttons, 2)
	row := []bot.Button{{Label: desk.ButtonRefresh, Data: p.data()}, {Label: buttonAll, Data: p.at("l", "").data()}}
	if mayNag(t) && b.Count().Settled() < len(b.Rows) {
		row = append([]bot.Button{{Label: desk.ButtonNagAll, Data: desk.NagData(b.Period.ID, "")}}, row...)
	}
	room := max(0, glanceButtons-len(buttons)-len(row))
	return append(desk.InRows(rows, open[:min(room, len(open))], 3), row)
}

// otherPeriods opens the periods beside the one that is shown.
func otherPeriods(t *desk.Turn, b desk.Board, periods []plan.Period) [][]bot.Button {
	var rows [][]bot.Button
	for _, x := range periods {
		if x.ID != b.Period.ID {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonOtherPeriod, t.DayText(x.Nominal)), Data: page{What: "h", Period: x.ID}.data()}})
		}
	}
	return rows
}

// closingLine says that the plan is closed or will be; "" where it goes on.
func closingLine(t *desk.Turn) string {
	words := textClosingLine
	switch {
	case !t.Closing.Set():
		return ""
	case t.Closed(t.Now):
		words = textClosedLine
	}
	return fmt.Sprintf(words, reports.DayTextFrom(t.Closing.On, t.Today(t)))
}
