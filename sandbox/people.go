package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Person is a virtual user with a phone.
type Person struct {
	s  *Server
	id int64
}

// anonymousAdmin is whom the bot sees when an administrator writes as the group.
var anonymousAdmin = User{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}

var startPayload = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// AddUser gives a person a phone. An ID of 0 is replaced by a free one; the
// person is unknown to the bot until they press Start or share a group.
func (s *Server) AddUser(u User) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == 0 {
		s.st.NextID++
		u.ID = 5_000_000_000 + s.st.NextID
	}
	s.st.Users[u.ID] = &user{User: u}
	s.st.Chats[u.ID] = &chat{Chat: Chat{
		ID: u.ID, Type: "private", FirstName: u.FirstName, LastName: u.LastName, Username: u.Username,
	}}
	s.publish(Event{Kind: EventChat, Chat: u.ID})
	return &Person{s: s, id: u.ID}
}

// Person finds somebody added before, also after a Load; nil if there is none.
func (s *Server) Person(id int64) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.st.Users[id] == nil {
		return nil
	}
	return &Person{s: s, id: id}
}

// ID is the user's id, and that of their private chat with the bot.
func (p *Person) ID() int64 { return p.id }

// Post is a message by a person.
type Post struct {
	Text      string // or caption, when there is a file
	ReplyTo   int    // message id in the chat
	Thread    int    // topic in a forum
	Anonymous bool   // as the group; administrators only
	Photo     []byte // a PNG, JPEG or GIF
	Document  []byte
	FileName  string // of the document
	Album     string // messages with one album belong together
	Forward   *User  // forwarded from them
	Origin    *ForwardOrigin
	Voice     []byte    // an OGG with Opus, which nobody checks
	Seconds   int       // of the voice
	Sticker   string    // the emoji that a sticker stands for, and all its file holds
	Location  *Location // a place on the map
}

// file says whether there is something besides words.
func (p *Post) file() bool {
	return p.Photo != nil || p.Document != nil || p.Voice != nil || p.Sticker != "" || p.Location != nil
}

// Start opens the bot by a deep link with this payload, or by the Start
// button when it is empty. A payload is at most 64 of [A-Za-z0-9_-]. Whoever
// had blocked the bot restarts it so.
func (p *Person) Start(payload string) (int, error) {
	if !startPayload.MatchString(payload) {
		return 0, fmt.Errorf("start: %q is no deep-link payload", payload)
	}
	if p.state().Blocked {
		p.Unblock()
	}
	return p.Send(p.id, strings.TrimSpace("/start "+payload))
}

func (p *Person) state() user {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return *p.s.st.Users[p.id]
}

// Send writes a text into a chat. A text of more than 4096 units is sent in
// several messages, as apps do; the id is the first one's.
func (p *Person) Send(chatID int64, text string) (int, error) {
	return p.Post(chatID, Post{Text: text})
}

// SendPhoto sends a picture as a photo.
func (p *Person) SendPhoto(chatID int64, picture []byte, caption string) (int, error) {
	return p.Post(chatID, Post{Photo: picture, Text: caption})
}

// SendDocument sends a file as such.
func (p *Person) SendDocument(chatID int64, name string, data []byte, caption string) (int, error) {
	return p.Post(chatID, Post{Document: data, FileName: name, Text: caption})
}

// Post sends any message.
func (p *Person) Post(chatID int64, post Post) (int, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := p.mayWrite(chatID, &post)
	if err != nil {
		return 0, err
	}
	first := 0
	for _, text := range split(strings.TrimSpace(post.Text)) {
		post.Text = text
		r, err := p.compose(ch, post)
		if err != nil {
			return 0, err
		}
		s.place(ch, r)
		if first == 0 {
			first = r.MessageID
		}
		delete(ch.Unread, p.id)
		s.toBot(ch, r, "message")
		post.Photo, post.Document, post.Voice = nil, nil, nil
	}
	if ch.private() {
		s.st.Users[p.id].Started = true
	}
	return first, nil
}

// split cuts a text as apps do.
func split(text string) []string {
	var out []string
	for longer(text, maxText) {
		i := byteOffset(text, maxText)
		out = append(out, text[:i])
		text = text[i:]
	}
	return append(out, text)
}

func (p *Person) mayWrite(chatID int64, post *Post) (*chat, error) {
	ch := p.s.st.Chats[chatID]
	u := p.s.st.Users[p.id]
	switch {
	case ch == nil || ch.private() && ch.ID != p.id:
		return nil, fmt.Errorf("%s has no chat %d", u.Name(), chatID)
	case u.Deleted:
		return nil, fmt.Errorf("%s has deleted the account", u.Name())
	case ch.private() && u.Blocked:
		return nil, fmt.Errorf("%s has blocked the bot", u.Name())
	case !ch.private() && !ch.Members[p.id].in():
		return nil, fmt.Errorf("%s is not in the chat %d", u.Name(), chatID)
	case ch.MigratedTo != 0:
		return nil, fmt.Errorf("the chat %d became %d", chatID, ch.MigratedTo)
	case post.Anonymous && !ch.Members[p.id].admin():
		return nil, fmt.Errorf("%s is no administrator of %d", u.Name(), chatID)
	case post.Text == "" && !post.file():
		return nil, errors.New("an empty message cannot be sent")
	case post.Thread != 0 && ch.Topics[post.Thread] == nil:
		return nil, fmt.Errorf("the chat %d has no topic %d", chatID, post.Thread)
	case post.Thread != 0 && ch.Topics[post.Thread].Closed && !ch.Members[p.id].admin():
		return nil, fmt.Errorf("the topic %d is closed", post.Thread)
	}
	return ch, nil
}

