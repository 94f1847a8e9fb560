package desk

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// strangerEvery is how often a stranger is answered.
const strangerEvery = 24 * time.Hour

// stranger answers somebody unknown: one polite sentence a day, no information.
func (t *turn) stranger() error {
	again, err := t.answeredToday()
	if err != nil || again {
		return err
	}
	return t.sayf(textStranger)
}

func (t *turn) answeredToday() (bool, error) {
	key := storage.StrangerKey(t.u.From.ID)
	at, ok, err := storage.Get[time.Time](t.tx, key)
	if err != nil {
		return false, err
	}
	if ok && t.now.Sub(at) < strangerEvery {
		return true, nil
	}
	return false, storage.Put(t.tx, key, t.now)
}

// memberAlone notes in a private chat that the person stopped the bot, or came back.
func (t *turn) memberAlone() error {
	if !t.u.Chat.Private() || !t.known() {
		return nil
	}
	if t.u.Member.Gone() {
		return t.unreachable(t.me)
	}
	return t.reachable()
}

// memberOfGroup handles a change of the bot's own membership in a group.
func (t *turn) memberOfGroup() error {
	m := t.u.Member
	switch {
	case t.u.Chat.Private():
	case m.Gone():
		return t.leftGroup(t.u.Chat.ID)
	case m.Arrived():
		return t.addedToGroup()
	}
	return nil
}

func (t *turn) leftGroup(chat bot.Address) error {
	if err := t.tx.Delete(storage.VisitKey(chat)); err != nil {
		return err
	}
	groups, err := storage.Groups(t.tx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Chat != chat {
			continue
		}
		if err := t.groupLost(t.tx, g, t.now); err != nil {
			return err
		}
	}
	return nil
}

// groupLost forgets a group the bot is no longer in, and tells the office.
func (d *Desk) groupLost(tx storage.Tx, g reports.Group, at time.Time) error {
	if err := storage.DeleteGroup(tx, g.Chat, g.Thread); err != nil {
		return err
	}
	if err := audit(tx, at, "", "", "", textLogGroupLost, g.Title, ""); err != nil {
		return err
	}
	return d.alarm(tx, at, fmt.Sprintf(textGroupLost, g.Title))
}

func (d *Desk) alarm(tx storage.Tx, now time.Time, words string) error {
	people, err := holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: reports.T(words),
			Purpose: "alarm", Person: p.ID, At: now, NotBefore: d.Awake(now)}); err != nil {
			return err
		}
	}
	return nil
}

// group handles what is said in a group.
func (t *turn) group() error {
	if t.u.Kind != bot.KindMessage {
		return nil
	}
	cmd, ok := t.command()
	if !ok {
		return nil
	}
	for _, c := range t.commands {
		if c.Name != cmd.Name || c.InGroup == nil {
			continue
		}
		g, bound, err := t.boundGroup()
		if err != nil || !bound && !c.Anywhere {
			return err
		}
		return c.InGroup(t, g)
	}
	return nil
}

// boundGroup returns the task-force group if the update came from it: where
// that is one topic of a forum, from this topic. Answers go to the topic that
// was asked in.
func (t *turn) boundGroup() (reports.Group, bool, error) {
	groups, err := storage.Groups(t.tx)
	if err != nil {
		return reports.Group{}, false, err
	}
	for _, g := range groups {
		if g.Chat == t.u.Chat.ID && (g.Thread == 0 || g.Thread == t.u.Thread) {
			g.Thread = t.u.Thread
			return g, true, nil
		}
	}
	return reports.Group{}, false, nil
}

// bind makes the group, or the topic the command was sent in, the task-force group.
func (t *turn) bind() error {
	if t.u.Anonymous {
		return t.askBind()
	}
	if !Can(t.me, ActBind) {
		return nil
	}
	return t.bindTo(reports.Group{Chat: t.u.Chat.ID, Thread: t.u.Thread, Title: t.u.Chat.Title, By: t.me.ID, At: t.now})
}

func (t *turn) bindTo(g reports.Group) error {
	old, err := storage.Groups(t.tx)
	if err != nil {
		return err
	}
	for _, o := range old {
		if err := storage.DeleteGroup(t.tx, o.Chat, o.Thread); err != nil {
			return err
		}
	}
	if err := storage.SaveGroup(t.tx, g); err != nil {
		return err
	}
	if err := t.tx.Delete(storage.VisitKey(g.Chat)); err != nil {
		return err
	}
	if err := t.log("", "", textLogBound, "", g.Title); err != nil {
		return err
	}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread,
		Text: reports.T(fmt.Sprintf(textBound, t.Plan.Name)), Purpose: "bind", At: t.now})
}

