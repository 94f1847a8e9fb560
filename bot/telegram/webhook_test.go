package telegram

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/bot"
)

func TestWebhookAcceptsThenAnswers(t *testing.T) {
	var got []bot.Inbound
	var fail error
	accept := func(_ context.Context, events ...bot.Inbound) error {
		if fail == nil {
			got = append(got, events...)
		}
		return fail
	}
	post := func(secret, header, method, body string) int {
		req := httptest.NewRequest(method, "/", strings.NewReader(body))
		req.Header.Set(secretHeader, header)
		w := httptest.NewRecorder()
		Webhook(secret, accept, slog.New(slog.DiscardHandler)).ServeHTTP(w, req)
		return w.Code
	}
	good := `{"update_id":0,"message":{"message_id":1}}`
	assert.Equal(t, http.StatusUnauthorized, post("s3", "s4", http.MethodPost, good))
	assert.Equal(t, http.StatusUnauthorized, post("", "", http.MethodPost, good), "an empty secret opens nothing")
	for _, bad := range []string{"", "{", "[]", `{"a":1}`, `"x"`, good + good, strings.Repeat(" ", maxHook) + good} {
		assert.Equal(t, http.StatusBadRequest, post("s3", "s3", http.MethodPost, bad), "%.20q", bad)
	}
	assert.Equal(t, http.StatusMethodNotAllowed, post("s3", "s3", http.MethodGet, ""))
	fail = errors.New("no space left on device")
	assert.Equal(t, http.StatusServiceUnavailable, post("s3", "s3", http.MethodPost, good), "Telegram will post it again")
	assert.Empty(t, got)
	fail = nil
	assert.Equal(t, http.StatusOK, post("s3", "s3", http.MethodPost, good))
	assert.Equal(t, []bot.Inbound{{Raw: []byte(good), Number: 0, Known: true}}, got, "0 is an id like any other")
}
