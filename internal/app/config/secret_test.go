package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const token = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"

func write(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(name, []byte(text), mode))
	require.NoError(t, os.Chmod(name, mode))
	return name
}

func env(value string) func(string) string {
	return func(name string) string {
		if name == TokenEnv {
			return value
		}
		return ""
	}
}

func TestToken(t *testing.T) {
	c := Default()
	_, err := c.Token(env(""))
	require.ErrorIs(t, err, ErrNoToken)

	c.Telegram.TokenFile = write(t, token+"\r\n", 0o600)
	got, err := c.Token(env(""))
	require.NoError(t, err)
	assert.Equal(t, token, got.Reveal())

	got, err = c.Token(env("7654321:" + token[11:]))
	require.NoError(t, err)
	assert.Equal(t, "7654321:"+token[11:], got.Reveal(), "the environment goes first")

	c.Telegram.TokenFile = write(t, token, 0o640)
	_, err = c.Token(env(""))
	assert.EqualError(t, err, fmt.Sprintf("telegram.token_file: %[1]s has mode 0640, so that others can read it; run: chmod 600 %[1]s", c.Telegram.TokenFile))

	c.Telegram.TokenFile = write(t, token, 0o440)
	_, err = c.Token(env(""))
	require.ErrorContains(t, err, "has mode 0440")
	_, err = c.Token(func(name string) string {
		if name == credentialsEnv {
			return filepath.Dir(c.Telegram.TokenFile) + "/"
		}
		return ""
	})
	require.NoError(t, err, "systemd hands credentials over with this mode")

	c.Telegram.TokenFile = write(t, "hunter2hunter2", 0o600)
	_, err = c.Token(env(""))
	require.ErrorContains(t, err, "does not hold a bot token; write the line that @BotFather gave")
	assert.NotContains(t, err.Error(), "hunter2")

	c.Telegram.TokenFile = filepath.Join(t.TempDir(), "none")
	_, err = c.Token(env(""))
	require.ErrorIs(t, err, os.ErrNotExist)

	c.Telegram.TokenFile = t.TempDir()
	require.NoError(t, os.Chmod(c.Telegram.TokenFile, 0o700))
	_, err = c.Token(env(""))
	require.ErrorContains(t, err, "is not a file")
}

func TestWebhookSecret(t *testing.T) {
	c := Default()
	c.Webhook.SecretFile = write(t, "0123456789abcdef0123456789ABCDEF\n", 0o600)
	s, err := c.WebhookSecret(env(""))
	require.NoError(t, err)
	assert.Len(t, s.Reveal(), 32)
	for _, bad := range []string{"short", "0123456789abcdef 0123456789ABCDEF0123456789"} {
		c.Webhook.SecretFile = write(t, bad, 0o600)
		_, err = c.WebhookSecret(env(""))
		require.ErrorContains(t, err, "must hold 32 to 256 characters")
		assert.NotContains(t, err.Error(), bad)
	}
}

func TestSecretNeverShowsItself(t *testing.T) {
	s := NewSecret(token)
	var out bytes.Buffer
	fmt.Fprintf(&out, "%v %s %q %#v %+v %v", s, s, s, s, struct{ S Secret }{s}, &s)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "token", s)
	data, err := json.Marshal(s)
	require.NoError(t, err)
	out.Write(data)
	assert.NotContains(t, out.String(), "AAHdq")
	assert.Contains(t, out.String(), "[redacted]")
}

func TestVirtualClockIsRefusedOnTheRealHost(t *testing.T) {
	c := Default()
	require.NoError(t, c.RefuseVirtual(false))
	for _, api := range []string{"https://api.telegram.org", "https://API.Telegram.ORG:443/", "https://api.telegram.org./x"} {
		c.Telegram.API = api
		require.Error(t, c.RefuseVirtual(true), api)
	}
	c.Telegram.API = "http://127.0.0.1:8081"
	require.NoError(t, c.RefuseVirtual(true))
}
