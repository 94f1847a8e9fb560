package deadline

import (
	"errors"
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/storage"
)

// slotCase names the message that shows one report to the office.
const slotCase = "case"

// What the office is asked about a report. The argument is the report's key.
const (
	askExcuse = "excuse"
	askMute   = "mute"
)

// caseTap is about a report that is late or will be. What is "" to show it, e to
// extend it, x and X to excuse it and to take that back, m and M to mute it and to
// take that back.
type caseTap struct {
	Key  reports.Key
	What string
}

// casesTap is about all of a duty's reports of a period that are still to come.
type casesTap struct {
	Period codec.Period
	Duty   string
}

var (
	tapCase  = desk.NewTap[caseTap]("cs")
	tapCases = desk.NewTap[casesTap]("cl")
)

func tappedCase(t *desk.Turn, a caseTap) error {
	if !staff.Can(t.Me, staff.ActStatus) {
		return t.Toast(desk.TextNotAllowed)
	}
	x, ok, err := t.StandingAt(a.Key)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if a.What == "" {
		return showCase(t, x, bot.Send)
	}
	if ok, who, err := t.MayDecide(staff.ActHandle, x.Unit); err != nil || !ok {
		if err != nil || !staff.Can(t.Me, staff.ActHandle) {
			return t.Allowed(staff.ActHandle, func() error { return err })
		}
		return t.Refuse(who)
	}
	if x.Reported() || x.Unreadable() {
		if err := t.Toast(textCaseReported, x.Report.State.Label()); err != nil {
			return err
		}
		return showCase(t, x, bot.Edit)
	}
	return handle(t, x, a.What)
}

func handle(t *desk.Turn, x standing.Standing, what string) error {
	key := x.Key().String()
	switch what {
	case "e":
		return askWhen(t, extension{Key: x.Key()}, t.ReportName(x.Key()), x.Period.Deadline)
	case "x":
		if x.Handling.Excused != nil {
			return already(t, x, x.Handling.Excused, textWordExcused)
		}
		return t.Ask(askExcuse, key)
	case "m":
		if x.Handling.Muted != nil {
			return already(t, x, x.Handling.Muted, textWordMuted)
		}
		return t.Ask(askMute, key)
	case "X", "M":
		return takeBack(t, x, what == "X")
	}
	return t.Toast(desk.TextOldButton)
}

// already tells the second of two people who press the same who was first.
func already(t *desk.Turn, x standing.Standing, by *standing.Decision, what string) error {
	p, _, err := storage.Person(t.Tx, by.By)
	if err != nil {
		return err
	}
	if err := t.Toast(textAlready, p.Name, t.TimeText(by.At), what); err != nil {
		return err
	}
	return showCase(t, x, bot.Edit)
}

// showCase shows one report to the office, with what can be done about it.
func showCase(t *desk.Turn, x standing.Standing, kind bot.MessageKind) error {
	b, err := t.Board(t.Tx, *x.TheDuty, x.Period, t.Now)
	if err != nil {
		return err
	}
	l, ok := b.Row(x.Subject)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	light, words := reporttext.Line(t.Book, l, t.Now)
	text := reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, t.ReportName(x.Key())+"（"+t.UnitIn(x.Unit, x.Period.ID)+"）").Line("：" + words)
	more, err := t.MoreWords(b, l, t.Now)
	if err != nil {
		return err
	}
	for _, n := range more {
		text = text.Line("   " + n)
	}
	lines, err := t.UnitLines(t.Tx, x.Unit, t.Now)
	if err != nil {
		return err
	}
	for _, s := range lines {
		text = text.Line("   " + s)
	}
	m := bot.Message{Kind: kind, Chat: t.Update.Chat.ID, Slot: slotCase, Text: text.Trim(), Rows: caseRows(t, x),
		Purpose: "case", Person: t.Me.ID, At: t.Now}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return bot.Enqueue(t.Tx, m)
}

