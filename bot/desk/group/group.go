package group

import (
	"fmt"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
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
		if err := t.Sayf(textNoGroup); err != nil {
			return err
		}
		return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Leave, Chat: t.Update.Chat.ID, Purpose: "leave", At: t.Now})
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
	if err := desk.Audit(tx, at, "", "", "", textLogGroupLost, g.Title, ""); err != nil {
		return err
	}
	return d.Alarm(tx, at, fmt.Sprintf(textGroupLost, g.Title))
}

// bind makes the group, or the topic the command was sent in, the task-force group.
func bind(t *desk.Turn) error {
	if t.Update.Anonymous {
		return askBind(t)
	}
	if !desk.Can(t.Me, desk.ActBind) {
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
	people, err := desk.Holders(t.Tx, reports.Director)
	if err != nil {
		return err
	}
	if err := visited(t, byAnonymous); err != nil {
		return err
	}
	for _, p := range people {
		data := fmt.Sprintf("bd.%s.%d", t.Update.Chat.ID, t.Update.Thread)
		if err := t.Tell(p, "bind", reports.T(fmt.Sprintf(textBindAnonymous, t.Update.Chat.Title)),
			[]bot.Button{{Label: buttonBindYes, Data: data}, {Label: buttonBindNo, Data: data + ".no"}}); err != nil {
			return err
		}
	}
	return nil
}

// tappedBind takes bd.CHAT.THREAD and bd.CHAT.THREAD.no.
func tappedBind(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActBind) || len(parts) < 3 {
		return t.Toast(desk.TextNotAllowed)
	}
	chat := bot.Address(parts[1])
	thread, wrong := strconv.Atoi(parts[2])
	v, ok, err := storage.Get[visit](t.Tx, storage.VisitKey(chat))
	if err != nil {
		return err
	}
	if wrong != nil || !ok {
		return t.Toast(conversations.TextStale)
	}
	if len(parts) > 3 {
		if err := t.Tx.Delete(storage.VisitKey(chat)); err != nil {
			return err
		}
		return t.Toast(textBindRefused)
	}
	if err := bindTo(t, reports.Group{Chat: chat, Thread: thread, Title: v.Title, By: t.Me.ID, At: t.Now}); err != nil {
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
