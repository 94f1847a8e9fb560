package demo

import (
	"context"
	"io"
	"strings"
	"time"

	"liubao/plan"
	"liubao/sandbox"
)

// scene is a situation to begin from, and a story of acts that can be played
// on. Whoever adds one adds it to scenes.
type scene struct {
	id      string
	title   string
	about   string
	starts  plan.Date // nothing earlier is owed; the clock begins at nine that day
	prepare func(*play) error
	acts    []act
}

// act is a part of a scene that plays by itself.
type act struct {
	title string
	note  string   // what to look at
	cast  []string // whose phones to open, "" for the group
	run   func(*play)
}

var december = plan.Date{Year: 2026, Month: time.December, Day: 1}
var february = plan.Date{Year: 2026, Month: time.February, Day: 1}

// scenes are all there are, in the order of the page. The first is where a new
// show begins.
var scenes = []scene{
	{id: "first", title: sceneFirst, about: sceneFirstAbout, starts: december, prepare: (*play).strangers, acts: []act{
		{actClaim, actClaimNote, []string{director}, (*play).claims},
		{actInvite, actInviteNote, []string{contact("党群局"), director}, func(x *play) { x.invite("党群局", "联络员", contact("党群局")) }},
		{actHead, actHeadNote, []string{head("党群局"), director}, func(x *play) { x.invite("党群局", "单位负责人", head("党群局")) }},
		{actBind, actBindNote, []string{director, group}, (*play).binds},
		{actFirstReminder, actFirstReminderNote, []string{contact("党群局"), director, group}, func(x *play) { x.untilDate(2026, 12, 10, 9, 31) }},
	}},
	{id: "ordinary", title: sceneOrdinary, about: sceneOrdinaryAbout, starts: december, prepare: (*play).assembled, acts: []act{
		{actPrompt, actPromptNote, []string{contact("党群局"), head("党群局"), director}, (*play).prompt},
		{actTwoAreas, actTwoAreasNote, []string{contact("经发招商局"), head("经发招商局"), director}, (*play).twoAreas},
		{actCorrection, actCorrectionNote, []string{contact("党群局"), head("党群局"), director}, (*play).correction},
		{actSlow, actSlowNote, []string{contact("社管局"), head("社管局"), director}, (*play).slow},
		{actDifficulty, actDifficultyNote, []string{contact("财政局"), head("财政局"), director}, (*play).inDifficulty},
		{actLastDay, actLastDayNote, []string{contact("应急和市场监管局"), director, group}, (*play).lastDay},
		{actOverdue, actOverdueNote, []string{contact("应急和市场监管局"), director, group}, (*play).overdue},
	}},
	{id: "silent", title: sceneSilent, about: sceneSilentAbout, starts: december, prepare: (*play).assembled, acts: []act{
		{actSilentFirst, actSilentFirstNote, []string{contact("财政局"), director, group}, func(x *play) { x.untilDate(2026, 12, 10, 9, 31) }},
		{actSilentAgain, actSilentAgainNote, []string{contact("财政局"), director, group}, func(x *play) { x.untilDate(2026, 12, 15, 11, 0); x.says(director, "/status") }},
		{actSilentOver, actSilentOverNote, []string{contact("财政局"), director, group}, func(x *play) { x.untilDate(2026, 12, 15, 17, 31) }},
		{actSilentNag, actSilentNagNote, []string{contact("财政局"), director, group}, func(x *play) { x.untilDate(2026, 12, 17, 11, 0); x.says(director, "/status") }},
		{actSilentNext, actSilentNextNote, []string{contact("财政局"), director, group}, func(x *play) { x.untilDate(2026, 12, 30, 17, 31) }},
	}},
	{id: "spring", title: sceneSpring, about: sceneSpringAbout, starts: february, prepare: (*play).assembled, acts: []act{
		{actSpringEarly, actSpringEarlyNote, []string{contact("社管局"), director, group}, func(x *play) { x.untilDate(2026, 2, 12, 9, 31) }},
		{actSpringBefore, actSpringBeforeNote, []string{contact("社管局"), director, group}, func(x *play) { x.untilDate(2026, 2, 14, 9, 31) }},
		{actSpringDay, actSpringDayNote, []string{contact("社管局"), director, group}, func(x *play) { x.untilDate(2026, 2, 15, 17, 31) }},
		{actSpringBack, actSpringBackNote, []string{contact("社管局"), director, group}, func(x *play) { x.untilDate(2026, 2, 25, 11, 0) }},
		{actSpringEnd, actSpringEndNote, []string{contact("社管局"), director, group}, func(x *play) { x.untilDate(2026, 2, 28, 17, 31) }},
	}},
}

