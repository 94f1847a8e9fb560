package bot

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"liubao/reports"
	"liubao/storage"
)

// maxParts is how many messages one Message may be split into.
const maxParts = 20

// maxAlbum is how many files an album holds.
const maxAlbum = 10

var slotName = regexp.MustCompile(`^[A-Za-z0-9_.:/-]{1,64}$`)

func (m *Message) check(c Capabilities) error {
	switch {
	case m.Chat == "":
		return errors.New("no chat")
	case m.Slot != "" && !slotName.MatchString(m.Slot):
		return fmt.Errorf("slot %q: use 1 to 64 of [A-Za-z0-9-_.:/]", m.Slot)
	case m.ForceReply && len(m.Rows) > 0:
		return errors.New("a message has either buttons or a reply box")
	}
	switch m.Kind {
	case Send:
		return m.checkBody(c, blank(m.Text))
	case Edit:
		return m.checkBody(c, m.Slot == "" || blank(m.Text) && m.File.Hash == "")
	case Document, Photo:
		return m.checkBody(c, m.File.Hash == "")
	case Strip, Delete:
		return m.checkBody(c, m.Slot == "")
	case Album:
		return m.checkBody(c, len(m.Files) < 2 || len(m.Files) > maxAlbum)
	case React:
		return m.checkBody(c, m.ReplyToID == "")
	case Pin:
		return m.checkBody(c, m.Slot == "")
	case Leave:
		return nil
	}
	return fmt.Errorf("unknown kind %q", m.Kind)
}

func (m *Message) checkBody(c Capabilities, lacking bool) error {
	if lacking {
		return fmt.Errorf("a message of kind %s lacks text, file or slot", m.Kind)
	}
	n := 0
	for _, row := range m.Rows {
		for _, b := range row {
			n++
			if b.Label == "" || b.means() != 1 || len(b.Data) > c.Data || len([]rune(b.Copy)) > MaxCopy {
				return fmt.Errorf("button %q: needs a label and either at most %d bytes of data, a link or %d characters to copy", b.Label, c.Data, MaxCopy)
			}
		}
	}
	if n > c.Buttons {
		return fmt.Errorf("%d buttons are more than %d", n, c.Buttons)
	}
	return nil
}

// MaxCopy is how many characters a press puts into the clipboard at most.
const MaxCopy = 256

// means counts what a press of the button does: it should be one thing.
func (b Button) means() (n int) {
	for _, s := range []string{b.Data, b.URL, b.Copy} {
		if s != "" {
			n++
		}
	}
	return n
}

// Enqueue writes down what is to be said, in the transaction of its cause. A
// text too long for one message becomes several, in order, the buttons on the
// last. What is unsent of the same slot is replaced: by a new message, which
// goes to the end of the chat's queue, or by an edit, in its place. It costs
// two reads (one more for each 100 messages that wait for the chat) and one
// write for each part.
func Enqueue(tx storage.Tx, m Message) error {
	m.Text = clean(m.Text)
	c := capabilities(tx, m.Chat)
	if err := m.check(c); err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	q, err := loadQueue(tx, m.Chat, m.Slot, m.Instead)
	if err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	if m.Instead != "" {
		if q, err = q.crowd(tx, &m); err != nil {
			return fmt.Errorf("enqueue: %w", err)
		}
	}
	switch m.Kind {
	case Send, Document, Photo, Album:
		err = q.send(tx, m, c)
	case Edit:
		err = q.edit(tx, m, c)
	case Strip:
		err = q.strip(tx, m)
	case Delete:
		err = q.delete(tx, m)
	case React, Pin:
		if m.Kind == React && !c.React || m.Kind == Pin && !c.Pin {
			return nil // nothing is lost with it
		}
		err = q.append(tx, OutRow{Message: m, Last: true})
	case Leave:
		err = q.append(tx, OutRow{Message: m})
	}
	if err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	return nil
}

