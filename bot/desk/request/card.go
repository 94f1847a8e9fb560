package request

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// press is a button about requests.
type press struct {
	What string // see the constants below
	ID   string
	Arg  string // a unit's id, or a number of days
}

var tapRequest = desk.NewTap[press]("rq")

// What a button does.
const (
	pressView = "v"
	pressList = "L" // Arg is the kind
	pressMine = "M" // all that waits at the person's unit

	pressAck    = "k" // 收到
	pressDone   = "d" // 已解决
	pressAnswer = "a" // 答复
	pressNotOur = "x" // 不属我单位

	pressClose  = "y" // whoever asked: 已解决, 办结
	pressNotYet = "n" // 还没有

	pressWithhold = "h"
	pressSend     = "s"
	pressUnits    = "u" // Arg: the unit to take in or out
	pressDays     = "e" // Arg: working days from today, "0" for no day
	pressMeeting  = "m"
	pressLeader   = "l"
	pressEnd      = "c" // the office ends it with a word
)

func (p press) button(label string) bot.Button {
	return bot.Button{Label: label, Data: tapRequest.Data(p)}
}

// Title names a request, for papers: 协调事项1号.
func Title(x reports.Request) string { return title(x) }

// title names a request.
func title(x reports.Request) string {
	switch x.Kind {
	case reports.Instruct:
		return fmt.Sprintf(textInstructNo, x.Number)
	case reports.Assign:
		return fmt.Sprintf(textAssignNo, x.Number)
	}
	return fmt.Sprintf(textTroubleNo, x.Number)
}

func titles(xs []reports.Request) string {
	var out []string
	for _, x := range xs {
		out = append(out, title(x))
	}
	return strings.Join(out, "、")
}

// rights say who somebody is to a request.
type rights struct {
	party  bool // of a unit that is to act
	asker  bool // who may close it
	office bool // assigns and decides
}

func rightsOf(x reports.Request, who reports.Person) rights {
	s := rights{office: staff.Can(who, staff.ActCoordinate)}
	ofUnit := who.Unit != "" && who.Has(staff.UnitRoles...)
	if p, ok := x.Party(who.Unit); ok && ofUnit {
		s.party = !p.Told.IsZero()
	}
	if x.Kind == reports.Trouble {
		s.asker = ofUnit && x.Unit == who.Unit
	} else {
		s.asker = who.ID == x.By || s.office || gave(x, who)
	}
	return s
}

// gave reports whether the leader is the one whose instruction the office recorded: the
// plan knows its leaders by their names.
func gave(x reports.Request, who reports.Person) bool {
	return x.Kind == reports.Instruct && who.Has(reports.Leader) && who.Name == x.Whose
}

// sees reports whether the person may read a request.
func sees(x reports.Request, who reports.Person) bool {
	s := rightsOf(x, who)
	return s.party || s.asker || s.office || staff.Can(who, staff.ActOversee)
}

func slotOf(x reports.Request) string { return "request/" + x.ID }

// slotList names the message that lists what waits.
const slotList = "requests"

// shown is one request with its buttons, or the list of several.
func shown(d *desk.Desk, r storage.Reader, xs []reports.Request, head string, who reports.Person, now time.Time) (bot.Message, error) {
	if len(xs) == 1 {
		m, err := card(d, r, xs[0], who, now)
		if head != "" {
			m.Text = reports.Text{}.Add(reports.Bold, head).Line("").Append(m.Text)
		}
		return m, err
	}
	if head == "" {
		head = textListHead
	}
	x := reports.Text{}.Head(head)
	for i, q := range xs {
		if i == listShown {
			x = x.Line(fmt.Sprintf(textMore, len(xs)-i))
			break
		}
		x = x.Line("· " + line(d, q, now))
	}
	return bot.Message{Chat: who.Chat, Slot: slotList, Text: x, Rows: rowsOf(xs[:min(len(xs), listShown)]), Purpose: "request", Person: who.ID, At: now}, nil
}

// listShown is how many requests a list shows.
const listShown = 20

func rowsOf(xs []reports.Request) [][]bot.Button {
	var row []bot.Button
	for _, x := range xs {
		row = append(row, press{What: pressView, ID: x.ID}.button(title(x)))
	}
	return desk.InRows(nil, row, 3)
}

