package report

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/conversations/report"
	"liubao/reports"
	"liubao/reports/clean"
	"liubao/reports/intake"
	"liubao/reports/intake/document"
	"liubao/reports/picture"
	"liubao/storage"
)

// longText is from how many characters on a text is looked at for parts.
const longText = 300

// numbered finds lines that begin with a number, as reports are numbered.
var numbered = regexp.MustCompile(`(?m)^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．)）]|[①-⑳])`)

// intakeLimits are what is taken from one document: no report on an area is
// longer, and a draft with several documents stays within one transaction.
var intakeLimits = intake.Limits{Runes: 20000, Blocks: 1500}

// readRow says which report a document belongs to whose bytes are on their way.
type readRow struct {
	V      int         `json:"v"`
	Key    reports.Key `json:"key"`
	Chat   bot.Address `json:"chat"`
	User   bot.Address `json:"user"`
	Person string      `json:"person"`
	Piece  string      `json:"piece"`
	At     time.Time   `json:"at"`
	Whole  bool        `json:"whole,omitempty"` // it is not taken apart
}

// toRead notes that a document is to be taken apart when its bytes are there.
func toRead(t *desk.Turn, k reports.Key, x conversations.Read) error {
	return storage.Put(t.Tx, storage.RowRead.Key(x.File.UID), readRow{V: 1, Key: k, Chat: t.Update.Chat.ID, User: t.Update.From.ID,
		Person: t.Me.ID, Piece: x.File.Piece, At: t.Now, Whole: x.Whole})
}

// Contents is what a document that somebody sent for a report holds.
type Contents struct {
	row     readRow
	offer   conversations.Offered
	refusal string // a sentence, "" where it could be read
}

// Read takes a document apart, outside of any transaction: reading one takes
// up to a second. It returns nil for a file that nobody wants taken apart.
func Read(d *desk.Desk, ctx context.Context, e storage.Engine, f reports.File, data []byte) (*Contents, error) {
	c := &Contents{}
	wanted := false
	if err := e.View(ctx, func(r storage.Reader) (err error) {
		c.row, wanted, err = storage.Get[readRow](r, storage.RowRead.Key(f.UID))
		return err
	}); err != nil || !wanted {
		return nil, err
	}
	doc, err := intake.Read(f.Name, data, intakeLimits)
	if c.row.Whole {
		c.refusal = unprintable(f, err, data)
		return c, nil
	}
	if refusal, ok := errors.AsType[*intake.Refusal](err); ok {
		c.refusal = refused(refusal, data)
		return c, nil
	}
	c.offer = apart(d, c.row.Key, doc)
	c.offer.Piece, c.offer.Name, c.offer.File = c.row.Piece, clean.Line(f.Label()), f.UID
	return c, nil
}

// unprintable says why a picture goes into no paper, "" for all other files.
func unprintable(f reports.File, read error, data []byte) string {
	refusal, ok := errors.AsType[*intake.Refusal](read)
	if !ok || refusal.Reason != document.Picture && !strings.HasPrefix(f.MIME, "image/") {
		return ""
	}
	if _, err := picture.Prepare(data); err != nil {
		return picture.Sentence(err)
	}
	return ""
}

// refused says why a file was not taken apart. A picture that cannot even go
// into a document says that instead.
func refused(r *intake.Refusal, data []byte) string {
	if r.Reason == document.Picture {
		if _, err := picture.Prepare(data); err != nil {
			return picture.Sentence(err)
		}
	}
	return r.Sentence()
}

// apart proposes where the parts of a document belong in a report.
func apart(d *desk.Desk, k reports.Key, doc intake.Document) conversations.Offered {
	area := ""
	if _, ok := d.Plan.Area(k.Subject); ok {
		area = k.Subject
	}
	p := intake.Match(d.Plan, area, doc)
	var o conversations.Offered
	at := map[int]int{} // from the proposal's pieces to the offer's parts
	for i, x := range p.Pieces {
		if x.Bare() {
			continue
		}
		at[i] = len(o.Parts)
		o.Parts = append(o.Parts, part(x))
	}
	for _, v := range p.Values {
		o.Figures = append(o.Figures, conversations.Figure{Indicator: v.Indicator, Raw: v.Raw, Near: clean.Line(v.Near),
			Value: v.Value, Part: at[v.Piece]})
	}
	o.Notes = p.Said
	return o
}

