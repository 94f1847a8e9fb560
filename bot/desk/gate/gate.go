// Package gate is the one gate for everything that goes to somebody who did not ask for
// it: reachable → stand-in → cap → once → quiet hours → audit → enqueue. Nothing else
// counts, marks or waits. What somebody asked for is an answer and does not pass it.
package gate

import (
	"time"

	"liubao/bot"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Weight says how something that nobody asked for counts against a person's cap.
type Weight int

const (
	// HeldBack counts, and is held back once the cap is reached: reminders and nags.
	HeldBack Weight = iota
	// Counted counts and is never held back: a return, a decision, an
	// instruction, a request, the reminder of a deadline's own day.
	Counted
	// Free neither counts nor is held back: serious problems, and what a
	// person's own doing brought about.
	Free
)

// Post is something that goes to a person who did not ask for it. It goes
// out by [Send].
type Post struct {
	To     reports.Person
	Weight Weight
	// Acting: it is for whoever does the person's work. Where a colleague stands
	// in, in the named period, the colleague is told and not the person.
	Acting string
	// Once are the marks under which it stands that the person was told. Where
	// all of them stand already, nothing is sent.
	Once []Mark
	// AnyHour: it comes at night too.
	AnyHour bool
	// PassOn: the person is to show it to others, as a notice, an instruction or a question
	// to their unit, or it is the answer to what they asked for some time ago.
	PassOn bool
	// Log is the row of the audit log; none where What is empty.
	Log LogRow
	// Message is what is said. To whom and when is filled in.
	Message bot.Message
}

// Mark is what was sent, without a time: the same is never sent twice.
type Mark struct{ Period, Duty, Stage string }

// LogRow is a row of the audit log of a unit and period.
type LogRow struct{ Unit, Period, What, Before, After string }

// Posted is what became of a post.
type Posted int

const (
	Sent     Posted = iota // it is on its way, or waits for the morning
	NoReach                // the person cannot be sent to
	StoodIn                // a colleague acts for them, and is told
	CapFull                // they have had their cap
	ToldOnce               // they were told before
)

// Send sends a post, if nothing holds it back. With protect it cannot be passed on,
// unless it is to be.
func Send(b *rules.Book, protect bool, tx storage.Tx, p Post, now time.Time) (Posted, error) {
	if !p.To.Reachable() {
		return NoReach, nil
	}
	if p.Acting != "" {
		names, err := staff.StandIn(tx, p.To, p.Acting, plan.DateOf(now.In(b.Loc)))
		if err != nil || len(names) > 0 {
			return StoodIn, err
		}
	}
	period := b.CapPeriod(now)
	n, err := storage.SentCount(tx, period, p.To.ID)
	if err != nil {
		return NoReach, err
	}
	if p.Weight == HeldBack && b.Rules.Cap > 0 && n >= b.Rules.Cap {
		return CapFull, nil
	}
	if fresh, err := markAll(tx, p.Once, p.To.ID, now); err != nil || !fresh {
		return ToldOnce, err
	}
	if p.Weight != Free {
		if _, err := storage.CountSent(tx, period, p.To.ID); err != nil {
			return NoReach, err
		}
	}
	m := p.Message
	m.Chat, m.Person, m.At = p.To.Chat, p.To.ID, now
	m.Insist = true // nobody would ask for it again
	m.Protect = protect && !p.PassOn && m.Kind == bot.Send
	for _, x := range p.Once {
		m.Marks = append(m.Marks, storage.RowSent.Key(x.Period, x.Duty, x.Stage, p.To.ID))
	}
	if !p.AnyHour && m.NotBefore.IsZero() {
		m.NotBefore = b.Awake(now)
	}
	if p.Log.What != "" {
		if err := storage.Log(tx, now, "", p.Log.Unit, p.Log.Period, p.Log.What, p.Log.Before, p.Log.After); err != nil {
			return NoReach, err
		}
	}
	return Sent, orders.Enqueue(tx, m)
}

// markAll sets the marks, and reports whether one of them at least is new. No
// marks at all are new.
func markAll(tx storage.Tx, marks []Mark, person string, now time.Time) (bool, error) {
	fresh := len(marks) == 0
	for _, m := range marks {
		first, err := storage.MarkSent(tx, m.Period, m.Duty, m.Stage, person, now)
		if err != nil {
			return false, err
		}
		fresh = fresh || first
	}
	return fresh, nil
}

// Full reports whether a person has had their cap of unsolicited messages in
// the period that is running.
func Full(b *rules.Book, r storage.Reader, p reports.Person, now time.Time) (bool, error) {
	n, err := storage.SentCount(r, b.CapPeriod(now), p.ID)
	return b.Rules.Cap > 0 && n >= b.Rules.Cap, err
}
