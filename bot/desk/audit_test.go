package desk_test

import (
	"regexp"

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
		return err
	}))
	return out
}
