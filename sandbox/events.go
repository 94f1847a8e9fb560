package sandbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// EventKind says what happened.
type EventKind string

// The kinds of events.
const (
	EventMessage  EventKind = "message"  // a message came, from anybody
	EventEdit     EventKind = "edit"     // a message has new content or buttons
	EventDelete   EventKind = "delete"   // MessageID is gone
	EventReaction EventKind = "reaction" // a message has other reactions
	EventPin      EventKind = "pin"      // MessageID is pinned now, or 0: nothing is
	EventAnswer   EventKind = "answer"   // a tap by User was answered
	EventAction   EventKind = "action"   // the bot is typing, uploading…: Text says what
	EventCommands EventKind = "commands" // some command menu changed
	EventChat     EventKind = "chat"     // a chat appeared or its members changed
	EventReset    EventKind = "reset"    // everything was replaced by Load
)

// Event is one thing that a screen should show. Seq counts up by one.
type Event struct {
	Seq       int64     `json:"seq"`
	At        time.Time `json:"at"`
	Kind      EventKind `json:"kind"`
	Chat      int64     `json:"chat,omitempty"`
	MessageID int       `json:"message_id,omitempty"`
	User      int64     `json:"user,omitempty"`
	Message   *View     `json:"message,omitempty"`
	Answer    *Answer   `json:"answer,omitempty"`
	Text      string    `json:"text,omitempty"`
}

// View is a message as a person sees it.
type View struct {
	Message
	FromBot bool            `json:"from_bot"`
	At      time.Time       `json:"at"`               // exact
	Edits   []Edit          `json:"edits,omitempty"`  // earlier words, oldest first
	Markup  json.RawMessage `json:"markup,omitempty"` // force reply
	Silent  bool            `json:"silent,omitempty"` // sent without a sound

	Reactions []Reaction `json:"reactions,omitempty"`
}

func (r *record) view() *View {
	return &View{
		Message: r.Message, FromBot: r.FromBot, At: r.At, Markup: r.Markup, Silent: r.Silent,
		Edits:     slices.Clip(r.Edits), // they are only added to
		Reactions: r.Reactions,
	}
}

// Subscription is a stream of events that never drops one: what is not read
// waits in memory. It has no goroutine.
type Subscription struct {
	s     *Server
	queue []Event
	ready chan struct{} // holds one token while the queue is not empty
}

// Subscribe begins a stream of everything that happens from now on.
func (s *Server) Subscribe() *Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := &Subscription{s: s, ready: make(chan struct{}, 1)}
	s.subs[sub] = struct{}{}
	return sub
}

// Next waits for the next event; its error is ctx's.
func (sub *Subscription) Next(ctx context.Context) (Event, error) {
	for {
		if e, ok := sub.Try(); ok {
			return e, nil
		}
		select {
		case <-sub.ready:
		case <-ctx.Done():
			return Event{}, ctx.Err()
		}
	}
}

// Ready receives when there may be an event for Try.
func (sub *Subscription) Ready() <-chan struct{} { return sub.ready }

// Try gives the next event if there is one.
func (sub *Subscription) Try() (Event, bool) {
	sub.s.mu.Lock()
	defer sub.s.mu.Unlock()
	if len(sub.queue) == 0 {
		return Event{}, false
	}
	e := sub.queue[0]
	sub.queue = sub.queue[1:]
	return e, true
}

// Close ends the stream.
func (sub *Subscription) Close() {
	sub.s.mu.Lock()
	defer sub.s.mu.Unlock()
	delete(sub.s.subs, sub)
}

// publish tells every subscriber. The caller holds mu.
func (s *Server) publish(e Event) {
	s.seq++
	e.Seq, e.At = s.seq, s.clock.Now()
	for sub := range s.subs {
		sub.queue = append(sub.queue, e)
		select {
		case sub.ready <- struct{}{}:
		default:
		}
	}
}

func (s *Server) publishMessage(kind EventKind, ch *chat, r *record) {
	s.publish(Event{Kind: kind, Chat: ch.ID, MessageID: r.MessageID, Message: r.view()})
}
