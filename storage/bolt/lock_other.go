//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package bolt

import (
	"os"
	"time"
)

// lock leaves the locking to bbolt.
func lock(*os.File, time.Duration) error { return nil }

// share does nothing: what is open cannot be removed there.
func share(*os.File) error { return nil }
