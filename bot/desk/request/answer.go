package request

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// which names the request, and the unit, that a question is about.
type which struct {
	ID   string `json:"id"`
	Unit string `json:"unit,omitempty"`
}

var (
	askAnswer = desk.NewAsk[which]("request-answer")
	askMore   = desk.NewAsk[which]("request-more")
	askResult = desk.NewAsk[which]("request-result")
)

// tapped answers the buttons of requests.
func tapped(t *desk.Turn, a press) error {
	switch a.What {
	case pressList:
		return list(t, a.Arg)
	case pressMine:
		return mine(t)
	}
	x, ok, err := storage.Request(t.Tx, a.ID)
	if err != nil {
		return err
	}
	if !ok || !sees(x, t.Me) {
		return t.Toast(desk.TextOldButton)
	}
	if a.What == pressView {
		return view(t, x)
	}
	if !x.Open() {
		if err := t.Toast(textClosedAlready); err != nil {
			return err
		}
		return refresh(t, x)
	}
	s := rightsOf(x, t.Me)
	switch a.What {
	case pressAck, pressDone, pressAnswer, pressNotOur:
		return actParty(t, x, s, a.What)
	case pressClose, pressNotYet:
		return actAsker(t, x, s, a.What)
	}
	if !s.office {
		return t.Toast(desk.TextNotAllowed)
	}
	return actOffice(t, x, a)
}

// view sends the request's card anew.
func view(t *desk.Turn, x reports.Request) error {
	m, err := card(t.Desk, t.Tx, x, t.Me, t.Now)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces, m.Chat = bot.Send, true, t.Update.Chat.ID
	return bot.Enqueue(t.Tx, m)
}

// openAsked shows the unit's people what they asked for a task of their report.
func openAsked(t *desk.Turn, k reports.Key, e conversations.Effect) (bool, error) {
	ask, ok := e.(conversations.OpenAsked)
	if !ok {
		return false, nil
	}
	all, err := storage.UnitRequests(t.Tx, t.Me.Unit)
	if err != nil {
		return true, err
	}
	for _, x := range all {
		if x.Kind == reports.Trouble && x.Unit == t.Me.Unit && x.Key.Duty == k.Duty && x.Key.Subject == k.Subject && x.Task == ask.Task {
			return true, view(t, x)
		}
	}
	return true, t.Toast(textClosedAlready)
}

// actParty does what a unit that is asked presses. Pressed by two, the second sees
// who was first.
func actParty(t *desk.Turn, x reports.Request, s rights, what string) error {
	p, ok := x.Party(t.Me.Unit)
	if !ok || !s.party || x.State != reports.RequestOpen {
		return t.Toast(textNotNow)
	}
	if p.Answered() {
		return firstWas(t, p.AnsweredBy, t.TimeText(p.AnsweredAt), textWordAnswered)
	}
	switch what {
	case pressAck:
		if !p.AckAt.IsZero() {
			return firstWas(t, p.AckBy, t.TimeText(p.AckAt), textWordReceived)
		}
		p.AckBy, p.AckAt = t.Me.ID, t.Now
		if err := save(t, &x, t.Me.Unit, stepReceived, t.Me.Name, nil); err != nil {
			return err
		}
		if err := t.Toast(textReceivedToast); err != nil {
			return err
		}
		return showAll(t, x)
	case pressAnswer:
		return askAnswer.Put(t, which{x.ID, t.Me.Unit}, textAskAnswer)
	case pressNotOur:
		return refused(t, x)
	}
	return reply(t, x, "", nil, true)
}

func firstWas(t *desk.Turn, by, at, what string) error {
	p, _, err := storage.Person(t.Tx, by)
	if err != nil {
		return err
	}
	return t.Toast(textFirstWas, p.Name, at, what)
}

// answered takes the words or file of an answer.
func answered(t *desk.Turn, a which, words string) error {
	x, ok, err := storage.Request(t.Tx, a.ID)
	if err != nil || !ok || t.Me.Unit != a.Unit {
		return err
	}
	p, ok := x.Party(a.Unit)
	if !ok || x.State != reports.RequestOpen {
		return t.Sayf(textNotNow)
	}
	if more := t.Earlier != nil && p.AnsweredBy == t.Me.ID && p.Answer != ""; p.Answered() && !more {
		by, _, err := storage.Person(t.Tx, p.AnsweredBy)
		if err != nil {
			return err
		}
		return t.Sayf(textFirstWas, by.Name, t.TimeText(p.AnsweredAt), textWordAnswered)
	}
	file, words, err := enclosed(t, fileArg{ID: x.ID, Unit: a.Unit}, words)
	if err != nil {
		return err
	}
	if err := reply(t, x, words, file, false); err != nil {
		return err
	}
	return t.Sayf(textAnswerNoted, title(x))
}

