package desk

import (
	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// group handles what is said in a group.
func (t *Turn) group() error {
	if t.Update.Kind != bot.KindMessage {
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
func (t *Turn) boundGroup() (reports.Group, bool, error) {
	groups, err := storage.Groups(t.Tx)
	if err != nil {
		return reports.Group{}, false, err
	}
	for _, g := range groups {
		if g.Chat == t.Update.Chat.ID && (g.Thread == 0 || g.Thread == t.Update.Thread) {
			g.Thread = t.Update.Thread
			return g, true, nil
		}
	}
	return reports.Group{}, false, nil
}
