package demo

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"liubao/bot/telegram"
	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
)

// Timeline is the stretch of days around the present, with what happens on
// them.
type Timeline struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Days  []Day     `json:"days"`
	Marks []Mark    `json:"marks"`
}

// Mark is a moment at which somebody is told something, or a deadline.
type Mark struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Kind     string    `json:"kind"`
	Label    string    `json:"label"`
	Period   string    `json:"period,omitempty"`
	Messages []Ref     `json:"messages,omitempty"` // what was sent then
}

// Ref leads to a message.
type Ref struct {
	Viewer int64  `json:"viewer"` // on whose phone
	Chat   int64  `json:"chat"`
	ID     int    `json:"id"`
	To     string `json:"to"`
	Text   string `json:"text"`
}

const (
	daysBehind = 12
	daysAhead  = 22
	// follows is how long after a moment what it caused is on people's phones:
	// the limits let 20 messages a minute into a group, 30 a second in all.
	follows = 90 * time.Second
)

func dateOf(t time.Time) plan.Date { return plan.DateOf(t) }

// timeline lists the moments around the present and what came of those that
// have passed.
func (s *Show) timeline(stage *stage.Stage, k known) Timeline {
	d := k.desk
	now := stage.Clock.Now()
	first := dateOf(now).AddDays(-daysBehind)
	if first.Before(d.Plan.Starts) {
		first = d.Plan.Starts
	}
	last := dateOf(now).AddDays(daysAhead)
	midnight := plan.Clock{}
	line := Timeline{From: first.At(midnight, stage.Loc), To: last.AddDays(1).At(midnight, stage.Loc)}
	for day := first; !day.After(last); day = day.AddDays(1) {
		line.Days = append(line.Days, dayOf(d.Calendar, day))
	}
	for _, duty := range d.Plan.Duties {
		for _, p := range schedules.Periods(duty, d.Plan, d.Rules, d.Calendar, first.AddDays(-15), last.AddDays(20)) {
			line.add(Mark{At: p.Deadline, Kind: "deadline", Label: markDeadline, Period: p.ID})
			for _, m := range schedules.Moments(d.Plan, d.Rules, d.Calendar, p) {
				line.add(Mark{At: m.At, Kind: string(m.Kind), Label: markLabel(m), Period: p.ID})
			}
		}
	}
	slices.SortStableFunc(line.Marks, func(a, b Mark) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(b.Kind, a.Kind)) })
	line.attach(stage, k, now)
	return line
}

// add takes a mark in, once where several duties share it.
func (l *Timeline) add(m Mark) {
	if m.At.Before(l.From) || !m.At.Before(l.To) {
		return
	}
	m.ID = m.Kind + "@" + m.At.Format("0102T1504")
	if !slices.ContainsFunc(l.Marks, func(o Mark) bool { return o.ID == m.ID }) {
		l.Marks = append(l.Marks, m)
	}
}

// attach finds what was sent at the moments that have passed.
func (l *Timeline) attach(stage *stage.Stage, k known, now time.Time) {
	type inbox struct {
		person reports.Person
		chat   int64
		msgs   []sandbox.View
	}
	var boxes []inbox
	for user, p := range k.people {
		boxes = append(boxes, inbox{p, user, stage.Sandbox.Messages(user, user)})
	}
	for _, g := range k.groups {
		boxes = append(boxes, inbox{reports.Person{Name: g.Title}, telegram.ID(g.Chat), stage.Sandbox.Messages(telegram.ID(g.Chat), 0)})
	}
	slices.SortFunc(boxes, func(a, b inbox) int { return cmp.Compare(a.person.Name, b.person.Name) })
	for i := range l.Marks {
		m := &l.Marks[i]
		if m.At.After(now) || m.Kind == "deadline" {
			continue
		}
		for _, b := range boxes {
			if !concerns(m.Kind, b.person, b.chat) {
				continue
			}
			if id, text, ok := firstOf(b.msgs, m.At); ok {
				ref := Ref{Viewer: b.chat, Chat: b.chat, ID: id, To: b.person.Name, Text: text}
				if b.chat < 0 {
					ref.Viewer = 0
				}
				m.Messages = append(m.Messages, ref)
			}
		}
	}
}

// concerns reports whether a moment of the kind tells such a chat something.
func concerns(kind string, p reports.Person, chat int64) bool {
	switch schedules.Kind(kind) {
	case schedules.Publish:
		return chat < 0
	case schedules.Preview, schedules.Digest, schedules.Notice:
		return p.Has(reports.Director, reports.DeputyDir)
	case schedules.Weekly:
		return p.Has(reports.Leader, reports.Head)
	case schedules.Escalate:
		return p.Has(reports.Head, reports.Director, reports.DeputyDir, reports.Leader, reports.Inspector)
	}
	return p.Has(reports.Contact, reports.Deputy)
}

// firstOf finds the bot's first message at a moment.
func firstOf(msgs []sandbox.View, at time.Time) (id int, text string, ok bool) {
	i, _ := slices.BinarySearchFunc(msgs, at, func(m sandbox.View, t time.Time) int { return m.At.Compare(t) })
	if i == len(msgs) || !msgs[i].FromBot || msgs[i].At.Sub(at) > follows {
		return 0, "", false
	}
	return msgs[i].MessageID, firstLine(msgs[i].Text + msgs[i].Caption), true
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func markLabel(m schedules.Moment) string {
	switch m.Kind {
	case schedules.Remind:
		return markRemind
	case schedules.Nag:
		return markNag
	case schedules.Escalate:
		return markEscalate
	case schedules.Contribution:
		return markContribution
	case schedules.Preview:
		return markPreview
	case schedules.Publish:
		return markPublish
	case schedules.Digest:
		return markDigest
	case schedules.Weekly:
		return markWeekly
	}
	return markNotice
}

// roleKey is which of the phones somebody's is: director, head or contact.
func roleKey(p reports.Person) string {
	switch {
	case p.Has(reports.Director, reports.DeputyDir):
		return "director"
	case p.Has(reports.Head):
		return "head"
	}
	return "contact"
}