// reply notes a unit's answer. Once all units have answered it is the turn of
// whoever asked.
func reply(t *desk.Turn, x reports.Request, words string, file *reports.File, solved bool) error {
	p, _ := x.Party(t.Me.Unit)
	p.Answer, p.Solved, p.AnsweredBy, p.AnsweredAt = words, solved, t.Me.ID, t.Now
	if p.AckAt.IsZero() {
		p.AckBy, p.AckAt = t.Me.ID, t.Now
	}
	step := stepAnswered
	if solved {
		step = stepSolved
		if words == "" {
			words = t.Me.Name
		}
	}
	x.Rung = 0
	if err := save(t, &x, t.Me.Unit, step, words, nil); err != nil {
		return err
	}
	if err := enclose(t, &x, file); err != nil {
		return err
	}
	if t.Update.Kind == bot.KindCallback {
		if err := t.Toast(textAnsweredToast); err != nil {
			return err
		}
	}
	if err := showAll(t, x, x.Unit); err != nil {
		return err
	}
	head := fmt.Sprintf(textAnsweredTell, t.Plan.UnitName(t.Me.Unit), title(x))
	people, err := tellAsker(t, x, head)
	if err != nil {
		return err
	}
	return hear(t, x, head, people)
}

// refused: the unit says that it is not theirs. Where no unit is left, the office
// assigns anew.
func refused(t *desk.Turn, x reports.Request) error {
	before, was := x.Parties, x.Units()
	x.Parties = slices.DeleteFunc(slices.Clone(x.Parties), func(p reports.Party) bool { return p.Unit == t.Me.Unit })
	if len(x.Parties) == 0 {
		x.Assigned = true // what the words name is not asked again by itself
		if x.Kind == reports.Trouble {
			x.Due = plan.Date{} // nobody set it; whoever gives an instruction set its day
		}
	}
	if err := save(t, &x, t.Me.Unit, stepNotOur, t.Me.Name, nil); err != nil {
		return err
	}
	if err := t.Log(t.Me.Unit, "", title(x)+" "+stepNotOur, unitNames(t.Desk, was), ""); err != nil {
		return err
	}
	if err := t.Toast(textNotOurToast); err != nil {
		return err
	}
	if err := notTheirs(t, x, before); err != nil {
		return err
	}
	if err := showAll(t, x); err != nil {
		return err
	}
	return tellRefused(t, x)
}

// tellRefused tells the office that a unit says it is not theirs; and whoever asked,
// where all the others have answered: it is their turn.
func tellRefused(t *desk.Turn, x reports.Request) error {
	head := textNotOurTell
	switch x.Turn() {
	case reports.TurnUnits:
		head = textNotOurRest
	case reports.TurnAsker:
		head = textNotOurLast
	}
	head = fmt.Sprintf(head, t.Plan.UnitName(t.Me.Unit), title(x))
	people, err := coordinators(t.Tx)
	if err != nil {
		return err
	}
	if x.Turn() == reports.TurnAsker {
		more, err := tellAsker(t, x, head)
		if err != nil {
			return err
		}
		people = slices.Concat(people, more)
	}
	return hear(t, x, head, people)
}

// hear sends people a request's card below a line that says why, each of them once and
// not whoever acts.
func hear(t *desk.Turn, x reports.Request, head string, people []reports.Person) error {
	seen := map[string]bool{t.Me.ID: true}
	for _, p := range people {
		if seen[p.ID] {
			continue
		}
		seen[p.ID] = true
		if err := post(t, p, x, head); err != nil {
			return err
		}
	}
	return nil
}

