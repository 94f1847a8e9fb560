package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/conversations/report"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// submitted stores a report and sees to what a submission brings about: the
// newest readings, the head's sign-off, the roll-up already posted.
func (t *turn) submitted(d report.Dialog, r reports.Report) error {
	if err := storage.SaveReport(t.tx, r); err != nil {
		return err
	}
	latest, ok, err := storage.Get[string](t.tx, storage.LatestKey(r.Key.Duty, r.Key.Subject))
	if err != nil {
		return err
	}
	if !ok || latest < r.Key.Period {
		if err := storage.Put(t.tx, storage.LatestKey(r.Key.Duty, r.Key.Subject), r.Key.Period); err != nil {
			return err
		}
	}
	if err := t.remember(r); err != nil {
		return err
	}
	if r.State == reports.AwaitsSign && d.SignOff == plan.SignHead {
		if err := t.askHeads(r); err != nil {
			return err
		}
	}
	if r.Scan == nil {
		if err := t.reportPaper(r); err != nil {
			return err
		}
	}
	if err := t.boardChanged(t.tx, "", t.now); err != nil {
		return err
	}
	again := r.Scan != nil && d.Current != nil && d.Current.Version == r.Version
	return t.raiseSubmitted(r, again)
}

// remember keeps the newest value of each indicator, and the one before it
// while the period can still be corrected.
func (t *turn) remember(r reports.Report) error {
	for _, x := range r.Readings {
		if x.Unknown {
			continue
		}
		key := storage.ReadingKey(x.Indicator)
		old, ok, err := storage.Get[knownReading](t.tx, key)
		if err != nil {
			return err
		}
		if ok && old.Period > r.Key.Period {
			continue
		}
		k := knownReading{V: 1, Period: r.Key.Period, Reading: x}
		switch {
		case ok && old.Period == r.Key.Period:
			k.Before = old.Before
		case ok:
			old.Before = nil
			k.Before = &old
		}
		if err := storage.Put(t.tx, key, k); err != nil {
			return err
		}
	}
	return nil
}

func signSlot(k reports.Key) string {
	return "sign/" + k.Period + "/" + k.Duty + "/" + k.Subject
}

// askHeads asks the heads of the unit to sign the report off.
func (t *turn) askHeads(r reports.Report) error {
	people, err := t.ofUnit(r.Unit)
	if err != nil {
		return err
	}
	asked := false
	for _, p := range people {
		if !p.Reachable() || !Can(p, ActSign) {
			continue
		}
		asked = true
		x := reports.Text{}.Head(fmt.Sprintf(textSignHead, reports.Titled(t.subjectName(r.Key)))).
			Line(fmt.Sprintf(textSignBy, t.me.Name, reports.TimeText(r.SubmittedAt, t.loc), r.Version)).Line("").
			Append(t.reportText(r))
		data := func(what string) string { return fmt.Sprintf("%s.%d", keyData(what, r.Key), r.Version) }
		if err := bot.Enqueue(t.tx, bot.Message{
			Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: signSlot(r.Key), Text: x, Purpose: "sign-off", Person: p.ID, At: t.now,
			NotBefore: t.Awake(t.now),
			Rows:      [][]bot.Button{{{Label: buttonSign, Data: data("sg")}, {Label: buttonSignReturn, Data: data("sr")}}},
		}); err != nil {
			return err
		}
	}
	if asked {
		return nil
	}
	if r.Late() > 0 {
		return t.sayf(textNoHead)
	}
	return t.sayf(textNoHead + textStillOnTime)
}

// reportText sets a report out for reading in chat.
func (d *Desk) reportText(r reports.Report) reports.Text {
	var x reports.Text
	for _, e := range r.Entries {
		title := fmt.Sprintf(textTask, e.Task)
		if task, ok := d.Plan.Task(e.Task); ok {
			title = fmt.Sprintf("%d %s", e.Task, task.Title)
		}
		x = x.Add(reports.Bold, title).Line("：" + e.Progress.Label())
		if said := e.Said(); said != "" {
			x = x.Line(said)
		}
		for _, part := range []struct {
			label string
			words []reports.Piece
		}{{textNeed, e.Need}, {textNeedFrom, e.NeedFrom}, {textReason, e.Reason}} {
			if s := reports.Join(part.words); s != "" {
				x = x.Line(part.label + s)
			}
		}
		if s := d.sources(e); s != "" {
			x = x.Add(reports.Italic, s).Line("")
		}
		if n := len(e.Evidence); n > 0 {
			x = x.Line(fmt.Sprintf(textFiles, n))
		}
	}
	if len(r.Readings) > 0 {
		x = x.Head(textFigures)
	}
	for _, v := range r.Readings {
		i, ok := d.Plan.Indicator(v.Indicator)
		if !ok {
			continue
		}
		x = x.Line(i.Name + "：" + readingText(i, v))
	}
	for _, a := range r.Answers {
		if s := reports.Join(a.Words); s != "" {
			x = x.Head(d.questionTitle(r.Key.Duty, a.Question)).Line(s)
		}
	}
	if n := len(r.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(textFiles, n))
	}
	return x
}

