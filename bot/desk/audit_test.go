package desk_test

import (
	"regexp"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
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
		lines, err := desk.Story(r, s.plan, id, period)
		for _, l := range lines {
			out = append(out, "     "+longHash.ReplaceAllString(l, "HASH"))
		}
		for i := 0; i < len(out); { // deliveries of one moment to several chats come in any order
			j := i + 1
			for j < len(out) && strings.Contains(out[i], " 送达：") && strings.Contains(out[j], " 送达：") {
				j++
			}
			slices.Sort(out[i:j])
			i = j
		}
		return err
	}))
	return out
}
