package sandbox

import (
	"fmt"
	"strconv"
)

// Tap is a button that was pressed and turns its spinner until it is answered.
type Tap struct {
	s  *Server
	id string
	cb *callback
}

// ID is the callback query's id.
func (t *Tap) ID() string { return t.id }

// Done is closed when the bot has answered.
func (t *Tap) Done() <-chan struct{} { return t.cb.done }

// Answer is what the bot answered, if it has.
func (t *Tap) Answer() (Answer, bool) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.cb.Answer, t.cb.Answered
}

// Stale says whether an answer would come too late now.
func (t *Tap) Stale() bool {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return !t.cb.Answered && t.s.clock.Now().Sub(t.cb.At) >= answerWithin
}

// Tap presses the button with this label or callback data under a message
// as it is now.
func (p *Person) Tap(chatID int64, id int, button string) (*Tap, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := p.visible(chatID, id)
	if err != nil {
		return nil, err
	}
	data := ""
	if r.ReplyMarkup != nil {
		data = r.ReplyMarkup.data(button)
	}
	if data == "" {
		return nil, fmt.Errorf("tap: message %d has no button %q", id, button)
	}
	return p.press(r, data), nil
}

// TapData presses a button that the message need not have any more: the
// phone's screen may be older than the server's state. The message must exist.
func (p *Person) TapData(chatID int64, id int, data string) (*Tap, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	r, err := p.visible(chatID, id)
	if err != nil {
		return nil, err
	}
	return p.press(r, data), nil
}

func (p *Person) visible(chatID int64, id int) (*record, error) {
	ch := p.s.st.Chats[chatID]
	if ch == nil || ch.private() && ch.ID != p.id || !ch.private() && !ch.Members[p.id].in() {
		return nil, fmt.Errorf("tap: no chat %d", chatID)
	}
	r := ch.find(id)
	if r == nil {
		return nil, fmt.Errorf("tap: MESSAGE_ID_INVALID: no message %d", id)
	}
	return r, nil
}

func (p *Person) press(r *record, data string) *Tap {
	s := p.s
	now := s.clock.Now()
	s.forgetCallbacks(now)
	s.st.NextID++
	id := fmt.Sprintf("%d%08d", p.id, s.st.NextID)
	cb := &callback{At: now, User: p.id, Chat: r.Chat.ID, Message: r.MessageID, done: make(chan struct{})}
	s.st.Callbacks[id] = cb
	s.enqueue("callback_query", &CallbackQuery{
		ID: id, From: s.st.Users[p.id].User, Message: &r.Message, ChatInstance: strconv.FormatInt(-r.Chat.ID, 10), Data: data,
	})
	return &Tap{s: s, id: id, cb: cb}
}

// data finds a button by label or data.
func (k *Keyboard) data(button string) string {
	for _, row := range k.Rows {
		for _, b := range row {
			if b.CallbackData != "" && (b.CallbackData == button || b.Text == button) {
				return b.CallbackData
			}
		}
	}
	return ""
}

// Read marks a chat as read.
func (p *Person) Read(chatID int64) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if ch := p.s.st.Chats[chatID]; ch != nil {
		delete(ch.Unread, p.id)
		p.s.publish(Event{Kind: EventChat, Chat: chatID, User: p.id})
	}
}
