package reports

import (
	"math"
	"time"
)

// Facts are a unit's facts of some time. Every figure is the list of the
// reports it counts.
type Facts struct {
	Unit     string
	Expected []Key         // due by now, or submitted; what is excused is not owed
	OnTime   []Key         // first submitted by the deadline
	Late     []Key         // first submitted after it
	Missing  []Key         // due and not in: never submitted, or sent back and not corrected in time
	Returned []Key         // sent back at least once
	Excused  []Key         // let off by the office, with a reason
	Damaged  []Key         // came, and cannot be read: for nobody, and against nobody
	LateBy   time.Duration // of all late ones together
}

// LateHours returns by how many whole hours the late ones were late in all:
// rounded down, as [SpanText] tells people.
func (f Facts) LateHours() int { return int(f.LateBy / time.Hour) }

// Assess counts what units owed, by unit, in the order in which they first appear
// in owed. What is not due is left out, a correction that is not included. What was
// promised, how often somebody was reminded, what was corrected and which problems
// were raised never counts.
func Assess(owed []Owed) []Facts {
	index := map[string]int{}
	var out []Facts
	for _, o := range owed {
		if !o.Counts() {
			continue
		}
		i, ok := index[o.Unit]
		if !ok {
			i = len(out)
			index[o.Unit] = i
			out = append(out, Facts{Unit: o.Unit})
		}
		out[i].count(o)
	}
	return out
}

// None reports whether there is nothing to tell.
func (f Facts) None() bool { return len(f.Expected) == 0 && len(f.Excused) == 0 }

func (f *Facts) count(o Owed) {
	if o.Stand != Excused {
		f.Expected = append(f.Expected, o.Key)
	}
	if o.Returns > 0 {
		f.Returned = append(f.Returned, o.Key)
	}
	switch o.Stand {
	case Excused:
		f.Excused = append(f.Excused, o.Key)
	case Damaged:
		f.Damaged = append(f.Damaged, o.Key)
	case Missing, SentBack:
		f.Missing = append(f.Missing, o.Key)
	case Late:
		f.Late = append(f.Late, o.Key)
		f.LateBy += o.LateBy
	default:
		f.OnTime = append(f.OnTime, o.Key)
	}
}

// Quarter returns the quarter of a period's id: 2026-12-15 falls into 2026-Q4.
func Quarter(period string) string {
	if len(period) < 7 {
		return period
	}
	month := int(period[5]-'0')*10 + int(period[6]-'0')
	return period[:5] + "Q" + string(rune('1'+(month-1)/3))
}

// Year returns the year of a period's id.
func Year(period string) string {
	if len(period) < 4 {
		return period
	}
	return period[:4]
}

// Weights are what the assessment's rules (考核办法) make of the facts. There
// is no score before there are rules.
type Weights struct {
	V        int       `json:"v"`
	Full     float64   `json:"full"`     // points where nothing is taken off
	Late     float64   `json:"late"`     // points off for each late report
	Missing  float64   `json:"missing"`  // points off for each report not submitted
	Returned float64   `json:"returned"` // points off for each report sent back
	Basis    string    `json:"basis"`    // the rules' name or number
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	SecondBy string    `json:"secondBy,omitempty"` // somebody else, who confirmed them
	SecondAt time.Time `json:"secondAt,omitzero"`
}

// InForce reports whether the weights name their rules and were confirmed by a
// second person: nobody scores alone.
func (w Weights) InForce() bool { return w.Basis != "" && w.SecondBy != "" && w.SecondBy != w.By }

// Score returns the points that the facts make, from 0 to w.Full and rounded to
// a tenth: the full mark, less what is taken off for each report, and nothing
// besides. ok is false where the weights are not in force or nothing was owed.
func (w Weights) Score(f Facts) (points float64, ok bool) {
	n := len(f.OnTime) + len(f.Late) + len(f.Missing)
	if !w.InForce() || n == 0 {
		return 0, false
	}
	points = w.Full -
		w.Late*float64(len(f.Late)) - w.Missing*float64(len(f.Missing)) - w.Returned*float64(len(f.Returned))
	return math.Round(min(max(points, 0), w.Full)*10) / 10, true
}
