package problem

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// What people are asked about problems.
const (
	askProblemNote   = "problem-note"
	askProblemResult = "problem-result"
	askProblemReopen = "problem-reopen"
)

// problemActs are the buttons of a problem's card. handles says
// that only those who handle problems may press.
var problemActs = map[string]struct {
	handles bool
	do      func(t *desk.Turn, p reports.Problem, arg string) error
}{
	"v": {false, viewProblem},
	"f": {false, (*desk.Turn).ProblemFiles},
	"n": {false, func(t *desk.Turn, p reports.Problem, _ string) error { return t.Ask(askProblemNote, p.ID) }},
	"a": {true, func(t *desk.Turn, p reports.Problem, _ string) error { return ackProblem(t, p) }},
	"u": {true, assignProblem},
	"d": {true, dueProblem},
	"q": {true, askAboutProblem},
	"c": {true, closeProblem},
	"o": {true, func(t *desk.Turn, p reports.Problem, _ string) error {
		if p.Open() {
			return t.Toast(textProblemNotClosed)
		}
		return t.Ask(askProblemReopen, p.ID)
	}},
	"m": {true, mergeProblem},
}

// problemTap is "new", or something that can be done with a problem.
type problemTap struct{ What, ID, Arg string }

var tapProblem = desk.NewTap[problemTap]("pb")

func problemData(what, id string) string { return tapProblem.Data(problemTap{What: what, ID: id}) }

func tappedProblem(t *desk.Turn, a problemTap) error {
	if a.What == "new" {
		return t.Allowed(staff.ActProblem, func() error { return openForm(t) })
	}
	if a.ID == "" || !t.Known() {
		return t.Toast(desk.TextOldButton)
	}
	act, ok := problemActs[a.What]
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	p, ok, err := storage.Problem(t.Tx, a.ID)
	if err != nil {
		return err
	}
	handles, err := handles(t)
	if err != nil {
		return err
	}
	if !ok || !involved(p, t.Me, handles) || act.handles && !handles {
		return t.Toast(desk.TextNotAllowed)
	}
	return act.do(t, p, a.Arg)
}

// theProblem reads the problem that a question was about, if the person may
// still answer.
func theProblem(t *desk.Turn, id string, handling bool) (p reports.Problem, ok bool, err error) {
	p, ok, err = storage.Problem(t.Tx, id)
	if err != nil || !ok {
		return p, false, err
	}
	handles, err := handles(t)
	if err == nil && (!involved(p, t.Me, handles) || handling && !handles) {
		return p, false, t.Sayf(desk.TextNotAllowed)
	}
	return p, err == nil, err
}

// changed stores a problem, writes the audit row and brings all cards up to date.
func changed(t *desk.Turn, p reports.Problem, what, before, after string) error {
	if err := saveProblem(t.Tx, p); err != nil {
		return err
	}
	if err := t.Log(p.Unit, "", fmt.Sprintf(what, p.ID), before, after); err != nil {
		return err
	}
	return refreshProblem(t, p)
}

func viewProblem(t *desk.Turn, p reports.Problem, _ string) error {
	if !slices.Contains(p.Told, t.Me.ID) && len(p.Told) < tellable {
		p.Told = append(p.Told, t.Me.ID)
		if err := saveProblem(t.Tx, p); err != nil {
			return err
		}
	}
	c, err := readProblemCard(t.Desk, t.Tx, p, t.Now)
	if err != nil {
		return err
	}
	m := cardFor(t.Desk, c, t.Me)
	m.Kind, m.Replaces, m.Chat = bot.Send, true, t.Update.Chat.ID
	return bot.Enqueue(t.Tx, m)
}

// ackProblem confirms a problem: nothing is repeated from then on, and a major
// one goes to the leaders.
func ackProblem(t *desk.Turn, p reports.Problem) error {
	switch {
	case !p.Open():
		return t.Toast(textProblemNotOpen)
	case !p.AckedAt.IsZero():
		who, _, err := storage.Person(t.Tx, p.AckedBy)
		if err != nil {
			return err
		}
		return t.Toast(textProblemAckedBy, who.Name, t.TimeText(p.AckedAt))
	}
	p.AckedAt, p.AckedBy = t.Now, t.Me.ID
	if err := startStage(t.Desk, t.Tx, p, t.Now); err != nil {
		return err
	}
	told := slices.Clone(p.Told)
	if p.Major && p.LeaderTold.IsZero() && !t.Me.Has(reports.Leader) {
		leaders, err := staff.Holders(t.Tx, reports.Leader)
		if err != nil {
			return err
		}
		if p, err = tellProblem(t.Desk, t.Tx, p, leaders, problemFirst, t.Now); err != nil {
			return err
		}
	}
	if err := saveProblem(t.Tx, p); err != nil {
		return err
	}
	if err := t.Log(p.Unit, "", fmt.Sprintf(textLogAcked, p.ID), "", t.Me.Name); err != nil {
		return err
	}
	old := p
	old.Told = told // the leaders' cards are new and show it already
	if err := refreshProblem(t, old); err != nil {
		return err
	}
	if err := tellReporter(t, p, reports.T(fmt.Sprintf(textProblemNumber, p.ID)+"："+fmt.Sprintf(textProblemAckedBy, t.Me.Name, t.TimeText(t.Now)))); err != nil {
		return err
	}
	return t.Toast(textProblemAckedNow)
}

// tellReporter tells whoever reported a problem what has become of it: of a
// serious one at once, of any other not in the quiet hours.
func tellReporter(t *desk.Turn, p reports.Problem, x reports.Text) error {
	who, ok, err := storage.Person(t.Tx, p.By)
	if err != nil || !ok || who.ID == t.Me.ID {
		return err
	}
	m := bot.Message{Kind: bot.Send, Text: x, Purpose: "problem",
		Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: problemData("v", p.ID)}}}}
	post := gate.Post{To: who, Weight: gate.Counted, Message: m}
	if p.Major {
		post.Weight, post.AnyHour = gate.Free, true
	}
	_, err = t.Post(t.Tx, post, t.Now)
	return err
}