// card is a request as a person sees it.
func card(d *desk.Desk, r storage.Reader, x reports.Request, who reports.Person, now time.Time) (bot.Message, error) {
	head := title(x)
	if x.Unit != "" {
		head += " · " + d.Plan.UnitName(x.Unit)
	} else {
		head += " · " + x.Whose
	}
	t := reports.Text{}.Head(head)
	by, _, err := storage.Person(r, x.By)
	if err != nil {
		return bot.Message{}, err
	}
	if x.Whose != "" && by.Name != x.Whose {
		t = t.Line(fmt.Sprintf(textRecordedBy, by.Name))
	}
	t = t.Append(body(d, x, now))
	if s := parties(d, x, now); s != "" {
		t = t.Line(s)
	}
	s := rightsOf(x, who)
	if steps := story(d, x, s, now); len(steps) > 0 {
		t = t.Line("")
		for _, l := range steps {
			t = t.Line(l)
		}
	}
	t = t.Line(foot(d, x, s, who.Unit, now))
	return bot.Message{Chat: who.Chat, Slot: slotOf(x), Text: t.Trim(), Rows: buttons(x, s, who, now), Purpose: "request", Person: who.ID, At: now}, nil
}

// body is what is asked.
func body(d *desk.Desk, x reports.Request, now time.Time) reports.Text {
	if x.Kind != reports.Trouble {
		var t reports.Text
		if x.Key != (reports.Key{}) {
			t = t.Line(fmt.Sprintf(textAbout, d.ReportTitle(x.Key, now)))
		}
		return t.Add(reports.Quote, conversations.Clip(words(x), 1500)).Line("")
	}
	name := fmt.Sprintf(reporttext.Task, x.Task)
	if task, ok := d.Plan.Task(x.Task); ok {
		name += " " + task.Title
	}
	t := reports.Text{}.Line(name)
	if x.What != "" {
		t = t.Line(textTrouble + conversations.Clip(x.What, 600))
	}
	return t.Line(reporttext.Need + conversations.Clip(x.Need, 600)).Line(reporttext.NeedFrom + conversations.Clip(x.Wanted, 200))
}

// words are what was instructed.
func words(x reports.Request) string {
	if x.Need == "" && x.Photo != nil {
		return fmt.Sprintf(textByPhoto, x.Photo.Label())
	}
	return x.Need
}

// parties says who is to act and how far each of them is.
func parties(d *desk.Desk, x reports.Request, now time.Time) string {
	var out []string
	for _, p := range x.Parties {
		state := textNotTold
		switch {
		case p.Solved:
			state = textSolved
		case p.Answered():
			state = textAnswered
		case !p.AckAt.IsZero():
			state = textReceived
		case !p.Told.IsZero():
			state = textNotReceived
		}
		out = append(out, d.Plan.UnitName(p.Unit)+"（"+state+"）")
	}
	if len(out) == 0 {
		return ""
	}
	s := textParties + strings.Join(out, "、")
	if !x.Due.IsZero() {
		s += "，" + fmt.Sprintf(textDue, d.DayText(x.Due, now))
	}
	return s
}

// storyShown is how many steps of a story a card shows, the newest.
const storyShown = 8

// story is what happened. Steps that say what stands above already are for the
// office alone.
func story(d *desk.Desk, x reports.Request, s rights, now time.Time) []string {
	steps := slices.DeleteFunc(slices.Clone(x.Story), func(y reports.RequestStep) bool {
		return y.What == stepAsked || y.What == stepWritten || y.Text == "" && !s.office
	})
	var out []string
	for _, y := range steps[max(0, len(steps)-storyShown):] {
		l := d.TimeText(y.At, now) + " "
		if y.Unit != "" {
			l += d.Plan.UnitName(y.Unit)
		}
		l += y.What
		if y.Text != "" {
			l += "：" + conversations.Clip(y.Text, 300)
		}
		out = append(out, l)
	}
	return out
}

