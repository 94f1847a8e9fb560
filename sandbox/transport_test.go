package sandbox

import (
	"context"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTransportInABubble: a long poll, a fault and a refusal in virtual time.
func TestTransportInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Seed: 1})
		client := &http.Client{Transport: s.Transport()}
		get := func(ctx context.Context, method string) (string, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://telegram/bot"+s.Token()+"/"+method, strings.NewReader(""))
			require.NoError(t, err)
			resp, err := client.Do(req)
			if err != nil {
				return "", err
			}
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, resp.Body.Close())
			return string(body), err
		}
		begin := time.Now()
		body, err := get(t.Context(), "getUpdates?timeout=30")
		require.NoError(t, err)
		require.JSONEq(t, `{"ok":true,"result":[]}`, body)
		require.Equal(t, 30*time.Second, time.Since(begin))

		p := s.AddUser(User{FirstName: "王"})
		time.AfterFunc(5*time.Second, func() {
			_, err := p.Start("")
			assert.NoError(t, err)
		})
		begin = time.Now()
		body, err = get(t.Context(), "getUpdates?timeout=30")
		require.NoError(t, err)
		require.Contains(t, body, "/start")
		require.Equal(t, 5*time.Second, time.Since(begin))

		s.Inject(Fault{Kind: FaultDrop, Count: 1})
		_, err = get(t.Context(), "getMe")
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		s.Unreachable(true)
		_, err = get(t.Context(), "getMe")
		require.ErrorIs(t, err, syscall.ECONNREFUSED)
		s.Unreachable(false)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = get(ctx, "getUpdates?timeout=30&offset=999999999999")
		require.NoError(t, err, "updates are waiting")
		s.Close()
	})
}
