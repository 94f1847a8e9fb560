package bot

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"liubao/storage"
)

func raws(s ...string) (out []json.RawMessage) {
	for _, x := range s {
		out = append(out, json.RawMessage(x))
	}
	return out
}

func TestWebhookCommitsThenAnswers(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.make(func(c *Config) { c.Engine = &failingEngine{Engine: r.eng} })
		eng := r.bot.cfg.Engine.(*failingEngine)
		post := func(b *Bot, secret, header, body string) int {
			req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			req.Header.Set(secretHeader, header)
			w := httptest.NewRecorder()
			b.Webhook(secret).ServeHTTP(w, req)
			return w.Code
		}
		good := message(1, 1, "一")
		assert.Equal(t, http.StatusUnauthorized, post(r.bot, "s3", "s4", good))
		assert.Equal(t, http.StatusUnauthorized, post(r.bot, "", "", good), "an empty secret opens nothing")
		for _, bad := range []string{"", "{", "[]", `{"a":1}`, `"x"`, good + good, strings.Repeat(" ", maxHook) + good} {
			assert.Equal(t, http.StatusBadRequest, post(r.bot, "s3", "s3", bad), "%.20q", bad)
		}
		w := httptest.NewRecorder()
		get := httptest.NewRequest(http.MethodGet, "/", nil)
		get.Header.Set(secretHeader, "s3")
		r.bot.Webhook("s3").ServeHTTP(w, get)
		assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
		eng.set(func() error { return errDisk })
		assert.Equal(t, http.StatusServiceUnavailable, post(r.bot, "s3", "s3", good), "Telegram will post it again")
		eng.set(nil)
		assert.Empty(t, r.keys(storage.InboxPrefix()))
		assert.Equal(t, http.StatusOK, post(r.bot, "s3", "s3", good))
		assert.Len(t, r.keys(storage.InboxPrefix()), 1, "written down when 200 is said, whoever handles it")
		r.bot.Start(Handling, Delivering)
		settleFor(time.Second)
		assert.Equal(t, http.StatusOK, post(r.bot, "s3", "s3", good), "repeated")
		assert.Equal(t, http.StatusOK, post(r.bot, "s3", "s3", message(2, 1, "二")))
		settleFor(10 * time.Second)
		assert.Equal(t, []string{"send 1 #101 一", "send 1 #102 二"}, r.api.lines())
	})
}
