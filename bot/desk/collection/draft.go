package collection

import (
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// draftPress is a button of the collection that somebody puts together.
type draftPress struct {
	What string // see the constants below
	Arg  string // a unit's id, or a time of the day: 20261210-1200
}

// What a button of the draft does.
const (
	draftFirst = "1" // the sentence itself is asked for
	draftAdd   = "q" // ask for more questions
	draftAnew  = "r" // ask for the questions anew
	draftKind  = "k" // the next kind for question Arg
	draftUnits = "u" // choose the units
	draftUnit  = "t" // a unit more or less
	draftAll   = "a" // all units
	draftLeads = "l" // those that lead
	draftNone  = "0" // none
	draftReady = "d" // the units are chosen
	draftDue   = "w" // ask for the time
	draftAt    = "h" // the time is Arg
	draftKnown = "n" // ask for what is known, too, or not
	draftLess  = "f" // leave out the units that were asked often enough
	draftSend  = "s"
	draftDrop  = "x"
)

// asked says what the next words of somebody who puts a collection together are.
type asked struct {
	What string `json:"what"` // draftFirst, draftAdd, draftAnew or draftDue
}

var (
	tapDraft = desk.NewTap[draftPress]("cd1")
	askDraft = desk.NewAsk[asked]("collection")
)

const slotDraft = "collecting"

// word is what leads to the collections in every chat.
const word = "临时调度"

// named takes words that begin with the collections' own word.
func named(t *desk.Turn) (bool, error) {
	s := strings.TrimSpace(t.Update.Text)
	rest, ok := strings.CutPrefix(s, word)
	if !ok || t.Update.File != nil {
		return false, nil
	}
	rest = strings.Trim(rest, marks)
	switch {
	case !staff.Can(t.Me, staff.ActCollect):
		return ownOpen(t)
	case rest == "":
		return true, menu(t, bot.Send)
	}
	return true, compose(t, rest)
}

// said takes a whole sentence of the office's that asks units for something by a time.
func said(t *desk.Turn) (bool, error) {
	s := strings.TrimSpace(t.Update.Text)
	if s == "" || t.Update.File != nil || !staff.Can(t.Me, staff.ActCollect) || !sentenceAsks(t.Desk, s, t.Now) {
		return false, nil
	}
	return true, compose(t, s)
}

// compose begins a collection with a sentence.
func compose(t *desk.Turn, sentence string) error {
	w := readSentence(t.Desk, sentence, t.Now)
	c := reports.Collection{Questions: w.questions, Units: w.units, Due: w.due, By: t.Me.ID, At: t.Now}
	if !inTime(t, w.due) {
		c.Due = time.Time{}
	}
	if err := saveDraft(t.Tx, c); err != nil {
		return err
	}
	return next(t, c)
}

// inTime reports whether people can be told before a time: nobody is at night.
func inTime(t *desk.Turn, due time.Time) bool {
	return due.After(t.Now.Add(5*time.Minute)) && t.Awake(t.Now).Before(due) && due.Before(t.Now.AddDate(1, 0, 0))
}

// next asks for what is missing, and shows the whole where nothing is.
func next(t *desk.Turn, c reports.Collection) error {
	switch {
	case len(c.Questions) == 0:
		return askDraft.Put(t, asked{draftAdd}, textAskQuestions)
	case len(c.Units) == 0:
		return showUnits(t, c, bot.Send)
	case c.Due.IsZero():
		return askDue(t, c)
	}
	return showDraft(t, c, bot.Send)
}

// draftGiven takes questions, or the time.
func draftGiven(t *desk.Turn, a asked, words string) error {
	c, ok, err := draftOf(t.Tx, t.Me.ID)
	if err != nil || !ok || !staff.Can(t.Me, staff.ActCollect) {
		return err
	}
	if a.What == draftFirst {
		return compose(t, words)
	}
	if a.What == draftDue {
		t.Whole()
		at, _, ok := conversations.ReadAsked(words, t.Now.In(t.Loc), t.Plan.Deadline)
		if !ok || !inTime(t, at) {
			return askDraft.Put(t, a, textDueUnread)
		}
		c.Due = at
	} else {
		qs := readQuestions(words)
		if len(qs) == 0 {
			return askDraft.Put(t, a, textQuestionUnread)
		}
		if a.What == draftAdd {
			kept := len(c.Questions)
			if t.Earlier != nil { // the first part's questions are read anew
				kept, _ = strconv.Atoi(t.Earlier.Made)
			}
			t.Made(strconv.Itoa(kept))
			qs = append(c.Questions[:min(kept, len(c.Questions))], qs...)
		}
		c.Questions = qs[:min(len(qs), mostQuestions)]
	}
	if err := saveDraft(t.Tx, c); err != nil {
		return err
	}
	return next(t, c)
}

// tappedDraft answers the buttons of the draft.
func tappedDraft(t *desk.Turn, a draftPress) error {
	if !staff.Can(t.Me, staff.ActCollect) {
		return t.Toast(desk.TextNotAllowed)
	}
	c, ok, err := draftOf(t.Tx, t.Me.ID)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	switch a.What {
	case draftAdd:
		if len(c.Questions) >= mostQuestions {
			return t.Toast(textQuestionsFull, mostQuestions)
		}
		return askDraft.Put(t, asked{draftAdd}, textAskMore)
	case draftAnew:
		return askDraft.Put(t, asked{draftAnew}, textAskQuestions)
	case draftUnits:
		return showUnits(t, c, bot.Edit)
	case draftDue:
		return askDue(t, c)
	case draftSend:
		return send(t, c)
	case draftDrop:
		return drop(t)
	}
	return changeDraft(t, c, a)
}

// changeDraft answers the buttons that change the draft and show it again.
func changeDraft(t *desk.Turn, c reports.Collection, a draftPress) error {
	show := func() error { return next(t, c) }
	switch a.What {
	case draftKind:
		otherKind(&c, a.Arg)
		show = func() error { return showDraft(t, c, bot.Edit) }
	case draftKnown:
		c.AskKnown = !c.AskKnown
		show = func() error { return showDraft(t, c, bot.Edit) }
	case draftLess:
		full, err := overCap(t.Desk, t.Tx, c, t.Now)
		if err != nil {
			return err
		}
		c.Units = without(c.Units, full)
	case draftUnit, draftAll, draftLeads, draftNone:
		chosen(t, &c, a)
		show = func() error { return showUnits(t, c, bot.Edit) }
	case draftReady:
		if len(c.Units) == 0 {
			return t.Toast(textNoUnits)
		}
	case draftAt:
		at, err := time.ParseInLocation("20060102-1504", a.Arg, t.Loc)
		if err != nil || !inTime(t, at) {
			return t.Toast(textDuePast)
		}
		c.Due = at
	default:
		return t.Toast(desk.TextOldButton)
	}
	if err := saveDraft(t.Tx, c); err != nil {
		return err
	}
	return show()
}

// otherKind gives a question the next kind; one of choices stays what it is.
func otherKind(c *reports.Collection, arg string) {
	order := map[reports.QuestionKind]reports.QuestionKind{reports.AskNumber: reports.AskText, reports.AskText: reports.AskFile, reports.AskFile: reports.AskNumber}
	for i := range c.Questions {
		if arg == indexArg(i) && order[c.Questions[i].Kind] != "" {
			c.Questions[i].Kind = order[c.Questions[i].Kind]
		}
	}
}

func drop(t *desk.Turn) error {
	if err := t.Tx.Delete(storage.RowCollectionDraft.Key(t.Me.ID)); err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, draftMessage(t, reports.T(textDropped), nil, bot.Edit))
}

