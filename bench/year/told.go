package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"liubao/plan"
)

// Who must be told of what, and when, worked out from the ladder and the chain as the
// handbook has them; of the program's own reckoning nothing is used here.

// tier is to whom something is said.
type tier string

const (
	toContact tier = "contact"
	toHead    tier = "head"
	toOffice  tier = "office"
	toLeader  tier = "leader"
)

// rung is a moment at which somebody is told of a report that is missing.
type rung struct {
	at   time.Time
	to   tier
	back bool // of the correction of what was sent back
}

// rungs are those of a report, and those of its correction where it was sent back:
// what lies two hours after that and more.
func (c calendar) rungs(o *owed) []rung {
	out := c.ladder(o.duty, o.deadline)
	if o.back.at.IsZero() {
		return out
	}
	for _, r := range c.ladder(o.duty, o.back.until) {
		if r.back = true; !r.at.Before(o.back.at.Add(2 * time.Hour)) {
			out = append(out, r)
		}
	}
	return out
}

// ladder is three, one and no working days before a deadline, or the working day
// before; one, two and three after; then head, office and leaders. Two before that
// fall on one day are one, the later.
func (c calendar) ladder(duty string, deadline time.Time) (out []rung) {
	due, to := plan.DateOf(deadline), toContact
	before := []rung{{at: at(c.from(due, -3), 9, 30), to: to}, {at: at(c.from(due, -1), 9, 30), to: to}, {at: at(c.from(due, 0), 9, 0), to: to}}
	if duty == summary {
		before, to = before[2:], toOffice
		before[0].to = to
	}
	for i, r := range before {
		if i+1 < len(before) && plan.DateOf(before[i+1].at) == plan.DateOf(r.at) {
			continue
		}
		out = append(out, r)
	}
	for n := 1; n <= 3; n++ {
		out = append(out, rung{at: at(c.from(due, n), 9, 0), to: to})
	}
	out = append(out, rung{at: at(c.from(due, 1), 10, 0), to: toHead}, rung{at: at(c.from(due, 4), 10, 0), to: toLeader})
	if duty != summary {
		out = append(out, rung{at: at(c.from(due, 2), 10, 0), to: toOffice})
	}
	return out
}

// telling is a message of the kind that is judged: who gets it, when, and of what.
type telling struct {
	who  string
	at   time.Time
	up   bool   // it goes up the chain, and is no reminder
	what string // name and deadline of each report, in order
}

func (t telling) String() string {
	return fmt.Sprintf("%s %s %s", t.at.Format("2006-01-02 15:04"), t.who, t.what)
}

// listening are those who stand at a tier for a unit at a time.
func (y *year) listening(to tier, unit string, t time.Time) (out []string) {
	switch to {
	case toOffice:
		return y.office(t)
	case toLeader:
		return []string{leader, inspector}
	}
	role := map[tier]string{toContact: roleContact, toHead: roleHead}[to]
	for _, p := range y.posts {
		if p.unit == unit && p.role == role && !t.Before(p.from) && (p.until.IsZero() || t.Before(p.until)) {
			out = append(out, p.who)
		}
	}
	return out
}

// office are the director and their deputies at a time.
func (y *year) office(t time.Time) []string {
	out := []string{chief}
	if !y.second.IsZero() && !t.Before(y.second) {
		out = append(out, next)
	}
	return out
}

// due is what must have been said after one time and up to another.
func (y *year) due(after, upTo time.Time) []telling {
	what := map[telling][]string{}
	for _, o := range y.owed {
		for _, r := range y.days.rungs(o) {
			t, deadline := r.at, o.deadline
			if r.back {
				deadline = o.back.until
			}
			if t.After(y.away.from) && !t.After(y.away.to) { // said when it is back
				t = y.away.to
			}
			if !t.After(after) || t.After(upTo) || o.inBy(t) || r.back != o.back.openAt(t) {
				continue
			}
			for _, who := range y.listening(r.to, o.unit, t) {
				k := telling{who: who, at: t, up: r.to != toContact && (r.to != toOffice || o.duty != summary)}
				line := item(o.name, plan.DateOf(deadline))
				if !slices.Contains(what[k], line) {
					what[k] = append(what[k], line)
				}
			}
		}
	}
	var out []telling
	for k, lines := range what {
		slices.Sort(lines)
		k.what = strings.Join(lines, " ")
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b telling) int { return strings.Compare(a.String(), b.String()) })
	return out
}

