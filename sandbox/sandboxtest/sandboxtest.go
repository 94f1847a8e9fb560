// Package sandboxtest starts sandboxes in tests and holds every request of
// the test against the Bot API's specification.
package sandboxtest

import (
	"os"
	"testing"

	"liubao/sandbox"
)

// New makes a sandbox that is closed when the test ends. Where the variable
// [sandbox.SpecEnv] names the machine-readable API, a request that it does
// not allow fails the test. Requests for methods the sandbox does not serve
// fail it always.
func New(t testing.TB, o sandbox.Options) *sandbox.Server {
	t.Helper()
	if path := os.Getenv(sandbox.SpecEnv); path != "" && o.Spec == nil {
		spec, err := sandbox.LoadSpec(path)
		if err != nil {
			t.Fatal(err)
		}
		o.Spec = spec
	}
	s := sandbox.New(o)
	t.Cleanup(func() {
		s.Close()
		for _, f := range s.Findings() {
			t.Errorf("the Bot API does not allow: %s", f)
		}
	})
	return s
}

// Listen makes a sandbox as New does and serves it on a free loopback port.
func Listen(t testing.TB, o sandbox.Options) (*sandbox.Server, *sandbox.Listener) {
	t.Helper()
	s := New(t, o)
	l, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, l
}
