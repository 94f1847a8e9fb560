package demo

import (
	"context"
	"maps"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/app/scenes"
	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// State is everything the page shows beside the chats.
type State struct {
	Now     time.Time    `json:"now"`
	Zone    string       `json:"zone"`
	Speed   int          `json:"speed"` // virtual seconds a real one, 0 for a clock that stands still
	Today   Day          `json:"today"`
	Bot     sandbox.User `json:"bot"`
	Scene   string       `json:"scene"`
	Act     int          `json:"act"` // acts played so far
	Acting  bool         `json:"acting"`
	Touched bool         `json:"touched"`        // by hand: the next act needs the scene set anew
	Cast    []int64      `json:"cast,omitempty"` // whom the act played last is best watched with
	Scenes  []SceneView  `json:"scenes"`
	People  []PersonView `json:"people"`
	Group   *GroupView   `json:"group,omitempty"`
	Units   []UnitView   `json:"units"`
	Faults  Faults       `json:"faults"`
	Claim   string       `json:"claim,omitempty"` // while there is no director
	Line    Timeline     `json:"timeline"`
}

// SceneView is a scene as the page lists it.
type SceneView struct {
	ID    string    `json:"id"`
	Title string    `json:"title"`
	About string    `json:"about"`
	Acts  []ActView `json:"acts"`
}

// ActView is an act as the page lists it.
type ActView struct {
	Title string `json:"title"`
	Note  string `json:"note"`
}

// PersonView is somebody with a phone.
type PersonView struct {
	ID      int64    `json:"id"`
	Name    string   `json:"name"`
	Unit    string   `json:"unit,omitempty"` // unit id: the bot's knowledge, or what the name begins with
	Roles   []string `json:"roles"`          // as the bot knows them; none for a stranger
	Key     string   `json:"key,omitempty"`  // director, head or contact, by role or name
	Started bool     `json:"started"`
	Blocked bool     `json:"blocked"`
	Unread  int      `json:"unread"`      // in the chat with the bot
	InGroup int      `json:"groupUnread"` // in the group; -1 for somebody who is not in it
	Last    string   `json:"last,omitempty"`
}

// GroupView is the task-force group.
type GroupView struct {
	ID      int64  `json:"id"`
	Title   string `json:"title"`
	Members int    `json:"members"`
	Bot     bool   `json:"bot"` // the bot is in it
	Bound   bool   `json:"bound"`
}

// UnitView is a unit of the plan.
type UnitView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Lead bool   `json:"lead"`
}

// Faults is what is broken, and what waits because of it.
type Faults struct {
	Down    bool     `json:"down"`
	Killed  bool     `json:"killed"`
	Line    []string `json:"line"`    // faults of the line that are switched on
	Pending int      `json:"pending"` // updates that wait at Telegram
	Outbox  int      `json:"outbox"`  // chats with messages that wait at the bot
	Handled int64    `json:"handled"` // updates since the process started
	Sent    int64    `json:"sent"`
}

// State describes the stage as it stands.
func (s *Show) State(ctx context.Context) (State, error) {
	s.mu.Lock()
	stage, bot, set, x, acting := s.stage, s.bot, s.set, s.play, s.acting
	engine, line := s.engine, slices.Sorted(maps.Keys(s.line))
	s.mu.Unlock()
	if stage == nil {
		return State{}, ErrBusy
	}
	d := bot.Desk
	now := stage.Clock.Now()
	st := State{
		Now: now, Zone: stage.Loc.String(), Speed: int(set.Speed / time.Second), Bot: stage.Sandbox.Bot(),
		Today: dayOf(d.Calendar, dateOf(now)), Scene: set.Scene, Act: set.Act, Acting: acting, Touched: set.Touched,
		Faults: Faults{Down: set.Down, Killed: set.Killed, Line: line, Pending: stage.Sandbox.Pending()},
	}
	if !set.Killed {
		f := bot.Stats()
		st.Faults.Outbox, st.Faults.Handled, st.Faults.Sent = f.Outbox, f.Handled, f.Sent
	}
	for _, sc := range scenes.All() {
		v := SceneView{ID: sc.ID, Title: sc.Title, About: sc.About}
		for _, a := range sc.Acts {
			v.Acts = append(v.Acts, ActView{a.Title, a.Note})
		}
		st.Scenes = append(st.Scenes, v)
	}
	if sc, ok := scenes.ByID(set.Scene); ok && set.Act > 0 && set.Act <= len(sc.Acts) && !acting {
		st.Cast = x.Cast(sc.Acts[set.Act-1])
	}
	for _, u := range d.Plan.Units {
		st.Units = append(st.Units, UnitView{u.ID, u.Name, len(d.Plan.AreasLedBy(u.ID)) > 0})
	}
	known := known{desk: d}
	if engine != nil && !set.Killed {
		if err := engine.View(ctx, known.read); err != nil && !set.Killed {
			return State{}, err
		}
		s.recall(&known)
	} else {
		s.recall(&known)
	}
	if !known.claimed {
		st.Claim = set.Claim
	}
	st.Group = groupView(stage, x, known)
	st.People = peopleView(stage, d.Plan, known)
	st.Line = s.timeline(stage, known)
	return st, nil
}

