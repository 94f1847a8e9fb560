package scenes

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/sandbox"
)

// Director is the head of the office in every scene.
const Director = "办公室主任甲"

// mark says of everything that people write here that it is made up.
const mark = "（演示数据）"

// Contact and Head are a unit's people.
func Contact(unit string) string { return unit + "联络员甲" }

// Head is the one who signs off.
func Head(unit string) string { return unit + "负责人甲" }

// Post is which of the phones a name of the cast is for: director, head or
// contact, or "" for anybody else.
func Post(name string) string {
	switch {
	case name == Director:
		return "director"
	case strings.Contains(name, "负责人"):
		return "head"
	case strings.Contains(name, "联络员"):
		return "contact"
	}
	return ""
}

// leads are the units that lead an area and so report.
var leads = []string{"党群局", "社管局", "应急和市场监管局", "经发招商局", "财政局"}

// GroupTitle is what the task-force group is called.
const GroupTitle = "六保工作专班"

// Plan is the shipped plan from a day on. The names of those who hold its
// posts are left out: what leaders say in a story nobody has said.
func Plan(starts plan.Date) (*plan.Plan, error) {
	p, err := plan.Default()
	if err != nil {
		return nil, err
	}
	p.Starts = starts
	for i := range p.Posts {
		p.Posts[i].Holder = invented(p.Posts[:i], p.Posts[i].Role)
	}
	return p, nil
}

var (
	holderTitles = map[string]string{"leader": "组长", "deputy-leader": "副组长", "member": "成员", "director": "主任", "deputy-director": "副主任"}
	ordinals     = []rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")
)

// invented names the holder of a post: 组长甲, 副组长乙.
func invented(before []plan.Post, role string) string {
	n := 0
	for _, x := range before {
		if x.Role == role {
			n++
		}
	}
	return holderTitles[role] + string(ordinals[n%len(ordinals)])
}

// Troupe is people on a stage, and the story they play. The story's first
// error ends it.
type Troupe struct {
	ctx   context.Context
	stage *stage.Stage
	out   *printer
	cast  map[string]*stage.Actor
	group *sandbox.Group
	err   error
	beat  func() // called after every step, nil for nothing
}

// Gather finds the people who are on a stage already.
func Gather(ctx context.Context, on *stage.Stage, p *plan.Plan) *Troupe {
	x := &Troupe{ctx: ctx, stage: on, cast: map[string]*stage.Actor{}, out: newPrinter(io.Discard, on)}
	for _, a := range on.Actors() {
		x.cast[a.Name] = a
	}
	for _, c := range on.Sandbox.Chats(stage.FirstUser) {
		if c.Type != "private" {
			x.group = on.Sandbox.Group(c.ID)
		}
	}
	return x
}

// Prepare puts on the stage what a scene begins with.
func (x *Troupe) Prepare(s Scene) error { return s.prepare(x) }

// Perform plays an act, with a pause after every step.
func (x *Troupe) Perform(ctx context.Context, a Act, beat func()) error {
	x.ctx, x.beat, x.err = ctx, beat, nil
	a.run(x)
	return cmp.Or(x.err, ctx.Err())
}

// Cast gives the chats an act is best watched in: people's ids, and the
// group's.
func (x *Troupe) Cast(a Act) []int64 {
	var out []int64
	for _, name := range a.cast {
		switch {
		case name != group && x.cast[name] != nil:
			out = append(out, x.cast[name].ID())
		case name != group:
		case x.group != nil:
			out = append(out, x.group.ID())
		}
	}
	return out
}

// Group is the task-force group, nil before there is one.
func (x *Troupe) Group() *sandbox.Group { return x.group }

// MostPeople is how many have room on a stage.
const MostPeople = 200

// Add puts somebody on the stage whom the bot does not know.
func (x *Troupe) Add(name string) (*stage.Actor, error) {
	if x.cast[name] != nil {
		return nil, fmt.Errorf("add a person: there is a %s already", name)
	}
	if len(x.cast) >= MostPeople {
		return nil, fmt.Errorf("add a person: there are %d already", len(x.cast))
	}
	return x.actor(name), nil
}

func (x *Troupe) do(err error) {
	if x.err == nil {
		x.err = err
	}
	x.out.flush()
	if x.beat != nil && x.err == nil {
		x.beat()
	}
}

func (x *Troupe) actor(name string) *stage.Actor {
	if a := x.cast[name]; a != nil {
		return a
	}
	a := x.stage.Actor(int64(len(x.cast)), name)
	x.cast[name] = a
	x.out.names[a.ID()] = name
	return a
}

func (x *Troupe) says(who string, words ...string) {
	if x.err == nil {
		x.do(x.actor(who).Says(x.ctx, words...))
	}
}

func (x *Troupe) taps(who string, labels ...string) {
	for _, l := range labels {
		if x.err != nil {
			return
		}
		x.out.tapped(x.stage.Clock.Now(), who, l)
		x.do(x.actor(who).Taps(x.ctx, l))
	}
}

// until moves on to a day and time of December 2026.
func (x *Troupe) until(day, hour, minute int) {
	x.untilDate(2026, 12, day, hour, minute)
}

func (x *Troupe) scene(title string) {
	x.out.flush()
	fmt.Fprintf(x.out.w, "\n\n════ %s ════\n", title)
}

func (x *Troupe) untilDate(year, month, day, hour, minute int) {
	if x.err != nil {
		return
	}
	to := time.Date(year, time.Month(month), day, hour, minute, 0, 0, x.stage.Loc)
	for x.err == nil && x.stage.Clock.Now().Before(to) {
		next := to
		if m, ok := x.stage.Service.Desk.NextMoment(x.stage.Clock.Now()); ok && m.Before(to) {
			next = m
		}
		x.do(x.stage.AdvanceTo(x.ctx, next))
	}
}

// UnitOf finds the unit a name of the cast begins with.
func UnitOf(p *plan.Plan, name string) string {
	for _, u := range p.Units {
		if strings.HasPrefix(name, u.Name) {
			return u.ID
		}
	}
	return ""
}
