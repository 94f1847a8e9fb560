package notice

import (
	"fmt"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// announce answers /announce: whom to, or what became of earlier ones.
func announce(t *desk.Turn) error {
	rows := [][]bot.Button{
		{{Label: buttonNoticeAll, Data: "an.a"}, {Label: buttonNoticeRole, Data: "an.r"}, {Label: buttonNoticeUnit, Data: "an.u"}},
		{{Label: buttonNoticePractice, Data: "an.p"}, {Label: buttonNoticeRecent, Data: "an.l"}},
	}
	return announceMenu(t, bot.Send, reports.T(textAnnounceTo), rows)
}

func announceMenu(t *desk.Turn, kind bot.MessageKind, x reports.Text, rows [][]bot.Button) error {
	m := bot.Message{Kind: kind, Chat: t.Update.Chat.ID, Slot: slotAnnounce, Text: x, Rows: rows, Purpose: "notice", Person: t.Me.ID, At: t.Now}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return bot.Enqueue(t.Tx, m)
}

// tappedAnnounce takes an.a, an.r[.ROLE], an.u[.UNIT] (whom to), an.p and
// an.g.PERIOD.SUBJECT (good practice), an.s.ID (send), an.x.ID (do not), an.l,
// an.v.ID (who has read it), an.n.ID (remind).
func tappedAnnounce(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActAnnounce) || len(parts) < 2 {
		return t.Toast(desk.TextNotAllowed)
	}
	arg := ""
	if len(parts) > 2 {
		arg = parts[2]
	}
	switch parts[1] {
	case "a":
		return t.Ask(askNotice, "a")
	case "r":
		return announceRole(t, arg)
	case "u":
		return announceUnit(t, arg)
	case "p":
		return practices(t)
	case "g":
		if len(parts) == 4 {
			return sharePractice(t, arg, parts[3])
		}
	case "l":
		return notices(t)
	}
	n, ok, err := notice(t.Tx, arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	switch parts[1] {
	case "s":
		return sendNotice(t, n)
	case "x":
		return dropNotice(t, n)
	case "v":
		return noticeStatus(t, n, bot.Edit)
	case "n":
		return remindNotice(t, n)
	}
	return t.Toast(desk.TextOldButton)
}

func announceRole(t *desk.Turn, role string) error {
	var rows [][]bot.Button
	for _, r := range append([]reports.Role{reports.Director}, desk.Invitable...) {
		if role == string(r) {
			return t.Ask(askNotice, "r:"+role)
		}
		rows = append(rows, []bot.Button{{Label: r.Label(), Data: "an.r." + string(r)}})
	}
	return announceMenu(t, bot.Edit, reports.T(textAnnounceRole), rows)
}

func announceUnit(t *desk.Turn, unit string) error {
	if _, ok := t.Plan.Unit(unit); ok {
		return t.Ask(askNotice, "u:"+unit)
	}
	rows := t.UnitRows("an.u")
	last := rows[len(rows)-1]
	if last = last[:len(last)-1]; len(last) == 0 { // the task force is no unit
		rows = rows[:len(rows)-1]
	} else {
		rows[len(rows)-1] = last
	}
	return announceMenu(t, bot.Edit, reports.T(textAnnounceUnit), rows)
}

// noticeWritten takes a notice's words or file, and shows it before it is sent.
func noticeWritten(t *desk.Turn, to, words string) error {
	if !desk.Can(t.Me, desk.ActAnnounce) {
		return t.Sayf(desk.TextNotAllowed)
	}
	n := noticeRow{Text: words, To: to}
	if t.Update.File != nil {
		f := t.File()
		n.File = &f
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
	}
	return previewNotice(t, n)
}

func previewNotice(t *desk.Turn, n noticeRow) error {
	seq, err := storage.NextSeq(t.Tx, seqNotice)
	if err != nil {
		return err
	}
	n.ID, n.By, n.At = fmt.Sprintf("%04d", seq), t.Me.ID, t.Now
	people, err := storage.AllPeople(t.Tx)
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
		capped, err := t.CapFull(t.Tx, p, t.Now)
		if err != nil {
			return err
		}
		if capped {
			full++
		}
	}
	if count == 0 {
		return t.Sayf(textNoticeNobody)
	}
	if err := saveNotice(t.Tx, n); err != nil {
		return err
	}
	x := reports.Text{}.Add(reports.Bold, textNoticePreview).Line("").Line("").Append(noticeText(t.Desk, n)).Line("")
	if n.File != nil {
		x = x.Line(fmt.Sprintf(textNoticeFileOf, n.File.Label()))
	}
	x = x.Line("").Add(reports.Italic, fmt.Sprintf(textNoticeCount, audience(t.Desk, n), count))
	if full > 0 {
		x = x.Add(reports.Italic, fmt.Sprintf(textNoticeCapped, full))
	}
	return announceMenu(t, bot.Send, x, [][]bot.Button{{{Label: buttonNoticeSend, Data: "an.s." + n.ID}, {Label: buttonNoticeDrop, Data: "an.x." + n.ID}}})
}