func caseRows(t *desk.Turn, x standing.Standing) [][]bot.Button {
	data := func(what string) string { return tapCase.Data(caseTap{x.Key(), what}) }
	var rows [][]bot.Button
	if staff.Can(t.Me, staff.ActHandle) && !x.Reported() && !x.Unreadable() {
		rows = append(rows, []bot.Button{{Label: buttonExtend, Data: data("e")},
			{Label: desk.OnOff(x.Handling.Excused != nil, buttonUnexcuse, buttonExcuse), Data: data(desk.OnOff(x.Handling.Excused != nil, "X", "x"))},
			{Label: desk.OnOff(x.Handling.Muted != nil, buttonUnmute, buttonMute), Data: data(desk.OnOff(x.Handling.Muted != nil, "M", "m"))}})
	}
	var row []bot.Button
	if x.Report != nil && !x.Unreadable() && staff.Can(t.Me, staff.ActReview) {
		row = append(row, bot.Button{Label: desk.ButtonReview, Data: desk.KeyData("rv", x.Key()) + ".0.c"})
	}
	if staff.Can(t.Me, staff.ActInstruct) {
		row = append(row, bot.Button{Label: desk.ButtonInstruct, Data: desk.KeyData("ir", x.Key())})
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// caseList lists the reports of a period that are not in, to pick one.
func caseList(t *desk.Turn, a casesTap) error {
	duty, ok := t.Duty(a.Duty)
	if !ok || !staff.Can(t.Me, staff.ActHandle) {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, string(a.Period))
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	all, err := t.Standings(t.Tx, duty, p)
	if err != nil {
		return err
	}
	for _, once := range datable(t.Desk) {
		if p, ok := t.OnlyPeriod(once); ok {
			more, err := t.Standings(t.Tx, once, p)
			if err != nil {
				return err
			}
			all = append(all, more...)
		}
	}
	var rows [][]bot.Button
	for _, x := range all {
		if !x.Reported() && !x.Unreadable() && len(rows) < 60 {
			rows = append(rows, []bot.Button{{Label: t.ReportName(x.Key()) + "（" + t.UnitIn(x.Unit, x.Period.ID) + "）", Data: tapCase.Data(caseTap{Key: x.Key()})}})
		}
	}
	if staff.Can(t.Me, staff.ActDates) {
		rows = append(rows, []bot.Button{{Label: buttonExtendAll, Data: tapExtendAll.Data(extendAllTap{codec.Period(p.ID), duty.ID})}})
	}
	return t.Say(reports.T(textCasePick), rows...)
}

// decided looks again at what is to be decided, after the reason has come.
func decided(t *desk.Turn, k reports.Key) (x standing.Standing, ok bool, err error) {
	if x, ok, err = t.StandingAt(k); err != nil || !ok {
		return x, false, err
	}
	if ok, who, err := t.MayDecide(staff.ActHandle, x.Unit); err != nil || !ok {
		if err == nil {
			err = t.Sayf(desk.TextOwnUnit, reports.NamesOf(who))
		}
		return x, false, err
	}
	if x.Reported() || x.Unreadable() {
		return x, false, t.Sayf(textCaseReported, x.Report.State.Label())
	}
	return x, true, nil
}

func excuse(t *desk.Turn, arg, reason string) error {
	k, _ := desk.SplitKey(arg)
	x, ok, err := decided(t, k)
	if err != nil || !ok {
		return err
	}
	x.Handling.Excused = &standing.Decision{By: t.Me.ID, At: t.Now, Reason: reason}
	if err := errors.Join(standing.SaveHandling(t.Tx, x.Handling), t.RaiseDecided(t.Tx, x.Period.ID, t.Now)); err != nil {
		return err
	}
	if err := t.Log(x.Unit, x.Period.ID, textLogExcuse+" "+t.SubjectName(x.Key()), "", reason); err != nil {
		return err
	}
	if t.Earlier == nil { // more of the reason is no news to the unit
		if err := t.TellUnit(x, fmt.Sprintf(textExcusedTell, t.ReportTitle(x.Key()))); err != nil {
			return err
		}
	}
	return settledCase(t, x, textLogExcuse)
}

func mute(t *desk.Turn, arg, reason string) error {
	k, _ := desk.SplitKey(arg)
	x, ok, err := decided(t, k)
	if err != nil || !ok {
		return err
	}
	x.Handling.Muted = &standing.Decision{By: t.Me.ID, At: t.Now, Reason: reason}
	if err := standing.SaveHandling(t.Tx, x.Handling); err != nil {
		return err
	}
	if err := t.Log(x.Unit, x.Period.ID, textLogMute+" "+t.SubjectName(x.Key()), "", reason); err != nil {
		return err
	}
	return settledCase(t, x, textLogMute)
}

// takeBack takes an excuse, or a mute, back.
func takeBack(t *desk.Turn, x standing.Standing, excuse bool) error {
	was, what := &x.Handling.Muted, textLogMute
	if excuse {
		was, what = &x.Handling.Excused, textLogExcuse
	}
	if *was == nil {
		return showCase(t, x, bot.Edit)
	}
	reason := (*was).Reason
	*was = nil
	if err := errors.Join(standing.SaveHandling(t.Tx, x.Handling), t.RaiseDecided(t.Tx, x.Period.ID, t.Now)); err != nil {
		return err
	}
	if err := t.Log(x.Unit, x.Period.ID, fmt.Sprintf(textLogTakeBack, what)+" "+t.SubjectName(x.Key()), reason, ""); err != nil {
		return err
	}
	if excuse {
		if err := t.TellUnit(x, fmt.Sprintf(textUnexcusedTell, t.ReportTitle(x.Key()), t.TimeText(x.Period.Deadline))); err != nil {
			return err
		}
	}
	if err := t.Toast(textDone); err != nil {
		return err
	}
	return showCase(t, x, bot.Edit)
}

// settledCase shows the report as it stands after a decision.
func settledCase(t *desk.Turn, x standing.Standing, deed string) error {
	if err := t.Acted(x.Period.ID, x.Unit, deed); err != nil {
		return err
	}
	x, ok, err := t.StandingAt(x.Key())
	if err != nil || !ok {
		return err
	}
	return showCase(t, x, bot.Send)
}