func part(x intake.Piece) conversations.Part {
	return conversations.Part{Text: clean.Text(x.Words()), Task: x.Task, Question: x.Question, Sure: x.Sure || x.Question != "",
		Elsewhere: x.Elsewhere, Difficulty: x.Difficulty, Field: x.Field}
}

// FileRead follows FileArrived in the same transaction: it offers what the
// document holds in its sender's card, or says why it could not be read.
func FileRead(d *desk.Desk, tx storage.Tx, f reports.File, c *Contents, now time.Time) error {
	if c == nil {
		return nil
	}
	if err := tx.Delete(storage.RowRead.Key(f.UID)); err != nil {
		return err
	}
	me, ok, err := storage.Person(tx, c.row.Person)
	if err != nil || !ok || !me.Left.IsZero() {
		return err
	}
	t := &desk.Turn{Desk: d, Tx: tx, Now: now, Me: me,
		Update: bot.Event{Kind: bot.KindMessage, Chat: bot.Chat{ID: c.row.Chat, Kind: bot.PrivateChat}, From: bot.User{ID: c.row.User}}}
	switch {
	case !me.Reachable():
		return nil
	case c.refusal != "":
		return t.Say(reports.T(fmt.Sprintf(textFileRefused, f.Label(), c.refusal)))
	case c.row.Whole:
		return nil
	case len(c.offer.Parts) == 0:
		return t.Say(reports.T(fmt.Sprintf(textFileNothing, f.Label())))
	}
	c.offer.By = t.By()
	return offer(t, c.row.Key, c.offer)
}

// offer shows an offer to whoever is at its report; to whoever has gone on to
// another one it waits there, and a sentence says so.
func offer(t *desk.Turn, k reports.Key, o conversations.Offered) error {
	c, err := readCursor(t)
	if err != nil {
		return err
	}
	if c.Key == k || c.Key == (reports.Key{}) {
		return step(t, k, o)
	}
	d, ok, err := dialog(t, k)
	if err != nil || !ok || t.Heir(d.Unit) != t.Me.Unit {
		return err
	}
	w, err := readDraft(t, k)
	if err != nil {
		return err
	}
	_, w, _, err = report.Step(d, report.Cursor{}, w, o)
	if err != nil {
		return err
	}
	if err := saveDraft(t, k, w); err != nil {
		return err
	}
	return t.Say(reports.T(fmt.Sprintf(textFileWaits, o.Name, t.ReportName(k))),
		[]bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, t.ReportName(k)), Data: desk.KeyData("o", k)}})
}

// pasted takes a long text apart. ok is false where it is an answer like any
// other.
func pasted(t *desk.Turn, k reports.Key, text, piece string, by conversations.By) (o conversations.Offered, ok bool, err error) {
	c, err := readCursor(t)
	if err != nil {
		return o, false, err
	}
	w, err := readDraft(t, k)
	if err != nil {
		return o, false, err
	}
	before, more := report.Continues(c, w, by)
	switch {
	case more && c.Key == k: // Telegram cuts a long paste into several messages
		text, piece = before.Text+"\n"+text, before.Piece
	case !long(text) && !strings.Contains(text, "\n"):
		return o, false, nil
	}
	d, known, err := dialog(t, k)
	if err != nil || !known {
		return o, false, err
	}
	o = apart(t.Desk, k, intake.Paste(text, intakeLimits))
	o.By, o.Piece, o.Text = by, piece, text
	return o, more || report.Worth(d, c, o) && (long(text) || places(o) > 1), nil
}

// long reports whether a text is looked at for parts whatever it says; a short
// one of several lines is only where they are plainly about several tasks.
func long(text string) bool {
	return utf8.RuneCountInString(text) >= longText || len(numbered.FindAllString(text, 3)) > 1
}

// places counts the places that the parts of an offer surely have.
func places(o conversations.Offered) int {
	sure := map[string]bool{}
	for _, p := range o.Parts {
		if p.Sure && p.Placed() {
			sure[fmt.Sprint(p.Task, p.Question)] = true
		}
	}
	return len(sure)
}
