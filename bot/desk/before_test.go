package desk_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/mem"
)

// unpacked returns a file of testdata/before.
func unpacked(t require.TestingT, name string) []byte {
	f, err := os.Open(filepath.Join("testdata", "before", name))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	b, err := io.ReadAll(z)
	require.NoError(t, err)
	return b
}

// beforeRows returns the rows of the data file of before, read by the engine of
// today.
func beforeRows(t require.TestingT) (keys []string, rows map[string][]byte) {
	dir, err := os.MkdirTemp("", "before")
	require.NoError(t, err)
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "liubao.db")
	require.NoError(t, os.WriteFile(file, unpacked(t, "before.bolt.gz"), 0o600))
	e, err := bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	keys, rows = rowsOf(t, e)
	require.NoError(t, e.Close())
	return keys, rows
}

func rowsOf(t require.TestingT, e storage.Engine) (keys []string, rows map[string][]byte) {
	rows = map[string][]byte{}
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		return r.Scan("", "", 0, func(k string, v []byte) error {
			keys, rows[k] = append(keys, k), bytes.Clone(v)
			return nil
		})
	}))
	return keys, rows
}

// filledBefore puts them into a store.
func filledBefore(t require.TestingT, e storage.Engine) {
	keys, rows := beforeRows(t)
	for len(keys) > 0 {
		n := min(len(keys), 100)
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
			for _, k := range keys[:n] {
				if err := tx.Put(k, rows[k]); err != nil {
					return err
				}
			}
			return nil
		}))
		keys = keys[n:]
	}
}

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
	require.ErrorIs(t, storage.Migrate(t.Context(), e, nil), storage.ErrNeedsBackup)
	full := errors.New("no space left on device")
	require.ErrorIs(t, storage.Migrate(t.Context(), e, func(context.Context, int) error { return full }), full)
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
	require.NoError(t, storage.Migrate(t.Context(), e, backup))
	require.NoError(t, storage.Migrate(t.Context(), e, backup))
	require.Equal(t, 1, backups)
	_, after := rowsOf(t, e)
	require.Len(t, after, len(before))
	for k, v := range before {
		if strings.HasPrefix(k, "audit") || strings.HasPrefix(k, "anchor") || strings.HasPrefix(k, "sent") || strings.HasPrefix(k, "files/") {
			require.Equal(t, v, after[k], "%s is never rewritten", k)
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
	found, err := storage.VerifyAudit(t.Context(), e)
	require.NoError(t, err)
	require.True(t, found.OK(), "%+v", found)

	for n := 0; ; n++ {
		e := mem.New()
		filledBefore(t, e)
		err := storage.Migrate(t.Context(), &dying{e, n}, kept)
		if err == nil {
			require.Greater(t, n, 20, "steps")
			return
		}
		require.ErrorIs(t, err, errDied)
		require.NoError(t, storage.Migrate(t.Context(), e, kept))
		_, now := rowsOf(t, e)
		require.Equal(t, after, now, "ended after %d steps", n)
	}
}

func kept(context.Context, int) error { return nil }

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

// before goes on where the program of before ended: its data file, brought to
// today's schema, and what Telegram knew then.
func (s *stage) before() {
	filledBefore(s.t, s.engine)
	require.NoError(s.t, storage.Migrate(s.ctx(), s.engine, kept))
	require.NoError(s.t, s.sandbox.Load(bytes.NewReader(unpacked(s.t, "before-telegram.json.gz"))))
	for _, u := range s.sandbox.Users() {
		if u.IsBot {
			continue
		}
		s.cast[u.FirstName] = s.sandbox.Person(u.ID)
		s.order = append(s.order, u.FirstName)
		for _, m := range s.sandbox.Messages(u.ID, 0) {
			s.remember(m)
		}
		for _, c := range s.sandbox.Chats(u.ID) {
			if c.Type != "private" {
				s.groups[c.Title] = s.sandbox.Group(c.ID)
			}
		}
	}
	s.auto = false
	s.clock.Jump(time.Date(2026, time.December, 23, 20, 23, 0, 0, s.loc))
}

// remember keeps the buttons of a message.
func (s *stage) remember(m sandbox.View) {
	if m.ReplyMarkup == nil {
		return
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			s.shown = append(s.shown, shownButton{m.Chat.ID, m.MessageID, b.Text, b.CallbackData})
		}
	}
}