// group stands for the task-force group in an act's cast.
const group = ""

func sceneByID(id string) (scene, bool) {
	for _, s := range scenes {
		if s.id == id {
			return s, true
		}
	}
	return scene{}, false
}

// leads are the units that lead an area and so report.
var leads = []string{"党群局", "社管局", "应急和市场监管局", "经发招商局", "财政局"}

const groupTitle = "六保工作专班"

// newTroupe puts people on a stage, or finds those who are there already.
func newTroupe(ctx context.Context, stage *Stage, p *plan.Plan) *play {
	x := &play{ctx: ctx, stage: stage, plan: p, cast: map[string]*Actor{}, out: newPrinter(io.Discard, stage)}
	for _, u := range stage.Sandbox.Users() {
		if u.IsBot {
			continue
		}
		x.cast[u.FirstName] = &Actor{Person: stage.Sandbox.Person(u.ID), Name: u.FirstName, stage: stage}
	}
	for _, c := range stage.Sandbox.Chats(firstUser) {
		if c.Type != "private" {
			x.group = stage.Sandbox.Group(c.ID)
		}
	}
	return x
}

// strangers puts everybody on the stage; nobody knows the bot yet.
func (x *play) strangers() error {
	x.actor(director)
	for _, unit := range leads {
		x.actor(contact(unit))
		x.actor(head(unit))
	}
	return x.gather()
}

// gather makes the group, with everybody and without the bot.
func (x *play) gather() error {
	owner := x.actor(director).Person
	g, err := x.stage.Sandbox.AddGroup(groupTitle, sandbox.Supergroup, owner)
	if err != nil {
		return err
	}
	x.group = g
	for _, unit := range leads {
		g.Add(owner, x.actor(contact(unit)).Person)
	}
	return x.stage.Settle(x.ctx)
}

// assembled has everybody invited, the group bound, and everything read.
func (x *play) assembled() error {
	if err := x.strangers(); err != nil {
		return err
	}
	x.claims()
	for _, unit := range leads {
		x.invite(unit, "联络员", contact(unit))
		x.invite(unit, "单位负责人", head(unit))
	}
	x.binds()
	for _, a := range x.cast {
		a.Read(a.ID())
		a.Read(x.group.ID())
	}
	return x.err
}

// claims makes the director the director, unless somebody is.
func (x *play) claims() {
	claimed, err := x.stage.Service.Claimed(x.ctx)
	x.do(err)
	if x.err != nil || claimed {
		return
	}
	secret, err := x.stage.Claim(x.ctx)
	x.do(err)
	if x.err == nil {
		x.do(x.actor(director).Opens(x.ctx, secret))
	}
}

// binds brings the bot into the group and binds it.
func (x *play) binds() {
	if x.err != nil {
		return
	}
	d := x.actor(director)
	x.group.AddBot(d.Person)
	x.do(x.stage.Settle(x.ctx))
	_, err := d.Send(x.group.ID(), "/bind@"+x.stage.Sandbox.Bot().Username)
	x.do(err)
	x.do(x.stage.Settle(x.ctx))
}

func (x *play) untilDate(year, month, day, hour, minute int) {
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

// unitOf finds the unit a name of the cast begins with.
func unitOf(p *plan.Plan, name string) string {
	for _, u := range p.Units {
		if strings.HasPrefix(name, u.Name) {
			return u.ID
		}
	}
	return ""
}
