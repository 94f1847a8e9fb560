package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Group is a group or supergroup that virtual people are in.
type Group struct {
	s  *Server
	id int64
}

// Kinds of groups for AddGroup.
const (
	BasicGroup = "group"
	Supergroup = "supergroup"
)

// AddGroup makes a group owned by the given person, without the bot. Topics
// make it a forum, which only a supergroup can be: it has the general topic
// and one for each name.
func (s *Server) AddGroup(title, kind string, owner *Person, topics ...string) (*Group, error) {
	if kind != BasicGroup && kind != Supergroup {
		return nil, fmt.Errorf("add a group: unknown kind %q", kind)
	}
	if len(topics) > 0 && kind != Supergroup {
		return nil, errors.New("add a group: only a supergroup has topics")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.st.NextID++
	ch := &chat{
		Chat:    Chat{ID: -4_000_000_000 - s.st.NextID, Type: kind, Title: title, IsForum: len(topics) > 0},
		Members: map[int64]*member{owner.id: {Status: "creator"}},
		Topics:  map[int]*topic{},
	}
	if kind == Supergroup {
		ch.ID = supergroupID(s.st.NextID)
	}
	s.st.Chats[ch.ID] = ch
	by := s.userByID(owner.id)
	if ch.IsForum {
		ch.Topics[generalTopic] = &topic{Name: "General"}
	}
	s.service(ch, &by, Message{GroupCreated: kind == BasicGroup, SupergroupCreated: kind == Supergroup})
	for _, name := range topics {
		s.openTopic(ch, &by, name)
	}
	s.publish(Event{Kind: EventChat, Chat: ch.ID})
	return &Group{s: s, id: ch.ID}, nil
}

func supergroupID(n int64) int64 { return -1_002_000_000_000 - n }

// Group finds a group by id, also after a Load; nil if there is none.
func (s *Server) Group(id int64) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.st.Chats[id]; ch == nil || ch.private() {
		return nil
	}
	return &Group{s: s, id: id}
}

// ID is the chat's id; Migrate changes it.
func (g *Group) ID() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.id
}

// Topic is the id of the topic with this name, 0 if there is none.
func (g *Group) Topic(name string) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for id, t := range g.s.st.Chats[g.id].Topics {
		if t.Name == name {
			return id
		}
	}
	return 0
}

// CloseTopic closes or reopens a topic.
func (g *Group) CloseTopic(by *Person, id int, closed bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	u := g.s.userByID(by.id)
	if ch := g.s.st.Chats[g.id]; ch.Topics[id] != nil {
		g.s.closeTopic(ch, &u, id, closed)
	}
}

// Add puts people into the group.
func (g *Group) Add(by *Person, people ...*Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	adder := g.s.userByID(by.id)
	for _, p := range people {
		g.s.join(g.s.st.Chats[g.id], p.id, adder)
	}
}

// AddBot puts the bot into the group: it gets my_chat_member.
func (g *Group) AddBot(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.join(g.s.st.Chats[g.id], g.s.bot.ID, g.s.userByID(by.id))
}

// KickBot throws the bot out.
func (g *Group) KickBot(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.setMember(g.s.st.Chats[g.id], g.s.bot.ID, "kicked", g.s.userByID(by.id))
}

// PromoteBot makes the bot an administrator, which ends its privacy mode.
func (g *Group) PromoteBot(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.setMember(g.s.st.Chats[g.id], g.s.bot.ID, "administrator", g.s.userByID(by.id))
}

// Promote makes a person an administrator, anonymous if wished.
func (g *Group) Promote(by, p *Person, anonymous bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch := g.s.st.Chats[g.id]
	g.s.setMember(ch, p.id, "administrator", g.s.userByID(by.id))
	ch.Members[p.id].Anonymous = anonymous
}

// Right is something that a group may forbid its members.
type Right string

// The rights that can be taken; the values are Telegram's, after "can_".
const (
	SendText      Right = "send_messages"
	SendPhotos    Right = "send_photos"
	SendDocuments Right = "send_documents"
	PinMessages   Right = "pin_messages"
)

// Forbid says what members, the bot among them, may not do from now on;
// administrators always may. Without rights everything is allowed again. At first all is,
// but that in a public group only administrators pin.
func (g *Group) Forbid(rights ...Right) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.st.Chats[g.id].Forbidden = rights
	g.s.publish(Event{Kind: EventChat, Chat: g.id})
}

// allows reports whether the bot may do something in the chat.
func (s *Server) allows(ch *chat, r Right) bool {
	return ch.private() || ch.Members[s.bot.ID].admin() || ch.lets(r)
}

// lets reports whether members may do something.
func (ch *chat) lets(r Right) bool {
	return !slices.Contains(ch.Forbidden, r) && (r != PinMessages || ch.Username == "")
}