func draftMessage(t *desk.Turn, x reports.Text, rows [][]bot.Button, kind bot.MessageKind) bot.Message {
	return bot.Message{Kind: kind, OrSend: kind == bot.Edit, Replaces: kind == bot.Send, Chat: t.Update.Chat.ID, Slot: slotDraft, Text: x, Rows: rows,
		Purpose: "collection", Person: t.Me.ID, At: t.Now}
}

// askDue asks for the time, the likely ones as buttons.
func askDue(t *desk.Turn, c reports.Collection) error {
	var row []bot.Button
	today := t.Today(t)
	for _, x := range []struct {
		days int
		at   plan.Clock
	}{{0, plan.Clock{Hour: 12}}, {0, t.Plan.Deadline}, {1, plan.Clock{Hour: 12}}, {1, t.Plan.Deadline}} {
		if at := today.AddDays(x.days).At(x.at, t.Loc); inTime(t, at) {
			row = append(row, bot.Button{Label: t.WhenText(at), Data: tapDraft.Data(draftPress{draftAt, at.Format("20060102-1504")})})
		}
	}
	if err := askDraft.Await(t, asked{draftDue}); err != nil {
		return err
	}
	x := reports.Text{}.Head(title(c.Questions)).Line(textAskDue)
	return bot.Enqueue(t.Tx, draftMessage(t, x.Trim(), desk.InRows(nil, row, 2), bot.Send))
}
