package alarm

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
)

// Told keeps the state that was told last in a file beside the data, and not in them,
// which may be what is wrong: whoever starts the bot anew to be rid of a trouble is told
// that it is over.
type Told struct {
	File string
	Log  *slog.Logger
}

// Before is the state that the process before told last, "" where it was none or well.
func (t Told) Before() string {
	b, err := os.ReadFile(t.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Log.Warn("what the operator was told last cannot be read", "err", err)
	}
	return string(b)
}

// Keep keeps a state, and nothing where all is well.
func (t Told) Keep(state string) {
	var err error
	if state == OK {
		err = os.Remove(t.File)
	} else {
		err = os.WriteFile(t.File, []byte(state), 0o600)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Log.Warn("what the operator was told cannot be kept", "err", err)
	}
}