func item(name string, due plan.Date) string {
	return fmt.Sprintf("%s@%d-%d", name, int(due.Month), due.Day)
}

var reminded = regexp.MustCompile(`^· (.+?)(?: (?:\d+年)?\d+月\d+日至[\d年月日]+)?(?:（[^）]*）)?：.*?(\d+)月(\d+)日`)

// heardBy is what one person was told after one time and up to another: as it first
// stood there, since some of it is brought up to date later.
func (y *year) heardBy(who string, after, upTo time.Time) (out []telling) {
	a := y.actor(who)
	for _, m := range y.tg.Messages(a.ID(), a.ID()) {
		if !m.FromBot || !m.At.After(after) || m.At.After(upTo) {
			continue
		}
		text := m.Text
		if len(m.Edits) > 0 {
			text = m.Edits[0].Text
		}
		head, rest, _ := strings.Cut(text, "\n")
		ladder := strings.HasSuffix(head, "有材料要报：") || strings.HasSuffix(head, "以下材料还没收到：")
		if !ladder && !strings.HasSuffix(head, "以下材料还没有收到：") {
			continue
		}
		out = append(out, telling{who: who, at: m.At, up: !ladder, what: items(rest)})
	}
	return out
}

// items are the reports that a message lists.
func items(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if m := reminded.FindStringSubmatch(line); m != nil {
			lines = append(lines, m[1]+"@"+m[2]+"-"+m[3])
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, " ")
}

// near is how far from its time something may be said: the program is looked at once
// an hour.
const near = 70 * time.Minute

// checkTold holds who was told of what since the last time against who must be.
func (y *year) checkTold() {
	want := y.due(y.heard, y.now())
	for _, who := range slices.Sorted(maps.Keys(y.cast)) {
		mine := slices.DeleteFunc(slices.Clone(want), func(w telling) bool { return w.who != who })
		lacks, extra := match(mine, y.heardBy(who, y.heard, y.now()))
		for _, w := range lacks {
			if !y.capped(w) {
				y.fail("nobody said: %v", w)
			}
		}
		for _, g := range extra {
			y.fail("said twice or for nothing: %v", g)
		}
	}
	y.heard = y.now()
}

// match finds for each message that must come one that came, and returns what lacks and
// what came besides.
func match(want, got []telling) (lacks, extra []telling) {
	extra = slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(extra, func(g telling) bool {
			return g.up == w.up && g.what == w.what && g.at.Sub(w.at).Abs() <= near
		})
		if i < 0 {
			lacks = append(lacks, w)
			continue
		}
		extra = slices.Delete(extra, i, i+1)
	}
	return lacks, extra
}

// most is how many messages that they did not ask for somebody gets in a half-month,
// before reminders are held back.
const most = 6

// unasked are the first lines of what counts.
var unasked = regexp.MustCompile(`(有材料要报：|以下材料还没收到：|以下材料还没有收到：|单位负责人还没有审签：|已由\S+审签。|请改一下[：。].*)$`)

// capped reports whether somebody has had so many that a reminder was to be held back.
// That of the deadline's own day never is, nor what goes up the chain.
func (y *year) capped(w telling) bool {
	if w.up || y.lastDay(w) {
		return false
	}
	n := 0
	a := y.actor(w.who)
	for _, m := range y.tg.Messages(a.ID(), a.ID()) {
		text := m.Text
		if len(m.Edits) > 0 {
			text = m.Edits[0].Text
		}
		head, _, _ := strings.Cut(text, "\n")
		if m.FromBot && m.At.Before(w.at) && half(m.At) == half(w.at) && unasked.MatchString(head) {
			n++
		}
	}
	return n >= most
}

// half is the half-month that runs at a time, by its deadline.
func half(t time.Time) plan.Date {
	d := plan.DateOf(t)
	return halves(d.AddDays(31))[len(halves(d.AddDays(-1)))]
}

// lastDay reports whether a reminder is that of the day on which something is due.
func (y *year) lastDay(w telling) bool {
	for _, o := range y.owed {
		due := plan.DateOf(o.due(w.at))
		if plan.DateOf(w.at) == y.days.from(due, 0) && strings.Contains(w.what, item(o.name, due)) {
			return true
		}
	}
	return false
}
