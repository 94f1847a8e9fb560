package ops

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// What concerns everybody, damaged while no bot runs: the plan's versions, what lies
// over them, every setting. The bot starts and is ready, goes by what is left, names
// the rows, and writes over none of them.
func TestStartsOnDamagedSettingsAndPlan(t *testing.T) {
	s := newSite(t, withHTTP)
	s.start()
	s.running()
	s.director()
	s.end()
	spoiled := map[string]string{}
	p, err := Open(s.o)
	require.NoError(t, err)
	require.NoError(t, p.engine.Update(context.Background(), func(tx storage.Tx) error {
		for _, name := range []string{"dates", "switches", "calendar", "digest-at", "dead-told", "webhook", "starts"} {
			spoiled[storage.RowSetting.Key(name)] = ""
		}
		spoiled[storage.RowSeq.Key("plans")] = ""
		err := tx.Scan(storage.RowPlan.Prefix(), "", 0, func(key string, _ []byte) error { spoiled[key] = ""; return nil })
		for key := range spoiled {
			if err == nil {
				spoiled[key], err = "\x01damaged", tx.Put(key, []byte("\x01damaged"))
			}
		}
		return err
	}))
	require.NoError(t, p.Close())
	require.GreaterOrEqual(t, len(spoiled), 9, "there is no version of the plan")

	s.start()
	s.running()
	s.until("it is ready", func() bool { code, _ := s.get("/readyz"); return code == http.StatusOK })
	var named string
	s.until("the rows are named", func() bool {
		s.clock.Advance(time.Minute)
		named = strings.Join(s.p.Status(t.Context()).Warnings, "\n")
		return strings.Contains(named, "cannot be read")
	})
	assert.Contains(t, named, "more rows cannot be read")
	require.NoError(t, s.p.engine.View(t.Context(), func(r storage.Reader) error {
		for key, was := range spoiled {
			b, _, err := r.Get(key)
			require.NoError(t, err)
			assert.Equal(t, was, string(b), "%s was written over", key)
		}
		return nil
	}))
}