// mayPut checks that the bot may send such a message.
func (s *Server) mayPut(ch *chat, m *Message) error {
	switch {
	case m.Photo != nil && !s.allows(ch, SendPhotos):
		return badRequest("not enough rights to send photos to the chat")
	case m.Document != nil && !s.allows(ch, SendDocuments):
		return badRequest("not enough rights to send documents to the chat")
	case !m.media() && !s.allows(ch, SendText):
		return badRequest("not enough rights to send text messages to the chat")
	}
	return nil
}

// Migrate upgrades a basic group to a supergroup with a new id. The bot gets
// the two service messages, and 400 with migrate_to_chat_id from the old id.
func (g *Group) Migrate(by *Person) (int64, error) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.st.Chats[g.id]
	if old.Type != BasicGroup || old.MigratedTo != 0 {
		return 0, fmt.Errorf("migrate: %d is no basic group", g.id)
	}
	s.st.NextID++
	ch := &chat{
		Chat:    Chat{ID: supergroupID(s.st.NextID), Type: Supergroup, Title: old.Title},
		Members: old.Members, Topics: map[int]*topic{},
	}
	s.st.Chats[ch.ID] = ch
	u := s.userByID(by.id)
	old.MigratedTo = ch.ID
	s.service(old, &u, Message{MigrateTo: ch.ID})
	s.service(ch, &u, Message{MigrateFrom: old.ID})
	g.id = ch.ID
	s.publish(Event{Kind: EventChat, Chat: ch.ID})
	return ch.ID, nil
}

func (s *Server) join(ch *chat, id int64, by User) {
	if ch.Members[id].in() {
		return
	}
	s.setMember(ch, id, "member", by)
	s.service(ch, &by, Message{NewChatMembers: []User{s.userByID(id)}})
}

// setMember changes somebody's standing and tells the bot what it may know.
func (s *Server) setMember(ch *chat, id int64, status string, by User) {
	before := ch.Members[id]
	if before == nil {
		before = &member{Status: "left"}
	}
	after := &member{Status: status}
	ch.Members[id] = after
	kind := "chat_member"
	if id == s.bot.ID {
		kind = "my_chat_member"
	}
	if kind == "my_chat_member" || ch.Members[s.bot.ID].admin() {
		s.see(by.ID)
		s.enqueue(kind, MemberUpdated{
			Chat: ch.Chat, From: by, Date: s.clock.Now().Unix(),
			Old: s.memberOf(ch, id, before), New: s.memberOf(ch, id, after),
		})
	}
	s.publish(Event{Kind: EventChat, Chat: ch.ID, User: id})
}

// service puts a service message into a chat. Its maker is told by the
// method's result, not by an update.
func (s *Server) service(ch *chat, by *User, m Message) *record {
	from := *by
	m.From = &from
	r := &record{Message: m, FromBot: by.ID == s.bot.ID}
	if m.TopicCreated != nil && ch.Type == Supergroup {
		r.ThreadID = ch.LastID + 1 // a topic has its first message's id
	}
	s.place(ch, r)
	if !r.FromBot {
		s.toBot(ch, r, "message")
	}
	return r
}

// toBot gives the bot a message that it may see.
func (s *Server) toBot(ch *chat, r *record, kind string) {
	if !ch.private() && !(ch.Members[s.bot.ID].in() && s.sees(ch, r)) {
		return
	}
	if r.From != nil {
		s.see(r.From.ID)
	}
	s.enqueue(kind, &r.Message)
}

func (s *Server) see(id int64) {
	if u := s.st.Users[id]; u != nil {
		u.Seen = true
	}
}

// sees is privacy mode: a bot that is no administrator gets service messages,
// commands that are not for another bot, replies to it and mentions of it
// (https://core.telegram.org/bots/features#privacy-mode).
func (s *Server) sees(ch *chat, r *record) bool {
	if s.noPrivacy || ch.Members[s.bot.ID].admin() || r.serviceMessage() {
		return true
	}
	if r.ReplyTo != nil && r.ReplyTo.From != nil && r.ReplyTo.From.ID == s.bot.ID {
		return true
	}
	text, es := r.Text, r.Entities
	if text == "" {
		text, es = r.Caption, r.CaptionEntities
	}
	for _, e := range es {
		word := text[byteOffset(text, e.Offset):byteOffset(text, e.Offset+e.Length)]
		_, name, at := strings.Cut(word, "@")
		mine := strings.EqualFold(name, s.bot.Username)
		switch e.Type {
		case "bot_command":
			if e.Offset == 0 && (!at || mine) {
				return true
			}
		case "mention":
			if mine {
				return true
			}
		}
	}
	return false
}

func (s *Server) countUnread(ch *chat, r *record) {
	if ch.Unread == nil {
		ch.Unread = map[int64]int{}
	}
	if ch.private() {
		if r.FromBot {
			ch.Unread[ch.ID]++
		}
		return
	}
	for id, m := range ch.Members {
		if m.in() && id != s.bot.ID && (r.From == nil || r.From.ID != id) {
			ch.Unread[id]++
		}
	}
}
