package town

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"liubao/sandbox"
)

// card is a message with buttons as its reader sees it.
type card struct {
	message int
	version int      // of the dialog, 0 where it is no dialog's card
	choices []choice // from top to bottom
}

// choice is a button of a dialog.
type choice struct{ action, data, label string }

// cardOf reads a message. The data of a dialog's buttons is
// period.duty.subject.version.action.
func cardOf(m *sandbox.View) card {
	c := card{message: m.MessageID}
	if m.ReplyMarkup == nil {
		return c
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			period, rest, _ := strings.Cut(b.CallbackData, ".")
			_, rest, _ = strings.Cut(rest, ".")
			_, rest, _ = strings.Cut(rest, ".")
			version, action, ok := strings.Cut(rest, ".")
			if !ok || len(period) != 8 {
				continue
			}
			c.version, _ = strconv.Atoi(version)
			c.choices = append(c.choices, choice{action: action, data: b.CallbackData, label: b.Text})
		}
	}
	return c
}

// offers looks for a button with this action.
func (c card) offers(action string) (choice, bool) {
	for _, x := range c.choices {
		if x.action == action {
			return x, true
		}
	}
	return choice{}, false
}

// find returns the first action that starts and ends so.
func (c card) find(begin, end string) (string, bool) {
	for _, x := range c.choices {
		if a := x.action; strings.HasPrefix(a, begin) && strings.HasSuffix(a, end) && len(a) >= len(begin)+len(end) {
			return a, true
		}
	}
	return "", false
}

// Contact is a person who fills in reports.
type Contact struct {
	person *sandbox.Person
	town   *Town
	number int
	rng    *rand.Rand

	alone bool // in the unit: nobody else's doing changes the cards

	mu    sync.Mutex
	seen  card // the newest card
	fresh chan struct{}
	late  *time.Timer // for answered

	todo  []string // tasks still to be written again in the correction under way
	asked bool     // the bot was asked what else is owed since the last submission
	typed bool     // the last thing done was to type: see act
	// Words are the words sent so far, each once in the whole town.
	Words []string
	// Acts counts what the contact did and had answered. Each act brings the
	// card's version one further, and what a colleague does may as well.
	Acts int
	// Submits counts the reports handed in, corrections included.
	Submits int
	// Waits is how long each answer took.
	Waits []time.Duration
}

func newContact(t *Town, p *sandbox.Person, n int) *Contact {
	return &Contact{person: p, town: t, number: n, rng: rand.New(rand.NewPCG(uint64(n), 1)), fresh: make(chan struct{}, 1)}
}

// ID is the contact's Telegram id and that of the chat with the bot.
func (c *Contact) ID() int64 { return c.person.ID() }

// Block stops the bot, and Delete deletes the contact's account.
func (c *Contact) Block()  { c.person.Block() }
func (c *Contact) Delete() { c.person.Delete() }

// see takes a message of the bot's. Of a card repeated the first stands.
func (c *Contact) see(x card) {
	c.mu.Lock()
	if x.version > c.seen.version {
		c.seen = x
	}
	c.mu.Unlock()
	select {
	case c.fresh <- struct{}{}:
	default:
	}
}

func (c *Contact) newest() card {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen
}

// live reports until ctx ends.
func (c *Contact) live(ctx context.Context) error {
	if c.newest().version == 0 {
		if err := c.opens(); err != nil {
			return err
		}
	}
	for ctx.Err() == nil {
		if t := c.town.Think; t > 0 {
			select {
			case <-time.After(rand.N(t)):
			case <-ctx.Done():
				return nil
			}
		}
		if err := c.act(); err != nil {
			return err
		}
		if c.Submits == c.town.Enough && c.Submits > 0 {
			return nil
		}
	}
	return nil
}

func (c *Contact) opens() error {
	began := time.Now()
	if _, err := c.person.Send(c.ID(), report); err != nil {
		return err
	}
	c.Acts++
	return c.answered(began, 1, report)
}

// answered waits for the card that answers everything done so far.
func (c *Contact) answered(since time.Time, version int, what string) error {
	if c.late == nil {
		c.late = time.NewTimer(c.town.Impatient)
	} else {
		c.late.Reset(c.town.Impatient)
	}
	defer c.late.Stop()
	for {
		if x := c.newest(); x.version >= version {
			c.Waits = append(c.Waits, time.Since(since))
			if c.alone && x.version > version {
				return fmt.Errorf("contact %d: after %s card %d came where %d was due: something was handled twice", c.number, what, x.version, version)
			}
			return nil
		}
		select {
		case <-c.fresh:
		case <-c.late.C:
			return fmt.Errorf("contact %d: %s was not answered within %v; the newest card is %d, %d was due", c.number, what, c.town.Impatient, c.newest().version, version)
		}
	}
}

