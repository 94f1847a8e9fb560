package collection

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	figures "liubao/internal/numbers"
	"liubao/reports"
	"liubao/storage"
)

// answers is the question for an answer: of text, two messages in a row are one, and
// the files of an album belong to one question.
func valueAsk() desk.Ask {
	q := askValue.Do(true, valueGiven).Joined()
	q.Many, q.Sure = true, figureFits
	return q
}

// figureFits reports whether words are the figure that is asked for.
func figureFits(t *desk.Turn, arg, words string) bool {
	v, ok := askValue.Read(arg)
	if !ok || t.Update.File != nil {
		return false
	}
	c, ok, err := read(t.Tx, v.ID)
	if err != nil || !ok || v.Q >= len(c.Questions) || c.Questions[v.Q].Kind != reports.AskNumber {
		return false
	}
	_, doubt := figures.Read(words).In(c.Questions[v.Q].Measure)
	return doubt == figures.Exact
}

// valueGiven takes words or a file for a question.
func valueGiven(t *desk.Turn, v value, words string) error {
	c, ok, err := read(t.Tx, v.ID)
	if err != nil || !ok || !mayAnswer(t.Me, v.Unit) || !c.Asks(v.Unit) || v.Q >= len(c.Questions) {
		return err
	}
	if !c.Open() {
		return t.Sayf(textIsClosedLong, label(c))
	}
	a, err := answerOf(t.Tx, c, v.Unit)
	if err != nil {
		return err
	}
	q := c.Questions[v.Q]
	switch {
	case q.Kind == reports.AskFile && t.Update.File == nil:
		return askValue.Put(t, v, textNeedsFile, q.Title)
	case q.Kind != reports.AskFile && words == "":
		return askValue.Put(t, v, textNeedsWords, q.Title)
	case q.Kind == reports.AskFile:
		f := t.File()
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
		files := append(slices.Clone(a.Values[v.Q].Files), f)
		return give(t, c, a, v.Q, reports.CollectionValue{Files: files})
	case q.Kind == reports.AskText:
		return give(t, c, a, v.Q, reports.CollectionValue{Text: conversations.Clip(strings.TrimSpace(words), 2000)})
	}
	t.Whole()
	n, doubt := figures.Read(words).In(q.Measure)
	if doubt != figures.Exact {
		return askValue.Put(t, v, "%s", doubtText(q, doubt))
	}
	return give(t, c, a, v.Q, reports.CollectionValue{Text: conversations.Clip(conversations.OneLine(words), 60), Number: &n})
}

// doubtText says why a figure was not read, and asks again.
func doubtText(q reports.Question, d figures.Doubt) string {
	why := textNoNumber
	switch d {
	case figures.Several:
		why = textSeveral
	case figures.Range, figures.About:
		why = textNotExact
	case figures.Change:
		why = textChange
	case figures.Other:
		why = textOtherMeasure
	case figures.Beyond, figures.Rounded:
		why = textTooFine
	}
	return fmt.Sprintf(why, q.Name())
}

// give writes one answer down. Of a single question that is all; of several the next
// open one is asked, and the whole shown where none is.
func give(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer, q int, v reports.CollectionValue) error {
	before := a.Values[q].Words()
	a.Values = slices.Clone(a.Values)
	a.Values[q], a.At = v, t.Now
	if !a.Done.IsZero() || len(c.Questions) == 1 {
		return handIn(t, c, a)
	}
	if err := saveAnswer(t.Tx, a); err != nil {
		return err
	}
	if err := t.Log(a.Unit, "", fmt.Sprintf(textLogNoted, c.Number), before, c.Questions[q].Name()+"："+v.Words()); err != nil {
		return err
	}
	next := unanswered(a)
	tapped := t.Update.Callback != nil
	if next >= 0 && !tapped && c.Questions[next].Kind != reports.AskChoice {
		return ask(t, c, a, next, textNoted)
	}
	kind := bot.Send
	if tapped {
		kind = bot.Edit
	}
	return showAnswer(t, c, a, kind)
}

// handIn hands the answer in, first or anew, and brings everybody's message up to date.
func handIn(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer) error {
	before := ""
	if !a.Done.IsZero() {
		was, err := answerOf(t.Tx, c, a.Unit)
		if err != nil {
			return err
		}
		before = valuesText(c, was)
	} else {
		a.Done = t.Now
	}
	a.By, a.At, a.Times = t.Me.ID, t.Now, a.Times+1
	if err := saveAnswer(t.Tx, a); err != nil {
		return err
	}
	what := textLogAnswered
	if t.Me.Unit != a.Unit {
		what = textLogAnsweredFor
	}
	if err := t.Log(a.Unit, "", fmt.Sprintf(what, c.Number), before, valuesText(c, a)); err != nil {
		return err
	}
	if err := others(t, c, a); err != nil {
		return err
	}
	kind := bot.Edit
	if t.Update.Callback == nil {
		kind = bot.Send
	} else if err := t.Toast(textHandedIn); err != nil {
		return err
	}
	if err := showAnswer(t, c, a, kind); err != nil {
		return err
	}
	return answered(t, c)
}

// others brings the message of everybody else who was asked up to date.
func others(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer) error {
	for _, id := range a.Told {
		p, ok, err := storage.Person(t.Tx, id)
		if err != nil {
			return err
		}
		if !ok || id == t.Me.ID || !p.Reachable() {
			continue
		}
		m, err := answerCard(t.Desk, t.Tx, c, a, p.ID, t.Now)
		if err != nil {
			return err
		}
		m.Kind, m.Chat, m.Replaces = bot.Edit, p.Chat, false
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return err
		}
	}
	return nil
}