// sources names the units whose contributions an entry was written from, ""
// for none.
func (d *Desk) sources(e reports.Entry) string {
	var out []string
	for _, p := range e.Words {
		if name := d.Plan.UnitName(p.From); p.From != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return fmt.Sprintf(textContribSource, strings.Join(out, "、"))
}

func readingText(i plan.Indicator, v reports.Reading) string {
	if v.Unknown {
		if v.Note != "" {
			return textNoData + "（" + v.Note + "）"
		}
		return textNoData
	}
	return i.Format(v.Value)
}

func (d *Desk) questionTitle(duty, id string) string {
	if x, ok := d.Plan.Duty(duty); ok {
		for _, q := range x.Questions {
			if q.ID == id {
				return q.Title
			}
		}
	}
	return form.QuestionTitle(id)
}

// tappedSign takes the head's tap: sg signs, sr sends back to the contact.
func (t *turn) tappedSign(parts []string) error {
	k, ok := parseKey(parts[1:])
	if !ok || len(parts) < 5 || !Can(t.me, ActSign) {
		return t.toast(textOldButton)
	}
	r, ok, err := storage.Report(t.tx, k)
	if err != nil {
		return err
	}
	if !ok || r.Unit != t.me.Unit {
		return t.toast(textOldButton)
	}
	if fmt.Sprint(r.Version) != parts[4] || r.State != reports.AwaitsSign {
		return t.toast(textSignedAlready, r.State.Label())
	}
	if parts[0] == "sr" {
		return t.ask(askSignReturn, k.String())
	}
	r.State, r.SignedAt, r.SignedBy = reports.Signed, t.now, t.me.ID
	if err := storage.SaveReport(t.tx, r); err != nil {
		return err
	}
	if err := t.log(r.Unit, k.Period, t.subjectName(k)+" "+textLogSigned, reports.AwaitsSign.Label(), reports.Signed.Label()); err != nil {
		return err
	}
	if err := t.signDone(r, fmt.Sprintf(textSignedBy, reports.Titled(t.subjectName(k)), t.me.Name, reports.TimeText(t.now, t.loc))); err != nil {
		return err
	}
	if err := t.raiseSigned(r); err != nil {
		return err
	}
	if err := t.toast(textSignedToast); err != nil {
		return err
	}
	return t.tellAuthor(r, fmt.Sprintf(textSignedTell, reports.Titled(t.subjectName(k)), t.me.Name))
}

// signDone takes the buttons off every head's card of the report.
func (t *turn) signDone(r reports.Report, words string) error {
	people, err := t.ofUnit(r.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !Can(p, ActSign) {
			continue
		}
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Edit, Chat: p.Chat, Slot: signSlot(r.Key),
			Text: reports.T(words), Purpose: "sign-off", Person: p.ID, At: t.now}); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) tellAuthor(r reports.Report, words string, rows ...[]bot.Button) error {
	p, ok, err := storage.Person(t.tx, r.SubmittedBy)
	if err != nil || !ok || p.ID == t.me.ID || !p.Reachable() {
		return err
	}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: reports.T(words), Rows: rows,
		Purpose: "sign-off", Person: p.ID, Period: r.Key.Period, At: t.now, NotBefore: t.Awake(t.now)})
}

// askSignReturn asks why a head sends a report back; its argument is the report's key.
const askSignReturn = "sign-return"

func (t *turn) signReturnGiven(arg, words string) error {
	k, ok := splitKey(arg)
	if !ok {
		return nil
	}
	return t.signReturned(k, words)
}

// signReturned sends a report back to its author with the head's reason. It
// stays submitted in time; the author corrects it.
func (t *turn) signReturned(k reports.Key, reason string) error {
	r, ok, err := storage.Report(t.tx, k)
	if err != nil || !ok || r.Unit != t.me.Unit || r.State != reports.AwaitsSign {
		return err
	}
	if err := t.log(r.Unit, k.Period, t.subjectName(k)+" "+textLogSignReturned, "", reason); err != nil {
		return err
	}
	if err := t.signDone(r, fmt.Sprintf(textSignReturned, reports.Titled(t.subjectName(k)), reason)); err != nil {
		return err
	}
	w, ok, err := storage.Draft[report.Draft](t.tx, k)
	if err != nil {
		return err
	}
	if ok { // the author finds it open for the correction
		w.Open, w.Remark = true, reason
		if err := t.saveDraft(k, w); err != nil {
			return err
		}
	}
	open := []bot.Button{{Label: buttonCorrectNow, Data: keyData("o", k)}}
	if err := t.tellAuthor(r, fmt.Sprintf(textSignReturnTell, reports.Titled(t.subjectName(k)), t.me.Name, reason), open); err != nil {
		return err
	}
	return t.sayf(textSignReturnDone)
}
