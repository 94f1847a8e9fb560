package stage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"liubao/sandbox"
)

// Actor is a person on the stage: a phone with the bot's chat open.
type Actor struct {
	*sandbox.Person
	Name string
	on   Place
}

// Place is where an actor acts: a [Stage], or a bot that runs elsewhere.
type Place interface {
	// Pass lets time pass that nobody lives through.
	Pass(ctx context.Context, d time.Duration) error
	// Settle waits until everything that can happen at this moment has happened.
	Settle(ctx context.Context) error
	Phones() *sandbox.Server
}

// How long people take: longer than what the dialogs take for one thought.
const (
	Typing  = 20 * time.Second
	Tapping = 3 * time.Second
)

// FirstUser is the Telegram id of the first actor.
const FirstUser = 100001

// Actors finds the people who are on the stage already.
func (s *Stage) Actors() []*Actor {
	var out []*Actor
	for _, u := range s.Sandbox.Users() {
		if !u.IsBot {
			out = append(out, &Actor{Person: s.Sandbox.Person(u.ID), Name: u.FirstName, on: s})
		}
	}
	return out
}

// Actor puts a person on the stage.
func (s *Stage) Actor(n int64, name string) *Actor { return Join(s, n, name) }

// Join puts a person with a phone in a place.
func Join(on Place, n int64, name string) *Actor {
	return &Actor{Person: on.Phones().AddUser(sandbox.User{ID: FirstUser + n, FirstName: name, LanguageCode: "zh-hans"}), Name: name, on: on}
}

// Says sends words to the bot and waits for what comes of it.
func (a *Actor) Says(ctx context.Context, words ...string) error {
	for _, w := range words {
		if err := a.on.Pass(ctx, Typing); err != nil {
			return err
		}
		if _, err := a.Send(a.ID(), w); err != nil {
			return fmt.Errorf("%s says %q: %w", a.Name, w, err)
		}
		if err := a.on.Settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Opens follows a deep link.
func (a *Actor) Opens(ctx context.Context, payload string) error {
	if _, err := a.Start(payload); err != nil {
		return fmt.Errorf("%s opens a link: %w", a.Name, err)
	}
	return a.on.Settle(ctx)
}

// Taps presses, one after the other, the newest button with each label. A
// label ending in … stands for any that begins so.
func (a *Actor) Taps(ctx context.Context, labels ...string) error {
	for _, l := range labels {
		if err := a.tap(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

func (a *Actor) tap(ctx context.Context, label string) error {
	msgs := a.on.Phones().Messages(a.ID(), a.ID())
	for i := len(msgs) - 1; i >= 0; i-- {
		data, ok := button(msgs[i], label)
		if !ok {
			continue
		}
		if err := a.on.Pass(ctx, Tapping); err != nil {
			return err
		}
		tap, err := a.TapData(a.ID(), msgs[i].MessageID, data)
		if err != nil {
			return fmt.Errorf("%s taps %q: %w", a.Name, label, err)
		}
		if err := a.on.Settle(ctx); err != nil {
			return err
		}
		if !answered(ctx, tap) {
			return fmt.Errorf("%s taps %q: no answer came", a.Name, label)
		}
		return nil
	}
	return fmt.Errorf("%s taps %q: no such button; the newest message is:\n%s", a.Name, label, a.Newest())
}

// answerTime bounds how long an answer may take, on the machine's clock.
const answerTime = 30 * time.Second

// answered waits for a tap's answer: the bot answers beside its other work, so
// that a bot at rest may still be answering.
func answered(ctx context.Context, tap *sandbox.Tap) bool {
	for deadline := time.Now().Add(answerTime); ctx.Err() == nil && time.Now().Before(deadline); time.Sleep(100 * time.Microsecond) {
		if _, ok := tap.Answer(); ok {
			return true
		}
	}
	return false
}

func button(m sandbox.View, label string) (data string, ok bool) {
	if m.ReplyMarkup == nil {
		return "", false
	}
	begin, any := strings.CutSuffix(label, "…")
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			if b.CallbackData != "" && (b.Text == label || any && strings.HasPrefix(b.Text, begin)) {
				return b.CallbackData, true
			}
		}
	}
	return "", false
}

// Newest returns the words of the chat's newest message.
func (a *Actor) Newest() string {
	m, _ := a.on.Phones().Last(a.ID())
	return m.Text + m.Caption
}

// OnNewest reports whether the newest message has a button with the label.
func (a *Actor) OnNewest(label string) bool {
	m, ok := a.on.Phones().Last(a.ID())
	if ok {
		_, ok = button(m, label)
	}
	return ok
}
