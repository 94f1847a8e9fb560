package desk

import (
	"fmt"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// announce answers /announce: whom to, or what became of earlier ones.
func (t *turn) announce() error {
	rows := [][]bot.Button{
		{{Label: buttonNoticeAll, Data: "an.a"}, {Label: buttonNoticeRole, Data: "an.r"}, {Label: buttonNoticeUnit, Data: "an.u"}},
		{{Label: buttonNoticePractice, Data: "an.p"}, {Label: buttonNoticeRecent, Data: "an.l"}},
	}
	return t.announceMenu(bot.Send, reports.T(textAnnounceTo), rows)
}

func (t *turn) announceMenu(kind bot.MessageKind, x reports.Text, rows [][]bot.Button) error {
	m := bot.Message{Kind: kind, Chat: t.u.Chat.ID, Slot: slotAnnounce, Text: x, Rows: rows, Purpose: "notice", Person: t.me.ID, At: t.now}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return bot.Enqueue(t.tx, m)
}

// tappedAnnounce takes an.a, an.r[.ROLE], an.u[.UNIT] (whom to), an.p and
// an.g.PERIOD.SUBJECT (good practice), an.s.ID (send), an.x.ID (do not), an.l,
// an.v.ID (who has read it), an.n.ID (remind).
func (t *turn) tappedAnnounce(parts []string) error {
	if !Can(t.me, ActAnnounce) || len(parts) < 2 {
		return t.toast(textNotAllowed)
	}
	arg := ""
	if len(parts) > 2 {
		arg = parts[2]
	}
	switch parts[1] {
	case "a":
		return t.ask(askNotice, "a")
	case "r":
		return t.announceRole(arg)
	case "u":
		return t.announceUnit(arg)
	case "p":
		return t.practices()
	case "g":
		if len(parts) == 4 {
			return t.sharePractice(arg, parts[3])
		}
	case "l":
		return t.notices()
	}
	n, ok, err := notice(t.tx, arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.toast(textOldButton)
	}
	switch parts[1] {
	case "s":
		return t.sendNotice(n)
	case "x":
		return t.dropNotice(n)
	case "v":
		return t.noticeStatus(n, bot.Edit)
	case "n":
		return t.remindNotice(n)
	}
	return t.toast(textOldButton)
}

func (t *turn) announceRole(role string) error {
	var rows [][]bot.Button
	for _, r := range append([]reports.Role{reports.Director}, invitable...) {
		if role == string(r) {
			return t.ask(askNotice, "r:"+role)
		}
		rows = append(rows, []bot.Button{{Label: r.Label(), Data: "an.r." + string(r)}})
	}
	return t.announceMenu(bot.Edit, reports.T(textAnnounceRole), rows)
}

func (t *turn) announceUnit(unit string) error {
	if _, ok := t.Plan.Unit(unit); ok {
		return t.ask(askNotice, "u:"+unit)
	}
	rows := t.unitRows("an.u")
	last := rows[len(rows)-1]
	if last = last[:len(last)-1]; len(last) == 0 { // the task force is no unit
		rows = rows[:len(rows)-1]
	} else {
		rows[len(rows)-1] = last
	}
	return t.announceMenu(bot.Edit, reports.T(textAnnounceUnit), rows)
}

// noticeWritten takes a notice's words or file, and shows it before it is sent.
func (t *turn) noticeWritten(to, words string) error {
	if !Can(t.me, ActAnnounce) {
		return t.sayf(textNotAllowed)
	}
	n := noticeRow{Text: words, To: to}
	if t.u.File != nil {
		f := t.file()
		n.File = &f
		if err := storage.SaveFetch(t.tx, f); err != nil {
			return err
		}
	}
	return t.previewNotice(n)
}

func (t *turn) previewNotice(n noticeRow) error {
	seq, err := storage.NextSeq(t.tx, seqNotice)
	if err != nil {
		return err
	}
	n.ID, n.By, n.At = fmt.Sprintf("%04d", seq), t.me.ID, t.now
	people, err := storage.AllPeople(t.tx)
	if err != nil {
		return err
	}
	count, full := 0, 0
	for _, p := range people {
		if !n.receives(p) {
			continue
		}
		if count++; t.Rules.Cap <= 0 {
			continue
		}
		sent, err := storage.SentCount(t.tx, t.sentPeriod(t.now), p.ID)
		if err != nil {
			return err
		}
		if sent >= t.Rules.Cap {
			full++
		}
	}
	if count == 0 {
		return t.sayf(textNoticeNobody)
	}
	if err := saveNotice(t.tx, n); err != nil {
		return err
	}
	x := reports.Text{}.Add(reports.Bold, textNoticePreview).Line("").Line("").Append(t.noticeText(n)).Line("")
	if n.File != nil {
		x = x.Line(fmt.Sprintf(textNoticeFileOf, n.File.Label()))
	}
	x = x.Line("").Add(reports.Italic, fmt.Sprintf(textNoticeCount, t.audience(n), count))
	if full > 0 {
		x = x.Add(reports.Italic, fmt.Sprintf(textNoticeCapped, full))
	}
	return t.announceMenu(bot.Send, x, [][]bot.Button{{{Label: buttonNoticeSend, Data: "an.s." + n.ID}, {Label: buttonNoticeDrop, Data: "an.x." + n.ID}}})
}

func (t *turn) sendNotice(n noticeRow) error {
	if !n.SentAt.IsZero() {
		return t.toast(textNoticeSentAlr)
	}
	if n.File != nil {
		hash, err := Hash(t.tx, *n.File)
		if err != nil {
			return err
		}
		if hash == "" {
			return t.toast(textNoticeFileLate)
		}
	}
	n.SentAt = t.now
	if err := saveNotice(t.tx, n); err != nil {
		return err
	}
	if err := t.log("", "", fmt.Sprintf(textLogNotice, n.ID), "", t.audience(n)+"："+n.Text); err != nil {
		return err
	}
	if err := setTimer(t.tx, t.now, timerNotice, n.ID); err != nil {
		return err
	}
	if err := t.announceMenu(bot.Edit, reports.T(fmt.Sprintf(textNoticeSentLong, n.ID)), [][]bot.Button{{{Label: buttonNoticeRecent, Data: "an.v." + n.ID}}}); err != nil {
		return err
	}
	return t.toast(textNoticeSent)
}

func (t *turn) dropNotice(n noticeRow) error {
	if !n.SentAt.IsZero() {
		return t.toast(textNoticeSentAlr)
	}
	if err := t.tx.Delete(storage.NoticeKey(n.ID)); err != nil {
		return err
	}
	if err := t.log("", "", fmt.Sprintf(textLogNoticeDrop, n.ID), n.Text, ""); err != nil {
		return err
	}
	return t.announceMenu(bot.Edit, reports.T(textNoticeDropped), nil)
}

// remindNotice reminds, once, everybody who has not read a notice.
func (t *turn) remindNotice(n noticeRow) error {
	if !n.Reminded.IsZero() || n.SentAt.IsZero() {
		return t.toast(textNoticeRemindAlr)
	}
	n.Reminded = t.now
	if err := saveNotice(t.tx, n); err != nil {
		return err
	}
	if err := t.log("", "", fmt.Sprintf(textLogNoticeRemind, n.ID), "", t.me.Name); err != nil {
		return err
	}
	if err := setTimer(t.tx, t.now, timerNoticeRemind, n.ID); err != nil {
		return err
	}
	return t.toast(textNoticeReminded)
}

// notices lists the newest notices.
func (t *turn) notices() error {
	seq, _, err := storage.Get[uint64](t.tx, storage.SeqKey(seqNotice))
	if err != nil {
		return err
	}
	after := ""
	if seq > 20 {
		after = storage.NoticeKey(fmt.Sprintf("%04d", seq-20))
	}
	x := reports.Text{}.Head(textNoticesHead)
	var rows [][]bot.Button
	err = storage.Each(t.tx, storage.NoticesPrefix(), after, 20, func(_ string, n noticeRow) error {
		if !n.SentAt.IsZero() {
			x = x.Line(fmt.Sprintf(textNoticeStatus, n.ID, reports.TimeText(n.SentAt, t.loc)) + " " + clip(oneLine(n.Title+" "+n.Text), 30))
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonNoticeStatus, n.ID), Data: "an.v." + n.ID}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		x = reports.T(textNoticesNone)
	}
	return t.announceMenu(bot.Edit, x, rows)
}

// practices lists the good practice that the newest reports tell of: one tap
// shows it as it would be sent, the second sends it to everybody.
func (t *turn) practices() error {
	duty, ok := t.progress()
	if !ok {
		return t.toast(textNothingOwed)
	}
	x := reports.Text{}.Line(textPracticesHead)
	var rows [][]bot.Button
	for _, p := range t.periodsAt(duty, t.now) {
		rs, err := storage.Reports(t.tx, p.ID, duty.ID)
		if err != nil {
			return err
		}
		for _, r := range rs {
			words := oneLine(r.Answer(questionPractice))
			if words == "" || len(rows) == 20 {
				continue
			}
			name := fmt.Sprintf(buttonPractice, t.Plan.UnitName(r.Unit), t.subjectName(r.Key))
			x = x.Line("· " + name + "：" + clip(words, 60))
			rows = append(rows, []bot.Button{{Label: name, Data: "an.g." + p.ID + "." + r.Key.Subject}})
		}
	}
	if len(rows) == 0 {
		x = reports.T(textPracticesNone)
	}
	return t.announceMenu(bot.Edit, x, rows)
}

// questionPractice is the id of the question every progress report ends with.
const questionPractice = "practice"

func (t *turn) sharePractice(period, subject string) error {
	duty, _ := t.progress()
	r, ok, err := storage.Report(t.tx, reports.Key{Period: period, Duty: duty.ID, Subject: subject})
	if err != nil {
		return err
	}
	words := strings.TrimSpace(r.Answer(questionPractice))
	if !ok || words == "" {
		return t.toast(textOldButton)
	}
	return t.previewNotice(noticeRow{To: "a", Title: fmt.Sprintf(textPracticeHead, t.Plan.UnitName(r.Unit), t.subjectName(r.Key)), Text: words})
}
