package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// What people are asked about problems.
const (
	askProblemNote   = "problem-note"
	askProblemResult = "problem-result"
	askProblemReopen = "problem-reopen"
)

// problemActs are the buttons of a problem's card: pb.WHAT.ID. handles says
// that only those who handle problems may press.
var problemActs = map[string]struct {
	handles bool
	do      func(t *turn, p reports.Problem, arg string) error
}{
	"v": {false, (*turn).viewProblem},
	"f": {false, (*turn).problemFiles},
	"n": {false, func(t *turn, p reports.Problem, _ string) error { return t.ask(askProblemNote, p.ID) }},
	"a": {true, func(t *turn, p reports.Problem, _ string) error { return t.ackProblem(p) }},
	"u": {true, (*turn).assignProblem},
	"d": {true, (*turn).dueProblem},
	"q": {true, (*turn).askAboutProblem},
	"c": {true, (*turn).closeProblem},
	"o": {true, func(t *turn, p reports.Problem, _ string) error {
		if p.Open() {
			return t.toast(textProblemNotClosed)
		}
		return t.ask(askProblemReopen, p.ID)
	}},
	"m": {true, (*turn).mergeProblem},
}

// tappedProblem takes pb.new and pb.WHAT.ID[.ARG].
func (t *turn) tappedProblem(parts []string) error {
	if len(parts) == 2 && parts[1] == "new" {
		return t.allowed(ActProblem, func() error { return t.problem() })
	}
	if len(parts) < 3 || !t.known() {
		return t.toast(textOldButton)
	}
	act, ok := problemActs[parts[1]]
	if !ok {
		return t.toast(textOldButton)
	}
	p, ok, err := storage.Problem(t.tx, parts[2])
	if err != nil {
		return err
	}
	handles, err := t.handles()
	if err != nil {
		return err
	}
	if !ok || !t.involved(p, t.me, handles) || act.handles && !handles {
		return t.toast(textNotAllowed)
	}
	return act.do(t, p, strings.Join(parts[3:], "."))
}

// theProblem reads the problem that a question was about, if the person may
// still answer.
func (t *turn) theProblem(id string, handling bool) (p reports.Problem, ok bool, err error) {
	p, ok, err = storage.Problem(t.tx, id)
	if err != nil || !ok {
		return p, false, err
	}
	handles, err := t.handles()
	if err == nil && (!t.involved(p, t.me, handles) || handling && !handles) {
		return p, false, t.sayf(textNotAllowed)
	}
	return p, err == nil, err
}

// changed stores a problem, writes the audit row and brings all cards up to date.
func (t *turn) changed(p reports.Problem, what, before, after string) error {
	if err := saveProblem(t.tx, p); err != nil {
		return err
	}
	if err := t.log(p.Unit, "", fmt.Sprintf(what, p.ID), before, after); err != nil {
		return err
	}
	return t.refreshProblem(p)
}

func (t *turn) viewProblem(p reports.Problem, _ string) error {
	if !slices.Contains(p.Told, t.me.ID) && len(p.Told) < tellable {
		p.Told = append(p.Told, t.me.ID)
		if err := saveProblem(t.tx, p); err != nil {
			return err
		}
	}
	c, err := t.problemCard(t.tx, p, t.now)
	if err != nil {
		return err
	}
	m := t.cardFor(c, t.me)
	m.Kind, m.Replaces, m.Chat = bot.Send, true, t.u.Chat.ID
	return bot.Enqueue(t.tx, m)
}

// problemFiles sends the files that belong to a problem.
func (t *turn) problemFiles(p reports.Problem, _ string) error {
	sent := 0
	for _, f := range p.Evidence {
		hash, err := Hash(t.tx, f)
		if err != nil {
			return err
		}
		if hash == "" || sent == 10 {
			continue
		}
		kind := bot.Document
		if f.Kind == "photo" {
			kind = bot.Photo
		}
		sent++
		if err := bot.Enqueue(t.tx, bot.Message{Kind: kind, Chat: t.u.Chat.ID, File: bot.FileRef{Hash: hash, Name: fileName(f)},
			Purpose: "problem-file", Person: t.me.ID, At: t.now}); err != nil {
			return err
		}
	}
	if sent == 0 {
		return t.toast(textProblemNoFiles)
	}
	return nil
}

// fileName is what a file is sent on as: the name it came with, or one that
// says what it is.
func fileName(f reports.File) string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Kind == "photo":
		return f.UID + ".jpg"
	}
	return f.UID
}

// ackProblem confirms a problem: nothing is repeated from then on, and a major
// one goes to the leaders.
func (t *turn) ackProblem(p reports.Problem) error {
	switch {
	case !p.Open():
		return t.toast(textProblemNotOpen)
	case !p.AckedAt.IsZero():
		who, _, err := storage.Person(t.tx, p.AckedBy)
		if err != nil {
			return err
		}
		return t.toast(textProblemAckedBy, who.Name, reports.TimeText(p.AckedAt, t.loc))
	}
	p.AckedAt, p.AckedBy = t.now, t.me.ID
	told := slices.Clone(p.Told)
	if p.Major && p.LeaderTold.IsZero() && !t.me.Has(reports.Leader) {
		leaders, err := holders(t.tx, reports.Leader)
		if err != nil {
			return err
		}
		if p, err = t.tellProblem(t.tx, p, leaders, problemFirst, t.now); err != nil {
			return err
		}
	}
	if err := saveProblem(t.tx, p); err != nil {
		return err
	}
	if err := t.log(p.Unit, "", fmt.Sprintf(textLogAcked, p.ID), "", t.me.Name); err != nil {
		return err
	}
	old := p
	old.Told = told // the leaders' cards are new and show it already
	if err := t.refreshProblem(old); err != nil {
		return err
	}
	if err := t.tellReporter(p, reports.T(fmt.Sprintf(textProblemNumber, p.ID)+"："+fmt.Sprintf(textProblemAckedBy, t.me.Name, reports.TimeText(t.now, t.loc)))); err != nil {
		return err
	}
	return t.toast(textProblemAckedNow)
}

// tellReporter tells whoever reported a problem what has become of it: of a
// serious one at once, of any other not in the quiet hours.
func (t *turn) tellReporter(p reports.Problem, x reports.Text) error {
	who, ok, err := storage.Person(t.tx, p.By)
	if err != nil || !ok || who.ID == t.me.ID {
		return err
	}
	if !who.Reachable() {
		return nil
	}
	m := bot.Message{Kind: bot.Send, Chat: who.Chat, Text: x, Purpose: "problem", Person: who.ID, At: t.now,
		Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: "pb.v." + p.ID}}}}
	if !p.Major {
		m.NotBefore = t.Awake(t.now)
	}
	return bot.Enqueue(t.tx, m)
}

// mostContacts is how many people of a unit hear of what is assigned to it.
const mostContacts = 4

// contactsOf returns the people of a unit who write its reports and can be reached.
func contactsOf(r storage.Reader, unit string) ([]reports.Person, error) {
	people, err := storage.PeopleOfUnit(r, unit)
	out := slices.DeleteFunc(people, func(p reports.Person) bool { return !p.Reachable() || !p.Has(unitRoles...) })
	return out[:min(len(out), mostContacts)], err
}