func (p *Person) compose(ch *chat, post Post) (*record, error) {
	s := p.s
	from := s.st.Users[p.id].User
	m := Message{From: &from, MediaGroupID: post.Album}
	if post.Anonymous {
		anon, self := anonymousAdmin, ch.Chat
		m.From, m.SenderChat = &anon, &self
	}
	if post.Thread > generalTopic {
		m.ThreadID, m.IsTopicMessage = post.Thread, true
	}
	if post.ReplyTo != 0 {
		r := ch.find(post.ReplyTo)
		if r == nil {
			return nil, fmt.Errorf("there is no message %d to reply to", post.ReplyTo)
		}
		m.ReplyTo = reference(r)
	}
	m.ForwardOrigin = post.Origin
	if post.Forward != nil {
		origin := *post.Forward
		m.ForwardOrigin = &ForwardOrigin{Type: "user", Date: s.clock.Now().Unix(), SenderUser: &origin}
	}
	es := tidy(post.Text, nil)
	switch {
	case post.Photo != nil:
		photo, err := s.storePhoto(post.Photo)
		if err != nil {
			return nil, err
		}
		m.Photo = photo
	case post.Document != nil:
		m.Document = s.store("documents", post.FileName, "", post.Document).document()
	case post.Voice != nil:
		m.Voice = s.store("voice", ".oga", "audio/ogg", post.Voice).voice(post.Seconds)
	case post.Sticker != "":
		m.Sticker = s.store("stickers", ".webp", "image/webp", []byte(post.Sticker)).sticker(post.Sticker)
		return &record{Message: m}, nil
	case post.Location != nil:
		m.Location = post.Location
		return &record{Message: m}, nil
	default:
		m.Text, m.Entities = post.Text, es
		return &record{Message: m}, nil
	}
	if longer(post.Text, maxCaption) {
		return nil, errors.New("the caption is too long")
	}
	m.Caption, m.CaptionEntities = post.Text, es
	return &record{Message: m}, nil
}

// Forward sends a message of one of the person's chats into another, as the
// app's forward does: it says whose it was.
func (p *Person) Forward(from int64, id int, to int64) (int, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := p.visible(from, id)
	if err != nil {
		return 0, err
	}
	if old.Protected || old.serviceMessage() {
		return 0, fmt.Errorf("forward: message %d can't be forwarded", id)
	}
	ch, err := p.mayWrite(to, &Post{Text: "forwarded"})
	if err != nil {
		return 0, err
	}
	m := *reference(old)
	m.ForwardOrigin = originOf(&m)
	sender := s.st.Users[p.id].User
	m.From, m.SenderChat, m.ReplyMarkup, m.MediaGroupID = &sender, nil, nil, ""
	m.ThreadID, m.IsTopicMessage, m.EditDate = 0, false, 0
	r := &record{Message: m}
	s.place(ch, r)
	s.toBot(ch, r, "message")
	if ch.private() {
		s.st.Users[p.id].Started = true
	}
	return r.MessageID, nil
}

// Edit changes the words of the person's own message.
func (p *Person) Edit(chatID int64, id int, text string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.st.Chats[chatID]
	if ch == nil {
		return fmt.Errorf("edit: no chat %d", chatID)
	}
	r := ch.find(id)
	if r == nil || r.FromBot || r.From == nil || r.From.ID != p.id {
		return fmt.Errorf("edit: message %d is not the person's own", id)
	}
	m := r.Message
	text = strings.TrimSpace(text)
	if m.media() {
		m.Caption, m.CaptionEntities = text, tidy(text, nil)
	} else {
		m.Text, m.Entities = text, tidy(text, nil)
	}
	s.replace(ch, r, m)
	s.toBot(ch, r, "edited_message")
	return nil
}

// DeleteMessage removes a message: in the private chat any, in a group the
// person's own and, for an administrator, everybody's. The bot is not told.
func (p *Person) DeleteMessage(chatID int64, id int) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.s.st.Chats[chatID]
	if ch == nil || ch.find(id) == nil {
		return fmt.Errorf("delete: no message %d in %d", id, chatID)
	}
	if r := ch.find(id); !ch.private() && (r.From == nil || r.From.ID != p.id) && !ch.Members[p.id].admin() {
		return fmt.Errorf("delete: message %d is not the person's own", id)
	}
	p.s.remove(ch, id)
	return nil
}

// Block stops the bot; it gets my_chat_member and 403 from then on.
func (p *Person) Block() { p.setBlocked(true) }

// Unblock lets the bot write again.
func (p *Person) Unblock() { p.setBlocked(false) }

func (p *Person) setBlocked(blocked bool) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.st.Users[p.id]
	if u.Blocked == blocked || u.Deleted {
		return
	}
	u.Blocked = blocked
	before, after := &member{Status: "kicked"}, &member{Status: "member"}
	if blocked {
		before, after = after, before
	}
	ch := s.st.Chats[p.id]
	s.enqueue("my_chat_member", MemberUpdated{
		Chat: ch.Chat, From: u.User, Date: s.clock.Now().Unix(),
		Old: s.memberOf(ch, s.bot.ID, before), New: s.memberOf(ch, s.bot.ID, after),
	})
	s.publish(Event{Kind: EventChat, Chat: p.id})
}

// Delete deletes the account: the bot is not told and gets 403.
func (p *Person) Delete() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.st.Users[p.id].Deleted = true
	p.s.publish(Event{Kind: EventChat, Chat: p.id})
}
