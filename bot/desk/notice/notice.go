package notice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/uploads"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// noticeRow is a notice to members. Each is served in a transaction of their own.
type noticeRow struct {
	V        int           `json:"v"`
	ID       string        `json:"id"`
	Title    string        `json:"title,omitempty"` // "" for an ordinary notice
	Text     string        `json:"text,omitempty"`
	File     *reports.File `json:"file,omitempty"`
	To       string        `json:"to"` // a for all, r:ROLE, u:UNIT
	By       string        `json:"by"`
	At       time.Time     `json:"at"`
	SentAt   time.Time     `json:"sentAt,omitzero"`
	Reminded time.Time     `json:"reminded,omitzero"`
	Full     []string      `json:"full,omitempty"` // ids of those who have had their cap of messages
}

// receiptRow is a notice in one person's hands.
type receiptRow struct {
	V      int       `json:"v"`
	Person string    `json:"person"`
	At     time.Time `json:"at"`
	Read   time.Time `json:"read,omitzero"`
	Again  time.Time `json:"again,omitzero"` // when they were reminded
}

const (
	slotAnnounce = "announce"
	askNotice    = "notice"
	seqNotice    = "notice"

	timerNotice       = "notice"        // arg ID: sends it
	timerNoticeRemind = "notice-remind" // arg ID: reminds of it
)

func noticeSlot(id string) string { return "notice/" + id }

func notice(r storage.Reader, id string) (noticeRow, bool, error) {
	return storage.Get[noticeRow](r, storage.RowNotice.Key(id))
}

func saveNotice(tx storage.Tx, n noticeRow) error {
	n.V = 1
	return storage.Put(tx, storage.RowNotice.Key(n.ID), n)
}

// receives reports whether a notice is for a person.
func (n noticeRow) receives(p reports.Person) bool {
	if !p.Reachable() || p.ID == n.By {
		return false
	}
	kind, which, _ := strings.Cut(n.To, ":")
	switch kind {
	case "r":
		return p.Has(reports.Role(which))
	case "u":
		return p.Unit == which
	}
	return true
}

func audience(d *desk.Desk, n noticeRow) string {
	kind, which, _ := strings.Cut(n.To, ":")
	switch kind {
	case "r":
		return fmt.Sprintf(textNoticeRole, reports.Role(which).Label())
	case "u":
		return d.Plan.UnitName(which)
	}
	return textNoticeAll
}

func sendNoticeToAll(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time) error {
	return serveAll(d, ctx, u, id, now, false)
}

func remindOfNotice(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time) error {
	return serveAll(d, ctx, u, id, now, true)
}

// serveAll sends the notice to everybody who is to get it, or reminds those who
// have not read it. Whoever was served already is left out.
func serveAll(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time, remind bool) error {
	return batch.Everybody(ctx, u, func(tx storage.Tx, p reports.Person) error { return serveNotice(d, tx, id, p, now, remind) })
}

func receiptsOf(r storage.Reader, id string) (map[string]receiptRow, error) {
	rows, err := storage.AllSound[receiptRow](r, storage.RowReceipt.Prefix(id))
	out := map[string]receiptRow{}
	for _, x := range rows {
		out[x.Person] = x
	}
	return out, err
}

// serveNotice sends a notice, or the reminder of it, to one person, within
// their cap and waking hours.
func serveNotice(d *desk.Desk, tx storage.Tx, id string, p reports.Person, now time.Time, remind bool) error {
	n, ok, err := notice(tx, id)
	if err != nil || !ok || n.SentAt.IsZero() || remind && n.Reminded.IsZero() {
		return err
	}
	r, has, err := storage.Get[receiptRow](tx, storage.RowReceipt.Key(id, p.ID))
	due := !has && n.receives(p) && !slices.Contains(n.Full, p.ID)
	if remind {
		due = has && r.Read.IsZero() && r.Again.IsZero() && p.Reachable()
	}
	if err != nil || !due {
		return err
	}
	m := bot.Message{Kind: bot.Send, Bulk: true, Purpose: "notice", Rows: [][]bot.Button{{{Label: buttonNoticeRead, Data: tapReceipt.Data(receiptTap{n.ID})}}}}
	if remind {
		m.Text, m.ReplyTo = reports.T(textNoticeRemind), noticeSlot(n.ID)
		posted, err := d.Post(tx, gate.Post{To: p, PassOn: true, Message: m}, now)
		if err != nil || posted != gate.Sent {
			return err
		}
		r.Again = now
		return storage.Put(tx, storage.RowReceipt.Key(id, p.ID), r)
	}
	m.Text, m.Slot = noticeText(d, n).Line("").Line("").Add(reports.Italic, textNoticeFoot), noticeSlot(n.ID)
	if n.File != nil {
		hash, err := uploads.Hash(tx, *n.File)
		if err != nil || hash == "" {
			return err
		}
		m.Kind, m.File = bot.Document, bot.FileRef{Hash: hash, Name: uploads.Name(*n.File)}
		if n.File.Kind == "photo" {
			m.Kind = bot.Photo
		}
	}
	switch posted, err := d.Post(tx, gate.Post{To: p, PassOn: true, Message: m}, now); {
	case err != nil:
		return err
	case posted != gate.Sent:
		n.Full = append(n.Full, p.ID)
		return saveNotice(tx, n)
	}
	return storage.Put(tx, storage.RowReceipt.Key(n.ID, p.ID), receiptRow{V: 1, Person: p.ID, At: now})
}

