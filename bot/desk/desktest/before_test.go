package desktest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
	"liubao/storage/migrate"
)

// dying fails every transaction that changes something after the first few.
type dying struct {
	storage.Engine
	left int
}

var errDied = errors.New("the process ended")

func (d *dying) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if d.left == 0 {
		return errDied
	}
	d.left--
	return d.Engine.Update(ctx, fn)
}

// TestAddressesMigrate brings the file of before to today's schema: once as it
// should be, and with the process ending after every step.
func TestAddressesMigrate(t *testing.T) {
	_, before := beforeRows(t)
	e := mem.New()
	filledBefore(t, e)
	require.ErrorIs(t, migrate.Run(t.Context(), e, nil), migrate.ErrNeedsBackup)
	full := errors.New("no space left on device")
	require.ErrorIs(t, migrate.Run(t.Context(), e, func(context.Context, int) error { return full }), full)
	_, same := rowsOf(t, e)
	require.Equal(t, before, same, "without a backup nothing is changed")
	backups := 0
	backup := func(_ context.Context, schema int) error {
		backups++
		assert.Equal(t, 1, schema)
		_, now := rowsOf(t, e)
		assert.Equal(t, before, now, "the backup is of the file as it was")
		return nil
	}
	require.NoError(t, migrate.Run(t.Context(), e, backup))
	require.NoError(t, migrate.Run(t.Context(), e, backup))
	require.Equal(t, 1, backups)
	_, after := rowsOf(t, e)
	more := 0 // rows of the log that tell of what is stored, deadlines, and whose the next words are
	for k := range after {
		switch c := storage.Components(k); {
		case strings.HasPrefix(k, "audit") && c[2] == storage.StateUnit, c[0] == "deadline", c[0] == "focus":
			more++
		}
	}
	for k := range before { // what they replace
		if c := storage.Components(k); c[0] == "ask" || c[0] == "timer" && (c[2] == "follow" || c[2] == "rung") {
			more--
		}
	}
	require.Len(t, after, len(before)+more)
	for k, v := range before {
		switch {
		case strings.HasPrefix(k, "files/") && strings.Count(k, "/") > 1:
			require.Equal(t, v, after[k], "%s is never rewritten", k)
		case strings.HasPrefix(k, "audit"), strings.HasPrefix(k, "anchor"), strings.HasPrefix(k, "sent"), strings.HasPrefix(k, "files/"):
			was, err := storage.Decode[any](k, v)
			require.NoError(t, err)
			is, err := storage.Decode[any](k, after[k])
			require.NoError(t, err)
			require.Equal(t, was, is, "%s says what it said", k)
		}
	}
	for k, v := range after {
		require.NotRegexp(t, `/-?0*[12]00\d{3}`, k, "a number in a key")
		if strings.HasPrefix(k, "files/") {
			continue // bytes
		}
		val, err := storage.Decode[any](k, v)
		require.NoError(t, err)
		if !strings.HasPrefix(k, "inbox") { // what Telegram said is kept as it was said
			noNumbers(t, k, val)
		}
	}
	found, err := audit.Verify(t.Context(), e)
	require.NoError(t, err)
	require.True(t, found.OK(), "%+v", found)

	step := 1
	if underRace {
		step = 4
	}
	for n := 0; ; n += step {
		e := mem.New()
		filledBefore(t, e)
		err := migrate.Run(t.Context(), &dying{e, n}, kept)
		if err == nil {
			require.Greater(t, n, 20, "steps")
			return
		}
		require.ErrorIs(t, err, errDied)
		require.NoError(t, migrate.Run(t.Context(), e, kept))
		_, now := rowsOf(t, e)
		require.Equal(t, after, now, "ended after %d steps", n)
	}
}

// noNumbers fails where a record still holds the number of a chat or user.
func noNumbers(t *testing.T, key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			if name != "raw" {
				noNumbers(t, key+"."+name, x)
			}
		}
	case []any:
		for _, x := range v {
			noNumbers(t, key, x)
		}
	case float64:
		if v < 0 && v > -2e15 && v < -1e9 || v > 200000 && v < 200020 {
			t.Errorf("%s: %v is a chat's or a user's number", key, v)
		}
	}
}
