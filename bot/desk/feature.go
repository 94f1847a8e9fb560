package desk

import (
	"context"
	"fmt"
	"liubao/bot/desk/standing"
	"slices"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Feature is everything the desk needs to know of one capability. Features do
// not know one another: what one of them has to say to the others is an event,
// a line or a button that the frame passes on.
type Feature struct {
	Name     string
	Commands []Command
	Taps     []Tap
	Asks     []Ask
	Timers   []Timer
	Moments  []Moment
	Switches []Switch
	Starts   []Start
	Rows     []Noun
	Waits    []Wait
	On       Events
	Shows    Shows

	// Said takes words or a file from somebody known, if they are for this
	// feature. The first of the features that takes them has them.
	Said func(t *Turn) (bool, error)
	// Otherwise takes them where no feature waits for them.
	Otherwise func(t *Turn) (bool, error)
	// Edited takes an edit of a message that became part of something.
	Edited func(t *Turn, row PieceRow) (bool, error)
	// Effect carries out what a dialog of another feature brings about.
	Effect func(t *Turn, k reports.Key, x conversations.Effect) (bool, error)
}

// Command is a command of the bot and where it is offered.
type Command struct {
	Name    string
	About   string // shown in the menu
	Act     Act
	Private bool // offered in private chats
	Group   bool // offered in the task-force group
	Hidden  bool // offered nowhere
	Do      func(t *Turn, args string) error
	// InGroup answers it in a group; anybody's, where Anywhere is set.
	InGroup  func(t *Turn, g reports.Group) error
	Anywhere bool
	Switch   string // offered only where this is on; "" for always
}

// Tap is what a button does whose data begins with its name.
type Tap struct {
	Name string
	Do   func(t *Turn, parts []string) error
}

// Ask is a question that the next words answer: how it is put, and what is done
// with the answer. Files says that a photo or document may answer it, its
// caption being the words.
type Ask struct {
	What  string
	Text  string
	Files bool
	Do    func(t *Turn, arg, words string) error
}

// Timer is what happens when a timer falls due. It runs in a transaction of its
// own and looks at the state as it is then, so that a timer need not be taken
// back when its reason is gone.
type Timer struct {
	What string
	Do   func(d *Desk, tx storage.Tx, arg string, now time.Time) error
	// Many stands in place of Do where it concerns many: each of them in a
	// transaction of its own, what failed told together. It is done again where
	// something failed, unless that was a damaged row, which would fail every time.
	Many func(d *Desk, ctx context.Context, u Updater, arg string, now time.Time) error
}

// Moment is what is done when something of the schedules falls due. ms are of
// one instant and kind.
type Moment struct {
	Kind schedules.Kind
	Do   func(d *Desk, ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error
}

// Start is what a deep link opens that is no invitation.
type Start struct {
	Word string
	Act  Act
	Do   func(t *Turn) error
}

// Noun is a kind of row that is forgotten after a time.
type Noun struct {
	Prefix string
	Prune  func(ctx context.Context, e storage.Engine, prefix string, now time.Time) error
}

// Wait is what waits for the bytes of a file.
type Wait struct {
	What string
	Do   func(d *Desk, tx storage.Tx, f reports.File, sum, arg string, now time.Time) error
}

// Events are what a feature wants to hear. Each runs in the transaction in which
// it happened.
type Events struct {
	// Submitted: a report came in, or was corrected; again where it is the signed
	// page of a version that came in before.
	Submitted func(t *Turn, r reports.Report, again bool) error
	// Signed: the head of the unit signed a report off.
	Signed func(t *Turn, r reports.Report) error
	// Acted: the office did something about a unit in a period.
	Acted func(t *Turn, period, unit, what string) error
	// Changed: what the status shows is no longer so. But is who knows already.
	Changed func(d *Desk, tx storage.Tx, but string, now time.Time) error
	// Refresh: somebody pressed a button of the status that is another feature's.
	Refresh func(t *Turn) error
	// Decided: a report of the period is due later, or need not be made.
	Decided func(d *Desk, tx storage.Tx, period string, now time.Time) error
	// Due: a report has a due time of its own from now on.
	Due func(d *Desk, tx storage.Tx, k reports.Key, due, now time.Time) error
	// Turned: the person turned to the named feature's dialog. Words belong there.
	Turned func(t *Turn, to string) error
	// Leaving: the person hands their work on; what they half said is to be kept.
	Leaving func(t *Turn) error
	// Joined: somebody opened an invitation's link. They are t.me by now.
	Joined func(t *Turn, i reports.Invite) error
	// Succeeded: one person's work became another's for good.
	Succeeded func(d *Desk, tx storage.Tx, from, to reports.Person, now time.Time) error
	// Member: the bot came into a chat or left it. Migrated: a group got another address.
	Member   func(t *Turn) error
	Migrated func(t *Turn) error
	// GroupLost: the bot is no longer in a group.
	GroupLost func(d *Desk, tx storage.Tx, g reports.Group, at time.Time) error
}

// Shows is what a feature adds to what others show.
type Shows struct {
	// Notes say more about a report that is not in; "" for nothing.
	Note func(d *Desk, r storage.Reader, l standing.Standing, now time.Time) (string, error)
	// Actions are buttons about one report.
	Actions []LineAction
	// Home are buttons below the overview.
	Home func(t *Turn, b Board) []bot.Button
	// Section is a part of the office's status; empty for none.
	Section func(d *Desk, r storage.Reader, now time.Time) (reports.Text, error)
	// Unit are lines about what waits for a unit.
	Unit func(d *Desk, r storage.Reader, unit string) ([]string, error)
	// Digest is what changed after since, and what needs a decision now.
	Digest func(d *Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error)
}

// LineAction is something that can be done about a report. Its button's data is
// made by [keyData].
type LineAction struct {
	Label string
	Data  string
	May   func(p reports.Person, l standing.Standing) bool
}

// tables are what the features bring along, put together once.
type tables struct {
	Installed []Feature
	commands  []Command
	taps      map[string]func(t *Turn, parts []string) error
	asks      map[string]Ask
	timers    map[string]Timer
	moments   map[schedules.Kind]Moment
	Switches  []Switch
	Starts    map[string]Start
	waits     map[string]Wait
}

// newTables puts the features together. Two that claim one name are an error:
// one of them would never be called.
func newTables(features []Feature) (*tables, error) {
	x := &tables{Installed: features, taps: map[string]func(*Turn, []string) error{}, asks: map[string]Ask{},
		timers:  map[string]Timer{},
		moments: map[schedules.Kind]Moment{}, Starts: map[string]Start{}, waits: map[string]Wait{}}
	claimed := map[string]string{}
	claim := func(kind, name, by string) error {
		if other, taken := claimed[kind+" "+name]; taken {
			return fmt.Errorf("desk: %s %q is claimed by %s and by %s", kind, name, other, by)
		}
		claimed[kind+" "+name] = by
		return nil
	}
	for _, f := range features {
		if err := x.add(f, func(kind, name string) error { return claim(kind, name, f.Name) }); err != nil {
			return nil, err
		}
	}
	return x, nil
}

func (x *tables) add(f Feature, claim func(kind, name string) error) error {
	for _, c := range f.Commands {
		if err := claim("command", c.Name); err != nil {
			return err
		}
		x.commands = append(x.commands, c)
	}
	for _, y := range f.Taps {
		if err := claim("button", y.Name); err != nil {
			return err
		}
		x.taps[y.Name] = y.Do
	}
	for _, y := range f.Asks {
		if err := claim("question", y.What); err != nil {
			return err
		}
		x.asks[y.What] = y
	}
	for _, y := range f.Timers {
		if err := claim("timer", y.What); err != nil {
			return err
		}
		x.timers[y.What] = y
	}
	for _, y := range f.Moments {
		if err := claim("moment", string(y.Kind)); err != nil {
			return err
		}
		x.moments[y.Kind] = y
	}
	for _, y := range f.Starts {
		if err := claim("link", y.Word); err != nil {
			return err
		}
		x.Starts[y.Word] = y
	}
	for _, y := range f.Waits {
		if err := claim("file", y.What); err != nil {
			return err
		}
		x.waits[y.What] = y
	}
	x.Switches = slices.Concat(x.Switches, f.Switches)
	return nil
}
