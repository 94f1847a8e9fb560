// Package desk is the task-force office's desk: it decides what an update or a
// moment means and writes down what follows, all in one transaction.
//
// Promises: strangers and foreign groups learn nothing; what a person may do
// stands in one table ([staff.Can]); nothing unsolicited goes out in quiet hours or
// over a person's cap; whoever has submitted hears nothing more; texts that
// people read stand in texts.go.
package desk

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/rules"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Config is what a desk works from.
type Config struct {
	// Plan, PlanNow, Rules, Calendar and SignOff are those of [rules.Config].
	Plan     *plan.Plan
	PlanNow  func(storage.Reader) (*plan.Plan, error)
	Rules    schedules.Rules
	Calendar schedules.Calendar
	SignOff  map[string]plan.SignOff
	// Features are what the desk can do, in the order of the menu.
	Features []Feature
	Options
}

// Options are what the operator chose, and what the channel gives.
type Options struct {
	// AutoPublish posts the roll-up at the deadline where the director has not.
	AutoPublish bool
	// Protect keeps people from passing on what the bot tells them unasked; never a file,
	// nor what is meant to be passed on.
	Protect bool
	// Extra is what the operator's own cron lines say to the office, by their ids.
	Extra func(id string) string
	// Username is the bot's own, without @, for addressed commands.
	Username string
	// Link makes a link that opens the private chat with the bot and hands it a
	// word; nil gives the word alone.
	Link func(word string) string
	// Secret makes the secret of an invite; nil means a random one.
	Secret func() string
}

// Desk decides. It keeps no state of its own: everything is in the store.
type Desk struct {
	*rules.Book // as it stands in the transaction, see [Desk.With]
	Options
	*tables
}

// New returns a desk. It fails where the plan's zone is unknown, the rules
// make no sense for the plan, or two features claim one name.
func New(c Config) (*Desk, error) {
	tables, err := newTables(c.Features)
	if err != nil {
		return nil, err
	}
	book, err := rules.New(rules.Config{Plan: c.Plan, PlanNow: c.PlanNow, Rules: c.Rules, Calendar: c.Calendar,
		SignOff: c.SignOff, Switches: tables.switches})
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	if c.Secret == nil {
		c.Secret = randomSecret
	}
	if c.Link == nil {
		c.Link = func(word string) string { return word }
	}
	return &Desk{book, c.Options, tables}, nil
}

// With returns the desk as it stands in this transaction. Everything that happens
// inside a transaction happens on such a desk.
func (d *Desk) With(r storage.Reader) (*Desk, error) {
	book, err := d.Book.With(r)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return &Desk{book, d.Options, d.tables}, nil
}

// randomSecret returns 26 characters of [a-z2-7]: 130 bits, fit for a deep
// link (Telegram allows 64 of A-Za-z0-9_-).
func randomSecret() string {
	b := make([]byte, 17)
	_, _ = rand.Read(b) // never fails, by its documentation
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))[:26]
}

// NewID returns a short random id of a person.
func (d *Desk) NewID() string { return d.Secret()[:10] }

// Handle is the desk's [bot.Handler].
func (d *Desk) Handle(_ context.Context, tx storage.Tx, u bot.Event, now time.Time) (bot.Answer, error) {
	d, err := d.With(tx)
	if err != nil {
		return bot.Answer{}, err
	}
	t := &Turn{Desk: d, Tx: tx, Update: u, Now: now.Round(0)} // what is kept has no monotonic clock
	p, known, err := storage.PersonByUser(tx, u.From.ID)
	if err != nil {
		return bot.Answer{}, err
	}
	if known && p.Left.IsZero() {
		t.Me = p
	}
	switch {
	case u.Kind == bot.KindMember:
		err = t.raiseMember()
	case u.Kind == bot.KindMigrated:
		err = t.raiseMigrated()
	case u.Chat.Private():
		err = t.inTurn(t.private)
	case u.Chat.Group():
		err = t.inTurn(t.group)
	}
	return t.Answer, err
}

// Turn is the handling of one update.
type Turn struct {
	*Desk
	Tx      storage.Tx
	Update  bot.Event
	Now     time.Time
	Me      reports.Person              // zero for a stranger
	unit    map[string][]reports.Person // see ofUnit
	Answer  bot.Answer
	answers int // so far
	// Earlier is the part of the answer to a question that was carried out before, nil
	// for an answer that is the first.
	Earlier *Earlier
	made    string // see [Turn.Made]
	whole   bool   // see [Turn.Whole]
}

// OfUnit returns a unit's people, as [storage.PeopleOfUnit] does, read once while
// the update is handled. Nothing that changes people uses it.
func (t *Turn) OfUnit(unit string) ([]reports.Person, error) {
	if people, ok := t.unit[unit]; ok {
		return people, nil
	}
	people, err := storage.PeopleOfUnit(t.Tx, unit)
	if err != nil {
		return nil, err
	}
	if t.unit == nil {
		t.unit = map[string][]reports.Person{}
	}
	t.unit[unit] = people
	return people, nil
}

