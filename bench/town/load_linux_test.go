package town

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestLoad: computing is seen as such, and the machine's idle share is one.
func TestLoad(t *testing.T) {
	l := Measure()
	for l.Work() < 30*time.Millisecond { // busy: it would never end if it were not counted
	}
	idle, total := machine()
	require.Positive(t, total)
	require.GreaterOrEqual(t, total, idle)
	require.Regexp(t, `^machine \d{1,3}% idle; $`, l.Idle())
}