func noticeText(d *desk.Desk, n noticeRow) reports.Text {
	title := n.Title
	if title == "" {
		title = fmt.Sprintf(textNoticeHead, d.Plan.Name)
	}
	return reports.Text{}.Head(title).Add(reports.Plain, n.Text)
}

// receiptTap says that somebody has read a notice.
type receiptTap struct{ ID string }

var tapReceipt = desk.NewTap[receiptTap]("nr")

func tappedReceipt(t *desk.Turn, a receiptTap) error {
	if !t.Known() {
		return t.Toast(desk.TextOldButton)
	}
	key := storage.RowReceipt.Key(a.ID, t.Me.ID)
	r, ok, err := storage.Get[receiptRow](t.Tx, key)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if r.Read.IsZero() {
		r.Read = t.Now
		if err := storage.Put(t.Tx, key, r); err != nil {
			return err
		}
		if err := t.Log(t.Me.Unit, "", fmt.Sprintf(textLogNoticeRead, a.ID), "", t.Me.Name); err != nil {
			return err
		}
	}
	if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Strip, Chat: t.Update.Chat.ID, Slot: noticeSlot(a.ID), Purpose: "notice", Person: t.Me.ID, At: t.Now}); err != nil {
		return err
	}
	return t.Toast(textNoticeRead)
}

// noticeStatus says who has read a notice and who has not.
func noticeStatus(t *desk.Turn, n noticeRow, kind bot.MessageKind) error {
	receipts, err := receiptsOf(t.Tx, n.ID)
	if err != nil {
		return err
	}
	people, err := storage.AllPeople(t.Tx)
	if err != nil {
		return err
	}
	read := 0
	var unread, full []string
	for _, p := range people {
		name := t.UnitOrOffice(p.Unit) + " " + p.Name
		switch r, has := receipts[p.ID]; {
		case has && !r.Read.IsZero():
			read++
		case has:
			unread = append(unread, name)
		case slices.Contains(n.Full, p.ID):
			full = append(full, name)
		}
	}
	x := reports.Text{}.Head(fmt.Sprintf(textNoticeStatus, n.ID, t.TimeText(n.SentAt))).
		Line(conversations.Clip(conversations.OneLine(n.Title+" "+n.Text), 60)).Line(fmt.Sprintf(textNoticeCounts, read, len(receipts)))
	switch {
	case len(unread) > 0:
		x = x.Line(fmt.Sprintf(textNoticeUnread, someNames(unread)))
	case read > 0:
		x = x.Line(textNoticeAllRead)
	}
	if len(full) > 0 {
		x = x.Line(fmt.Sprintf(textNoticeFull, someNames(full)))
	}
	m := bot.Message{Kind: kind, Chat: t.Update.Chat.ID, Slot: slotAnnounce, Text: x, Purpose: "notice", Person: t.Me.ID, At: t.Now}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	m.Rows = [][]bot.Button{{{Label: desk.ButtonRefresh, Data: announceData("v", n.ID)}}}
	if len(unread) > 0 && n.Reminded.IsZero() {
		m.Rows = append(m.Rows, []bot.Button{{Label: buttonNoticeRemind, Data: announceData("n", n.ID)}})
	}
	return bot.Enqueue(t.Tx, m)
}

// someNames lists names, the first forty of many.
func someNames(names []string) string {
	if len(names) > 40 {
		return strings.Join(names[:40], "、") + fmt.Sprintf(textNoticeMore, len(names))
	}
	return strings.Join(names, "、")
}
