package group

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// memberOfGroup handles a change of the bot's own membership in a group.
func memberOfGroup(t *desk.Turn) error {
	m := t.Update.Member
	switch {
	case t.Update.Chat.Private():
	case m.Gone():
		return leftGroup(t, t.Update.Chat.ID)
	case m.Arrived() && !t.Update.Chat.Group(): // a channel: nobody could answer there
		return leave(t.Tx, t.Update.Chat.ID, textNoGroup, t.Now)
	case m.Arrived():
		return addedToGroup(t)
	}
	return nil
}

func leftGroup(t *desk.Turn, chat bot.Address) error {
	if err := t.Tx.Delete(storage.VisitKey(chat)); err != nil {
		return err
	}
	groups, err := storage.Groups(t.Tx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Chat != chat {
			continue
		}
		if err := groupLost(t.Desk, t.Tx, g, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// groupLost forgets a group the bot is no longer in, and tells the office.
func groupLost(d *desk.Desk, tx storage.Tx, g reports.Group, at time.Time) error {
	if err := storage.DeleteGroup(tx, g.Chat, g.Thread); err != nil {
		return err
	}
	if err := storage.Log(tx, at, "", "", "", textLogGroupLost, g.Title, ""); err != nil {
		return err
	}
	return d.Alarm(tx, at, fmt.Sprintf(textGroupLost, g.Title))
}

// bind makes the group, or the topic the command was sent in, the task-force group.
func bind(t *desk.Turn) error {
	if t.Update.Anonymous {
		return askBind(t)
	}
	if !staff.Can(t.Me, staff.ActBind) {
		return nil
	}
	return bindTo(t, reports.Group{Chat: t.Update.Chat.ID, Thread: t.Update.Thread, Title: t.Update.Chat.Title, By: t.Me.ID, At: t.Now})
}

func bindTo(t *desk.Turn, g reports.Group) error {
	old, err := storage.Groups(t.Tx)
	if err != nil {
		return err
	}
	for _, o := range old {
		if err := storage.DeleteGroup(t.Tx, o.Chat, o.Thread); err != nil {
			return err
		}
	}
	if err := storage.SaveGroup(t.Tx, g); err != nil {
		return err
	}
	if err := t.Tx.Delete(storage.VisitKey(g.Chat)); err != nil {
		return err
	}
	if err := t.Log("", "", textLogBound, "", g.Title); err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread,
		Text: reports.T(fmt.Sprintf(textBound, t.Plan.Name)), Purpose: "bind", At: t.Now})
}

// askBind asks the directors in private whether an anonymous admin's /bind was
// theirs: in the group, nobody can tell.
func askBind(t *desk.Turn) error {
	people, err := staff.Holders(t.Tx, reports.Director)
	if err != nil {
		return err
	}
	if err := visited(t, byAnonymous); err != nil {
		return err
	}
	for _, p := range people {
		yes := bindTap{Chat: string(t.Update.Chat.ID), Thread: t.Update.Thread}
		no := bindTap{yes.Chat, yes.Thread, "no"}
		if err := t.Tell(p, "bind", reports.T(fmt.Sprintf(textBindAnonymous, t.Update.Chat.Title)),
			[]bot.Button{{Label: buttonBindYes, Data: tapBind.Data(yes)}, {Label: buttonBindNo, Data: tapBind.Data(no)}}); err != nil {
			return err
		}
	}
	return nil
}

// bindTap binds a group's thread, or with "no" does not.
type bindTap struct {
	Chat   string
	Thread int
	Answer string
}

var tapBind = desk.NewTap[bindTap]("bd")

func tappedBind(t *desk.Turn, a bindTap) error {
	if !staff.Can(t.Me, staff.ActBind) {
		return t.Toast(desk.TextNotAllowed)
	}
	chat := bot.Address(a.Chat)
	v, ok, err := storage.Get[visit](t.Tx, storage.VisitKey(chat))
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(conversations.TextStale)
	}
	if a.Answer != "" {
		if err := t.Tx.Delete(storage.VisitKey(chat)); err != nil {
			return err
		}
		return t.Toast(textBindRefused)
	}
	if err := bindTo(t, reports.Group{Chat: chat, Thread: a.Thread, Title: v.Title, By: t.Me.ID, At: t.Now}); err != nil {
		return err
	}
	return t.Toast(textBoundToast)
}

// migrated rewrites the group's address when its channel says that it changed.
func migrated(t *desk.Turn) error {
	from, to := t.Update.Chat.ID, t.Update.MigrateTo
	if t.Update.MigrateFrom != "" {
		from, to = t.Update.MigrateFrom, t.Update.Chat.ID
	}
	return Migrate(t.Tx, from, to)
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