// crowd turns an answer into the one that says how many were taken, where too many
// wait already.
func (q queued) crowd(tx storage.Tx, m *Message) (queued, error) {
	if q.head.Count < mostWaiting || m.Crowd == "" || len(q.rows) > 0 {
		if q.head.Count < mostWaiting {
			q.head.Over = 0
		}
		return q, nil
	}
	over := q.head.Over + 1
	m.Instead, m.Rows, m.File, m.ReplyTo, m.ReplyToID, m.ForceReply = "crowd", nil, FileRef{}, "", "", false
	m.Text = reports.T(fmt.Sprintf(m.Crowd, over))
	q, err := loadQueue(tx, m.Chat, "", m.Instead)
	q.head.Over = over
	return q, err
}

// Beginning returns as much of a text as one message holds, where all of it is longer
// than the messages that one may become; ok is false where it is not.
func Beginning(tx storage.Tx, chat Address, t reports.Text) (head reports.Text, ok bool) {
	c := capabilities(tx, chat)
	if c.Units(t.String()) <= c.Text {
		return nil, false
	}
	all := Split(t, c.Text/2, c.Text, c)
	return all[0], len(all) > maxParts
}

// parts splits a message into the rows that make it.
func parts(m Message, c Capabilities) ([]OutRow, error) {
	first := c.Text
	if m.File.Hash != "" || len(m.Files) > 0 {
		first = c.Caption
	}
	var out []OutRow
	for i, t := range Split(m.Text, first, c.Text, c) {
		if i > 0 && blank(t) {
			continue // an empty message is refused
		}
		p := OutRow{Message: m, Part: len(out)}
		p.Text, p.Rows, p.ForceReply, p.Replaces = t, nil, false, false
		if len(out) > 0 {
			p.File, p.Files, p.ReplyTo, p.ReplyToID = FileRef{}, nil, "", ""
			if m.Kind != Edit {
				p.Kind = Send
			}
		}
		out = append(out, p)
	}
	if len(out) == 0 { // a file without a caption
		out = append(out, OutRow{Message: m})
	}
	if len(out) > maxParts {
		return nil, fmt.Errorf("a text of %d messages is longer than %d", len(out), maxParts)
	}
	end := &out[len(out)-1]
	end.Rows, end.ForceReply, end.Replaces, end.Last = m.Rows, m.ForceReply, m.Replaces, true
	return out, nil
}

