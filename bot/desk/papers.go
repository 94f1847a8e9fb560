package desk

import (
	"fmt"
	"reflect"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// PaperRow is a paper that is to be made and sent to a chat. Making one takes
// up to seconds, so that it happens outside of the transaction that asks for
// it: a job makes what stands here, and [Desk.PaperMade] sends it. A newer row
// of the same chat and name takes the place of an older one not yet made.
type PaperRow struct {
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

// PaperFile is a paper that has been made and stored.
type PaperFile struct {
	SHA256  string // hex, of the stored bytes
	Name    string
	Caption string
}

// Papers returns at most limit papers to be made, with their keys.
func Papers(r storage.Reader, limit int) (keys []string, rows []PaperRow, err error) {
	err = storage.Each(r, storage.PapersPrefix(), "", limit, func(key string, row PaperRow) error {
		keys, rows = append(keys, key), append(rows, row)
		return nil
	})
	return keys, rows, err
}

// Order asks for a paper.
func Order(tx storage.Tx, row PaperRow) error {
	row.V = 1
	return storage.Put(tx, storage.PaperKey(row.Chat, row.Name), row)
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

// PaperMade sends a paper, unless a newer one has been asked for meanwhile:
// that one is made next.
func (d *Desk) PaperMade(tx storage.Tx, key string, row PaperRow, files []PaperFile, now time.Time) error {
	if same, err := unchanged(tx, key, row); err != nil || !same {
		return err
	}
	if err := tx.Delete(key); err != nil {
		return err
	}
	var messages []bot.Message
	for i, f := range files {
		m := bot.Message{Kind: bot.Document, Chat: row.Chat, Thread: row.Thread, Text: reports.T(f.Caption),
			File: bot.FileRef{Hash: f.SHA256, Name: f.Name}, Purpose: row.Purpose, Person: row.Person, At: now,
			ReplyTo: row.ReplyTo, Silent: row.ReplyTo != ""}
		if row.ReplyTo != "" { // nobody asked for it at this hour
			m.NotBefore = d.Awake(now)
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
		return d.replace(tx, messages, row, now)
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
func (d *Desk) replace(tx storage.Tx, all []bot.Message, row PaperRow, now time.Time) error {
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

// PaperFailed takes a paper that cannot be made off the list. Whoever waits
// for it is told; nothing says that there is nothing to show.
func (d *Desk) PaperFailed(tx storage.Tx, key string, row PaperRow, nothing bool, now time.Time) error {
	if same, err := unchanged(tx, key, row); err != nil || !same {
		return err
	}
	if err := tx.Delete(key); err != nil || !row.Asked {
		return err
	}
	words := textPaperFailed
	if nothing {
		words = TextPaperNothing
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: row.Chat, Thread: row.Thread, Text: reports.T(words),
		Purpose: row.Purpose, Person: row.Person, At: now})
}

func unchanged(tx storage.Tx, key string, row PaperRow) (bool, error) {
	now, ok, err := storage.Get[PaperRow](tx, key)
	if err != nil || !ok {
		return false, err
	}
	same := now.At.Equal(row.At)
	now.At = row.At
	return same && reflect.DeepEqual(now, row), nil
}
