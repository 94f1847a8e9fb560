package group

import (
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// visitTime is how long the bot waits in a group for /bind.
const visitTime = 10 * time.Minute

// visitGrace is how much longer it waits where it was not running when that
// time ended: a /bind sent meanwhile has yet to be read.
const visitGrace = time.Minute

// byAnonymous stands for an administrator who wrote in the group's own name.
const byAnonymous = "anonymous"

// timerVisit leaves a group that was not bound in time; its argument is the chat.
const timerVisit = "visit"

// visit is a group the bot was added to and that is not bound yet.
type visit struct {
	V     int         `json:"v"`
	Chat  bot.Address `json:"chat"`
	Title string      `json:"title"`
	By    string      `json:"by"`
	At    time.Time   `json:"at"`
	Late  bool        `json:"late,omitempty"` // waited for beyond its time already
}

// addedToGroup waits for /bind where whoever added the bot may bind; in
// anybody else's group it says a sentence and leaves.
func addedToGroup(t *desk.Turn) error {
	by, ok, err := storage.PersonByUser(t.Tx, t.Update.Member.By.ID)
	if err != nil {
		return err
	}
	if !ok || !staff.Can(by, staff.ActBind) {
		return leave(t.Tx, t.Update.Chat.ID, textForeignGroup, t.Now)
	}
	if err := visited(t, by.ID); err != nil {
		return err
	}
	return t.Sayf(textBindPlease, t.Username)
}

// visited notes that the group waits to be bound.
func visited(t *desk.Turn, by string) error {
	v := visit{V: 1, Chat: t.Update.Chat.ID, Title: t.Update.Chat.Title, By: by, At: t.Now}
	if err := storage.Put(t.Tx, storage.VisitKey(v.Chat), v); err != nil {
		return err
	}
	return desk.SetTimer(t.Tx, t.Now.Add(visitTime), timerVisit, string(v.Chat))
}

// visitOver leaves a group that was not bound in time.
func visitOver(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	chat := bot.Address(arg)
	v, ok, err := storage.Get[visit](tx, storage.VisitKey(chat))
	if err != nil || !ok || now.Sub(v.At) < visitTime {
		return err // bound, left, or added again: that has a timer of its own
	}
	if now.Sub(v.At) > visitTime+visitGrace && !v.Late {
		v.Late = true
		if err := storage.Put(tx, storage.VisitKey(chat), v); err != nil {
			return err
		}
		return desk.SetTimer(tx, now.Add(visitGrace), timerVisit, arg)
	}
	if err := tx.Delete(storage.VisitKey(chat)); err != nil {
		return err
	}
	groups, err := storage.Groups(tx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(groups, func(g reports.Group) bool { return g.Chat == chat }) {
		return nil // an anonymous /bind that nobody confirmed, in the group that is bound already
	}
	return leave(tx, chat, textNotBound, now)
}

// leave says why, where the chat lets the bot, and leaves.
func leave(tx storage.Tx, chat bot.Address, why string, now time.Time) error {
	if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: chat, Text: reports.T(why), Forgo: true, Purpose: "leave", At: now}); err != nil {
		return err
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Leave, Chat: chat, Purpose: "leave", At: now})
}
