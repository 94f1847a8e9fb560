package reports

import (
	"slices"
	"time"
)

// Stand is where a report that is owed stands at a moment. Every screen and
// paper says it with the same word, [Stand.Label].
type Stand string

// Where a report stands. Returned is not reported, excused is neither owed nor
// missing, nobody is missing whose time is not over, and what came and cannot be read
// is counted with neither those that are in nor those that are not.
const (
	NotDue   Stand = "notdue"   // not in, and its time is not over
	Missing  Stand = "missing"  // not in, and its time is over
	OnTime   Stand = "ontime"   // in, and was first in by its deadline
	Late     Stand = "late"     // in, and was first in after it
	SentBack Stand = "sentback" // was in, and the office waits for a correction
	Excused  Stand = "excused"  // let off by the office, with a reason
	Damaged  Stand = "damaged"  // was in, and its row cannot be read
)

// Label returns the word that chat, papers and pictures show.
func (s Stand) Label() string {
	switch s {
	case NotDue:
		return "未到期"
	case Missing:
		return "未报"
	case OnTime:
		return "按时"
	case Late:
		return "迟报"
	case SentBack:
		return "已退回"
	case Excused:
		return "免报"
	case Damaged:
		return Unreadable.Label()
	}
	return ""
}

// Reported reports whether the report is in.
func (s Stand) Reported() bool { return s == OnTime || s == Late }

// Owed is one report that somebody owes, and where it stands at a moment: what
// screens and papers show and count, and nothing they have to decide. Package
// standing makes it of what is stored.
type Owed struct {
	Key      Key
	Unit     string
	Stand    Stand
	Overdue  bool      // it, or the correction asked for, is owed and its time is over
	Due      time.Time // of the correction where it was sent back, else its own: extended, or the period's; of what is in, as it was then
	FirstAt  time.Time // when its first version came, zero for never
	LateBy   time.Duration
	Unsigned bool        // in, and waits for the head of the unit
	Reminded int         // messages about this report before it came in
	Returns  int         // how often the office sent it back
	Tasks    []TaskBrief // what it says of its tasks, while it counts as reported
}

// Counts reports whether it counts in facts: its time is over, or it is in, or let
// off. A correction whose time is not over is as open as what was never due.
func (o Owed) Counts() bool { return o.Stand != NotDue && (o.Stand != SentBack || o.Overdue) }

// Nags returns how often the unit was reminded of a report that it owed all the
// same: every reminder but the first, and none of a report that came in time.
func (o Owed) Nags() int {
	if o.Stand == OnTime || o.Stand == Excused || o.Stand == Damaged {
		return 0
	}
	return max(0, o.Reminded-1)
}

// Counts is how many reports stand where.
type Counts struct {
	Owed     int // all but those let off
	OnTime   int
	Late     int
	Missing  int
	NotDue   int
	SentBack int
	Excused  int
	Damaged  int // came, and cannot be read
	Overdue  int // missing, or a correction that is
	Tasks    int // that those that are in speak of
	Progress map[Progress]int
}

// Count counts reports.
func Count(all []Owed) Counts {
	c := Counts{Progress: map[Progress]int{}}
	for _, o := range all {
		c.add(o)
	}
	return c
}

func (c *Counts) add(o Owed) {
	if o.Stand != Excused {
		c.Owed++
	}
	switch o.Stand {
	case OnTime:
		c.OnTime++
	case Late:
		c.Late++
	case Missing:
		c.Missing++
	case NotDue:
		c.NotDue++
	case SentBack:
		c.SentBack++
	case Excused:
		c.Excused++
	case Damaged:
		c.Damaged++
	}
	if o.Overdue {
		c.Overdue++
	}
	if !o.Stand.Reported() {
		return
	}
	for _, t := range o.Tasks {
		if t.Progress != "" {
			c.Tasks++
			c.Progress[t.Progress]++
		}
	}
}

// Solve returns the same with each difficulty counted as overcome whose request is
// among the closed ones: it is told where its story is, and is none any more.
func Solve(all []Owed, closed []Request) []Owed {
	if len(closed) == 0 {
		return all
	}
	out := slices.Clone(all)
	for i := range out {
		out[i].Tasks = slices.Clone(out[i].Tasks)
		for j := range out[i].Tasks {
			if t := &out[i].Tasks[j]; t.Progress == Difficulty && Solved(closed, out[i].Key, t.Task) {
				t.Progress = Overcome
			}
		}
	}
	return out
}

// Reported returns how many are in.
func (c Counts) Reported() int { return c.OnTime + c.Late }

// Settled returns how many nothing more is asked of: in, let off, or not to be read.
func (c Counts) Settled() int { return c.Reported() + c.Excused + c.Damaged }

// Open returns how many of those that are owed are not in: all but those that cannot be read.
func (c Counts) Open() int { return c.Owed - c.Reported() - c.Damaged }

// States returns the states that tasks are in, the most telling first. Where
// difficulties are hidden there are none: with one of each a count would name
// it, and a hidden difficulty is no progress; then [Counts.Tasks] says it all.
func (c Counts) States(difficulties bool) []Progress {
	var out []Progress
	for _, p := range []Progress{Moving, Done, Overcome, Difficulty, Same} {
		if difficulties && c.Progress[p] > 0 {
			out = append(out, p)
		}
	}
	return out
}