// known is what the bot knows of people, groups and what it has sent.
type known struct {
	people  map[int64]reports.Person
	groups  []reports.Group
	claimed bool
	desk    *desk.Desk // with what the director set
}

func (k *known) read(r storage.Reader) error {
	var err error
	if k.desk, err = k.desk.With(r); err != nil {
		return err
	}
	all, err := storage.AllPeople(r)
	if err != nil {
		return err
	}
	k.people = map[int64]reports.Person{}
	for _, p := range all {
		if p.Left.IsZero() {
			k.people[telegram.ID(p.Chat)] = p
			k.claimed = k.claimed || p.Has(reports.Director)
		}
	}
	k.groups, err = storage.Groups(r)
	return err
}

// recall keeps what was read last for the time in which the bot is dead.
func (s *Show) recall(k *known) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.people != nil {
		s.last = *k
		return
	}
	desk := k.desk
	*k = s.last
	if k.desk == nil { // a dead bot that has not been looked at alive
		k.desk = desk
	}
}

func groupView(stage *stage.Stage, x *scenes.Troupe, k known) *GroupView {
	if x == nil || x.Group() == nil {
		return nil
	}
	g := &GroupView{ID: x.Group().ID(), Title: scenes.GroupTitle}
	bot := stage.Sandbox.Bot().ID
	for _, m := range stage.Sandbox.Messages(g.ID, 0) {
		if slices.ContainsFunc(m.NewChatMembers, func(u sandbox.User) bool { return u.ID == bot }) {
			g.Bot = true
		}
		if m.LeftChatMember != nil && m.LeftChatMember.ID == bot {
			g.Bot = false
		}
	}
	g.Bound = slices.ContainsFunc(k.groups, func(b reports.Group) bool { return b.Chat == telegram.At(g.ID) })
	return g
}

func peopleView(stage *stage.Stage, p *plan.Plan, k known) []PersonView {
	var out []PersonView
	for _, u := range stage.Sandbox.Users() {
		if u.IsBot {
			continue
		}
		v := PersonView{ID: u.ID, Name: u.FirstName, InGroup: -1, Roles: []string{}, Unit: scenes.UnitOf(p, u.FirstName), Key: scenes.Post(u.FirstName)}
		for _, c := range stage.Sandbox.Chats(u.ID) {
			switch {
			case c.ID == u.ID:
				v.Unread, v.Started, v.Blocked = c.Unread, c.Started, c.Blocked
				if c.Last != nil {
					v.Last = firstLine(c.Last.Text + c.Last.Caption)
				}
			case c.Type != "private":
				v.InGroup = c.Unread
			}
		}
		if who, ok := k.people[u.ID]; ok {
			v.Unit = who.Unit
			for _, r := range who.Roles {
				v.Roles = append(v.Roles, r.Label())
			}
			v.Key = roleKey(who)
		}
		out = append(out, v)
	}
	return out
}

// chatView is a chat as somebody's phone shows it.
type chatView struct {
	Messages []sandbox.View    `json:"messages"` // oldest first
	Before   bool              `json:"before"`   // there are earlier ones
	Total    int               `json:"total"`
	Menu     []sandbox.Command `json:"menu"`
	Blocked  bool              `json:"blocked"`
	Started  bool              `json:"started"`
	Pinned   *sandbox.View     `json:"pinned,omitempty"`
}

// chatPage is how many messages a page is handed at once.
const chatPage = 60

// chat returns the newest messages of a chat, those before a message, or those
// from a message on.
func (s *Show) chat(viewer, id int64, before, from int) (chatView, error) {
	stage, _ := s.at()
	if stage == nil {
		return chatView{}, ErrBusy
	}
	var v chatView
	found := false
	for _, c := range stage.Sandbox.Chats(viewer) {
		if c.ID == id {
			v.Blocked, v.Started, v.Pinned, found = c.Blocked, c.Started, c.Pinned, true
		}
	}
	if !found {
		return v, ErrUnknown
	}
	all := stage.Sandbox.Messages(id, viewer)
	v.Total = len(all)
	end := len(all)
	if before > 0 {
		end, _ = slices.BinarySearchFunc(all, before, func(m sandbox.View, id int) int { return m.MessageID - id })
	}
	begin := max(0, end-chatPage)
	if from > 0 {
		at, _ := slices.BinarySearchFunc(all, from, func(m sandbox.View, id int) int { return m.MessageID - id })
		begin = max(0, min(begin, at-10))
	}
	v.Messages, v.Before = all[begin:end], begin > 0
	v.Menu = stage.Sandbox.Menu(id, viewer)
	return v, nil
}
