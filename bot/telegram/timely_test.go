package telegram

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A request whose time has run out between its making and its first byte has nothing to
// send, at first and when it is tried on another connection.
func TestNothingIsSentOutOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, again := range map[string]bool{"at first": false, "again": true} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://bot.example/", strings.NewReader("words"))
			require.NoError(t, err)
			inTime(req)
			read := func() (string, error) {
				body := req.Body
				if again {
					body, err = req.GetBody()
					require.NoError(t, err)
				}
				b, err := io.ReadAll(body)
				return string(b), err
			}
			if again {
				words, err := read()
				require.NoError(t, err, name)
				assert.Equal(t, "words", words, name)
			}
			time.Sleep(time.Second)
			words, err := read()
			require.ErrorIs(t, err, context.DeadlineExceeded, name)
			assert.Empty(t, words, name)
			cancel()
		}
	})
}
