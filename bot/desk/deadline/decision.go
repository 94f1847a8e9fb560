package deadline

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotCase names the message that shows one report to the office.
const slotCase = "case"

// What the office is asked about a report. The argument is the report's key
// and, for an extension, the number of working days.
const (
	askExtend    = "extend"
	askExcuse    = "excuse"
	askMute      = "mute"
	askExtendAll = "extend-all"
)

// extensions are the working days by which a deadline can be put off.
var extensions = []int{1, 2, 3, 5}

// caseOf reads the report a button is about.
func caseOf(t *desk.Turn, parts []string) (standing.Standing, bool, error) {
	k, ok := desk.ParseKey(parts)
	if !ok {
		return standing.Standing{}, false, nil
	}
	return t.StandingAt(k)
}

// tappedCase takes cs.KEY (show), cs.KEY.e (extend: by how much), cs.KEY.e.DAYS,
// cs.KEY.x and .X (excuse, and take it back), cs.KEY.m and .M (mute, and take it
// back), and cs.l.PERIOD.DUTY.- (list).
func tappedCase(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActStatus) || len(parts) < 4 {
		return t.Toast(desk.TextNotAllowed)
	}
	if parts[1] == "l" {
		return caseList(t, parts[2:])
	}
	x, ok, err := caseOf(t, parts[1:])
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if len(parts) == 4 {
		return showCase(t, x, bot.Send)
	}
	if ok, who, err := t.MayDecide(desk.ActHandle, x.Unit); err != nil || !ok {
		if err != nil || !desk.Can(t.Me, desk.ActHandle) {
			return t.Allowed(desk.ActHandle, func() error { return err })
		}
		return t.Refuse(who)
	}
	if x.Reported() {
		if err := t.Toast(textCaseReported, x.Report.State.Label()); err != nil {
			return err
		}
		return showCase(t, x, bot.Edit)
	}
	return handle(t, x, parts[4:])
}

func handle(t *desk.Turn, x standing.Standing, what []string) error {
	key := x.Key().String()
	switch what[0] {
	case "e":
		if len(what) == 1 {
			return offerExtensions(t, x)
		}
		return t.Ask(askExtend, key+"/"+what[1])
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
		return takeBack(t, x, what[0] == "X")
	}
	return t.Toast(desk.TextOldButton)
}

