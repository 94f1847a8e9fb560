package sandbox

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// overListener has requests go over a Listener's connections instead of
// through ServeHTTP: whatever holds for the one front holds for the other.
var overListener bool

// everyFront runs all tests on both fronts, one after the other.
type everyFront struct{ m *testing.M }

func (e everyFront) Run() int {
	for _, overListener = range []bool{false, true} {
		if code := e.m.Run(); code != 0 {
			return code
		}
		if flag.Lookup("test.bench").Value.String() != "" {
			break // they need no front
		}
	}
	return 0
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(everyFront{m}) }
