package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk/rules"
	"liubao/plan"
)

// With any number of units a keyboard stays below what a channel takes, every unit is
// reached by turning pages, and the task force is the last button of the first.
func TestUnitRowsPage(t *testing.T) {
	for _, n := range []int{1, 17, 80, 81, 110, 999} {
		turn := &Turn{Desk: &Desk{Book: &rules.Book{Plan: &plan.Plan{}}}}
		for i := range n {
			turn.Plan.Units = append(turn.Plan.Units, plan.Unit{ID: fmt.Sprintf("u%d", i), Name: fmt.Sprintf("单位%d", i)})
		}
		first := turn.UnitRows("in.u")
		last := first[len(first)-1]
		assert.Equal(t, "in.u.-", last[len(last)-1].Data)
		seen, rows := map[string]bool{}, first
		for page := 0; ; page++ {
			require.Less(t, page, n+1)
			buttons := slices.Concat(rows...)
			assert.LessOrEqual(t, len(buttons), 90, "%d units", n)
			next := ""
			for _, b := range buttons {
				assert.LessOrEqual(t, len(b.Data), 64)
				if b.Label == ButtonNextPage {
					next = b.Data
				} else if b.Label != ButtonPrevPage && b.Label != TextTaskForce {
					assert.False(t, seen[b.Data], b.Data)
					seen[b.Data] = true
				}
			}
			if next == "" {
				break
			}
			var to unitPage
			require.NoError(t, tapUnits.Do(func(_ *Turn, p unitPage) error { to = p; return nil }).Do(turn, strings.Split(next, ".")))
			assert.Equal(t, unitPage{page + 1, "in.u"}, to)
			var rest []bot.Button
			rows, rest = turn.unitsOn(to)
			assert.Empty(t, rest)
		}
		assert.Len(t, seen, n)
	}
}
