package ops

import (
	"encoding/json"
	"net/http"
	"time"
)

// ClockState is how a program stands whose clock somebody moves.
type ClockState struct {
	Now time.Time `json:"now"`
	// Timer is when something next wakes up, and Due when something next falls due;
	// zero where nothing does.
	Timer time.Time `json:"timer,omitzero"`
	Due   time.Time `json:"due,omitzero"`
	// Waiting are the messages to be sent; Soon is whether a job begins within a breath.
	Waiting int  `json:"waiting"`
	Soon    bool `json:"soon"`
}

// serveClock moves the clock forward to the time "to", if there is one, and with
// "rest" waits until nothing more can be done at that moment; with "due" as well it
// says when something next falls due. It is served by a program whose clock stands
// still, and by no other: see [Options.Moved].
func (p *Program) serveClock(w http.ResponseWriter, r *http.Request) {
	if to := r.FormValue("to"); to != "" {
		at, err := time.Parse(time.RFC3339Nano, to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		p.Moved.AdvanceTo(at)
	}
	out := ClockState{Now: p.Moved.Now()}
	if r.FormValue("rest") != "" {
		s := p.service.Load()
		if s == nil {
			http.Error(w, "Telegram has not been reached", http.StatusServiceUnavailable)
			return
		}
		if err := s.Rest(r.Context(), nil); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		out.Timer, _ = p.Moved.NextTimer()
		out.Waiting, out.Soon = s.Stats().Outbox, s.Expectant()
		if r.FormValue("due") != "" {
			out.Due, _ = s.NextMoment(r.Context(), out.Now)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // whoever went away needs no answer
}
