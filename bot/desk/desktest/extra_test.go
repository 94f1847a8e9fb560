package desktest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/schedules"
)

// TestCronLineOfTheOperator: what the operator's own line says reaches the
// office, once, and nobody else; in the quiet hours it waits for the morning.
func TestCronLineOfTheOperator(t *testing.T) {
	onStage(t, func(s *stage) {
		for id, line := range map[string]string{"weekly": "0 16 * * 4", "night": "0 22 * * 4"} {
			x, err := schedules.ParseCron(line, s.loc)
			require.NoError(t, err)
			s.rules.Extras = append(s.rules.Extras, schedules.Extra{ID: id, Schedule: x})
		}
		s.extra = func(id string) string {
			return map[string]string{"weekly": "请备周例会材料。", "night": "请看值班表。"}[id]
		}
		director := s.person("办公室主任甲", "jingfa", reports.Director)
		contact := s.person("党群局联络员甲", "dangqun", reports.Contact)
		s.boot()
		count := func(words string, at time.Time) int {
			s.advanceTo(at, func() {})
			n := 0
			for _, w := range s.hears(director.Chat) {
				if w == words {
					n++
				}
			}
			assert.NotContains(t, s.hears(contact.Chat), words)
			return n
		}
		thursday := time.Date(2026, time.December, 10, 0, 0, 0, 0, s.loc)
		assert.Equal(t, 0, count("请备周例会材料。", thursday.Add(15*time.Hour)))
		assert.Equal(t, 1, count("请备周例会材料。", thursday.Add(17*time.Hour)))
		assert.Equal(t, 0, count("请看值班表。", thursday.Add(31*time.Hour)))
		assert.Equal(t, 1, count("请看值班表。", thursday.Add(33*time.Hour)))
		s.reboot()
		assert.Equal(t, 1, count("请备周例会材料。", thursday.Add(36*time.Hour)))
	})
}
