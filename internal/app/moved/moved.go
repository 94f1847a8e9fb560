// Package moved lets somebody outside move the clock of a program whose clock stands
// still: a play of a year is over in minutes, and everything happens at its time.
package moved

import (
	"encoding/json"
	"net/http"
	"time"

	"liubao/internal/app/service"
	"liubao/internal/clock"
)

// State is how a program stands whose clock somebody moves.
type State struct {
	Now time.Time `json:"now"`
	// Timer is when something next wakes up, and Due when something next falls due;
	// zero where nothing does.
	Timer time.Time `json:"timer,omitzero"`
	Due   time.Time `json:"due,omitzero"`
	// Waiting are the messages to be sent; Soon is whether a job begins within a breath.
	Waiting int  `json:"waiting"`
	Soon    bool `json:"soon"`
}

// Serve moves the clock forward to the time "to", if there is one, and with
// "rest" waits until nothing more can be done at that moment; with "due" as well it
// says when something next falls due. Bot is nil until Telegram has been reached.
func Serve(c *clock.Virtual, bot *service.Service, w http.ResponseWriter, r *http.Request) {
	if to := r.FormValue("to"); to != "" {
		at, err := time.Parse(time.RFC3339Nano, to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		c.AdvanceTo(at)
	}
	out := State{Now: c.Now()}
	if r.FormValue("rest") != "" {
		if bot == nil {
			http.Error(w, "Telegram has not been reached", http.StatusServiceUnavailable)
			return
		}
		if err := bot.Rest(r.Context(), nil); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		out.Timer, _ = c.NextTimer()
		out.Waiting, out.Soon = bot.Stats().Outbox, bot.Expectant()
		if r.FormValue("due") != "" {
			out.Due, _ = bot.NextMoment(r.Context(), out.Now)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // whoever went away needs no answer
}
