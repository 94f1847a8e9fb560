package desk

import (
	"context"
	"fmt"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/bot/desk/uploads"
	"slices"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Feature is everything the desk needs to know of one capability. Features do
// not know one another: what one of them has to say to the others is an event,
// a line or a button that the frame passes on.
type Feature struct {
	Name string
	// Lasts: its commands, buttons, questions and timers work when the plan is closed, too.
	Lasts    bool
	Commands []Command
	Taps     []Tap
	Asks     []Ask
	Dialogs  []Dialog
	Timers   []Timer
	Moments  []Moment
	Switches []rules.Switch
	Starts   []Start
	Rows     []Noun
	Waits    []Wait
	On       Events
	Shows    Shows

	// Named takes words that begin with the feature's own word, which is as good as a
	// command: no dialog has them.
	Named func(t *Turn) (bool, error)
	// Said takes words or a file from somebody known whom no dialog has asked anything, if they
	// are plainly for this feature. The first of the features that takes them has them.
	Said func(t *Turn) (bool, error)
	// Otherwise takes what no feature knows for its own.
	Otherwise func(t *Turn) (bool, error)
	// Edited takes an edit of a message that became part of something.
	Edited func(t *Turn, row PieceRow) (bool, error)
	// Opens takes a report that somebody opens, where it is no dialog but this feature's.
	Opens func(t *Turn, k reports.Key) (bool, error)
	// Effect carries out what a dialog of another feature brings about.
	Effect func(t *Turn, k reports.Key, x conversations.Effect) (bool, error)
}

// Command is a command of the bot and where it is offered.
type Command struct {
	Name    string
	Word    string // what people may say instead, such as 汇总; on the button of the card of all commands
	About   string // shown in the menu
	Main    bool   // stays in the menu where there are more than fit
	Act     staff.Act
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
// caption being the words; Many, that several may. Words that Fits refuses are no
// answer: the question stands, and they go where they would have gone without it.
type Ask struct {
	What  string
	Text  string
	Files bool
	Fits  func(t *Turn, words string) bool // nil: all words do
	Many  bool
	Hint  string // what the empty field shows while the question is open, at most 64 characters
	Do    func(t *Turn, arg, words string) error
	// Joins: what is asked for is words, so that a text sent right after the answer is
	// more of it. Do then has all of it once more, and finds in [Turn.Earlier] what it
	// had before.
	Joins bool
	// Sure reports whether words are what this question asks for, and so no more of the
	// answer before; nil for every answer.
	Sure func(t *Turn, arg, words string) bool
}

// Joined is the question with Joins set.
func (a Ask) Joined() Ask {
	a.Joins = true
	return a
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
	Many func(d *Desk, ctx context.Context, u batch.Updater, arg string, now time.Time) error
}

// Moment is what is done when something of the schedules falls due. ms are of
// one instant and kind.
type Moment struct {
	Kind schedules.Kind
	Do   func(d *Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error
}

// Start is what a deep link opens that is no invitation.
type Start struct {
	Word string
	Act  staff.Act
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
	Do   func(d *Desk, tx storage.Tx, f uploads.Arrived, arg string, now time.Time) error
}

// Events are what a feature wants to hear. Each runs in the transaction in which
// it happened.
type Events struct {
	// Submitted: a report came in, or was corrected; again where it is the signed
	// page of a version that came in before.
	Submitted func(t *Turn, r reports.Report, again bool) error
	// Signed: the head of the unit signed a report off.
	Signed func(t *Turn, r reports.Report) error
	// Returned: the office sent a report back, the tasks named or all of it.
	Returned func(t *Turn, r reports.Report, tasks []int) error
	// Acted: the office did something about a unit in a period.
	Acted func(t *Turn, period, unit, what string) error
	// Changed: what the status shows is no longer so. But is who knows already.
	Changed func(d *Desk, tx storage.Tx, but string, now time.Time) error
	// Refresh: somebody pressed a button of the status that is another feature's.
	Refresh func(t *Turn) error
	// Decided: a report of the period is due later, or need not be made.
	Decided func(d *Desk, tx storage.Tx, period string, now time.Time) error
	// Made: a paper that was ordered is made and on its way.
	Made func(d *Desk, tx storage.Tx, row orders.Row, files []orders.File, now time.Time) error
	// Leaving: the person hands their work on; what they half said is to be kept.
	Leaving func(t *Turn) error
	// Joined: somebody opened an invitation's link. They are t.me by now.
	Joined func(t *Turn, i reports.Invite) error
	// Succeeded: one person's work became another's for good.
	Succeeded func(d *Desk, tx storage.Tx, from, to reports.Person, now time.Time) error
	// Member: the bot came into a chat or left it. Migrated: a group got another address.
	Member   func(t *Turn) error
	Migrated func(t *Turn) error
	// Closed: the plan's last day is over.
	Closed func(d *Desk, tx storage.Tx, now time.Time) error
	// GroupLost: the bot is no longer in a group.
	GroupLost func(d *Desk, tx storage.Tx, g reports.Group, at time.Time) error
	// Delivered: a message is in its chat. Died: one will never be, or is kept for the
	// operator; its right is what the bot lacks in the chat.
	Delivered func(d *Desk, tx storage.Tx, m bot.Message, at time.Time) error
	Died      func(d *Desk, tx storage.Tx, x bot.Dead) error
}

// Shows is what a feature adds to what others show.
type Shows struct {
	// Note says more about where a report stands; "" for nothing.
	Note func(d *Desk, r storage.Reader, l standing.Standing, now time.Time) (string, error)
	// Actions are buttons about one report.
	Actions []LineAction
	// Home are buttons below the overview.
	Home func(t *Turn, b Board) []bot.Button
	// Section is a part of the office's status; empty for none.
	Section func(d *Desk, r storage.Reader, now time.Time) (reports.Text, error)
	// Review are lines below a report that somebody is to review.
	Review func(d *Desk, r storage.Reader, rep reports.Report, now time.Time) ([]string, error)
	// Open is what waits for somebody and they may see, as numbers: all features' stand in one line of the office's
	// status, and lead on from a unit's. It is asked for on every status, so it must not cost more with every year.
	Open func(t *Turn) ([]Open, error)
	// Unit are lines about what waits for a unit.
	Unit func(d *Desk, r storage.Reader, unit string, now time.Time) ([]string, error)
	// Digest is what changed after since, and what needs a decision now.
	Digest func(d *Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error)
	// Week is what moved after since and what is late, as leaders hear it each week.
	Week func(d *Desk, r storage.Reader, since, now time.Time) (moved, late []string, err error)
	// Waits is Open without what waits for others, asked for once a week; nil for all of it.
	Waits func(t *Turn) ([]Open, error)
	// Known is what units have said already that answers a question, by unit.
	Known func(d *Desk, r storage.Reader, question string, now time.Time) (map[string][]Known, error)
	// Facts are lines below the facts of the days from from to to. They weigh nothing.
	Facts func(d *Desk, r storage.Reader, from, to plan.Date) ([]string, error)
	// Asking are buttons beside those that begin a notice: what else the office asks of many.
	Asking func(t *Turn) []bot.Button
}

// Open is one kind of thing that waits, as the status counts it.
type Open struct {
	What string // such as 协调事项
	N    int    // how many; none is not shown
	Late int    // how many of them are past their date
	Data string // of the button that lists them; none where it is ""
	Seen bool   // it is there to be seen and waits for nobody's doing
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
	dialogs   map[string]Dialog
	timers    map[string]Timer
	moments   map[schedules.Kind]Moment
	switches  []rules.Switch
	Starts    map[string]Start
	waits     map[string]Wait
	lasting   map[string]bool // what works when the plan is closed, by its kind and name
}

// newTables puts the features together. Two that claim one name are an error:
// one of them would never be called.
func newTables(features []Feature) (*tables, error) {
	x := &tables{taps: map[string]func(*Turn, []string) error{}, asks: map[string]Ask{},
		timers: map[string]Timer{}, dialogs: map[string]Dialog{},
		lasting: map[string]bool{}, moments: map[schedules.Kind]Moment{}, Starts: map[string]Start{}, waits: map[string]Wait{}}
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
	f.On = heard(f.On)
	x.Installed = append(x.Installed, f)
	for _, c := range f.Commands {
		if err := claim("command", c.Name); err != nil {
			return err
		}
		x.commands = append(x.commands, c)
		x.lasting[commandWord+c.Name] = f.Lasts
	}
	for _, y := range f.Taps {
		if err := claim("button", y.Name); err != nil {
			return err
		}
		x.taps[y.Name] = y.Do
		x.lasting[tapWord+y.Name] = f.Lasts
	}
	for _, y := range f.Asks {
		if err := claim("question", y.What); err != nil {
			return err
		}
		x.asks[y.What] = y
		x.lasting[askWord+y.What] = f.Lasts
	}
	for _, y := range f.Dialogs {
		if err := claim("dialog", y.Name); err != nil {
			return err
		}
		x.dialogs[y.Name] = y
	}
	for _, y := range f.Timers {
		if err := claim("timer", y.What); err != nil {
			return err
		}
		x.timers[y.What] = y
		x.lasting[timerWord+y.What] = f.Lasts
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
	x.switches = slices.Concat(x.switches, f.Switches)
	return nil
}
