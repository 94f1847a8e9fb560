//go:build !linux

package bolt

import (
	"errors"
	"os"
)

// nameless makes no file: this system has none without a name.
func nameless(string) (*os.File, bool) { return nil, false }

func link(*os.File, string) error { return errors.ErrUnsupported }