func (q *queued) send(tx storage.Tx, m Message, c Capabilities) error {
	for _, x := range q.rows {
		if x.row.Sending || x.row.Kind == Delete || x.row.Kind == Strip || x.row.Target != "" {
			continue
		}
		if err := q.remove(tx, x.key); err != nil {
			return err
		}
	}
	rows, err := parts(m, c)
	if err != nil {
		return err
	}
	for _, p := range rows {
		if err := q.append(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// unsent returns the slot's waiting row for a part, the last of several.
func (q *queued) unsent(part int, kinds ...MessageKind) *queuedRow {
	for i := len(q.rows) - 1; i >= 0; i-- {
		x := &q.rows[i]
		if x.row.Sending || x.row.Part != part || x.row.Target != "" {
			continue
		}
		for _, k := range kinds {
			if x.row.Kind == k {
				return x
			}
		}
	}
	return nil
}

// extent returns how many parts the slot has, sent and unsent.
func (q *queued) extent(sent int) int {
	for _, x := range q.rows {
		if x.row.Target == "" && x.row.Kind != Delete && x.row.Part >= sent {
			sent = x.row.Part + 1
		}
	}
	return sent
}

func (q *queued) edit(tx storage.Tx, m Message, c Capabilities) error {
	rows, err := parts(m, c)
	if err != nil {
		return err
	}
	slot, _, err := storage.GetSound[SlotRow](tx, storage.SlotKey(m.Chat, m.Slot))
	if err != nil {
		return err
	}
	for _, p := range rows {
		if p.Part > 0 {
			p.OrSend = true // the text has grown
			if first := q.unsent(0, Send, Document, Photo); first != nil && first.row.NotBefore.After(p.NotBefore) {
				p.NotBefore = first.row.NotBefore
			}
		}
		if x := q.unsent(p.Part, Send, Document, Photo, Edit); x != nil {
			if err := storage.Put(tx, x.key, takeOver(x.row, p)); err != nil {
				return err
			}
			if stands := slot.Message(p.Part); stands != "" && x.row.Makes() && !x.row.NotBefore.IsZero() {
				if err := q.editStanding(tx, p, stands); err != nil {
					return err
				}
			}
			continue
		}
		if err := q.append(tx, p); err != nil {
			return err
		}
	}
	for i := len(rows); i < q.extent(len(slot.IDs)); i++ { // the text has shrunk
		if err := q.dropPart(tx, m, i); err != nil {
			return err
		}
	}
	return nil
}

// editStanding changes the message that stands in the slot while its successor
// waits for its time: whoever has just pressed a button on it sees what came of that.
func (q *queued) editStanding(tx storage.Tx, p OutRow, stands Ref) error {
	p.Target, p.OrSend, p.NotBefore = stands, false, time.Time{}
	for _, x := range q.rows {
		if x.row.Kind == Edit && x.row.Target == stands && !x.row.Sending {
			p.V = x.row.V
			return storage.Put(tx, x.key, p)
		}
	}
	return q.append(tx, p)
}

// takeOver gives a waiting row the newer content. A message not yet made is
// still to be made, and not before its own time: what waits for the morning is
// not sent at night because it has changed.
func takeOver(old, p OutRow) OutRow {
	later := p.NotBefore
	if old.NotBefore.After(later) {
		later = old.NotBefore
	}
	if old.Kind == Edit {
		p.Fails, p.V, p.NotBefore = old.Fails, old.V, later
		p.OrSend = p.OrSend || old.OrSend
		return p
	}
	old.Text, old.Rows, old.Last, old.ForceReply = p.Text, p.Rows, p.Last, p.ForceReply
	if p.File.Hash != "" {
		old.File = p.File
	}
	old.Expires, old.NotBefore, old.Bulk = p.Expires, later, old.Bulk && p.Bulk
	return old
}

// dropPart takes a part out of the slot, sent or not.
func (q *queued) dropPart(tx storage.Tx, m Message, part int) error {
	if x := q.unsent(part, Send, Document, Photo); x != nil {
		return q.remove(tx, x.key)
	}
	if x := q.unsent(part, Edit); x != nil {
		if err := q.remove(tx, x.key); err != nil {
			return err
		}
	}
	if q.unsent(part, Delete) != nil {
		return nil
	}
	return q.append(tx, OutRow{Part: part, Message: Message{Kind: Delete, Chat: m.Chat, Thread: m.Thread,
		Slot: m.Slot, Bulk: m.Bulk, Purpose: m.Purpose, Person: m.Person, At: m.At}})
}

func (q *queued) strip(tx storage.Tx, m Message) error {
	m.Text = nil
	for i := range q.rows {
		x := &q.rows[i]
		if x.row.Sending || x.row.Target != "" || len(x.row.Rows) == 0 {
			continue
		}
		x.row.Rows = nil
		if err := storage.Put(tx, x.key, x.row); err != nil {
			return err
		}
		if x.row.Makes() {
			return nil // it will arrive without buttons
		}
	}
	return q.append(tx, OutRow{Message: m})
}

func (q *queued) delete(tx storage.Tx, m Message) error {
	slot, _, err := storage.GetSound[SlotRow](tx, storage.SlotKey(m.Chat, m.Slot))
	if err != nil {
		return err
	}
	for i := range q.extent(len(slot.IDs)) {
		if err := q.dropPart(tx, m, i); err != nil {
			return err
		}
	}
	return nil
}

// StripOld queues taking the buttons off a message that has been replaced.
func StripOld(tx storage.Tx, row *OutRow, message Ref) error {
	q, err := loadQueue(tx, row.Chat, "", "")
	if err != nil {
		return err
	}
	return q.append(tx, OutRow{Target: message, Message: Message{Kind: Strip, Chat: row.Chat, Thread: row.Thread,
		Slot: row.Slot, Bulk: row.Bulk, Purpose: row.Purpose, At: row.At}})
}
