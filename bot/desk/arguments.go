package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/codec"
	"liubao/reports"
	"liubao/storage"
)

// TapOf is a kind of button whose argument is an A, written by package codec.
//
// The name says what the button does and which form its argument has: whoever
// changes the form gives it another name, and what people still have on their
// screens is answered as an old button.
type TapOf[A any] struct{ name string }

// NewTap names a kind of button, in at most 3 characters of [a-z0-9].
func NewTap[A any](name string) TapOf[A] { return TapOf[A]{name} }

// CardTap names the buttons of a report's card, whose data begin with the report's
// period and not with a name: what a card can do is many, and its answers are long.
const CardTap = "#"

// Data is what a button of the kind carries. Fields that are zero at its end are left out.
func (x TapOf[A]) Data(a A) string {
	parts := []string{x.name}
	if x.name == CardTap {
		parts = nil
	}
	return strings.TrimRight(strings.Join(append(parts, codec.Encode(a)...), "."), ".")
}

// Do says what is done when a button of the kind is pressed.
func (x TapOf[A]) Do(do func(t *Turn, a A) error) Tap {
	return Tap{Name: x.name, Do: func(t *Turn, parts []string) error {
		var a A
		if x.name != CardTap {
			parts = parts[1:]
		}
		if !codec.Decode(parts, &a) {
			return t.Toast(TextOldButton)
		}
		return do(t, a)
	}}
}

// TimerOf is a kind of timer whose argument is an A, kept as JSON.
type TimerOf[A any] struct {
	what string
	old  func(arg string) (A, bool)
}

// NewTimer names a kind of timer. old reads the argument of timers that an
// earlier program set, nil where there were none.
func NewTimer[A any](what string, old func(arg string) (A, bool)) TimerOf[A] {
	return TimerOf[A]{what, old}
}

// DoMany says what is done when it fires where that concerns many people; see [Timer].
func (x TimerOf[A]) DoMany(do func(d *Desk, ctx context.Context, u batch.Updater, a A, now time.Time) error) Timer {
	return Timer{What: x.what, Many: func(d *Desk, ctx context.Context, u batch.Updater, arg string, now time.Time) error {
		a, ok := x.read(arg)
		if !ok {
			return nil // set by a program that is no more: there is nothing to do
		}
		return do(d, ctx, u, a, now)
	}}
}

// Set arranges for the timer to fire at a time. The same set twice for the same
// second fires once.
func (x TimerOf[A]) Set(tx storage.Tx, at time.Time, a A) error {
	arg, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("timer %s: %w", x.what, err)
	}
	return SetTimer(tx, at, x.what, string(arg))
}

// Do says what is done when it fires.
func (x TimerOf[A]) Do(do func(d *Desk, tx storage.Tx, a A, now time.Time) error) Timer {
	return Timer{What: x.what, Do: func(d *Desk, tx storage.Tx, arg string, now time.Time) error {
		a, ok := x.read(arg)
		if !ok {
			return nil // set by a program that is no more: there is nothing to do
		}
		return do(d, tx, a, now)
	}}
}

func (x TimerOf[A]) read(arg string) (a A, ok bool) {
	if strings.HasPrefix(arg, "{") && json.Unmarshal([]byte(arg), &a) == nil {
		return a, true
	}
	if x.old != nil {
		return x.old(arg)
	}
	return a, false
}

// AskOf is a kind of question whose argument is an A, kept as JSON.
type AskOf[A any] struct{ what string }

// NewAsk names a kind of question.
func NewAsk[A any](what string) AskOf[A] { return AskOf[A]{what} }

// Put asks the person; their next words in this chat answer it.
func (x AskOf[A]) Put(t *Turn, a A, format string, args ...any) error {
	return x.PutWith(t, a, reports.T(fmt.Sprintf(format, args...)))
}

// PutWith asks with buttons below the question: words or a button answer it.
func (x AskOf[A]) PutWith(t *Turn, a A, text reports.Text, rows ...[]bot.Button) error {
	arg, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("question %s: %w", x.what, err)
	}
	return t.askWith(x.what, string(arg), text, rows...)
}

// Await takes the person's next words in this chat for the answer, where the
// question is put by a message of the caller's, such as one that is edited later.
func (x AskOf[A]) Await(t *Turn, a A) error {
	arg, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("question %s: %w", x.what, err)
	}
	return t.AwaitAnswer(x.what, string(arg))
}

// Read reads what a question was about.
func (x AskOf[A]) Read(arg string) (a A, ok bool) {
	return a, json.Unmarshal([]byte(arg), &a) == nil
}

// Do says what is done with the answer. files says that a photo or document may
// answer it, its caption being the words.
func (x AskOf[A]) Do(files bool, do func(t *Turn, a A, words string) error) Ask {
	return Ask{What: x.what, Files: files, Do: func(t *Turn, arg, words string) error {
		a, ok := x.Read(arg)
		if !ok {
			return t.Sayf(textOldQuestion)
		}
		return do(t, a, words)
	}}
}
