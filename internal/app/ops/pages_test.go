package ops

import (
	"sync/atomic"
	"testing"
)

// A running program gives back what its start needed, and once more when the
// first work is done.
func TestReleasedAfterTheStart(t *testing.T) {
	var n atomic.Int32
	defer func(was func()) { release = was }(release)
	release = func() { n.Add(1) }
	s := newSite(t, "")
	s.start()
	s.until("it gives back twice", func() bool { return n.Load() == 2 })
	s.end()
}