func (t *Turn) Known() bool { return t.Me.ID != "" }

// private handles what is said or tapped in a private chat.
func (t *Turn) private() error {
	switch t.Update.Kind {
	case bot.KindCallback:
		if !t.Known() {
			return nil
		}
		if err := t.forget(); err != nil {
			return err
		}
		return t.tapped()
	case bot.KindMessage:
		if cmd, ok := t.command(); ok {
			if err := t.forget(); err != nil {
				return err
			}
			return t.run(cmd)
		}
		if !t.Known() {
			return t.Stranger()
		}
		if _, ok := t.Update.Command(); ok { // meant for another bot
			return t.Sayf(textUnknownCommand)
		}
		if c, ok := t.called(); ok && conversations.Remarked(t.Update.Text) == conversations.Content {
			return t.run(c)
		}
		return t.said()
	case bot.KindEdited:
		if t.Known() {
			return t.edited()
		}
	}
	return nil
}

// command returns the command the message begins with, if it is for this bot.
func (t *Turn) command() (bot.Command, bool) {
	cmd, ok := t.Update.Command()
	if !ok || cmd.Bot != "" && !strings.EqualFold(cmd.Bot, t.Username) {
		return bot.Command{}, false
	}
	return cmd, true
}

// Say sends a message to the chat the update came from.
func (t *Turn) Say(x reports.Text, rows ...[]bot.Button) error {
	return t.say(bot.Message{Text: x, Rows: rows})
}

func (t *Turn) say(m bot.Message) error {
	t.answers++
	to := t.Update.MessageID
	if t.Earlier != nil { // one answer is answered once
		to = t.Earlier.first
	}
	m.Kind, m.Chat, m.Thread, m.Purpose, m.Person, m.At = bot.Send, t.Update.Chat.ID, t.Update.Thread, "answer", t.Me.ID, t.Now
	// A button pressed again and again is answered once; answers to different messages never take one another's place.
	m.Instead, m.Crowd = fmt.Sprintf("answer/%s/%d", to, t.answers), textCrowd
	return orders.Enqueue(t.Tx, m)
}

// Open sends what was made of a screen, in place of the one that its slot shows.
func (t *Turn) Open(m bot.Message, err error) error {
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.Tx, m)
}

// Redraw edits a screen into what was made of it, or sends it where there is none.
func (t *Turn) Redraw(m bot.Message, err error) error {
	if err != nil {
		return err
	}
	m.Kind, m.OrSend = bot.Edit, true
	return bot.Enqueue(t.Tx, m)
}

func (t *Turn) Sayf(format string, args ...any) error {
	return t.Say(reports.T(fmt.Sprintf(format, args...)))
}

// Tell sends a message to another person, outside of any cap: an answer to
// something they, or the office, asked for.
func (t *Turn) Tell(p reports.Person, purpose string, x reports.Text, rows ...[]bot.Button) error {
	if !p.Reachable() {
		return nil
	}
	return orders.Enqueue(t.Tx, bot.Message{
		Kind: bot.Send, Chat: p.Chat, Text: x, Rows: rows, Purpose: purpose, Person: p.ID, At: t.Now,
		Silent: !t.Awake(t.Now).Equal(t.Now), // at night it comes without a sound
	})
}

// Toast answers the pressed button.
func (t *Turn) Toast(format string, args ...any) error {
	t.Answer = bot.Answer{Text: fmt.Sprintf(format, args...)}
	return nil
}

// Log adds a row to the audit log of a unit and period.
func (t *Turn) Log(unit, period, what, before, after string) error {
	return storage.Log(t.Tx, t.Now, t.Me.ID, unit, period, what, before, after)
}

// edited takes an edit of a message that became part of something.
func (t *Turn) edited() error {
	row, ok, err := storage.Get[PieceRow](t.Tx, storage.PieceKey(t.Update.Chat.ID, string(t.Update.MessageID)))
	if err != nil || !ok {
		return err
	}
	if t.Update.File != nil {
		if over, err := t.overQuota(); over || err != nil {
			return err
		}
	}
	for _, f := range t.Installed {
		if f.Edited == nil {
			continue
		}
		if done, err := f.Edited(t, row); done || err != nil {
			return err
		}
	}
	return nil
}

// OtherEffect has the features carry out what is not the dialog's own.
func (t *Turn) OtherEffect(k reports.Key, x conversations.Effect) error {
	for _, f := range t.Installed {
		if f.Effect == nil {
			continue
		}
		if done, err := f.Effect(t, k, x); done || err != nil {
			return err
		}
	}
	return nil
}
