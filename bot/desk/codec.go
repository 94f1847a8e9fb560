package desk

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Period is a period's id, such as 2026-12-15, as a button carries it: 20261215.
type Period string

// TapOf is a kind of button whose argument is an A: a struct of strings, whole
// numbers, truths, dates, periods and report keys, written in their order with
// full stops between them. Only the last may be a string with full stops in it.
//
// The name says what the button does and which form its argument has: whoever
// changes the form gives it another name, and what people still have on their
// screens is answered as an old button.
type TapOf[A any] struct{ name string }

// NewTap names a kind of button, in at most 3 characters of [a-z0-9].
func NewTap[A any](name string) TapOf[A] { return TapOf[A]{name} }

// Data is what a button of the kind carries. Fields that are zero at its end are left out.
func (x TapOf[A]) Data(a A) string {
	parts := []string{x.name}
	v := reflect.ValueOf(a)
	for i := range v.NumField() {
		parts = append(parts, encodeField(v.Field(i))...)
	}
	return strings.TrimRight(strings.Join(parts, "."), ".")
}

// Do says what is done when a button of the kind is pressed.
func (x TapOf[A]) Do(do func(t *Turn, a A) error) Tap {
	return Tap{Name: x.name, Do: func(t *Turn, parts []string) error {
		var a A
		if !decodeFields(reflect.ValueOf(&a).Elem(), parts[1:]) {
			return t.Toast(TextOldButton)
		}
		return do(t, a)
	}}
}

func encodeField(v reflect.Value) []string {
	switch x := v.Interface().(type) {
	case reports.Key:
		return []string{strings.ReplaceAll(x.Period, "-", ""), x.Duty, x.Subject}
	case Period:
		return []string{strings.ReplaceAll(string(x), "-", "")}
	case plan.Date:
		if x.IsZero() {
			return []string{""}
		}
		return []string{strings.ReplaceAll(x.String(), "-", "")}
	case bool:
		if x {
			return []string{"1"}
		}
		return []string{""}
	case string:
		return []string{x}
	}
	if n := v.Int(); n != 0 {
		return []string{strconv.FormatInt(n, 10)}
	}
	return []string{""}
}

// decodeFields reads what [TapOf.Data] writes. It reports false for what it cannot have written.
func decodeFields(v reflect.Value, parts []string) bool {
	for i := range v.NumField() {
		n := 1
		if v.Field(i).Type() == reflect.TypeFor[reports.Key]() {
			n = 3
		}
		last := i == v.NumField()-1
		if last && v.Field(i).Kind() == reflect.String && len(parts) > 1 && n == 1 {
			parts = []string{strings.Join(parts, ".")}
		}
		here := make([]string, n)
		copy(here, parts)
		parts = parts[min(n, len(parts)):]
		if !decodeField(v.Field(i), here) {
			return false
		}
	}
	return len(parts) == 0
}

func decodeField(v reflect.Value, s []string) bool {
	switch v.Interface().(type) {
	case reports.Key:
		if s[0]+s[1]+s[2] == "" {
			return true
		}
		period, ok := datedPart(s[0])
		v.Set(reflect.ValueOf(reports.Key{Period: period, Duty: s[1], Subject: s[2]}))
		return ok && s[1] != ""
	case Period:
		period, ok := datedPart(s[0])
		v.SetString(period)
		return ok || s[0] == ""
	case plan.Date:
		if s[0] == "" {
			return true
		}
		text, ok := datedPart(s[0])
		d, err := plan.ParseDate(text)
		v.Set(reflect.ValueOf(d))
		return ok && err == nil
	case bool:
		v.SetBool(s[0] == "1")
		return s[0] == "1" || s[0] == ""
	case string:
		v.SetString(s[0])
		return true
	}
	if s[0] == "" {
		return true
	}
	n, err := strconv.ParseInt(s[0], 10, 64)
	v.SetInt(n)
	return err == nil
}

// datedPart reads 20261215 as 2026-12-15.
func datedPart(s string) (string, bool) {
	if len(s) != 8 {
		return "", false
	}
	if _, err := strconv.Atoi(s); err != nil {
		return "", false
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:], true
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
	arg, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("question %s: %w", x.what, err)
	}
	return t.Askf(x.what, string(arg), format, args...)
}

// Do says what is done with the answer. files says that a photo or document may
// answer it, its caption being the words.
func (x AskOf[A]) Do(files bool, do func(t *Turn, a A, words string) error) Ask {
	return Ask{What: x.what, Files: files, Do: func(t *Turn, arg, words string) error {
		var a A
		if json.Unmarshal([]byte(arg), &a) != nil {
			return t.Sayf(textOldQuestion)
		}
		return do(t, a, words)
	}}
}
