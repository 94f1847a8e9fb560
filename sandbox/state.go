package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// state is all that is kept by Save and brought back by Load.
type state struct {
	Version     int                  `json:"version"`
	NextUpdate  int64                `json:"next_update"`
	NextMessage int                  `json:"next_message"` // private chats and basic groups share the bot's counter
	NextID      int64                `json:"next_id"`      // chats, callbacks, files
	Updates     []queued             `json:"updates"`
	Allowed     []string             `json:"allowed"`
	Users       map[int64]*user      `json:"users"`
	Chats       map[int64]*chat      `json:"chats"`
	Files       map[string]*file     `json:"files"`
	Commands    map[string][]Command `json:"commands"` // by scope and language
	Callbacks   map[string]*callback `json:"callbacks"`
	Webhook     webhook              `json:"webhook"`
}

const stateVersion = 1

type user struct {
	User
	Started bool `json:"started"` // has pressed Start, or written
	Blocked bool `json:"blocked"`
	Deleted bool `json:"deleted"`
	Seen    bool `json:"seen"` // the bot has come across them in a group
}

type chat struct {
	Chat
	Members    map[int64]*member `json:"members,omitempty"`
	Topics     map[int]*topic    `json:"topics,omitempty"`
	Messages   []*record         `json:"messages"`
	LastID     int               `json:"last_id"` // supergroups count on their own
	MigratedTo int64             `json:"migrated_to,omitempty"`
	Pinned     []int             `json:"pinned,omitempty"`
	Forbidden  []Right           `json:"forbidden,omitempty"` // to members who are no administrators
	Unread     map[int64]int     `json:"unread,omitempty"`
	rate       bucket
}

type member struct {
	Status    string `json:"status"`
	Anonymous bool   `json:"anonymous,omitempty"`
}

func (m *member) in() bool { return m != nil && m.Status != "left" && m.Status != "kicked" }
func (m *member) admin() bool {
	return m != nil && (m.Status == "creator" || m.Status == "administrator")
}

type topic struct {
	Name   string `json:"name"`
	Closed bool   `json:"closed"`
}

// record is a message as kept: what the bot sees and what only people see.
type record struct {
	Message
	FromBot bool            `json:"from_bot"`
	Markup  json.RawMessage `json:"other_markup,omitempty"` // force reply
	At      time.Time       `json:"at"`
	Edits   []Edit          `json:"edits,omitempty"`
	Silent  bool            `json:"silent,omitempty"`
	// Reactions stand in the order in which they were set.
	Reactions []Reaction `json:"reactions,omitempty"`
}

// Edit is what a message said before it was edited.
type Edit struct {
	At   time.Time `json:"at"`   // when it was replaced
	Text string    `json:"text"` // or caption
}

func newState() state {
	return state{
		Version:     stateVersion,
		NextMessage: 1,
		NextID:      1,
		Users:       map[int64]*user{},
		Chats:       map[int64]*chat{},
		Files:       map[string]*file{},
		Commands:    map[string][]Command{},
		Callbacks:   map[string]*callback{},
	}
}

// find returns the message with this id, or nil.
func (c *chat) find(id int) *record {
	i, ok := c.index(id)
	if !ok {
		return nil
	}
	return c.Messages[i]
}

func (c *chat) index(id int) (int, bool) {
	return slices.BinarySearchFunc(c.Messages, id, func(r *record, id int) int { return r.MessageID - id })
}

func (c *chat) private() bool { return c.Type == "private" }

// Save writes everything people and bot have done, so that a demo can be
// stopped and taken up again. Faults and findings are not part of it.
func (s *Server) Save(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := json.NewEncoder(w).Encode(&s.st); err != nil {
		return fmt.Errorf("save the sandbox: %w", err)
	}
	return nil
}

// Load replaces the state by what Save wrote. Parked polls stay parked.
func (s *Server) Load(r io.Reader) error {
	st := newState()
	if err := json.NewDecoder(r).Decode(&st); err != nil {
		return fmt.Errorf("load the sandbox: %w", err)
	}
	if st.Version != stateVersion {
		return fmt.Errorf("load the sandbox: version %d is not %d", st.Version, stateVersion)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopHook()
	s.st = st
	if st.Webhook.URL != "" {
		s.startHook()
	}
	s.wake()
	s.publish(Event{Kind: EventReset})
	return nil
}
