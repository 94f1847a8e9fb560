package desktest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk/history"
	"liubao/storage"
)

var longHash = regexp.MustCompile(`[0-9a-f]{64}`)

// story prints what the audit log tells of a unit's period.
func (s *stage) story(unit, period string) []string {
	id := "-"
	if unit != "-" {
		id = s.unit(unit)
	}
	var out []string
	require.NoError(s.t, s.engine.View(s.ctx(), func(r storage.Reader) error {
		lines, err := history.Story(r, s.plan, id, period)
		for _, l := range lines {
			out = append(out, "     "+longHash.ReplaceAllString(l, "HASH"))
		}
		for i := 0; i < len(out); { // deliveries come in any order among what happened in their minute
			j := i + 1
			for j < len(out) && minuteOf(out[i]) != "" && minuteOf(out[i]) == minuteOf(out[j]) {
				j++
			}
			slices.SortStableFunc(out[i:j], byDelivery)
			i = j
		}
		return err
	}))
	return out
}

// byDelivery puts deliveries last, by their words, and leaves the rest in order.
func byDelivery(a, b string) int {
	da, db := strings.Contains(a, " 送达："), strings.Contains(b, " 送达：")
	switch {
	case da && db:
		return strings.Compare(a, b)
	case da:
		return 1
	case db:
		return -1
	}
	return 0
}

// minuteOf returns the time a row of the story begins with, "" for other lines.
func minuteOf(line string) string { return storyTime.FindString(line) }

var storyTime = regexp.MustCompile(`\b\d{2}:\d{2}\b`)