// askBind asks the directors in private whether an anonymous admin's /bind was
// theirs: in the group, nobody can tell.
func (t *turn) askBind() error {
	people, err := holders(t.tx, reports.Director)
	if err != nil {
		return err
	}
	if err := t.visited(byAnonymous); err != nil {
		return err
	}
	for _, p := range people {
		data := fmt.Sprintf("bd.%s.%d", t.u.Chat.ID, t.u.Thread)
		if err := t.tell(p, "bind", reports.T(fmt.Sprintf(textBindAnonymous, t.u.Chat.Title)),
			[]bot.Button{{Label: buttonBindYes, Data: data}, {Label: buttonBindNo, Data: data + ".no"}}); err != nil {
			return err
		}
	}
	return nil
}

// tappedBind takes bd.CHAT.THREAD and bd.CHAT.THREAD.no.
func (t *turn) tappedBind(parts []string) error {
	if !Can(t.me, ActBind) || len(parts) < 3 {
		return t.toast(textNotAllowed)
	}
	chat := bot.Address(parts[1])
	thread, wrong := strconv.Atoi(parts[2])
	v, ok, err := storage.Get[visit](t.tx, storage.VisitKey(chat))
	if err != nil {
		return err
	}
	if wrong != nil || !ok {
		return t.toast(conversations.TextStale)
	}
	if len(parts) > 3 {
		if err := t.tx.Delete(storage.VisitKey(chat)); err != nil {
			return err
		}
		return t.toast(textBindRefused)
	}
	if err := t.bindTo(reports.Group{Chat: chat, Thread: thread, Title: v.Title, By: t.me.ID, At: t.now}); err != nil {
		return err
	}
	return t.toast(textBoundToast)
}

// migrated rewrites the group's address when its channel says that it changed.
func (t *turn) migrated() error {
	from, to := t.u.Chat.ID, t.u.MigrateTo
	if t.u.MigrateFrom != "" {
		from, to = t.u.MigrateFrom, t.u.Chat.ID
	}
	return Migrate(t.tx, from, to)
}

// Migrate rewrites a group's address wherever the desk keeps it.
func Migrate(tx storage.Tx, from, to bot.Address) error {
	groups, err := storage.Groups(tx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Chat != from {
			continue
		}
		if err := storage.DeleteGroup(tx, g.Chat, g.Thread); err != nil {
			return err
		}
		g.Chat = to
		if err := storage.SaveGroup(tx, g); err != nil {
			return err
		}
	}
	v, ok, err := storage.Get[visit](tx, storage.VisitKey(from))
	if err != nil || !ok {
		return err
	}
	if err := tx.Delete(storage.VisitKey(from)); err != nil {
		return err
	}
	v.Chat = to
	return storage.Put(tx, storage.VisitKey(to), v)
}

// unreachable notes that a person cannot be sent to, and tells the office.
func (t *turn) unreachable(p reports.Person) error { return t.Desk.lost(t.tx, p, t.now) }

// Unreachable is the spine's hook: the chat cannot be sent to any more.
func (d *Desk) Unreachable(tx storage.Tx, chat bot.Address, at time.Time) error {
	groups, err := storage.Groups(tx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Chat == chat {
			return d.raiseGroupLost(tx, g, at)
		}
	}
	p, ok, err := storage.PersonByUser(tx, chat)
	if err != nil || !ok {
		return err
	}
	return d.lost(tx, p, at)
}

func (d *Desk) lost(tx storage.Tx, p reports.Person, at time.Time) error {
	if !p.Unreachable.IsZero() || !p.Left.IsZero() {
		return nil
	}
	p.Unreachable = at
	if err := storage.SavePerson(tx, p); err != nil {
		return err
	}
	if err := audit(tx, at, "", p.Unit, "", textLogLost, "", p.Name); err != nil {
		return err
	}
	words := fmt.Sprintf(textPersonLost, d.unitOrOffice(p.Unit), p.Name)
	if i := slices.IndexFunc(p.Roles, unitRole); i >= 0 {
		link, err := d.freshLink(tx, reports.Invite{Unit: p.Unit, Role: p.Roles[i]}, "", at)
		if err != nil {
			return err
		}
		words += "\n" + fmt.Sprintf(textFreshLink, link)
	}
	return d.alarm(tx, at, words)
}
