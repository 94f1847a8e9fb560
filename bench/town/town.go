// Package town is a town of people who report, for load and crash programs: a
// plan with as many units as wanted, contacts who fill in its reports over the
// strict sandbox, and the real program as a process of its own.
//
// Promises: everything a contact typed is remembered, so that it can be looked
// for afterwards; a contact acts only after the card that answers what they
// did before has come, so that an answer that never comes is noticed.
package town

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"liubao/bot/telegram"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/migrate"
)

// Options say what a town is like.
type Options struct {
	Dir      string // for the program's files; must be there
	Units    int    // up to 999
	Contacts int    // of every second unit, the others having one; 1 where 0
	Tasks    int    // of each area; 4 where 0. Units × Tasks is at most 999
	Limits   *sandbox.Limits
	// Unlimited lets the program send without keeping to Telegram's rates.
	Unlimited bool
	Spec      *sandbox.Spec
	// Bursts lets contacts send a thought in several messages at times.
	Bursts bool
	// Think is the longest pause before a contact acts; 0 for none.
	Think time.Duration
	// Impatient is how long a contact waits for an answer before it counts as
	// missing; 30 s where 0.
	Impatient time.Duration
	// Enough is after how many submissions a contact stops; 0 for never.
	Enough int
	// Store opens where the program keeps its data; nil is the data file.
	Store func() (storage.Engine, error)
	// Clock is the sandbox's; nil is the machine's.
	Clock sandbox.Clock
}

// Town is a sandbox with people in it, and the files of a program that serves them.
type Town struct {
	Options
	Server   *sandbox.Server
	Listener *sandbox.Listener
	People   []*Contact
	Config   string // the configuration file
	Data     string // the data file

	sub    *sandbox.Subscription
	cancel context.CancelFunc
	wg     sync.WaitGroup
	mu     sync.Mutex
	log    []Said // what the bot said, in order
}

// Said is a message of the bot's as it arrived.
type Said struct {
	At      time.Time
	Chat    int64
	Version int // of the card, 0 where it is none
	Text    string
}

// New founds a town: the sandbox runs, and the files are written; the store
// holds the contacts, and every contact has pressed Start.
func New(o Options) (*Town, error) {
	if o.Contacts == 0 {
		o.Contacts = 1
	}
	if o.Tasks == 0 {
		o.Tasks = 4
	}
	if o.Impatient == 0 {
		o.Impatient = 30 * time.Second
	}
	t := &Town{Options: o, Config: filepath.Join(o.Dir, "config.toml"), Data: filepath.Join(o.Dir, "liubao.db")}
	t.Server = sandbox.New(sandbox.Options{Limits: o.Limits, Spec: o.Spec, Clock: o.Clock})
	var err error
	if t.Listener, err = t.Server.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	starts := plan.DateOf(t.now()) // nobody owes anything of before: /report opens the one report there is
	files := map[string]string{
		filepath.Join(o.Dir, "plan.toml"): PlanFile(o.Units, o.Tasks, starts),
		filepath.Join(o.Dir, "token"):     t.Server.Token(),
		t.Config:                          t.Configuration(t.Listener.URL(), "", fmt.Sprintf("file = %q", t.Data)),
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	if err := t.settle(); err != nil {
		return nil, err
	}
	t.sub = t.Server.Subscribe() // people here read the text
	ctx, cancel := context.WithCancel(context.Background())
	t.cancel = cancel
	t.wg.Go(func() { t.listen(ctx) })
	return t, nil
}

// Configuration is a program's: where its Telegram is, where it tells how it is (""
// for nowhere), and the lines about its data.
func (t *Town) Configuration(api, health, data string) string {
	return fmt.Sprintf("[telegram]\ntoken_file = \"token\"\napi = %q\nunlimited = %v\n[data]\n%s\n"+
		"[plan]\nfile = \"plan.toml\"\n[http]\nlisten = %q\n[log]\nlevel = \"warn\"\n", api, t.Unlimited, data, health)
}

// open opens where the program keeps its data.
func (t *Town) open() (storage.Engine, error) {
	if t.Store != nil {
		return t.Store()
	}
	return bolt.Open(t.Data, bolt.Options{})
}

func (t *Town) now() time.Time {
	if t.Clock != nil {
		return t.Clock.Now()
	}
	return time.Now()
}

// Close ends the town's Telegram.
func (t *Town) Close() error {
	t.cancel()
	t.wg.Wait()
	t.sub.Close()
	return t.Listener.Close()
}

// firstUser is the Telegram id of the first contact.
const firstUser = 500001

// settle makes the contacts and writes them into the store.
func (t *Town) settle() error {
	engine, err := t.open()
	if err != nil {
		return err
	}
	defer func() { _ = engine.Close() }()
	ctx := context.Background()
	if err := migrate.Run(ctx, engine, nil); err != nil {
		return err
	}
	for n := range t.Units * t.Contacts {
		u := n % t.Units
		if n >= t.Units && u%2 == 0 {
			continue
		}
		id := int64(firstUser + len(t.People))
		unit := unitID(u)
		name := fmt.Sprintf("联络员%d", n)
		c := newContact(t, t.Server.AddUser(sandbox.User{ID: id, FirstName: name}), len(t.People))
		c.alone = t.Contacts == 1 || u%2 == 0
		t.People = append(t.People, c)
		if _, err := c.person.Start(""); err != nil {
			return err
		}
		p := reports.Person{ID: fmt.Sprintf("p%d", n), Name: name, Unit: unit, Roles: []reports.Role{reports.Contact},
			Chat: telegram.At(id), Since: t.now()}
		if err := engine.Update(ctx, func(tx storage.Tx) error { return storage.SavePerson(tx, p) }); err != nil {
			return err
		}
	}
	return engine.Close()
}

// listen hands every message of the bot's to whom it is for.
func (t *Town) listen(ctx context.Context) {
	for {
		e, err := t.sub.Next(ctx)
		if err != nil {
			return
		}
		if e.Message == nil || !e.Message.FromBot || e.Kind != sandbox.EventMessage && e.Kind != sandbox.EventEdit {
			continue
		}
		card := cardOf(e.Message)
		if e.Kind == sandbox.EventMessage {
			t.mu.Lock()
			t.log = append(t.log, Said{At: e.At, Chat: e.Chat, Version: card.version, Text: e.Message.Text})
			t.mu.Unlock()
		}
		if n := e.Chat - firstUser; n >= 0 && n < int64(len(t.People)) {
			t.People[n].see(card)
		}
	}
}

// Said returns the messages that the bot has made so far.
func (t *Town) Said() []Said {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Said(nil), t.log...)
}

// Live lets every contact go on reporting until ctx ends, and then waits for
// the answers that are still to come. It returns the answers that never came.
func (t *Town) Live(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, len(t.People))
	for i, c := range t.People {
		wg.Go(func() { errs[i] = c.live(ctx) })
	}
	wg.Wait()
	var missing []error
	for _, err := range errs {
		if err != nil && len(missing) < 10 {
			missing = append(missing, err)
		}
	}
	return join(missing)
}