// already tells the second of two people who press the same who was first.
func already(t *desk.Turn, x standing.Standing, by *standing.Decision, what string) error {
	p, _, err := storage.Person(t.Tx, by.By)
	if err != nil {
		return err
	}
	if err := t.Toast(textAlready, p.Name, reports.TimeText(by.At, t.Loc), what); err != nil {
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
	light, words := t.LineWords(l, t.Now)
	text := reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, t.SubjectName(x.Key())+"（"+t.Plan.UnitName(x.Unit)+"）").Line("：" + words)
	more, err := t.MoreWords(b, l, t.Now)
	if err != nil {
		return err
	}
	for _, n := range more {
		text = text.Line("   " + n)
	}
	lines, err := t.UnitLines(t.Tx, x.Unit)
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
	data := func(what string) string { return desk.KeyData("cs", x.Key()) + "." + what }
	var rows [][]bot.Button
	if desk.Can(t.Me, desk.ActHandle) && !x.Reported() {
		rows = append(rows, []bot.Button{{Label: buttonExtend, Data: data("e")},
			{Label: desk.OnOff(x.Handling.Excused != nil, buttonUnexcuse, buttonExcuse), Data: data(desk.OnOff(x.Handling.Excused != nil, "X", "x"))},
			{Label: desk.OnOff(x.Handling.Muted != nil, buttonUnmute, buttonMute), Data: data(desk.OnOff(x.Handling.Muted != nil, "M", "m"))}})
	}
	var row []bot.Button
	if x.Report != nil && desk.Can(t.Me, desk.ActReview) {
		row = append(row, bot.Button{Label: desk.ButtonReview, Data: desk.KeyData("rv", x.Key()) + ".0.c"})
	}
	if desk.Can(t.Me, desk.ActInstruct) {
		row = append(row, bot.Button{Label: desk.ButtonInstruct, Data: desk.KeyData("ir", x.Key())})
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// caseList lists the reports of a period that are not in, to pick one.
func caseList(t *desk.Turn, parts []string) error {
	k, ok := desk.ParseKey(append(parts, "")[:3])
	duty, okDuty := t.Plan.Duty(k.Duty)
	if !ok || !okDuty || !desk.Can(t.Me, desk.ActHandle) {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, k.Period)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	all, err := t.Standings(t.Tx, duty, p)
	if err != nil {
		return err
	}
	for _, once := range t.Datable() {
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
		if !x.Reported() && len(rows) < 60 {
			rows = append(rows, []bot.Button{{Label: t.SubjectName(x.Key()) + "（" + t.Plan.UnitName(x.Unit) + "）", Data: desk.KeyData("cs", x.Key())}})
		}
	}
	if desk.Can(t.Me, desk.ActDates) {
		rows = append(rows, []bot.Button{{Label: buttonExtendAll, Data: "pe." + strings.ReplaceAll(p.ID, "-", "") + "." + duty.ID}})
	}
	return t.Say(reports.T(textCasePick), rows...)
}

// offerExtensions asks by how many working days.
func offerExtensions(t *desk.Turn, x standing.Standing) error {
	return t.Say(reports.T(fmt.Sprintf(textExtendHow, t.SubjectName(x.Key()), reports.TimeText(x.Period.Deadline, t.Loc))),
		extensionRow(t, x.Period.Deadline, desk.KeyData("cs", x.Key())+".e."))
}

// extensionRow has a button for each extension of a deadline.
func extensionRow(t *desk.Turn, deadline time.Time, data string) []bot.Button {
	var row []bot.Button
	for _, n := range extensions {
		row = append(row, bot.Button{Label: reports.DayText(plan.DateOf(later(t, deadline, n))), Data: data + strconv.Itoa(n)})
	}
	return row
}

// later returns the deadline n working days after the given one, or after
// today where that has passed.
func later(t *desk.Turn, deadline time.Time, n int) time.Time {
	day := plan.DateOf(deadline.In(t.Loc))
	if today := t.Today(t); today.After(day) {
		day = today
	}
	return schedules.AddWorkdays(t.Calendar, day, n).At(t.Plan.Deadline, t.Loc)
}

// decided looks again at what is to be decided, after the reason has come.
func decided(t *desk.Turn, arg string) (x standing.Standing, rest string, ok bool, err error) {
	parts := strings.SplitN(arg, "/", 4)
	if len(parts) < 3 {
		return x, "", false, nil
	}
	if len(parts) == 4 {
		rest = parts[3]
	}
	if x, ok, err = t.StandingAt(reports.Key{Period: parts[0], Duty: parts[1], Subject: parts[2]}); err != nil || !ok {
		return x, rest, false, err
	}
	if ok, who, err := t.MayDecide(desk.ActHandle, x.Unit); err != nil || !ok {
		if err == nil {
			err = t.Sayf(desk.TextOwnUnit, desk.NamesOf(who))
		}
		return x, rest, false, err
	}
	if x.Reported() {
		return x, rest, false, t.Sayf(textCaseReported, x.Report.State.Label())
	}
	return x, rest, true, nil
}

func extend(t *desk.Turn, arg, reason string) error {
	x, rest, ok, err := decided(t, arg)
	n, bad := strconv.Atoi(rest)
	if err != nil || !ok || bad != nil || n < 1 || n > 20 {
		return err
	}
	until := later(t, x.Period.Deadline, n)
	before := reports.TimeText(x.Period.Deadline, t.Loc)
	x.Handling.Extended, x.Handling.Held = &standing.Decision{By: t.Me.ID, At: t.Now, Reason: reason, Until: until}, nil
	x.Handling.Rungs = nil // the chain begins anew with the new date
	if err := errors.Join(standing.SaveHandling(t.Tx, x.Handling), t.RaiseDecided(t.Tx, x.Period.ID, t.Now)); err != nil {
		return err
	}
	if err := t.RaiseDue(t.Tx, x.Key(), until, t.Now); err != nil {
		return err
	}
	if err := t.Log(x.Unit, x.Period.ID, textLogExtend+" "+t.SubjectName(x.Key()), before, reports.TimeText(until, t.Loc)+"："+reason); err != nil {
		return err
	}
	if err := t.TellUnit(x, fmt.Sprintf(textExtendedTell, reports.Titled(t.SubjectName(x.Key())), reports.TimeText(until, t.Loc))); err != nil {
		return err
	}
	return settledCase(t, x, textLogExtend)
}

func excuse(t *desk.Turn, arg, reason string) error {
	x, _, ok, err := decided(t, arg)
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
	if err := t.TellUnit(x, fmt.Sprintf(textExcusedTell, reports.Titled(t.SubjectName(x.Key())))); err != nil {
		return err
	}
	return settledCase(t, x, textLogExcuse)
}

func mute(t *desk.Turn, arg, reason string) error {
	x, _, ok, err := decided(t, arg)
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
		if err := t.TellUnit(x, fmt.Sprintf(textUnexcusedTell, reports.Titled(t.SubjectName(x.Key())), reports.TimeText(x.Period.Deadline, t.Loc))); err != nil {
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
