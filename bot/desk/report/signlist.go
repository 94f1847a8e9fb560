package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/storage"
)

// signList is the message that listed to one person what waits for a signature. It is
// kept while any of that waits, so that the message says what became of the rest.
type signList struct {
	V      int        `json:"v"`
	Person string     `json:"person"`
	Head   bool       `json:"head,omitempty"` // with a button each
	Items  []signItem `json:"items"`
}

// signItem is one report of it.
type signItem struct {
	Key     reports.Key `json:"key"`
	Version int         `json:"version"`
	Unit    string      `json:"unit"`
	At      time.Time   `json:"at"`             // submitted
	Done    string      `json:"done,omitempty"` // what became of it
}

// signListSlot names the newest such message of a chat.
const signListSlot = "signs"

// listOf is the list of what waits, not yet sent to anybody.
func listOf(waits []standing.Standing, head bool) signList {
	l := signList{V: 1, Head: head}
	for _, x := range waits {
		l.Items = append(l.Items, signItem{Key: x.Key(), Version: x.Report.Version, Unit: x.Unit, At: x.Report.SubmittedAt})
	}
	return l
}

// message is the list as it stands: what became of some, and below what still waits.
func (l signList) message(d *desk.Desk, now time.Time) bot.Message {
	m := bot.Message{Kind: bot.Send, Slot: signListSlot, Replaces: l.Head, Purpose: "sign-off"}
	var done []string
	for _, x := range l.Items {
		if x.Done != "" {
			done = append(done, x.Done)
		}
	}
	m.Text = reports.T(strings.Join(done, "\n"))
	n := len(l.Items) - len(done)
	if n == 0 {
		return m
	}
	if len(done) > 0 {
		m.Text = m.Text.Line("").Line("")
	}
	head := textUnsignedUp
	if l.Head {
		head = fmt.Sprintf(textUnsignedHeads, n)
	}
	m.Text = m.Text.Add(reports.Plain, head)
	for _, x := range l.Items {
		if x.Done != "" {
			continue
		}
		m.Text = m.Text.Line("").Add(reports.Plain, l.line(d, x, now))
		if l.Head {
			m.Rows = append(m.Rows, []bot.Button{{Label: fmt.Sprintf(buttonSignOne, d.ReportName(x.Key, now)), Data: tapSignRead.Data(signTap{x.Key, x.Version})}})
		}
	}
	return m
}

func (l signList) line(d *desk.Desk, x signItem, now time.Time) string {
	title, at := d.ReportTitle(x.Key, now), d.TimeText(x.At, now)
	if l.Head {
		return fmt.Sprintf(textUnsignedLine, title, at)
	}
	return fmt.Sprintf(textUnsignedUpLine, title, d.UnitIn(x.Unit, x.Key.Period), at)
}

// listed brings the messages up to date that listed a report: in place, so that
// nobody's phone sounds.
func listed(t *desk.Turn, k reports.Key, words string) error {
	return storage.EachSound(t.Tx, storage.RowSignList.Prefix(), "", 0, func(key string, l signList) error {
		i := slices.IndexFunc(l.Items, func(x signItem) bool { return x.Key == k && x.Done == "" })
		if i < 0 {
			return nil
		}
		l.Items = slices.Clone(l.Items)
		l.Items[i].Done = words
		save := func() error { return storage.Put(t.Tx, key, l) }
		if !slices.ContainsFunc(l.Items, func(x signItem) bool { return x.Done == "" }) {
			save = func() error { return t.Tx.Delete(key) }
		}
		p, ok, err := storage.Person(t.Tx, l.Person)
		if err != nil || !ok || !p.Reachable() {
			return err
		}
		m := l.message(t.Desk, t.Now)
		m.Kind, m.Replaces, m.Chat, m.Person, m.At = bot.Edit, false, p.Chat, p.ID, t.Now
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return err
		}
		return save()
	})
}
