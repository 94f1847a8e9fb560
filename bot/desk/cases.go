package desk

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
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
func (t *turn) caseOf(parts []string) (debt, bool, error) {
	k, ok := parseKey(parts)
	if !ok {
		return debt{}, false, nil
	}
	return t.debtAt(k)
}

// debtAt reads where the report with the key stands, with its own deadline.
func (t *turn) debtAt(k reports.Key) (debt, bool, error) {
	duty, o, p, ok := t.obligation(k)
	if !ok {
		return debt{}, false, nil
	}
	x, err := t.debt(t.tx, &duty, p, o)
	return x, err == nil, err
}

// tappedCase takes cs.KEY (show), cs.KEY.e (extend: by how much), cs.KEY.e.DAYS,
// cs.KEY.x and .X (excuse, and take it back), cs.KEY.m and .M (mute, and take it
// back), and cs.l.PERIOD.DUTY.- (list).
func (t *turn) tappedCase(parts []string) error {
	if !Can(t.me, ActStatus) || len(parts) < 4 {
		return t.toast(textNotAllowed)
	}
	if parts[1] == "l" {
		return t.caseList(parts[2:])
	}
	x, ok, err := t.caseOf(parts[1:])
	if err != nil {
		return err
	}
	if !ok {
		return t.toast(textOldButton)
	}
	if len(parts) == 4 {
		return t.showCase(x, bot.Send)
	}
	if ok, who, err := t.mayDecide(ActHandle, x.Unit); err != nil || !ok {
		if err != nil || !Can(t.me, ActHandle) {
			return t.allowed(ActHandle, func() error { return err })
		}
		return t.refuse(who)
	}
	if x.reported() {
		if err := t.toast(textCaseReported, x.report.State.Label()); err != nil {
			return err
		}
		return t.showCase(x, bot.Edit)
	}
	return t.handle(x, parts[4:])
}

func (t *turn) handle(x debt, what []string) error {
	key := x.key().String()
	switch what[0] {
	case "e":
		if len(what) == 1 {
			return t.offerExtensions(x)
		}
		return t.ask(askExtend, key+"/"+what[1])
	case "x":
		if x.h.Excused != nil {
			return t.already(x, x.h.Excused, textWordExcused)
		}
		return t.ask(askExcuse, key)
	case "m":
		if x.h.Muted != nil {
			return t.already(x, x.h.Muted, textWordMuted)
		}
		return t.ask(askMute, key)
	case "X", "M":
		return t.takeBack(x, what[0] == "X")
	}
	return t.toast(textOldButton)
}

// already tells the second of two people who press the same who was first.
func (t *turn) already(x debt, by *decision, what string) error {
	p, _, err := storage.Person(t.tx, by.By)
	if err != nil {
		return err
	}
	if err := t.toast(textAlready, p.Name, reports.TimeText(by.At, t.loc), what); err != nil {
		return err
	}
	return t.showCase(x, bot.Edit)
}

// showCase shows one report to the office, with what can be done about it.
func (t *turn) showCase(x debt, kind bot.MessageKind) error {
	b, err := t.board(t.tx, *x.duty, x.period, t.now)
	if err != nil {
		return err
	}
	l, ok := b.line(x.Subject)
	if !ok {
		return t.toast(textOldButton)
	}
	light, words := t.lineWords(l, t.now)
	text := reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, t.subjectName(x.key())+"（"+t.Plan.UnitName(x.Unit)+"）").Line("：" + words)
	more, err := t.moreWords(l, t.now)
	if err != nil {
		return err
	}
	for _, n := range more {
		text = text.Line("   " + n)
	}
	lines, err := t.unitLines(t.tx, x.Unit)
	if err != nil {
		return err
	}
	for _, s := range lines {
		text = text.Line("   " + s)
	}
	m := bot.Message{Kind: kind, Chat: t.u.Chat.ID, Slot: slotCase, Text: text.Trim(), Rows: t.caseRows(x),
		Purpose: "case", Person: t.me.ID, At: t.now}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return bot.Enqueue(t.tx, m)
}

