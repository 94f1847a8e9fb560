package cockpit

import (
	"fmt"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
)

// openCounts asks every feature what waits.
func openCounts(t *desk.Turn) ([]desk.Open, error) {
	var out []desk.Open
	for _, f := range t.Installed {
		if f.Shows.Open == nil {
			continue
		}
		more, err := f.Shows.Open(t)
		if err != nil {
			return nil, err
		}
		for _, o := range more {
			if o.N > 0 {
				out = append(out, o)
			}
		}
	}
	return out, nil
}

// openLine is all that waits in one line, "" where nothing does.
func openLine(open []desk.Open) string {
	var words []string
	for _, o := range open {
		s := fmt.Sprintf(textOpenOne, o.What, o.N)
		if o.Late > 0 {
			s += fmt.Sprintf(textOpenLate, o.Late)
		}
		words = append(words, s)
	}
	if len(words) == 0 {
		return ""
	}
	return textOpen + strings.Join(words, "，")
}

// openButtons lead to the lists of what waits.
func openButtons(open []desk.Open) []bot.Button {
	var out []bot.Button
	for _, o := range open {
		if o.Data != "" {
			out = append(out, bot.Button{Label: fmt.Sprintf(textOpenOne, o.What, o.N), Data: o.Data})
		}
	}
	return out
}
