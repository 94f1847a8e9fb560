package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"liubao/internal/app/stage"
	"liubao/sandbox"
)

// hub hands what happens on the stage to every open page.
type hub struct {
	mu    sync.Mutex
	pages map[chan []byte]struct{}
	end   func() // ends the goroutine that follows the stage
}

// pageEvent is one line of the stream. A page that has missed some asks for
// everything anew, so nothing is repeated.
type pageEvent struct {
	Type  string         `json:"type"` // hello, sandbox, clock, changed, reset, act
	Event *sandbox.Event `json:"event,omitempty"`
	Now   *time.Time     `json:"now,omitempty"`
	Act   *actEvent      `json:"act,omitempty"`
}

// actEvent tells that an act begins or ends.
type actEvent struct {
	Act     int     `json:"act"`
	Title   string  `json:"title"`
	Note    string  `json:"note,omitempty"`
	Cast    []int64 `json:"cast,omitempty"`
	Running bool    `json:"running"`
}

const (
	// pageBacklog is how many events a page may be behind before it is cut
	// off; it connects again by itself and asks for everything.
	pageBacklog = 1024
	// clockEvery is how often, in real time, pages are told of a moving clock.
	clockEvery = 120 * time.Millisecond
	// aliveEvery keeps a quiet stream from being taken for a dead one.
	aliveEvery = 15 * time.Second
)

func newHub() *hub { return &hub{pages: map[chan []byte]struct{}{}} }

func (h *hub) changed()       { h.tell(pageEvent{Type: "changed"}) }
func (h *hub) reset()         { h.tell(pageEvent{Type: "reset"}) }
func (h *hub) act(a actEvent) { h.tell(pageEvent{Type: "act", Act: &a}) }

func (h *hub) tell(e pageEvent) {
	b, err := json.Marshal(e)
	if err != nil {
		return // an event holds nothing that cannot be marshalled
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.pages {
		select {
		case c <- b:
		default:
			delete(h.pages, c)
			close(c)
		}
	}
}

func (h *hub) join() chan []byte {
	c := make(chan []byte, pageBacklog)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pages[c] = struct{}{}
	return c
}

func (h *hub) leave(c chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.pages[c]; ok {
		delete(h.pages, c)
		close(c)
	}
}

// follow turns to another stage; nil to none.
func (h *hub) follow(stage *stage.Stage) {
	if h.end != nil {
		h.end()
		h.end = nil
	}
	if stage == nil {
		return
	}
	sub, done, over := stage.Sandbox.Subscribe(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		defer sub.Close()
		h.pump(stage, sub, done)
	}()
	h.end = func() { close(done); <-over }
}

func (h *hub) pump(stage *stage.Stage, sub *sandbox.Subscription, done chan struct{}) {
	t := time.NewTicker(clockEvery)
	defer t.Stop()
	var last time.Time
	for {
		select {
		case <-done:
			return
		case <-sub.Ready():
			for e, ok := sub.Try(); ok; e, ok = sub.Try() {
				h.tell(pageEvent{Type: "sandbox", Event: &e})
			}
		case <-t.C:
		}
		if now := stage.Clock.Now(); !now.Equal(last) {
			last = now
			h.tell(pageEvent{Type: "clock", Now: &now})
		}
	}
}

// close ends every stream.
func (h *hub) close() error {
	h.follow(nil)
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.pages {
		delete(h.pages, c)
		close(c)
	}
	return nil
}

// events streams what happens to a page.
func (p *page) events(rw http.ResponseWriter, r *http.Request) {
	c := p.show.hub.join()
	defer p.show.hub.leave(c)
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	rc := http.NewResponseController(rw)
	write := func(line string) bool {
		_ = rc.SetWriteDeadline(time.Now().Add(10 * time.Second))
		_, err := fmt.Fprint(rw, line)
		return err == nil && rc.Flush() == nil
	}
	if !write("retry: 500\ndata: {\"type\":\"hello\"}\n\n") {
		return
	}
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-p.show.ctx.Done():
			return
		case <-alive.C:
			if !write(": \n\n") {
				return
			}
		case b, ok := <-c:
			if !ok || !write("data: "+string(b)+"\n\n") {
				return
			}
		}
	}
}