// act does the next thing the newest card asks for. Two texts within two
// seconds are one thought to the bot, so whoever is faster than people are
// goes by way of a button between two answers.
func (c *Contact) act() error {
	x := c.newest()
	began, n := time.Now(), 1
	action := c.choose(x)
	types := action == write || action == count
	if _, home := x.offers("h"); types && c.typed && home {
		action, types = "h", false
	}
	c.typed = types
	var err error
	switch action {
	case write:
		if c.town.Bursts && c.rng.IntN(4) == 0 {
			n += 1 + c.rng.IntN(2) // one thought in several messages
		}
		for range n {
			if err == nil {
				err = c.writes()
			}
		}
	case report:
		_, err = c.person.Send(c.ID(), report)
	case count:
		_, err = c.person.Send(c.ID(), strconv.Itoa(c.rng.IntN(9)))
	default:
		if action == "ok" || action == "okp" {
			c.Submits++
		}
		button, _ := x.offers(action) // choose found it
		_, err = c.person.TapData(c.ID(), x.message, button.data)
	}
	if err != nil {
		return fmt.Errorf("contact %d: %s: %w", c.number, action, err)
	}
	c.Acts += n
	return c.answered(began, x.version+n, action)
}

// writes sends a sentence with a word that stands nowhere else.
func (c *Contact) writes() error {
	word := fmt.Sprintf("词%dx%d号", c.number, len(c.Words))
	_, err := c.person.Send(c.ID(), word+"走访企业，协调解决用工和用电问题，已列入台账逐项销号。")
	if err == nil {
		c.Words = append(c.Words, word)
	}
	return err
}

// Besides the actions of buttons a contact can write words or a number, and ask
// what is owed.
const (
	write  = "write"
	count  = "count"
	report = "/report"
)

// choose decides what to do with a card.
func (c *Contact) choose(x card) string {
	for _, want := range [][2]string{{"col:both", ""}, {"pl:", ""}, {"am:yes", ""}, {"ok", ""}, {"i:", ":ok"}, {"i:", ":note"}} {
		if a, ok := x.find(want[0], want[1]); ok {
			return a
		}
	}
	if _, ok := x.find("i:", ":none"); ok {
		return count
	}
	if a, ok := x.find("t", "!"); ok { // a colleague wrote here: keep theirs
		return a
	}
	if a, ok := c.onTask(x); ok {
		return a
	}
	if a, ok := x.find("q:", ":skip"); ok {
		return a
	}
	if _, ok := x.find("q:", ":keep"); ok {
		return write
	}
	return c.atHome(x)
}

// onTask chooses on the screens of a task.
func (c *Contact) onTask(x card) (string, bool) {
	if a, ok := x.find("t", ":redo"); ok {
		return a, true
	}
	if a, ok := x.find("t", ":moving"); ok {
		return a, true
	}
	back, task := x.find("t", "")
	_, home := x.offers("h")
	if task && home && len(x.choices) == 2 && !strings.Contains(back, ":") {
		return write, true
	}
	return "", false
}

// atHome chooses on the report's home card and after a submission.
func (c *Contact) atHome(x card) string {
	if _, sent := x.offers("fix"); sent {
		for _, b := range x.choices {
			if strings.HasPrefix(b.action, "s:") && (strings.Contains(b.label, "未报") || strings.Contains(b.label, "填报中")) {
				return b.action
			}
		}
		c.todo = nil
		if c.asked = !c.asked; c.asked {
			return report
		}
		return "fix"
	}
	if _, ok := x.offers("n"); ok {
		return "n"
	}
	if c.todo == nil {
		for _, b := range x.choices {
			if strings.HasPrefix(b.action, "t") && !strings.Contains(b.action, ":") {
				c.todo = append(c.todo, b.action)
			}
		}
	}
	if len(c.todo) > 0 {
		a := c.todo[0]
		if c.todo = c.todo[1:]; len(c.todo) == 0 {
			c.todo = []string{}
		}
		if _, ok := x.offers(a); ok {
			return a
		}
	}
	if _, ok := x.offers("p"); ok {
		return "p"
	}
	if len(x.choices) > 0 {
		return x.choices[0].action
	}
	return write
}

func join(errs []error) error { return errors.Join(errs...) }