// actAsker does what whoever asked presses.
func actAsker(t *desk.Turn, x reports.Request, s rights, what string) error {
	if !s.asker || x.State != reports.RequestOpen {
		return t.Toast(textNotNow)
	}
	if what == pressNotYet {
		if x.Turn() != reports.TurnAsker {
			return t.Toast(textNotNow)
		}
		return askMore.Put(t, which{ID: x.ID}, textAskMore)
	}
	step := stepConfirmed
	if x.Kind != reports.Trouble {
		step = stepClosed
	}
	if err := end(t, &x, step, t.Me.Name, nil); err != nil {
		return err
	}
	return t.Toast(textClosedToast)
}

// notYet gives the request back to the units with what is still missing.
func notYet(t *desk.Turn, a which, words string) error {
	x, ok, err := storage.Request(t.Tx, a.ID)
	if err != nil || !ok || !rightsOf(x, t.Me).asker {
		return err
	}
	if n := len(x.Story); t.Earlier != nil && n > 0 && x.Story[n-1].By == t.Me.ID && (x.Story[n-1].What == stepNotYet || x.Story[n-1].What == stepUndone) {
		return missing(t, x, words, &t.Earlier.Words) // more of what was said a moment ago
	}
	if x.State != reports.RequestOpen || x.Turn() != reports.TurnAsker {
		return t.Sayf(textNotNow)
	}
	for i := range x.Parties {
		p := &x.Parties[i]
		x.Parties[i] = reports.Party{Unit: p.Unit, TellAt: p.TellAt, Told: t.Now, AckBy: p.AckBy, AckAt: p.AckAt}
	}
	renew(t.Desk, &x, t.Now)
	return missing(t, x, words, nil)
}

// missing keeps what is still missing, in place of what was said of it before, and
// tells the units.
func missing(t *desk.Turn, x reports.Request, words string, before *string) error {
	file, words, err := enclosed(t, fileArg{ID: x.ID}, words)
	if err != nil {
		return err
	}
	unit, step, head := t.Me.Unit, stepNotYet, textNotYetTell
	if x.Kind != reports.Trouble {
		unit, step, head = "", stepUndone, textUndoneTell
	}
	if err := save(t, &x, unit, step, words, before); err != nil {
		return err
	}
	if err := enclose(t, &x, file); err != nil {
		return err
	}
	for _, u := range x.Units() {
		if _, err := tellUnit(t.Desk, t.Tx, u, []reports.Request{x}, head, gate.Counted, t.Now); err != nil {
			return err
		}
	}
	if err := showAll(t, x, x.Units()...); err != nil {
		return err
	}
	return t.Sayf(textNotYetNoted, unitNames(t.Desk, x.Units()))
}

// end closes a request. Those who were to act, or asked, are told by their cards.
func end(t *desk.Turn, x *reports.Request, step, words string, before *string) error {
	x.State, x.Decision, x.ClosedAt = reports.RequestClosed, "", t.Now
	unit := t.Me.Unit
	if step == stepClosed || step == stepEnded {
		unit = ""
	}
	if err := save(t, x, unit, step, words, before); err != nil {
		return err
	}
	return showAll(t, *x)
}

// tellAsker tells the unit that asked what became of it. Who gave an instruction is
// returned, to be told.
func tellAsker(t *desk.Turn, x reports.Request, head string) ([]reports.Person, error) {
	if x.Kind != reports.Trouble {
		return givers(t.Tx, x)
	}
	if x.Unit == t.Me.Unit {
		return nil, nil
	}
	_, err := tellUnit(t.Desk, t.Tx, x.Unit, []reports.Request{x}, head, gate.Counted, t.Now)
	return nil, err
}

// givers are those who hear of the answers to an instruction.
func givers(r storage.Reader, x reports.Request) ([]reports.Person, error) {
	roles := []reports.Role{reports.Leader}
	if x.Kind == reports.Assign { // the office's: whoever directs it now closes it, whoever wrote it
		roles = []reports.Role{reports.Director}
	}
	people, err := staff.Holders(r, roles...)
	if err != nil {
		return nil, err
	}
	by, ok, err := storage.Person(r, x.By)
	if ok {
		people = append(people, by)
	}
	return people, err
}

// post sends a person the request's card below a line that says why.
func post(t *desk.Turn, p reports.Person, x reports.Request, head string) error {
	m, err := shown(t.Desk, t.Tx, []reports.Request{x}, head, p, t.Now)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return t.Notify(t.Tx, p, m, t.Now)
}
