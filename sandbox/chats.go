package sandbox

import (
	"slices"
	"strconv"
	"strings"
)

// access is what a method wants to do with a chat.
type access int

const (
	toRead access = iota
	toEdit
	toDelete
	toSend
)

// chatFor finds the chat that a call names and checks that the bot may do
// there what it wants to.
func (s *Server) chatFor(c *call, want access) (*chat, error) {
	id := c.str("chat_id")
	if id == "" {
		return nil, badRequest("chat_id is empty")
	}
	ch, err := s.lookup(id)
	if err != nil {
		return nil, err
	}
	if ch.private() {
		return ch, s.privateAccess(ch, want)
	}
	return ch, s.groupAccess(ch, want)
}

// lookup finds a chat by id or @username, as far as the bot knows it.
func (s *Server) lookup(id string) (*chat, error) {
	if name, ok := strings.CutPrefix(id, "@"); ok {
		for _, ch := range s.st.Chats {
			if ch.Type == "supergroup" && strings.EqualFold(ch.Username, name) {
				return ch, nil
			}
		}
		return nil, badRequest("chat not found")
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, badRequest("chat not found")
	}
	if ch := s.st.Chats[n]; ch != nil && s.known(ch) {
		return ch, nil
	}
	return nil, badRequest("chat not found")
}

// known: a bot learns of people by their messages and groups, and of groups
// by having been in them.
func (s *Server) known(ch *chat) bool {
	if ch.private() {
		u := s.st.Users[ch.ID]
		return u.Started || u.Seen
	}
	return ch.Members[s.bot.ID] != nil
}

func (s *Server) privateAccess(ch *chat, want access) error {
	u := s.st.Users[ch.ID]
	switch {
	case want == toRead:
		return nil
	case u.Deleted:
		return forbidden("user is deactivated")
	case !u.Started && want == toSend:
		return forbidden("bot can't initiate conversation with a user")
	case u.Blocked && want != toDelete:
		return forbidden("bot was blocked by the user")
	}
	return nil
}

func (s *Server) groupAccess(ch *chat, want access) error {
	me := ch.Members[s.bot.ID]
	kind := ch.Type + " chat"
	switch {
	case ch.MigratedTo != 0 && (want == toSend || want == toDelete):
		e := badRequest("group chat was upgraded to a supergroup chat").(*apiError) //nolint:errorlint,forcetypeassert // badRequest made it
		e.MigrateTo = ch.MigratedTo
		return e
	case ch.MigratedTo != 0:
		return nil
	case want == toRead && ch.Type == "group":
		return nil // an old group can still be read
	case me.Status == "kicked":
		return forbidden("bot was kicked from the %s", kind)
	case !me.in():
		return forbidden("bot is not a member of the %s", kind)
	}
	return nil
}

// threadFor checks the topic a message is meant for; administrators write
// into closed ones.
func (ch *chat) threadFor(c *call, admin bool) (int, error) {
	id := int(c.int("message_thread_id"))
	if !ch.IsForum {
		if id != 0 && ch.Type == "supergroup" {
			return 0, badRequest("message thread not found")
		}
		return 0, nil // a private chat or basic group passes over it
	}
	t := ch.Topics[id]
	switch {
	case id == generalTopic || id != 0 && t == nil:
		return 0, badRequest("message thread not found")
	case id == 0:
		t = ch.Topics[generalTopic]
	}
	if t != nil && t.Closed && !admin {
		return 0, badRequest("TOPIC_CLOSED")
	}
	return id, nil
}

func (s *Server) getChatMember(c *call) (any, error) {
	ch, err := s.chatFor(c, toRead)
	if err != nil {
		return nil, err
	}
	id := c.int("user_id")
	if id <= 0 {
		return nil, badRequest("invalid user_id specified")
	}
	if ch.private() {
		if id != ch.ID && id != s.bot.ID {
			return nil, badRequest("member not found")
		}
		return s.memberOf(ch, id, &member{Status: "member"}), nil
	}
	m := ch.Members[id]
	if m == nil {
		if s.st.Users[id] == nil {
			return nil, badRequest("PARTICIPANT_ID_INVALID")
		}
		m = &member{Status: "left"}
	}
	return s.memberOf(ch, id, m), nil
}

func (s *Server) leaveChat(c *call) (any, error) {
	ch, err := s.chatFor(c, toRead)
	if err != nil {
		return nil, err
	}
	if ch.private() {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	if !ch.Members[s.bot.ID].in() {
		return nil, forbidden("bot is not a member of the %s chat", ch.Type)
	}
	s.setMember(ch, s.bot.ID, "left", s.bot)
	s.service(ch, &s.bot, Message{LeftChatMember: &s.bot})
	return true, nil
}

// memberOf describes a member; the bot sees the rights of administrators.
func (s *Server) memberOf(ch *chat, id int64, m *member) ChatMember {
	out := ChatMember{Status: m.Status, User: s.userByID(id)}
	yes, no := true, false
	anonymous := m.Anonymous
	switch m.Status {
	case "creator":
		out.IsAnonymous = &anonymous
	case "administrator":
		out.IsAnonymous, out.CanBeEdited = &anonymous, &no
		out.CanManageChat, out.CanDeleteMessages, out.CanRestrictMembers = &yes, &yes, &yes
		out.CanPromoteMembers, out.CanChangeInfo, out.CanInviteUsers = &no, &yes, &yes
		out.CanPinMessages = &yes
		if ch.IsForum {
			out.CanManageTopics = &yes
		}
	case "kicked":
		forever := int64(0)
		out.UntilDate = &forever
	}
	return out
}

func (s *Server) userByID(id int64) User {
	if id == s.bot.ID {
		return s.bot
	}
	if u := s.st.Users[id]; u != nil {
		if u.Deleted {
			return User{ID: id}
		}
		return u.User
	}
	return User{ID: id}
}

func (s *Server) pinChatMessage(c *call) (any, error) {
	ch, r, err := s.pinTarget(c)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, badRequest("message to pin not found")
	}
	if r.serviceMessage() {
		return nil, badRequest("a service message can't be pinned")
	}
	s.pin(ch, append(slices.DeleteFunc(ch.Pinned, func(id int) bool { return id == r.MessageID }), r.MessageID))
	s.service(ch, &s.bot, Message{PinnedMessage: reference(r)})
	return true, nil
}

// pin says which messages of a chat are pinned, the one shown last.
func (s *Server) pin(ch *chat, ids []int) {
	ch.Pinned = ids
	s.publish(Event{Kind: EventPin, Chat: ch.ID, MessageID: ch.pinned()})
}

func (ch *chat) pinned() int {
	if n := len(ch.Pinned); n > 0 {
		return ch.Pinned[n-1]
	}
	return 0
}

func (s *Server) pinTarget(c *call) (*chat, *record, error) {
	ch, err := s.chatFor(c, toSend)
	if err != nil {
		return nil, nil, err
	}
	if !s.allows(ch, PinMessages) {
		return nil, nil, badRequest("not enough rights to manage pinned messages in the chat")
	}
	return ch, ch.find(int(c.int("message_id"))), nil
}
