package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/trial"
)

// A plan that is closed can be read and not written. What an update would do is
// tried: where it does no more than show something it counts, and where it would
// change anything else nothing of it does, and whoever it was is told why. So no
// command, button or question has to say of itself which it is, and none can be
// forgotten.

// inTurn handles an update, and of a closed plan what of it only reads.
func (t *Turn) inTurn(handle func() error) error {
	if t.Closed(t.Now) {
		return t.readOnly(handle)
	}
	return handle()
}

// readOnly handles an update of a closed plan as handle does, as far as that only
// reads.
func (t *Turn) readOnly(handle func() error) error {
	lasts, err := t.lasts()
	if err != nil || lasts {
		if err == nil {
			err = handle()
		}
		return err
	}
	if words, ok := t.noLonger(); ok {
		return t.Sayf("%s", words)
	}
	below := t.Tx
	x := trial.On(below)
	t.Tx = x
	err = handle()
	t.Tx = below
	if err != nil {
		return err
	}
	if touched, err := x.Touches(onScreen); err != nil || !touched {
		if err == nil {
			err = x.Commit()
		}
		return err
	}
	t.Answer, t.answers = bot.Answer{}, 0
	return t.refuseClosed()
}

// onScreen reports whether a row is about what is shown to somebody, or tells that
// it was.
func onScreen(key string) bool {
	noun, _, _ := strings.Cut(key, "/")
	switch noun {
	case "outbox", "queue", "seq", "slot", "view", "paper", "papersent", "menu", "stranger", "audit", "audithead", "auditnew":
		return true
	}
	return false
}

// lasts reports whether the update is for what works when the plan is closed: a
// feature's that says so, and the link that makes somebody the director, who may
// be the only one to go on with the plan.
func (t *Turn) lasts() (bool, error) {
	if t.Update.Kind == bot.KindCallback {
		name, rest, _ := strings.Cut(t.Update.Callback.Data, ".")
		return t.lasting[tapWord+name] || name == tapMore.name && t.lasting[commandWord+rest], nil
	}
	c, ok := t.command()
	if !ok {
		c, ok = t.called()
	}
	if !ok {
		f, err := t.focus()
		return f.Ask != nil && t.Now.Sub(f.Ask.At) <= askTime && t.lasting[askWord+f.Ask.What], err
	}
	if c.Name != "start" || c.Args == "" {
		return t.lasting[commandWord+c.Name], nil
	}
	i, ok, err := storage.Invite(t.Tx, reports.SecretHash(c.Args))
	return ok && i.Role == reports.Director, err
}

// The kinds of what lasts, before its name.
const (
	tapWord     = "tap "
	commandWord = "command "
	timerWord   = "timer "
	askWord     = "question "
)

// noLonger answers somebody known who says what there is nothing for any more: words
// that no dialog waits for, a file, the command to report. Courtesy is answered as ever.
func (t *Turn) noLonger() (words string, ok bool) {
	if !t.Known() || !t.Update.Chat.Private() || t.Update.Kind != bot.KindMessage {
		return "", false
	}
	c, command := t.command()
	if !command {
		c, command = t.called()
	}
	switch {
	case t.Update.File != nil:
		return t.closedWords(), true
	case command:
		return t.closedWords(), slices.ContainsFunc(t.commands, func(x Command) bool { return x.Name == c.Name && x.Act == staff.ActReport })
	}
	if _, other := t.Update.Command(); other { // another bot's
		return "", false
	}
	return cmp.Or(conversations.Reply(conversations.Remarked(t.Update.Text)), t.closedWords()), true
}

// refuseClosed says, in the place of what was tried, that the plan is closed.
// Strangers learn nothing.
func (t *Turn) refuseClosed() error {
	switch {
	case t.Update.Kind == bot.KindCallback:
		t.Answer = bot.Answer{Text: conversations.Clip(t.closedWords(), 190), Alert: true}
		return nil
	case !t.Known():
		if t.Update.Chat.Private() {
			return t.Stranger()
		}
		return nil
	}
	return t.Sayf("%s", t.closedWords())
}

// closedWords is the one sentence that answers what would change a closed plan:
// since when, whom to ask, and until when it can be gone on with.
func (t *Turn) closedWords() string {
	today, on := t.Today(t), reports.DayTextFrom(t.Closing.On, t.Today(t))
	who := textClosedOffice
	if people, err := staff.Holders(t.Tx, reports.Director); err == nil && len(people) > 0 {
		who = reports.Director.Label() + reports.NamesOf(people)
	}
	if until := t.Closing.UndoUntil(); !today.After(until) {
		return words(textClosedUndo, on, who, reports.DayTextFrom(until, today))
	}
	return words(textClosedForEver, on, who)
}

func words(format string, args ...any) string { return fmt.Sprintf(format, args...) }
