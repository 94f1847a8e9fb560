package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// FaultKind is a way in which Telegram or the line to it fails.
type FaultKind string

// The kinds of faults.
const (
	FaultLatency FaultKind = "latency" // the answer comes Delay later
	FaultDrop    FaultKind = "drop"    // the connection breaks without an answer
	FaultStatus  FaultKind = "status"  // an error of code Status, 502 by default, as JSON
	FaultHTML    FaultKind = "html"    // a proxy's HTML page with Status, 502 by default
	FaultTooMany FaultKind = "429"     // Too Many Requests with RetryAfter, 1 by default
	FaultGarbage FaultKind = "garbage" // code 200 and bytes that are no JSON
)

// Fault is a failure that is switched on.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// After lets the request take effect first: a message is sent, and the
	// bot does not learn of it.
	After bool `json:"after,omitempty"`
	// Methods are those it applies to ("download" for files); none means all.
	Methods []string `json:"methods,omitempty"`
	// Count is how many requests it hits; 0 means until it is cleared.
	Count int `json:"count,omitempty"`
	// Skip lets this many matching requests pass first.
	Skip       int           `json:"skip,omitempty"`
	Delay      time.Duration `json:"delay,omitempty"`
	Status     int           `json:"status,omitempty"`
	RetryAfter int           `json:"retry_after,omitempty"` // seconds
}

// The faults that were seen to lose reminders, by what a bot sees of them.

// ProxyPage is a proxy that answers everything itself, with code 200 and a
// page: nothing arrives.
func ProxyPage() Fault { return Fault{Kind: FaultHTML, Status: http.StatusOK} }

// SilentSends leaves every message without an answer for 80 seconds, after
// which the connection breaks. Whether it arrived is what arrives says; the
// bot cannot know.
func SilentSends(arrives bool) Fault {
	return Fault{Kind: FaultDrop, After: arrives, Delay: 80 * time.Second, Methods: []string{
		"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "editMessageText", "editMessageMedia",
	}}
}

// SlowMenus takes 15 seconds over every command menu.
func SlowMenus() Fault {
	return Fault{Kind: FaultLatency, Delay: 15 * time.Second, Methods: []string{"setMyCommands"}}
}

// Inject switches a fault on; the returned function switches it off. Faults
// are tried in the order they were injected and one at a time.
func (s *Server) Inject(f Fault) (clear func()) {
	p := &f
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, p)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.faults = slices.DeleteFunc(s.faults, func(x *Fault) bool { return x == p })
	}
}

// ClearFaults switches all faults off.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Faults lists what is switched on.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Fault, 0, len(s.faults))
	for _, f := range s.faults {
		out = append(out, *f)
	}
	return out
}

// takeFault finds the fault that hits a request to this method, if any.
func (s *Server) takeFault(method string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !f.matches(method) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		hit := *f
		if f.Count == 1 {
			s.faults = slices.Delete(s.faults, i, i+1)
		} else if f.Count > 1 {
			f.Count--
		}
		return &hit
	}
	return nil
}

func (f *Fault) matches(method string) bool {
	return len(f.Methods) == 0 || slices.ContainsFunc(f.Methods, func(m string) bool { return strings.EqualFold(m, method) })
}

// before applies a fault that keeps the request from having its effect.
func (f *Fault) before(s *Server, r *http.Request) (a reply, hit bool) {
	if f == nil || f.After {
		return reply{}, false
	}
	return f.apply(s, r)
}

// after applies a fault once the request has had its effect.
func (f *Fault) after(s *Server, r *http.Request) (a reply, hit bool) {
	if f == nil || !f.After {
		return reply{}, false
	}
	return f.apply(s, r)
}

func (f *Fault) apply(s *Server, r *http.Request) (a reply, hit bool) {
	if f.Delay > 0 {
		select {
		case <-s.clock.After(f.Delay):
		case <-r.Context().Done():
		}
	}
	status := f.Status
	if status == 0 {
		status = http.StatusBadGateway
	}
	if f.Kind != FaultLatency && f.Kind != FaultDrop && !f.After {
		_, _ = io.Copy(io.Discard, r.Body) // so that the client reads the answer
	}
	switch f.Kind {
	case FaultLatency:
		return reply{}, false
	case FaultDrop:
		return reply{broken: true}, true
	case FaultStatus:
		return errorReply(&apiError{Code: status, Description: http.StatusText(status)}), true
	case FaultTooMany:
		return errorReply(tooMany(max(1, f.RetryAfter))), true
	case FaultHTML:
		return reply{status: status, contentType: "text/html", body: fmt.Appendf(nil,
			"<html><head><title>%d %s</title></head><body><h1>nginx</h1></body></html>", status, http.StatusText(status))}, true
	case FaultGarbage:
		return reply{status: http.StatusOK, body: []byte("\x1f\x8b\x00{\"ok\":tru")}, true
	}
	return reply{status: http.StatusOK}, true
}
