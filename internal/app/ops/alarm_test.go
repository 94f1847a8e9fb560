package ops

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/alarm"
	"liubao/sandbox"
	"liubao/storage"
)

// The whole way: a token that Telegram refuses is told within a minute, though the
// bot cannot say so by Telegram.
func TestOperatorIsToldOfARefusedToken(t *testing.T) {
	states := make(chan alarm.Alarm, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var a alarm.Alarm
		if json.NewDecoder(r.Body).Decode(&a) == nil {
			states <- a
		}
	}))
	defer hook.Close()
	s := newSite(t, "[alarm]\nurl = \""+hook.URL+"\"\n")
	require.NoError(t, s.at.Refuse(true))
	s.start()
	var a alarm.Alarm
	s.until("the operator is told", func() bool {
		s.clock.Advance(15 * time.Second)
		select {
		case a = <-states:
			return true
		default:
			return false
		}
	})
	assert.Equal(t, "problem", a.State)
	assert.Contains(t, a.Text, "Telegram has not been reached since")
	s.until("it is kept", func() bool { _, err := os.Stat(s.o.Config.Data.File + ".alarm"); return err == nil })
	s.end()

	// It is over once the bot was started anew, and the operator is told so, once.
	require.NoError(t, s.at.Refuse(false))
	told := func() bool {
		if !s.p.Idle() || !s.p.Watched() || !s.tg.Polling() {
			return false
		}
		s.clock.Advance(15 * time.Second)
		select {
		case a = <-states:
			return true
		default:
			return false
		}
	}
	s.start()
	s.running()
	s.until("the operator is told that it is over", told)
	assert.Equal(t, "ok", a.State)
	s.end()
	s.start()
	s.running()
	for range 3 {
		assert.False(t, told(), a.State)
	}
	s.end()
}

// What stops a running bot's intake or delivery makes it not ready, and is told, for
// each way in which that happens; once it is over the bot is ready by itself. A row that
// is damaged leaves it ready, and is told too.
func TestWhatIsBrokenSaysSo(t *testing.T) {
	var mu sync.Mutex
	var told strings.Builder
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_, _ = io.Copy(&told, r.Body)
	}))
	defer hook.Close()
	s := newSite(t, withHTTP+"[alarm]\nurl = \""+hook.URL+"\"\n")
	s.start()
	s.running()
	who := s.director()
	heard := func(reason string) bool {
		mu.Lock()
		defer mu.Unlock()
		return strings.Contains(told.String(), reason)
	}
	sends := sandbox.SilentSends(false)
	sends.Kind, sends.Delay = sandbox.FaultStatus, 0
	for reason, fault := range map[string]sandbox.Fault{
		"Telegram refuses the token since ":        {Kind: sandbox.FaultStatus, Status: http.StatusUnauthorized},
		"Telegram has not been reached since ":     sandbox.ProxyPage(),
		"messages wait and none goes out since 20": sends,
	} {
		over := s.tg.Inject(fault)
		_, err := who.Send(who.ID(), "/help")
		require.NoError(t, err)
		s.until(reason, func() bool {
			s.clock.Advance(5 * time.Second)
			code, body := s.get("/readyz")
			return code == http.StatusServiceUnavailable && strings.Contains(body, reason) && heard(reason)
		})
		over()
		s.until("ready again after: "+reason, func() bool {
			s.clock.Advance(5 * time.Second)
			code, _ := s.get("/readyz")
			return code == http.StatusOK
		})
	}
	const bad = "slot/tg:1/damaged/row"
	require.NoError(t, s.p.engine.Update(t.Context(), func(tx storage.Tx) error { return tx.Put(bad, []byte("damaged")) }))
	s.until("the damaged row is told of", func() bool {
		s.clock.Advance(15 * time.Second)
		return heard(bad)
	})
	code, _ := s.get("/readyz")
	assert.Equal(t, http.StatusOK, code)
	_, body := s.get("/metrics")
	assert.Contains(t, body, "\nliubao_warnings 1\n")
}
