package sandbox

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// FastFront is the front of package fast, which tests of this package cannot
// import themselves.
var FastFront Front

// front is the one under test. With net/http, which is nil, requests go
// through ServeHTTP; with another one over a Listener's connections. Whatever
// holds for the one holds for the other.
var front Front

// everyFront runs all tests on both fronts, one after the other.
type everyFront struct{ m *testing.M }

func (e everyFront) Run() int {
	for _, front = range []Front{nil, FastFront} {
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
