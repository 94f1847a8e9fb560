package ops

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/alarm"
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
