package sandbox

import (
	"bytes"
	"encoding/json"
)

// Lengths, in UTF-16 units after entities are parsed.
const (
	maxText    = 4096
	maxCaption = 1024
)

// draft is what every sending method has in common, once it is checked.
type draft struct {
	chat    *chat
	thread  int
	replyTo *record
	markup  markup
	silent  bool
	protect bool
}

func (s *Server) sendMessage(c *call) (any, error) {
	if c.str("text") == "" {
		return nil, badRequest("Message text is empty")
	}
	text, es, err := s.formatted(c, "text")
	if err != nil {
		return nil, err
	}
	d, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, badRequest("Text must be non-empty")
	}
	if longer(text, maxText) {
		return nil, badRequest("Message is too long")
	}
	return s.deliver(c, d, Message{Text: text, Entities: es})
}

// draft checks the chat, topic, reply and keyboard of a message to be sent.
func (s *Server) draft(c *call) (*draft, error) {
	m, err := c.markup()
	if err != nil {
		return nil, err
	}
	ch, err := s.chatFor(c, toSend)
	if err != nil {
		return nil, err
	}
	d := &draft{chat: ch, markup: m, silent: c.bool("disable_notification"), protect: c.bool("protect_content")}
	if d.thread, err = ch.threadFor(c, ch.Members[s.bot.ID].admin()); err != nil {
		return nil, err
	}
	d.replyTo, err = s.replyFor(c, ch)
	return d, err
}

type replyParameters struct {
	MessageID    int             `json:"message_id"`
	ChatID       json.RawMessage `json:"chat_id"`
	AllowWithout bool            `json:"allow_sending_without_reply"`
}

func (s *Server) replyFor(c *call, ch *chat) (*record, error) {
	var p replyParameters
	if raw := c.str("reply_parameters"); raw != "" {
		if err := json.Unmarshal([]byte(raw), &p); err != nil {
			return nil, badRequest("Can't parse reply parameters: %v", err)
		}
	} else {
		p.MessageID = int(c.int("reply_to_message_id"))
		p.AllowWithout = c.bool("allow_sending_without_reply")
	}
	if p.MessageID <= 0 {
		return nil, nil
	}
	from := ch
	if id := string(bytes.Trim(p.ChatID, `"`)); id != "" && id != "null" {
		other, err := s.lookup(id)
		if err != nil {
			return nil, err
		}
		from = other
	}
	r := from.find(p.MessageID)
	if r == nil && !p.AllowWithout {
		return nil, badRequest("message to be replied not found")
	}
	return r, nil
}

// deliver applies the group's rights and the rates, and puts the bot's message into the chat.
func (s *Server) deliver(c *call, d *draft, m Message) (*Message, error) {
	if err := s.mayPut(d.chat, &m); err != nil {
		return nil, err
	}
	if err := s.allow(d.chat, 1, c.now); err != nil {
		return nil, err
	}
	return s.put(d, m), nil
}

// put places a message that may be sent.
func (s *Server) put(d *draft, m Message) *Message {
	bot := s.bot
	m.From = &bot
	m.ReplyMarkup = d.markup.inline
	if d.thread != 0 {
		m.ThreadID, m.IsTopicMessage = d.thread, true
	}
	m.ReplyTo, m.Protected = reference(d.replyTo), d.protect
	r := &record{Message: m, FromBot: true, Markup: d.markup.other, Silent: d.silent}
	s.place(d.chat, r)
	return &r.Message
}

// reference is a message as it appears inside another: without its own.
func reference(r *record) *Message {
	if r == nil {
		return nil
	}
	m := r.Message
	m.ReplyTo, m.PinnedMessage = nil, nil
	return &m
}

// place gives a message its id and date and puts it into the chat.
func (s *Server) place(ch *chat, r *record) {
	if ch.Type == "supergroup" {
		ch.LastID++
		r.MessageID = ch.LastID
	} else {
		r.MessageID = s.st.NextMessage
		s.st.NextMessage++
	}
	r.At = s.clock.Now()
	r.Date = r.At.Unix()
	r.Chat = ch.Chat
	ch.Messages = append(ch.Messages, r)
	s.countUnread(ch, r)
	s.publishMessage(EventMessage, ch, r)
}

func (s *Server) sendChatAction(c *call) (any, error) {
	ch, err := s.chatFor(c, toSend)
	if err != nil {
		return nil, err
	}
	action := c.str("action")
	if !chatActions[action] {
		return nil, badRequest("Wrong parameter action in request")
	}
	s.publish(Event{Kind: EventAction, Chat: ch.ID, Text: action})
	return true, nil
}

var chatActions = map[string]bool{
	"typing": true, "upload_photo": true, "record_video": true, "upload_video": true, "record_voice": true,
	"upload_voice": true, "upload_document": true, "choose_sticker": true, "find_location": true,
	"record_video_note": true, "upload_video_note": true,
}

// originOf is where a message comes from that is forwarded: of one that was
// forwarded already, where that one came from.
func originOf(m *Message) *ForwardOrigin {
	switch {
	case m.ForwardOrigin != nil:
		return m.ForwardOrigin
	case m.SenderChat != nil:
		return &ForwardOrigin{Type: "chat", Date: m.Date, SenderChat: m.SenderChat}
	}
	return &ForwardOrigin{Type: "user", Date: m.Date, SenderUser: m.From}
}
