package schedules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"liubao/plan"
)

// chainOf writes when the chain of one period is climbed.
func chainOf(t *testing.T, r Rules, duty, id string) []string {
	p := shipped(t)
	of, ok := ByID(only(t, p, duty).Duties[0], shipped(t), r, NewCalendar(nil), id)
	assert.True(t, ok)
	var out []Moment
	for _, m := range Moments(shipped(t), r, NewCalendar(nil), of) {
		if m.Kind == Escalate {
			out = append(out, m)
		}
	}
	return lines(out)
}

func TestChain(t *testing.T) {
	r := DefaultRules()
	assert.Equal(t, []string{"2026-12-16 10:00 up-head", "2026-12-17 10:00 up-office", "2026-12-21 10:00 up-leader"},
		chainOf(t, r, "progress", "2026-12-15"))
	// Over Spring Festival nobody is told before the first working day.
	assert.Equal(t, []string{"2026-02-24 10:00 up-head", "2026-02-25 10:00 up-office", "2026-02-27 10:00 up-leader"},
		chainOf(t, r, "progress", "2026-02-15"))
	// The office's own summary goes up past the office itself.
	assert.Equal(t, []string{"2026-12-17 10:00 up-head", "2026-12-22 10:00 up-leader"}, chainOf(t, r, "summary", "2026-12-15"))
	// The chain follows a deadline that was moved.
	r.Moved = map[PeriodKey]time.Time{{"2026-12-15", "progress"}: at("2026-12-18 12:00")}
	assert.Equal(t, "2026-12-21 10:00 up-head", chainOf(t, r, "progress", "2026-12-15")[0])
}

func TestChainOfADuty(t *testing.T) {
	r := DefaultRules()
	r.Chains = map[string][]Rung{"progress": {{ToOffice, 3, plan.Clock{Hour: 14}}}}
	assert.Equal(t, []string{"2026-12-18 14:00 up-office"}, chainOf(t, r, "progress", "2026-12-15"))
	r.Chains["progress"] = nil
	assert.Empty(t, chainOf(t, r, "progress", "2026-12-15"))
}

// TestChainIsDueOnce: the chain's moments and the ladder's do not swallow one another.
func TestChainIsDueOnce(t *testing.T) {
	p, r := only(t, shipped(t), "progress"), DefaultRules()
	got := lines(Due(p, r, NewCalendar(nil), at("2026-12-16 08:00"), at("2026-12-16 12:00")))
	assert.Equal(t, []string{"2026-12-16 09:00 late-1", "2026-12-16 10:00 up-head"}, got)
	assert.Empty(t, Due(p, r, NewCalendar(nil), at("2026-12-16 10:00"), at("2026-12-16 12:00")))
}
