package scenes

import (
	"time"

	"liubao/plan"
)

// Scene is a situation to begin from, and a story of acts that can be played
// on. Whoever adds one adds it to All.
type Scene struct {
	ID      string
	Title   string
	About   string
	Starts  plan.Date // nothing earlier is owed; the clock begins at nine that day
	Acts    []Act
	prepare func(*Troupe) error
}

// Act is a part of a scene that plays by itself.
type Act struct {
	Title string
	Note  string   // what to look at
	cast  []string // whose phones to open, "" for the group
	run   func(*Troupe)
}

var december = plan.Date{Year: 2026, Month: time.December, Day: 1}
var february = plan.Date{Year: 2026, Month: time.February, Day: 1}

// All are all there are, in the order of the page. A new show begins with the
// first.
func All() []Scene {
	return []Scene{ordinary(), first(), silent(), spring(), supervision(), requests(), slips(), problems(), tiers(), documents(), asking(), closing()}
}

// ByID finds a scene.
func ByID(id string) (Scene, bool) {
	for _, s := range All() {
		if s.ID == id {
			return s, true
		}
	}
	return Scene{}, false
}

func first() Scene {
	return Scene{ID: "first", Title: sceneFirst, About: sceneFirstAbout, Starts: december, prepare: (*Troupe).strangers, Acts: []Act{
		{actClaim, actClaimNote, []string{Director}, (*Troupe).claims},
		{actInvite, actInviteNote, []string{Contact("党群局"), Director}, func(x *Troupe) { x.invite("党群局", "联络员", Contact("党群局")) }},
		{actHead, actHeadNote, []string{Head("党群局"), Director}, func(x *Troupe) { x.invite("党群局", "单位负责人", Head("党群局")) }},
		{actBind, actBindNote, []string{Director, group}, (*Troupe).binds},
		{actFirstReminder, actFirstReminderNote, []string{Contact("党群局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 12, 10, 9, 31) }},
	}}
}

func ordinary() Scene {
	return Scene{ID: "ordinary", Title: sceneOrdinary, About: sceneOrdinaryAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{actPrompt, actPromptNote, []string{Contact("党群局"), Head("党群局"), Director}, (*Troupe).prompt},
		{actTwoAreas, actTwoAreasNote, []string{Contact("经发招商局"), Head("经发招商局"), Director}, (*Troupe).twoAreas},
		{actCorrection, actCorrectionNote, []string{Contact("党群局"), Head("党群局"), Director}, (*Troupe).correction},
		{actSlow, actSlowNote, []string{Contact("社管局"), Head("社管局"), Director}, (*Troupe).slow},
		{actDifficulty, actDifficultyNote, []string{Contact("财政局"), Head("财政局"), Director}, (*Troupe).inDifficulty},
		{actLastDay, actLastDayNote, []string{Contact("应急和市场监管局"), Director, group}, (*Troupe).lastDay},
		{actOverdue, actOverdueNote, []string{Contact("应急和市场监管局"), Director, group}, (*Troupe).overdue},
	}}
}

func silent() Scene {
	return Scene{ID: "silent", Title: sceneSilent, About: sceneSilentAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{actSilentFirst, actSilentFirstNote, []string{Contact("财政局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 12, 10, 9, 31) }},
		{actSilentAgain, actSilentAgainNote, []string{Contact("财政局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 12, 15, 11, 0); x.says(Director, "/status") }},
		{actSilentOver, actSilentOverNote, []string{Contact("财政局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 12, 15, 17, 31) }},
		{actSilentNag, actSilentNagNote, []string{Contact("财政局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 12, 17, 11, 0); x.says(Director, "/status") }},
		{actSilentNext, actSilentNextNote, []string{Contact("财政局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 12, 30, 17, 31) }},
	}}
}

func spring() Scene {
	return Scene{ID: "spring", Title: sceneSpring, About: sceneSpringAbout, Starts: february, prepare: (*Troupe).assembled, Acts: []Act{
		{actSpringEarly, actSpringEarlyNote, []string{Contact("社管局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 2, 12, 9, 31) }},
		{actSpringBefore, actSpringBeforeNote, []string{Contact("社管局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 2, 14, 9, 31) }},
		{actSpringDay, actSpringDayNote, []string{Contact("社管局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 2, 15, 17, 31) }},
		{actSpringBack, actSpringBackNote, []string{Contact("社管局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 2, 25, 11, 0) }},
		{actSpringEnd, actSpringEndNote, []string{Contact("社管局"), Director, group}, func(x *Troupe) { x.untilDate(2026, 2, 28, 17, 31) }},
	}}
}

// group stands for the task-force group in an act's cast.
const group = ""
