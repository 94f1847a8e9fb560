package sandbox

import (
	"slices"
)

// ChatView is a row of a person's list of chats.
type ChatView struct {
	Chat
	Unread  int            `json:"unread"`
	Last    *View          `json:"last,omitempty"`
	Topics  map[int]string `json:"topics,omitempty"`
	Blocked bool           `json:"blocked,omitempty"` // by its owner
	Started bool           `json:"started,omitempty"`
	Pinned  *View          `json:"pinned,omitempty"`
}

// Chats lists what a person finds on their phone, latest first.
func (s *Server) Chats(viewer int64) []ChatView {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []ChatView
	for _, ch := range s.st.Chats {
		if !ch.visibleTo(viewer) || ch.MigratedTo != 0 {
			continue
		}
		v := ChatView{Chat: ch.Chat, Unread: ch.Unread[viewer]}
		if r := ch.find(ch.pinned()); r != nil {
			v.Pinned = r.view()
		}
		if n := len(ch.Messages); n > 0 {
			v.Last = ch.Messages[n-1].view()
		}
		if u := s.st.Users[ch.ID]; u != nil {
			v.Blocked, v.Started = u.Blocked, u.Started
		}
		for id, t := range ch.Topics {
			if v.Topics == nil {
				v.Topics = map[int]string{}
			}
			v.Topics[id] = t.Name
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b ChatView) int {
		if a.Last != nil && b.Last != nil && !a.Last.At.Equal(b.Last.At) {
			return b.Last.At.Compare(a.Last.At)
		}
		return int(b.ID - a.ID)
	})
	return out
}

func (ch *chat) visibleTo(viewer int64) bool {
	return ch.ID == viewer || ch.Members[viewer].in()
}

// Messages is a chat as a viewer sees it, oldest first; viewer 0 sees all.
// Nothing is returned of a chat the viewer is not in.
func (s *Server) Messages(chatID, viewer int64) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.st.Chats[chatID]
	if ch == nil || viewer != 0 && !ch.visibleTo(viewer) {
		return nil
	}
	out := make([]View, 0, len(ch.Messages))
	for _, r := range ch.Messages {
		out = append(out, *r.view())
	}
	return out
}

// Last is the newest message of a chat.
func (s *Server) Last(chatID int64) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.st.Chats[chatID]
	if ch == nil || len(ch.Messages) == 0 {
		return View{}, false
	}
	return *ch.Messages[len(ch.Messages)-1].view(), true
}

// Unread is the number of messages a person has not read in a chat.
func (s *Server) Unread(chatID, viewer int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.st.Chats[chatID]; ch != nil {
		return ch.Unread[viewer]
	}
	return 0
}

// Users lists everybody, by id.
func (s *Server) Users() []User {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]User, 0, len(s.st.Users))
	for _, u := range s.st.Users {
		out = append(out, u.User)
	}
	slices.SortFunc(out, func(a, b User) int { return int(a.ID - b.ID) })
	return out
}

// File is what was sent under a file id: its name, media type and bytes,
// which must not be changed.
func (s *Server) File(id string) (name, mediaType string, data []byte, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.st.Files[id]
	if f == nil {
		return "", "", nil, false
	}
	return f.Name, f.Mime, f.Data, true
}
