package migrate_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/migrate"
)

// Who waits for a person's words goes on waiting: a problem's form before a
// contribution, a question before both. What was typed stays as it is.
func TestFocusMigrates(t *testing.T) {
	rows := map[string]string{
		"meta/schema":               `5`,
		"ask/tg:1/tg:1":             `{"v":1,"what":"instruct","arg":"x","at":"2026-12-14T09:00:00Z"}`,
		"problemform/tg:1/tg:1":     `{"v":1,"version":3,"step":"where","focus":true,"words":{"what":[{"id":"m1","text":"城北冷库。"}]}}`,
		"contribcursor/tg:1/tg:1":   `{"v":1,"period":"2026-12-15","version":2}`,
		"problemform/tg:2/tg:2":     `{"v":1,"version":3,"step":"where"}`,
		"contribcursor/tg:2/tg:2":   `{"v":1,"period":"2026-12-15","version":2,"words":[{"id":"m2","text":"招聘会2场。"}]}`,
		"contribcursor/tg:3/tg:3":   `{"v":1,"period":"2026-12-15","version":2,"done":true}`,
		"contribcursor/tg:4/tg:4":   `{"v":1,"period":"2026-12-15","version":0}`,
		"ask/tg:5/tg:5":             `{"v":1,"what":"instruct","arg":"y","at":"2026-12-14T09:00:00Z"}`,
		"cursor/tg:5/tg:5":          `{"v":1}`,
		"problemform/tg:-100/tg:61": `no JSON`,
	}
	e := store()
	defer func() { require.NoError(t, e.Close()) }()
	update(t, e, func(tx storage.Tx) error {
		for key, val := range rows {
			require.NoError(t, tx.Put(key, []byte("j"+val)))
		}
		return nil
	})
	require.NoError(t, migrate.Run(context.Background(), e, kept))
	got := map[string]string{}
	view(t, e, func(r storage.Reader) error {
		for _, k := range []string{"problemform/tg:1/tg:1", "contribcursor/tg:2/tg:2", "cursor/tg:5/tg:5", "problemform/tg:-100/tg:61"} {
			val, ok, err := r.Get(k)
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, "j"+rows[k], string(val), k)
		}
		return storage.Each(r, "focus/", "", 0, func(key string, row map[string]any) error {
			ask, _ := row["ask"].(map[string]any)
			dialog, _ := row["dialog"].(string)
			arg, _ := ask["arg"].(string)
			got[key] = dialog + " " + arg
			return nil
		})
	})
	require.Equal(t, map[string]string{"focus/tg:1/tg:1": "problem x", "focus/tg:2/tg:2": "contribution ", "focus/tg:5/tg:5": " y"}, got)
	view(t, e, func(r storage.Reader) error {
		return r.Scan("ask/", "", 0, func(key string, _ []byte) error {
			t.Errorf("%s is still there", key)
			return nil
		})
	})
}