func sendNotice(t *desk.Turn, n noticeRow) error {
	if !n.SentAt.IsZero() {
		return t.Toast(textNoticeSentAlr)
	}
	if n.File != nil {
		hash, err := desk.Hash(t.Tx, *n.File)
		if err != nil {
			return err
		}
		if hash == "" {
			return t.Toast(textNoticeFileLate)
		}
	}
	n.SentAt = t.Now
	if err := saveNotice(t.Tx, n); err != nil {
		return err
	}
	if err := t.Log("", "", fmt.Sprintf(textLogNotice, n.ID), "", audience(t.Desk, n)+"："+n.Text); err != nil {
		return err
	}
	if err := desk.SetTimer(t.Tx, t.Now, timerNotice, n.ID); err != nil {
		return err
	}
	if err := announceMenu(t, bot.Edit, reports.T(fmt.Sprintf(textNoticeSentLong, n.ID)), [][]bot.Button{{{Label: buttonNoticeRecent, Data: "an.v." + n.ID}}}); err != nil {
		return err
	}
	return t.Toast(textNoticeSent)
}

func dropNotice(t *desk.Turn, n noticeRow) error {
	if !n.SentAt.IsZero() {
		return t.Toast(textNoticeSentAlr)
	}
	if err := t.Tx.Delete(storage.NoticeKey(n.ID)); err != nil {
		return err
	}
	if err := t.Log("", "", fmt.Sprintf(textLogNoticeDrop, n.ID), n.Text, ""); err != nil {
		return err
	}
	return announceMenu(t, bot.Edit, reports.T(textNoticeDropped), nil)
}

// remindNotice reminds, once, everybody who has not read a notice.
func remindNotice(t *desk.Turn, n noticeRow) error {
	if !n.Reminded.IsZero() || n.SentAt.IsZero() {
		return t.Toast(textNoticeRemindAlr)
	}
	n.Reminded = t.Now
	if err := saveNotice(t.Tx, n); err != nil {
		return err
	}
	if err := t.Log("", "", fmt.Sprintf(textLogNoticeRemind, n.ID), "", t.Me.Name); err != nil {
		return err
	}
	if err := desk.SetTimer(t.Tx, t.Now, timerNoticeRemind, n.ID); err != nil {
		return err
	}
	return t.Toast(textNoticeReminded)
}

// notices lists the newest notices.
func notices(t *desk.Turn) error {
	seq, _, err := storage.Get[uint64](t.Tx, storage.SeqKey(seqNotice))
	if err != nil {
		return err
	}
	after := ""
	if seq > 20 {
		after = storage.NoticeKey(fmt.Sprintf("%04d", seq-20))
	}
	x := reports.Text{}.Head(textNoticesHead)
	var rows [][]bot.Button
	err = storage.Each(t.Tx, storage.NoticesPrefix(), after, 20, func(_ string, n noticeRow) error {
		if !n.SentAt.IsZero() {
			x = x.Line(fmt.Sprintf(textNoticeStatus, n.ID, reports.TimeText(n.SentAt, t.Loc)) + " " + desk.Clip(desk.OneLine(n.Title+" "+n.Text), 30))
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
	return announceMenu(t, bot.Edit, x, rows)
}

// practices lists the good practice that the newest reports tell of: one tap
// shows it as it would be sent, the second sends it to everybody.
func practices(t *desk.Turn) error {
	duty, ok := t.Progress()
	if !ok {
		return t.Toast(desk.TextNothingOwed)
	}
	x := reports.Text{}.Line(textPracticesHead)
	var rows [][]bot.Button
	for _, p := range t.PeriodsAt(duty, t.Now) {
		rs, err := storage.Reports(t.Tx, p.ID, duty.ID)
		if err != nil {
			return err
		}
		for _, r := range rs {
			words := desk.OneLine(r.Answer(questionPractice))
			if words == "" || len(rows) == 20 {
				continue
			}
			name := fmt.Sprintf(buttonPractice, t.Plan.UnitName(r.Unit), t.SubjectName(r.Key))
			x = x.Line("· " + name + "：" + desk.Clip(words, 60))
			rows = append(rows, []bot.Button{{Label: name, Data: "an.g." + p.ID + "." + r.Key.Subject}})
		}
	}
	if len(rows) == 0 {
		x = reports.T(textPracticesNone)
	}
	return announceMenu(t, bot.Edit, x, rows)
}

// questionPractice is the id of the question every progress report ends with.
const questionPractice = "practice"

func sharePractice(t *desk.Turn, period, subject string) error {
	duty, _ := t.Progress()
	r, ok, err := storage.Report(t.Tx, reports.Key{Period: period, Duty: duty.ID, Subject: subject})
	if err != nil {
		return err
	}
	words := strings.TrimSpace(r.Answer(questionPractice))
	if !ok || words == "" {
		return t.Toast(desk.TextOldButton)
	}
	return previewNotice(t, noticeRow{To: "a", Title: fmt.Sprintf(textPracticeHead, t.Plan.UnitName(r.Unit), t.SubjectName(r.Key)), Text: words})
}