func (t *turn) caseRows(x debt) [][]bot.Button {
	data := func(what string) string { return keyData("cs", x.key()) + "." + what }
	var rows [][]bot.Button
	if Can(t.me, ActHandle) && !x.reported() {
		rows = append(rows, []bot.Button{{Label: buttonExtend, Data: data("e")},
			{Label: onOff(x.h.Excused != nil, buttonUnexcuse, buttonExcuse), Data: data(onOff(x.h.Excused != nil, "X", "x"))},
			{Label: onOff(x.h.Muted != nil, buttonUnmute, buttonMute), Data: data(onOff(x.h.Muted != nil, "M", "m"))}})
	}
	var row []bot.Button
	if x.report != nil && Can(t.me, ActReview) {
		row = append(row, bot.Button{Label: buttonReview, Data: keyData("rv", x.key()) + ".0.c"})
	}
	if Can(t.me, ActInstruct) {
		row = append(row, bot.Button{Label: buttonInstruct, Data: keyData("ir", x.key())})
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// caseList lists the reports of a period that are not in, to pick one.
func (t *turn) caseList(parts []string) error {
	k, ok := parseKey(append(parts, "")[:3])
	duty, okDuty := t.Plan.Duty(k.Duty)
	if !ok || !okDuty || !Can(t.me, ActHandle) {
		return t.toast(textOldButton)
	}
	p, ok := t.period(duty, k.Period)
	if !ok {
		return t.toast(textOldButton)
	}
	all, err := t.debtsOf(t.tx, duty, p)
	if err != nil {
		return err
	}
	for _, once := range t.datable() {
		if p, ok := t.onlyPeriod(once); ok {
			more, err := t.debtsOf(t.tx, once, p)
			if err != nil {
				return err
			}
			all = append(all, more...)
		}
	}
	var rows [][]bot.Button
	for _, x := range all {
		if !x.reported() && len(rows) < 60 {
			rows = append(rows, []bot.Button{{Label: t.subjectName(x.key()) + "（" + t.Plan.UnitName(x.Unit) + "）", Data: keyData("cs", x.key())}})
		}
	}
	if Can(t.me, ActDates) {
		rows = append(rows, []bot.Button{{Label: buttonExtendAll, Data: "pe." + strings.ReplaceAll(p.ID, "-", "") + "." + duty.ID}})
	}
	return t.say(reports.T(textCasePick), rows...)
}

// offerExtensions asks by how many working days.
func (t *turn) offerExtensions(x debt) error {
	return t.say(reports.T(fmt.Sprintf(textExtendHow, t.subjectName(x.key()), reports.TimeText(x.period.Deadline, t.loc))),
		t.extensionRow(x.period.Deadline, keyData("cs", x.key())+".e."))
}

// extensionRow has a button for each extension of a deadline.
func (t *turn) extensionRow(deadline time.Time, data string) []bot.Button {
	var row []bot.Button
	for _, n := range extensions {
		row = append(row, bot.Button{Label: reports.DayText(plan.DateOf(t.later(deadline, n))), Data: data + strconv.Itoa(n)})
	}
	return row
}

// later returns the deadline n working days after the given one, or after
// today where that has passed.
func (t *turn) later(deadline time.Time, n int) time.Time {
	day := plan.DateOf(deadline.In(t.loc))
	if today := t.today(t); today.After(day) {
		day = today
	}
	return schedules.AddWorkdays(t.Calendar, day, n).At(t.Plan.Deadline, t.loc)
}

// decided looks again at what is to be decided, after the reason has come.
func (t *turn) decided(arg string) (x debt, rest string, ok bool, err error) {
	parts := strings.SplitN(arg, "/", 4)
	if len(parts) < 3 {
		return x, "", false, nil
	}
	if len(parts) == 4 {
		rest = parts[3]
	}
	if x, ok, err = t.debtAt(reports.Key{Period: parts[0], Duty: parts[1], Subject: parts[2]}); err != nil || !ok {
		return x, rest, false, err
	}
	if ok, who, err := t.mayDecide(ActHandle, x.Unit); err != nil || !ok {
		if err == nil {
			err = t.sayf(textOwnUnit, namesOf(who))
		}
		return x, rest, false, err
	}
	if x.reported() {
		return x, rest, false, t.sayf(textCaseReported, x.report.State.Label())
	}
	return x, rest, true, nil
}

func (t *turn) extend(arg, reason string) error {
	x, rest, ok, err := t.decided(arg)
	n, bad := strconv.Atoi(rest)
	if err != nil || !ok || bad != nil || n < 1 || n > 20 {
		return err
	}
	until := t.later(x.period.Deadline, n)
	before := reports.TimeText(x.period.Deadline, t.loc)
	x.h.Extended, x.h.Held = &decision{By: t.me.ID, At: t.now, Reason: reason, Until: until}, nil
	x.h.Rungs = nil // the chain begins anew with the new date
	if err := errors.Join(saveHandling(t.tx, x.h), t.raiseDecided(t.tx, x.period.ID, t.now)); err != nil {
		return err
	}
	if err := t.raiseDue(t.tx, x.key(), until, t.now); err != nil {
		return err
	}
	if err := t.log(x.Unit, x.period.ID, textLogExtend+" "+t.subjectName(x.key()), before, reports.TimeText(until, t.loc)+"："+reason); err != nil {
		return err
	}
	if err := t.tellUnit(x, fmt.Sprintf(textExtendedTell, reports.Titled(t.subjectName(x.key())), reports.TimeText(until, t.loc))); err != nil {
		return err
	}
	return t.settledCase(x, textLogExtend)
}

func (t *turn) excuse(arg, reason string) error {
	x, _, ok, err := t.decided(arg)
	if err != nil || !ok {
		return err
	}
	x.h.Excused = &decision{By: t.me.ID, At: t.now, Reason: reason}
	if err := errors.Join(saveHandling(t.tx, x.h), t.raiseDecided(t.tx, x.period.ID, t.now)); err != nil {
		return err
	}
	if err := t.log(x.Unit, x.period.ID, textLogExcuse+" "+t.subjectName(x.key()), "", reason); err != nil {
		return err
	}
	if err := t.tellUnit(x, fmt.Sprintf(textExcusedTell, reports.Titled(t.subjectName(x.key())))); err != nil {
		return err
	}
	return t.settledCase(x, textLogExcuse)
}

func (t *turn) mute(arg, reason string) error {
	x, _, ok, err := t.decided(arg)
	if err != nil || !ok {
		return err
	}
	x.h.Muted = &decision{By: t.me.ID, At: t.now, Reason: reason}
	if err := saveHandling(t.tx, x.h); err != nil {
		return err
	}
	if err := t.log(x.Unit, x.period.ID, textLogMute+" "+t.subjectName(x.key()), "", reason); err != nil {
		return err
	}
	return t.settledCase(x, textLogMute)
}

// takeBack takes an excuse, or a mute, back.
func (t *turn) takeBack(x debt, excuse bool) error {
	was, what := &x.h.Muted, textLogMute
	if excuse {
		was, what = &x.h.Excused, textLogExcuse
	}
	if *was == nil {
		return t.showCase(x, bot.Edit)
	}
	reason := (*was).Reason
	*was = nil
	if err := errors.Join(saveHandling(t.tx, x.h), t.raiseDecided(t.tx, x.period.ID, t.now)); err != nil {
		return err
	}
	if err := t.log(x.Unit, x.period.ID, fmt.Sprintf(textLogTakeBack, what)+" "+t.subjectName(x.key()), reason, ""); err != nil {
		return err
	}
	if excuse {
		if err := t.tellUnit(x, fmt.Sprintf(textUnexcusedTell, reports.Titled(t.subjectName(x.key())), reports.TimeText(x.period.Deadline, t.loc))); err != nil {
			return err
		}
	}
	if err := t.toast(textDone); err != nil {
		return err
	}
	return t.showCase(x, bot.Edit)
}

// tellUnit tells a unit's contacts what was decided about their report.
func (t *turn) tellUnit(x debt, words string, rows ...[]bot.Button) error {
	people, err := storage.PeopleOfUnit(t.tx, x.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !writes(p, *x.duty, x.Obligation) {
			continue
		}
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: reports.T(words), Rows: rows,
			Purpose: "decision", Person: p.ID, At: t.now, NotBefore: t.Awake(t.now)}); err != nil {
			return err
		}
	}
	return nil
}

// settledCase shows the report as it stands after a decision.
func (t *turn) settledCase(x debt, deed string) error {
	if err := t.acted(x.period.ID, x.Unit, deed); err != nil {
		return err
	}
	x, ok, err := t.debtAt(x.key())
	if err != nil || !ok {
		return err
	}
	return t.showCase(x, bot.Send)
}
