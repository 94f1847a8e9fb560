package form

import (
	"slices"
	"strings"
	"time"

	"liubao/conversations"
	"liubao/reports"
)

// Offer is what was offered and waits in the draft until somebody of the unit
// takes it, part by part or as shown, or puts it aside as a whole.
type Offer struct {
	Piece   string                 `json:"piece"`
	Name    string                 `json:"name,omitempty"`
	File    string                 `json:"file,omitempty"`
	By      string                 `json:"by"`
	At      time.Time              `json:"at"`
	Text    string                 `json:"text,omitempty"`
	Parts   []conversations.Part   `json:"parts"`
	Figures []conversations.Figure `json:"figures,omitempty"`
	Notes   []string               `json:"notes,omitempty"`
	Again   bool                   `json:"again,omitempty"` // another wording of something taken before
	Rev     int                    `json:"rev"`             // the draft's revision when it last changed
}

// maxParts is how many parts one offer shows; what is more is put together.
const maxParts = 30

// spotOffer marks in a cursor that the last words were offered in parts.
const SpotOffer = "offer"

// Fit holds the parts against what this dialog asks for: places it does not
// have count as none, and where it asks one thing alone, all belong to that.
func (d *Form) Fit(parts []conversations.Part) []conversations.Part {
	out := slices.Clone(parts)
	for i, p := range out {
		if _, ok := d.Task(p.Task); !ok {
			out[i].Task = 0
		}
		if _, ok := d.Question(p.Question); !ok || out[i].Task != 0 {
			out[i].Question = ""
		}
		if len(d.Tasks) == 0 && len(d.Questions) == 1 {
			out[i].Question, out[i].Sure = d.Questions[0].ID, true
		}
	}
	if len(out) <= maxParts {
		return out
	}
	return gathered(out)
}

// gathered puts neighbours of one place together, and what is then still too
// much into one last part without a place.
func gathered(parts []conversations.Part) []conversations.Part {
	var out []conversations.Part
	for _, p := range parts {
		if n := len(out); n > 0 && (out[n-1].Task == p.Task && out[n-1].Question == p.Question || n == maxParts) {
			if n == maxParts && (out[n-1].Task != p.Task || out[n-1].Question != p.Question) {
				out[n-1].Task, out[n-1].Question = 0, ""
			}
			out[n-1].Text += "\n" + p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

// Title names the document, or the words that were pasted.
func (o Offer) Title() string {
	if o.Name == "" {
		return textPasted
	}
	return "“" + conversations.Clip(o.Name, 40) + "”"
}

// TookFrom reports whether the draft holds words taken from an offer of the
// message.
func (w *Draft) TookFrom(piece string) bool {
	found := false
	w.EachPiece(func(_ string, p reports.Piece) { found = found || FromOffer(p, piece) })
	return found
}

// FromOffer reports whether a piece was taken from the offer of the message.
func FromOffer(p reports.Piece, piece string) bool { return strings.HasPrefix(p.ID, piece+".") }

// EachPiece visits all words that have a place.
func (w *Draft) EachPiece(visit func(spot string, p reports.Piece)) {
	for i := range w.Entries {
		e := &w.Entries[i]
		for part, ps := range partsOf(e) {
			for _, p := range *ps {
				visit(TaskSpot(e.Task, part), p)
			}
		}
	}
	for _, a := range w.Answers {
		for _, p := range a.Words {
			visit(QuestionSpot(a.Question), p)
		}
	}
}

// Waiting reports whether anything in the draft has no place yet.
func (w *Draft) Waiting() bool { return len(w.Loose)+len(w.Unplaced)+len(w.Offers) > 0 }
