package group

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// refused tells the office which right the bot lacks in the task-force group, and
// what was not sent for it; of a group that is not bound yet, whoever brought the
// bot there. Groups of strangers concern nobody.
func refused(d *desk.Desk, tx storage.Tx, x bot.Dead) error {
	if x.Right == "" || x.Message.Forgo || x.Message.Kind == bot.React {
		return nil
	}
	groups, err := storage.Groups(tx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Chat == x.Chat {
			return refusedBound(d, tx, g, x)
		}
	}
	v, ok, err := storage.Get[visit](tx, storage.VisitKey(x.Chat))
	if err != nil || !ok {
		return err
	}
	by, ok, err := storage.Person(tx, v.By)
	if err != nil || !ok {
		return err
	}
	return d.Notify(tx, by, bot.Message{Kind: bot.Send, Text: reports.T(refusal(v.Title, x)), Purpose: "alarm"}, x.At)
}

// refusedBound tells of each right once a day, and of pinning once: that is nice to
// have. Where the bot may not write at all, the rest goes without saying. What the
// office itself decided to send is told of each time.
func refusedBound(d *desk.Desk, tx storage.Tx, g reports.Group, x bot.Dead) error {
	day := func(at time.Time) plan.Date { return plan.DateOf(at.In(d.Loc)) }
	told := g.Refused[string(x.Right)]
	switch {
	case x.Right == bot.RightPin && !told.IsZero():
		return nil
	case x.Right != bot.RightWords && x.At.Sub(g.Refused[string(bot.RightWords)]) < sameBreath:
		return nil
	case day(told) == day(x.At) && (x.Right != bot.RightWords || !weighty[x.Message.Purpose]):
		return nil
	}
	if g.Refused == nil {
		g.Refused = map[string]time.Time{}
	}
	g.Refused[string(x.Right)] = x.At
	if err := storage.SaveGroup(tx, g); err != nil {
		return err
	}
	if err := storage.Log(tx, x.At, "", "", "", textLogRefused, g.Title, rights[x.Right].name); err != nil {
		return err
	}
	return d.Alarm(tx, x.At, refusal(g.Title, x))
}

// sameBreath is for how long pictures and files belong to the words that were refused.
const sameBreath = 5 * time.Minute

// weighty are the purposes of what the office decided to tell the group.
var weighty = map[string]bool{"rollup": true, "decision": true}

// refusal says in words what the group did not take, and what to do.
func refusal(title string, x bot.Dead) string {
	r := rights[x.Right]
	if x.Right == bot.RightPin {
		return fmt.Sprintf(textNotPinned, title, r.name)
	}
	words := fmt.Sprintf(textRefused, title, r.deed, refusedWhat(x), r.name)
	if x.Message.Purpose == "rollup" {
		words += textRefusedRollup
	}
	return words
}

// refusedWhat names what was not sent.
func refusedWhat(x bot.Dead) string {
	if x.Message.Purpose == "rollup" {
		return textTheRollup + rights[x.Right].part
	}
	line, _, _ := strings.Cut(strings.TrimSpace(x.Message.Text.String()), "\n")
	if line == "" {
		line = x.Message.File.Name
	}
	return fmt.Sprintf(textQuoted, conversations.Clip(line, 40))
}

// rights are what each is called in Telegram's own settings.
var rights = map[bot.Right]struct{ deed, part, name string }{
	bot.RightWords:  {textToWrite, "", textMayWrite},
	bot.RightPhotos: {textToShow, textThePicture, textMayShow},
	bot.RightFiles:  {textToFile, textTheFile, textMayFile},
	bot.RightPin:    {"", "", textMayPin},
}
