package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/config"
)

const botToken = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"

type lazy struct{}

func (lazy) LogValue() slog.Value { return slog.StringValue(botToken) }

func TestNoTokenReachesTheLog(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			var out bytes.Buffer
			log, err := newLogger(&out, config.Log{Format: format, Level: "debug"})
			require.NoError(t, err)
			url := "https://api.telegram.org/bot" + botToken + "/getMe"
			log.Info("get "+url, botToken, "key")
			log.With("url", url).WithGroup(botToken).Warn("with", "n", 1)
			log.Error("failed", "err", fmt.Errorf("get %s: %w", url, errors.New("no route")))
			log.Debug("rest",
				slog.Group("g", "url", url, slog.Group("h", "url", []byte(url))),
				"lazy", lazy{}, "struct", struct{ URL string }{url}, "list", []string{url}, "map", map[string]any{"u": url})
			assert.NotContains(t, out.String(), "AAHdq")
			assert.NotContains(t, out.String(), base64.StdEncoding.EncodeToString([]byte(url)))
			assert.Contains(t, out.String(), "bot[redacted]/getMe")
			assert.Contains(t, out.String(), "no route")
		})
	}
}

func TestLogKeepsWhatHidesNothing(t *testing.T) {
	var out bytes.Buffer
	log, err := newLogger(&out, config.Log{Format: "json", Level: "info"})
	require.NoError(t, err)
	log.Debug("below the level")
	log.Info("started", "areas", 6, "units", []string{"a", "b"})
	var got map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &got))
	delete(got, "time")
	assert.Equal(t, map[string]any{"level": "INFO", "msg": "started", "areas": 6.0, "units": []any{"a", "b"}}, got)

	_, err = newLogger(&out, config.Log{Level: "loud"})
	require.Error(t, err)
}
