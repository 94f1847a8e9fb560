// Package staff is who may do what, and who does whose work: the one table of roles and
// acts, who decides, who is told for a unit, and who stands in.
package staff

import (
	"slices"

	"liubao/reports"
)

// Act is something a person may be allowed to do.
type Act string

// The acts.
const (
	ActHelp    Act = "help"    // see who they are and what they may do
	ActReport  Act = "report"  // write their unit's, or the office's, reports
	ActOwn     Act = "own"     // see what their own unit owes
	ActStatus  Act = "status"  // see where every unit stands
	ActNag     Act = "nag"     // remind units by hand
	ActInvite  Act = "invite"  // invite people
	ActPeople  Act = "people"  // see and remove people
	ActBind    Act = "bind"    // make a group the task-force group
	ActPublish Act = "publish" // post the roll-up, and decide what it shows
	ActSign    Act = "sign"    // sign off their unit's reports
	ActDates   Act = "dates"   // set dates that the plan leaves open
	ActTargets Act = "targets" // set targets that the plan leaves open, and last year's values
	ActAlarm   Act = "alarm"   // be told when something is wrong with the bot

	ActSettings Act = "settings" // switch features on and off
	ActReview   Act = "review"   // pass, return; never of their own unit
	ActSteps    Act = "steps"    // set planned points of indicators and tasks
	ActHandle   Act = "handle"   // extend, excuse, mute; never of their own unit
	ActInstruct Act = "instruct" // write an instruction, or record a leader's

	ActCoordinate Act = "coordinate" // assign requests to units, keep them back, decide about them

	ActProblem  Act = "problem"  // raise a serious problem
	ActProblems Act = "problems" // list the problems that concern them; raising one never counts against anyone, so the assessor sees none
	ActOversee  Act = "oversee"  // read everybody's problems and requests
	ActSolve    Act = "solve"    // confirm, assign, merge, close problems; close never one of their own unit
	ActDuty     Act = "duty"     // say who is on duty
	ActAnnounce Act = "announce" // send notices with receipts
	ActInspect  Act = "inspect"  // record findings and close them; never of their own unit
	ActFacts    Act = "facts"    // see the facts for assessment
	ActExport   Act = "export"   // take reports out as Word, Excel and pictures
	ActWeights  Act = "weights"  // enter and confirm what the facts weigh
	ActCollect  Act = "collect"  // ask units questions outside of the duties
	ActClose    Act = "close"    // close the plan, and go on with it
)

// all lists the acts, for tests and menus.
var allActs = []Act{
	ActHelp, ActReport, ActOwn, ActStatus, ActNag, ActInvite, ActPeople, ActBind, ActPublish, ActSign, ActDates, ActTargets, ActAlarm,
	ActSettings, ActReview, ActSteps, ActHandle, ActInstruct, ActCoordinate,
	ActProblem, ActProblems, ActOversee, ActSolve, ActDuty, ActAnnounce, ActInspect, ActFacts, ActWeights, ActExport, ActCollect, ActClose,
}

// may is the one table of who may do what. What is not in it is not allowed.
var may = map[reports.Role][]Act{
	reports.Director: {ActHelp, ActOwn, ActReport, ActStatus, ActNag, ActInvite, ActPeople, ActBind, ActPublish, ActDates, ActTargets, ActAlarm,
		ActSettings, ActReview, ActSteps, ActHandle, ActInstruct, ActCoordinate,
		ActProblem, ActProblems, ActOversee, ActSolve, ActDuty, ActAnnounce, ActInspect, ActFacts, ActWeights, ActExport, ActCollect, ActClose},
	reports.DeputyDir: {ActHelp, ActOwn, ActReport, ActStatus, ActNag, ActInvite, ActPeople, ActPublish, ActAlarm,
		ActReview, ActSteps, ActHandle, ActInstruct, ActCoordinate,
		ActProblem, ActProblems, ActOversee, ActSolve, ActAnnounce, ActInspect, ActFacts, ActExport, ActCollect},
	reports.Leader:    {ActHelp, ActOwn, ActStatus, ActNag, ActReview, ActSteps, ActHandle, ActInstruct, ActProblems, ActOversee, ActSolve},
	reports.Inspector: {ActHelp, ActOwn, ActStatus, ActProblems, ActOversee, ActInspect, ActFacts},
	reports.Assessor:  {ActHelp, ActOwn, ActStatus, ActFacts, ActWeights},
	reports.Head:      {ActHelp, ActOwn, ActReport, ActSign, ActProblem, ActProblems},
	reports.Contact:   {ActHelp, ActOwn, ActReport, ActProblem, ActProblems},
	reports.Deputy:    {ActHelp, ActOwn, ActReport, ActProblem, ActProblems},
}

// Acts lists the acts.
func Acts() []Act { return slices.Clone(allActs) }

// May returns what a role allows.
func May(r reports.Role) []Act { return slices.Clone(may[r]) }

// Can reports whether the person may do it, by any of their roles.
func Can(p reports.Person, a Act) bool {
	if p.ID == "" || !p.Left.IsZero() {
		return false
	}
	return slices.ContainsFunc(p.Roles, func(r reports.Role) bool { return slices.Contains(may[r], a) })
}

// RolesFor returns the roles that may do it.
func RolesFor(a Act) []reports.Role {
	var out []reports.Role
	for role, acts := range may {
		if slices.Contains(acts, a) {
			out = append(out, role)
		}
	}
	return out
}

// Office reports whether the person works for the office: director or deputy.
func Office(p reports.Person) bool { return p.Has(reports.Director, reports.DeputyDir) }

// UnitRoles are the roles a person holds for a unit.
var UnitRoles = []reports.Role{reports.Contact, reports.Deputy, reports.Head}

// Invitable are the roles the director can invite to, unit roles first.
var Invitable = []reports.Role{
	reports.Contact, reports.Deputy, reports.Head,
	reports.DeputyDir, reports.Leader, reports.Inspector, reports.Assessor,
}

func UnitRole(r reports.Role) bool { return slices.Contains(UnitRoles, r) }
