package sandbox

import (
	"reflect"
	"slices"
	"time"
)

// deletable is how long a message can be deleted for everybody.
const deletable = 48 * time.Hour

// target finds the bot's own message that is to be edited.
func (s *Server) target(c *call) (*chat, *record, error) {
	if c.str("chat_id") == "" && c.str("message_id") == "" {
		if c.str("inline_message_id") == "" {
			return nil, nil, badRequest("message identifier is not specified")
		}
		return nil, nil, badRequest("MESSAGE_ID_INVALID") // there are no inline messages here
	}
	ch, err := s.chatFor(c, toEdit)
	if err != nil {
		return nil, nil, err
	}
	r := ch.find(int(c.int("message_id")))
	if r == nil {
		return nil, nil, badRequest("message to edit not found")
	}
	if !r.FromBot || r.Markup != nil || r.serviceMessage() || r.ForwardOrigin != nil {
		return nil, nil, badRequest("Message can't be edited")
	}
	return ch, r, nil
}

// serviceMessage: what nobody wrote or sent.
func (r *record) serviceMessage() bool { return r.Text == "" && !r.media() }

func (m *Message) media() bool {
	return m.Photo != nil || m.Document != nil || m.Voice != nil || m.Sticker != nil || m.Location != nil
}

func (s *Server) editMessageText(c *call) (any, error) {
	if c.str("text") == "" {
		return nil, badRequest("Message text is empty")
	}
	text, es, err := s.formatted(c, "text")
	if err != nil {
		return nil, err
	}
	return s.edit(c, func(r *record, m *Message) error {
		switch {
		case r.Text == "":
			return badRequest("There is no text in the message to edit")
		case text == "":
			return badRequest("Text must be non-empty")
		case longer(text, maxText):
			return badRequest("MESSAGE_TOO_LONG")
		}
		m.Text, m.Entities = text, es
		return nil
	})
}

func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	return s.edit(c, func(*record, *Message) error { return nil })
}

// edit changes a message as the given function says; without reply_markup the
// keyboard goes, as on the real server.
func (s *Server) edit(c *call, change func(*record, *Message) error) (any, error) {
	k, err := c.markup()
	if err != nil {
		return nil, err
	}
	ch, r, err := s.target(c)
	if err != nil {
		return nil, err
	}
	if k.other != nil {
		return nil, badRequest("inline keyboard expected")
	}
	m := r.Message
	if err := change(r, &m); err != nil {
		return nil, err
	}
	m.ReplyMarkup = k.inline
	if unchanged(&m, &r.Message) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	s.replace(ch, r, m)
	return &r.Message, nil
}

// unchanged looks first at what mostly differs.
func unchanged(m, old *Message) bool {
	return m.Text == old.Text && (m.ReplyMarkup == nil) == (old.ReplyMarkup == nil) && reflect.DeepEqual(m, old)
}

// replace puts the new content into the chat and keeps the old words.
func (s *Server) replace(ch *chat, r *record, m Message) {
	now := s.clock.Now()
	if m.Text != r.Text || m.Caption != r.Caption {
		r.Edits = append(r.Edits, Edit{At: now, Text: r.Text + r.Caption})
	}
	m.EditDate = now.Unix()
	r.Message = m
	s.publishMessage(EventEdit, ch, r)
}

func (s *Server) deleteMessage(c *call) (any, error) {
	if c.str("chat_id") == "" {
		return nil, badRequest("Chat identifier is not specified")
	}
	id := int(c.int("message_id"))
	if id == 0 {
		return nil, badRequest("Message identifier is not specified")
	}
	ch, err := s.chatFor(c, toDelete)
	if err != nil {
		return nil, err
	}
	r := ch.find(id)
	if r == nil {
		return nil, badRequest("message to delete not found")
	}
	if err := s.deletableBy(ch, r, c.now); err != nil {
		return nil, err
	}
	s.remove(ch, id)
	return true, nil
}

// deletableBy: the bot's own messages, people's in private chats, and
// everything where the bot is an administrator, for 48 hours.
func (s *Server) deletableBy(ch *chat, r *record, now time.Time) error {
	admin := ch.Members[s.bot.ID].admin()
	if !r.FromBot && !ch.private() && !admin {
		return badRequest("Message can't be deleted")
	}
	if now.Sub(r.At) >= deletable && (ch.private() || !admin || ch.Type == "group") {
		return badRequest("Message can't be deleted for everyone")
	}
	return nil
}

func (s *Server) remove(ch *chat, id int) {
	i, ok := ch.index(id)
	if !ok {
		return
	}
	ch.Messages = slices.Delete(ch.Messages, i, i+1)
	s.publish(Event{Kind: EventDelete, Chat: ch.ID, MessageID: id})
	if slices.Contains(ch.Pinned, id) {
		s.pin(ch, slices.DeleteFunc(ch.Pinned, func(p int) bool { return p == id }))
	}
}
