package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// Limits of getUpdates. The longest poll is that of the published server.
const (
	maxPoll      = 50 * time.Second
	updateExpiry = 24 * time.Hour
)

// errGone: the client of a poll went away and nobody is left to answer.
var errGone = errors.New("client gone")

type queued struct {
	ID   int64           `json:"id"`
	Kind string          `json:"kind"`
	At   time.Time       `json:"at"`
	Body json.RawMessage `json:"body"`
}

// poller is a parked getUpdates.
type poller struct {
	conflict chan struct{}
	why      string
}

const (
	conflictPoll    = "terminated by other getUpdates request; make sure that only one bot instance is running"
	conflictSetHook = "terminated by setWebhook request"
	conflictWebhook = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

// notByDefault are the kinds a bot must ask for by name.
var notByDefault = []string{"chat_member"}

func (s *Server) allowed(kind string) bool {
	if len(s.st.Allowed) == 0 {
		return !slices.Contains(notByDefault, kind)
	}
	return slices.Contains(s.st.Allowed, kind)
}

// enqueue gives the bot an update of a kind it wants. The caller holds mu.
func (s *Server) enqueue(kind string, payload any) {
	if !s.allowed(kind) {
		return
	}
	s.queue(kind, payload)
}

// queue gives the bot an update whether it wants it or not.
func (s *Server) queue(kind string, payload any) {
	id := s.st.NextUpdate
	s.st.NextUpdate++
	body := encode(map[string]any{"update_id": id, kind: payload})
	s.st.Updates = append(s.st.Updates, queued{ID: id, Kind: kind, At: s.clock.Now(), Body: body})
	s.wake()
}

// InjectUpdate queues an update of this kind with the given JSON as its
// payload, which need not be what the API promises: a message whose id is a
// word, say. The JSON itself must be well formed.
func (s *Server) InjectUpdate(kind, payload string) error {
	if !json.Valid([]byte(payload)) {
		return errors.New("inject an update: not JSON")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue(kind, json.RawMessage(payload))
	return nil
}

// JumpUpdateID makes the next update's id a random one, possibly smaller, as
// the API says happens after a week without updates.
func (s *Server) JumpUpdateID() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.st.NextUpdate = 1 + s.rnd.Int64N(900_000_000)
	return s.st.NextUpdate
}

// wake lets parked polls, webhook senders and waiters look again.
func (s *Server) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Pending is the number of updates the bot has not yet confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(s.clock.Now())
	return len(s.st.Updates)
}

// Polling says whether a getUpdates is parked, waiting for an update.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll != nil
}

// WaitIdle returns when the bot has confirmed every update and a getUpdates is
// parked: then nothing that people did is on its way to it. Its error is
// ctx's.
func (s *Server) WaitIdle(ctx context.Context) error {
	for {
		s.mu.Lock()
		idle, changed := s.poll != nil && len(s.st.Updates) == 0, s.changed
		s.mu.Unlock()
		if idle {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Server) expire(now time.Time) {
	n := 0
	for n < len(s.st.Updates) && now.Sub(s.st.Updates[n].At) >= updateExpiry {
		n++
	}
	s.st.Updates = s.st.Updates[n:]
}

func (s *Server) getUpdates(c *call) (any, error) {
	if s.st.Webhook.URL != "" {
		return nil, conflict(conflictWebhook)
	}
	if err := s.setAllowed(c); err != nil {
		return nil, err
	}
	limit := int(c.clamped("limit", 100, 1, 100))
	timeout := min(time.Duration(c.clamped("timeout", 0, 0, 3600))*time.Second, maxPoll)
	s.expire(s.clock.Now())
	s.confirm(c.int("offset"))
	if s.poll != nil {
		s.endPoll(conflictPoll)
	}
	if len(s.st.Updates) == 0 && timeout > 0 {
		if err := s.park(c, timeout); err != nil {
			return nil, err
		}
	}
	batch := make([]json.RawMessage, 0, min(limit, len(s.st.Updates)))
	for _, up := range s.st.Updates[:cap(batch)] {
		batch = append(batch, up.Body)
	}
	return batch, nil
}

// confirm drops what the offset confirms: all before it or, when it is
// negative, all but the last -offset.
func (s *Server) confirm(offset int64) {
	ups := s.st.Updates
	if offset < 0 {
		s.st.Updates = ups[max(0, len(ups)-int(-offset)):]
	}
	if offset <= 0 {
		return
	}
	n := 0
	for n < len(ups) && confirmed(ups[n].ID, offset, s.st.NextUpdate) {
		n++
	}
	if n > 0 {
		s.st.Updates = ups[n:]
		s.wake()
	}
}

// confirmed: after a jump of the ids an offset from before it is larger than
// everything queued and, as on the real server, asks from the queue's head.
func confirmed(id, offset, next int64) bool { return id < offset && offset <= next }

// park waits, with mu released, until there is an update, the time is over,
// another poll comes or the client leaves.
func (s *Server) park(c *call, timeout time.Duration) error {
	p := &poller{conflict: make(chan struct{})}
	s.poll = p
	over := s.clock.After(timeout)
	defer func() {
		if s.poll == p {
			s.poll = nil
		}
	}()
	s.wake() // whoever waits for the bot to be idle
	for {
		changed := s.changed
		s.mu.Unlock()
		var err error
		done := false
		select {
		case <-changed:
		case <-over:
			done = true
		case <-p.conflict:
			err = conflict(p.why)
		case <-c.gone:
			err = errGone
		}
		s.mu.Lock()
		if p.why != "" { // it may have come together with something else
			err = conflict(p.why)
		}
		if err != nil || done || len(s.st.Updates) > 0 {
			return err
		}
	}
}

// endPoll sends the parked poll away.
func (s *Server) endPoll(why string) {
	if s.poll == nil {
		return
	}
	s.poll.why = why
	close(s.poll.conflict)
	s.poll = nil
}

func (s *Server) setAllowed(c *call) error {
	raw := c.str("allowed_updates")
	if raw == "" {
		return nil
	}
	var kinds []string
	if err := json.Unmarshal([]byte(raw), &kinds); err != nil {
		return badRequest("can't parse allowed updates JSON object")
	}
	s.st.Allowed = kinds
	return nil
}
