package desktest

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/migrate"
)

// unpacked returns a file of testdata/before.
func unpacked(t require.TestingT, name string) []byte {
	f, err := os.Open(filepath.Join("testdata", "before", name))
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
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

// kept stands for the backup before a migration.
func kept(context.Context, int) error { return nil }

// before goes on where the program of before ended: its data file, brought to
// today's schema, and what Telegram knew then.
func (s *stage) before() {
	filledBefore(s.t, s.engine)
	require.NoError(s.t, migrate.Run(s.ctx(), s.engine, kept))
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
