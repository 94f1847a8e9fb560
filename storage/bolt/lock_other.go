//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package bolt

import (
	"os"
	"time"
)

// lock leaves the locking to bbolt.
func lock(*os.File, time.Duration) error { return nil }