// foot says what is to be done now.
func foot(d *desk.Desk, x reports.Request, s rights, unit string, now time.Time) string {
	if p, ok := x.Party(unit); ok && s.party && x.Turn() == reports.TurnUnits && !p.Answered() {
		if p.AckAt.IsZero() {
			return textFootAck
		}
		return textFootAnswer
	}
	switch x.Turn() {
	case reports.TurnUnits:
		if at, waits := waitsUntil(x); waits && at.After(now) {
			s := fmt.Sprintf(textFootWindow, d.TimeText(at, now))
			if x.Kind == reports.Trouble {
				s += textFootMayWait
			}
			return s
		}
		return fmt.Sprintf(textFootUnits, unitNames(d, x.Waiting()))
	case reports.TurnAsker:
		if x.State == reports.RequestSuspended {
			return textFootSuspended
		}
		if s.asker && x.Kind == reports.Trouble {
			return textFootConfirm
		}
		switch {
		case s.asker:
			return textFootClose
		case x.Kind != reports.Trouble:
			return textFootGiver
		}
		return textFootAsker
	case reports.TurnOffice:
		switch {
		case x.State == reports.RequestWithheld:
			return textFootWithheld
		case x.Decision == reports.ToMeeting:
			return textFootMeeting
		case x.Decision == reports.ToLeader:
			return textFootLeader
		}
		return textFootAssign
	}
	return textFootClosed
}

// waitsUntil returns when the first unit is told, where none was yet.
func waitsUntil(x reports.Request) (at time.Time, waits bool) {
	for _, p := range x.Parties {
		if !p.Told.IsZero() {
			return time.Time{}, false
		}
		if at.IsZero() || p.TellAt.Before(at) {
			at = p.TellAt
		}
	}
	return at, len(x.Parties) > 0
}

func unitNames(d *desk.Desk, units []string) string {
	var out []string
	for _, u := range units {
		out = append(out, d.Plan.UnitName(u))
	}
	return strings.Join(out, "、")
}

// line is where a request stands, in one line.
func line(d *desk.Desk, x reports.Request, now time.Time) string {
	who := x.Whose
	if x.Unit != "" {
		who = fmt.Sprintf(textOfTask, d.Plan.UnitName(x.Unit), x.Task)
	}
	what := conversations.Clip(reports.Unstopped(conversations.OneLine(words(x))), 50)
	return fmt.Sprintf(textLine, title(x), who, what, where(d, x, now))
}

// Turn says whose turn it is, for papers that have the days beside it.
func Turn(d *desk.Desk, x reports.Request, now time.Time) string {
	s, _ := turn(d, x, now)
	return s
}

// where says whose turn it is, since when, and until when.
func where(d *desk.Desk, x reports.Request, now time.Time) string {
	s, whole := turn(d, x, now)
	if whole {
		return s
	}
	if x.Turn() == reports.TurnUnits {
		if x.Overdue(plan.DateOf(now.In(d.Loc))) {
			s += textIsLate
		} else if !x.Due.IsZero() {
			s += "，" + fmt.Sprintf(textDue, d.DayText(x.Due, now))
		}
	}
	return s + "，" + fmt.Sprintf(textSince, d.DayText(plan.DateOf(x.At.In(d.Loc)), now))
}

// turn says whose turn it is; whole says that there is no more to say.
func turn(d *desk.Desk, x reports.Request, now time.Time) (s string, whole bool) {
	switch x.Turn() {
	case reports.TurnUnits:
		if at, waits := waitsUntil(x); waits && at.After(now) {
			return fmt.Sprintf(textTurnWindow, d.TimeText(at, now)), true
		}
		if len(x.Waiting()) == len(x.Parties) && len(x.Parties) == 1 && x.Parties[0].AckAt.IsZero() {
			return fmt.Sprintf(textTurnAck, unitNames(d, x.Waiting())), false
		}
		return fmt.Sprintf(textTurnUnits, unitNames(d, x.Waiting())), false
	case reports.TurnAsker:
		who := textTurnGiver
		if x.Unit != "" {
			who = d.Plan.UnitName(x.Unit)
		}
		if x.State == reports.RequestSuspended {
			return fmt.Sprintf(textTurnSuspended, who), false
		}
		return fmt.Sprintf(textTurnConfirm, who), false
	case reports.TurnNobody:
		return textTurnClosed, true
	}
	switch {
	case x.State == reports.RequestWithheld:
		return textTurnWithheld, false
	case x.Decision == reports.ToMeeting:
		return textTurnMeeting, false
	case x.Decision == reports.ToLeader:
		return textTurnLeader, false
	}
	return textTurnOffice, false
}
