// Package orders is what lies between whoever asks for a paper and whoever makes it.
// Making one takes up to seconds, so that it happens outside of the transaction that
// asks for it: a job makes what stands on the list, takes it off and sends it.
package orders

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// Row is a paper that is to be made and sent to a chat. A newer row
// of the same chat and name takes the place of an older one not yet made.
type Row struct {
	V       int           `json:"v"`
	Paper   reports.Paper `json:"paper"`
	Chat    bot.Address   `json:"chat"`
	Thread  int           `json:"thread,omitempty"`
	Name    string        `json:"name"`              // of the row, and of the message's slot where Keep
	Keep    bool          `json:"keep,omitempty"`    // one message of the name in the chat: a newer paper takes its place
	Asked   bool          `json:"asked,omitempty"`   // somebody waits for it: say so where there is nothing to show
	Person  string        `json:"person,omitempty"`  // id of whom it is for, "" for the group
	Purpose string        `json:"purpose,omitempty"` // for logs: rollup, export
	ReplyTo string        `json:"replyTo,omitempty"` // slot of the message it goes with
	At      time.Time     `json:"at"`
}

// File is a paper that has been made and stored.
type File struct {
	SHA256  string // hex, of the stored bytes
	Name    string
	Caption string
	Proof   string // what the audit log can be compared with, "" for none: folded away, nobody reads it
}

// text is what is said with the file.
func (f File) text() reports.Text {
	if f.Proof == "" {
		return reports.T(f.Caption)
	}
	return reports.T(f.Caption+"\n").Add(reports.Fold, f.Proof)
}

// Waiting returns at most limit papers to be made, with their keys.
func Waiting(r storage.Reader, limit int) (keys []string, rows []Row, err error) {
	err = storage.EachSound(r, storage.RowPaper.Prefix(), "", limit, func(key string, row Row) error {
		keys, rows = append(keys, key), append(rows, row)
		return nil
	})
	return keys, rows, err
}

// Place asks for a paper.
func Place(tx storage.Tx, row Row) error {
	row.V = 1
	return storage.Put(tx, storage.PaperKey(row.Chat, row.Name), row)
}

// Enqueue is [bot.Enqueue]; of a text that is longer than messages may be the beginning
// is sent, and all of it as a document. A newer text of a slot takes the document's place
// as it takes the message's; texts without a slot each have their own.
func Enqueue(tx storage.Tx, m bot.Message) error {
	head, long := bot.Beginning(tx, m.Chat, m.Text)
	if !long {
		return bot.Enqueue(tx, m)
	}
	words, name := m.Text.String(), m.Slot
	if name == "" {
		name = fmt.Sprintf("%x", sha256.Sum256([]byte(words)))
	}
	if err := Place(tx, Row{Chat: m.Chat, Thread: m.Thread, Name: "words/" + name, Asked: m.Slot == "", Person: m.Person, Purpose: m.Purpose, ReplyTo: m.Slot, At: m.At,
		Paper: reports.Paper{Kind: reports.PaperWords, Words: words}}); err != nil {
		return err
	}
	m.Text = head.Line("").Add(reports.Bold, textAsDocument)
	return bot.Enqueue(tx, m)
}

// replaceable is how old a message may be for it to be deleted: Telegram allows
// 48 hours.
const replaceable = 47 * time.Hour

// paperSent remembers when a paper's message was last sent.
type paperSent struct {
	V     int       `json:"v"`
	At    time.Time `json:"at"`
	Pages int       `json:"pages,omitempty"` // pictures it took, 0 for one
}

// pageSlot names the message of a page of a paper that takes several pictures.
func pageSlot(name string, page int) string {
	if page == 0 {
		return name
	}
	return fmt.Sprintf("%s/page%d", name, page+1)
}

// Take takes a paper that is made off the list. It reports false where a newer one
// has been asked for meanwhile: that one is made next.
func Take(tx storage.Tx, key string, row Row) (bool, error) {
	if same, err := unchanged(tx, key, row); err != nil || !same {
		return false, err
	}
	return true, tx.Delete(key)
}

// Send sends a paper that was taken off the list. What nobody asked for at this hour
// goes out at awake, which is now or the end of the quiet hours.
func Send(tx storage.Tx, row Row, files []File, awake, now time.Time) error {
	var messages []bot.Message
	for i, f := range files {
		m := bot.Message{Kind: bot.Document, Chat: row.Chat, Thread: row.Thread, Text: f.text(),
			File: bot.FileRef{Hash: f.SHA256, Name: f.Name}, Purpose: row.Purpose, Person: row.Person, At: now,
			ReplyTo: row.ReplyTo, Silent: row.ReplyTo != "", Insist: !row.Asked}
		if row.ReplyTo != "" { // nobody asked for it at this hour
			m.NotBefore = awake
		}
		if row.Paper.Picture() {
			m.Kind = bot.Photo
		}
		if row.Keep {
			m.Slot = pageSlot(row.Name, i)
		}
		messages = append(messages, m)
	}
	if row.Keep {
		return replace(tx, messages, row, now)
	}
	return enqueueAll(tx, messages)
}

func enqueueAll(tx storage.Tx, all []bot.Message) error {
	for _, m := range all {
		if err := bot.Enqueue(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// replace puts a paper in the place of the one sent before: a picture is
// changed where it stands, a document is sent anew and the old one deleted.
// Pages that the new one lacks are deleted.
func replace(tx storage.Tx, all []bot.Message, row Row, now time.Time) error {
	sent, again, err := storage.Get[paperSent](tx, storage.PaperSentKey(row.Chat, row.Name))
	if err != nil {
		return err
	}
	pictures := row.Paper.Picture()
	if pictures && again {
		for i := range min(len(all), max(1, sent.Pages)) {
			all[i].Kind, all[i].OrSend = bot.Edit, true
		}
	}
	from := 0 // the first page that goes
	if pictures {
		from = len(all)
	}
	for i := from; again && i < max(1, sent.Pages) && now.Sub(sent.At) < replaceable; i++ {
		old := bot.Message{Kind: bot.Delete, Chat: row.Chat, Thread: row.Thread, Slot: pageSlot(row.Name, i), Purpose: row.Purpose, At: now}
		if err := bot.Enqueue(tx, old); err != nil {
			return err
		}
	}
	if !again || !pictures || len(all) != max(1, sent.Pages) {
		if err := storage.Put(tx, storage.PaperSentKey(row.Chat, row.Name), paperSent{V: 1, At: now, Pages: len(all)}); err != nil {
			return err
		}
	}
	return enqueueAll(tx, all)
}

// Failed takes a paper that cannot be made off the list. Whoever waits
// for it is told; nothing says that there is nothing to show.
func Failed(tx storage.Tx, key string, row Row, nothing bool, now time.Time) error {
	if taken, err := Take(tx, key, row); err != nil || !taken || !row.Asked {
		return err
	}
	words := textFailed
	if nothing {
		words = TextNothing
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: row.Chat, Thread: row.Thread, Text: reports.T(words),
		Purpose: row.Purpose, Person: row.Person, At: now})
}

func unchanged(tx storage.Tx, key string, row Row) (bool, error) {
	now, ok, err := storage.Get[Row](tx, key)
	if err != nil || !ok {
		return false, err
	}
	same := now.At.Equal(row.At)
	now.At = row.At
	return same && reflect.DeepEqual(now, row), nil
}

// What people read.
const (
	textAsDocument = "……内容较长，全文另发文件。"
	textFailed     = "文件没能生成，请稍后再试；再不行请告诉运维人员查看运行日志。"
	TextNothing    = "还没有可以导出的内容。"
)
