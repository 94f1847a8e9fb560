package notice

import (
	"errors"
	"fmt"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/uploads"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// announce answers /announce: whom to, or what became of earlier ones.
func announce(t *desk.Turn) error {
	rows := [][]bot.Button{
		{{Label: buttonNoticeAll, Data: announceData("a", "")}, {Label: buttonNoticeRole, Data: announceData("r", "")}, {Label: buttonNoticeUnit, Data: announceData("u", "")}},
		{{Label: buttonNoticePractice, Data: announceData("p", "")}, {Label: buttonNoticeRecent, Data: announceData("l", "")}},
	}
	for _, f := range t.Installed {
		if f.Shows.Asking == nil {
			continue
		}
		if more := f.Shows.Asking(t); len(more) > 0 {
			rows = append(rows, more)
		}
	}
	return announceMenu(t, bot.Send, reports.T(textAnnounceTo), rows)
}

func announceMenu(t *desk.Turn, kind bot.MessageKind, x reports.Text, rows [][]bot.Button) error {
	m := bot.Message{Kind: kind, Chat: t.Update.Chat.ID, Slot: slotAnnounce, Text: x, Rows: rows, Purpose: "notice", Person: t.Me.ID, At: t.Now}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return bot.Enqueue(t.Tx, m)
}

// announceTap is a button of /announce: a to all, r to a role, u to a unit, p good
// practice, g one of it (a period and a subject), l the latest, and of a notice by
// its id s send, x do not, v who has read it, n remind.
type announceTap struct{ What, Arg, Subject string }

var tapAnnounce = desk.NewTap[announceTap]("an")

func announceData(what, arg string) string {
	return tapAnnounce.Data(announceTap{What: what, Arg: arg})
}

func tappedAnnounce(t *desk.Turn, a announceTap) error {
	if !staff.Can(t.Me, staff.ActAnnounce) {
		return t.Toast(desk.TextNotAllowed)
	}
	arg := a.Arg
	switch a.What {
	case "a":
		return t.Ask(askNotice, "a")
	case "r":
		return announceRole(t, arg)
	case "u":
		return announceUnit(t, arg)
	case "p":
		return practices(t)
	case "g":
		if a.Subject != "" {
			return sharePractice(t, arg, a.Subject)
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
	switch a.What {
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
	for _, r := range append([]reports.Role{reports.Director}, staff.Invitable...) {
		if role == string(r) {
			return t.Ask(askNotice, "r:"+role)
		}
		rows = append(rows, []bot.Button{{Label: r.Label(), Data: announceData("r", string(r))}})
	}
	return announceMenu(t, bot.Edit, reports.T(textAnnounceRole), rows)
}

func announceUnit(t *desk.Turn, unit string) error {
	if _, ok := t.Plan.Unit(unit); ok {
		return t.Ask(askNotice, "u:"+unit)
	}
	rows := t.UnitRows(announceData("u", ""))
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
	if !staff.Can(t.Me, staff.ActAnnounce) {
		return t.Sayf(desk.TextNotAllowed)
	}
	if t.Earlier != nil && t.Earlier.Made != "" { // its first part is in the preview already
		if old, ok, err := notice(t.Tx, t.Earlier.Made); err != nil || ok && !old.SentAt.IsZero() {
			return errors.Join(err, t.Sayf(textNoticeSentAlr))
		}
		if err := t.Tx.Delete(storage.RowNotice.Key(t.Earlier.Made)); err != nil {
			return err
		}
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
	t.Made(n.ID)
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
		capped, err := gate.Full(t.Book, t.Tx, p, t.Now)
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
	return announceMenu(t, bot.Send, x, [][]bot.Button{{{Label: buttonNoticeSend, Data: announceData("s", n.ID)}, {Label: buttonNoticeDrop, Data: announceData("x", n.ID)}}})
}

func sendNotice(t *desk.Turn, n noticeRow) error {
	if !n.SentAt.IsZero() {
		return t.Toast(textNoticeSentAlr)
	}
	if n.File != nil {
		hash, err := uploads.Hash(t.Tx, *n.File)
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
	if err := announceMenu(t, bot.Edit, reports.T(fmt.Sprintf(textNoticeSentLong, n.ID)), [][]bot.Button{{{Label: buttonNoticeRecent, Data: announceData("v", n.ID)}}}); err != nil {
		return err
	}
	return t.Toast(textNoticeSent)
}

func dropNotice(t *desk.Turn, n noticeRow) error {
	if !n.SentAt.IsZero() {
		return t.Toast(textNoticeSentAlr)
	}
	if err := t.Tx.Delete(storage.RowNotice.Key(n.ID)); err != nil {
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
	seq, _, err := storage.Get[uint64](t.Tx, storage.RowSeq.Key(seqNotice))
	if err != nil {
		return err
	}
	after := ""
	if seq > 20 {
		after = storage.RowNotice.Key(fmt.Sprintf("%04d", seq-20))
	}
	x := reports.Text{}.Head(textNoticesHead)
	var rows [][]bot.Button
	err = storage.EachSound(t.Tx, storage.RowNotice.Prefix(), after, 20, func(_ string, n noticeRow) error {
		if !n.SentAt.IsZero() {
			x = x.Line(fmt.Sprintf(textNoticeStatus, n.ID, t.TimeText(n.SentAt)) + " " + conversations.Clip(conversations.OneLine(n.Title+" "+n.Text), 30))
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonNoticeStatus, n.ID), Data: announceData("v", n.ID)}})
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
			words := conversations.OneLine(r.Answer(questionPractice))
			if words == "" || len(rows) == 20 {
				continue
			}
			name := fmt.Sprintf(buttonPractice, t.UnitIn(r.Unit, r.Key.Period), t.SubjectName(r.Key))
			x = x.Line("· " + name + "：" + conversations.Clip(words, 60))
			rows = append(rows, []bot.Button{{Label: name, Data: tapAnnounce.Data(announceTap{"g", p.ID, r.Key.Subject})}})
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
	r, ok, err := storage.SoundReport(t.Tx, reports.Key{Period: period, Duty: duty.ID, Subject: subject})
	if err != nil {
		return err
	}
	words := strings.TrimSpace(r.Answer(questionPractice))
	if !ok || words == "" {
		return t.Toast(desk.TextOldButton)
	}
	return previewNotice(t, noticeRow{To: "a", Title: fmt.Sprintf(textPracticeHead, t.UnitIn(r.Unit, r.Key.Period), t.SubjectName(r.Key)), Text: words})
}
