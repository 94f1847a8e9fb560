package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// TokenEnv names the environment variable that holds the bot's token.
const TokenEnv = "LIUBAO_TOKEN"

// ErrNoToken says that neither the environment nor the file names a token.
var ErrNoToken = errors.New("there is no bot token; set " + TokenEnv + ", or name a file of mode 0600 with telegram.token_file")

// Secret is a string that never shows itself in logs, errors or %v.
type Secret struct{ value string }

// NewSecret wraps s.
func NewSecret(s string) Secret { return Secret{s} }

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return s.value }

// String hides the secret.
func (s Secret) String() string { return "[redacted]" }

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

var (
	tokenShape  = regexp.MustCompile(`^[0-9]{6,}:[A-Za-z0-9_-]{30,}$`)
	secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`) // Bot API: setWebhook's secret_token
)

// IsToken reports whether s looks like a bot's token.
func IsToken(s string) bool { return tokenShape.MatchString(s) }

// Token returns the bot's token: the environment's where it is set, otherwise
// the token file's. It returns [ErrNoToken] where neither is named.
func (c *Config) Token(getenv func(string) string) (Secret, error) {
	token, from := strings.TrimSpace(getenv(TokenEnv)), TokenEnv
	if token == "" {
		if c.Telegram.TokenFile == "" {
			return Secret{}, ErrNoToken
		}
		from = c.Telegram.TokenFile
		var err error
		if token, err = readSecret(from, getenv); err != nil {
			return Secret{}, c.Mistake("telegram.token_file", "%w", err)
		}
	}
	if !IsToken(token) {
		return Secret{}, fmt.Errorf("%s does not hold a bot token; write the line that @BotFather gave, digits, a colon and at least 30 characters", from)
	}
	return Secret{token}, nil
}

// WebhookSecret returns what Telegram sends along with every update.
func (c *Config) WebhookSecret(getenv func(string) string) (Secret, error) {
	s, err := readSecret(c.Webhook.SecretFile, getenv)
	if err != nil {
		return Secret{}, c.Mistake("webhook.secret_file", "%w", err)
	}
	if !secretShape.MatchString(s) || len(s) < 32 {
		return Secret{}, c.Mistake("webhook.secret_file", "%s must hold 32 to 256 characters of A-Z a-z 0-9 _ - and nothing else", c.Webhook.SecretFile)
	}
	return Secret{s}, nil
}

// credentialsEnv names the folder in which systemd hands over credentials. It
// lets the service read them by an access list, which shows as mode 0440.
const credentialsEnv = "CREDENTIALS_DIRECTORY"

// readSecret reads a file that nobody but its owner may read.
func readSecret(name string, getenv func(string) string) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", &fs.PathError{Op: "read", Path: name, Err: errors.New("is not a file")}
	}
	others := fs.FileMode(0o077)
	if dir := getenv(credentialsEnv); dir != "" && filepath.Dir(name) == filepath.Clean(dir) {
		others = 0o037
	}
	if info.Mode().Perm() == 0o440 && others == 0o077 && runtime.GOOS != "windows" {
		return "", fmt.Errorf("%s has mode 0440, which is good for a file in systemd's folder of credentials alone ($%s); run: chmod 600 %s", name, credentialsEnv, name)
	}
	if info.Mode().Perm()&others != 0 && runtime.GOOS != "windows" {
		return "", fmt.Errorf("%s has mode %04o, so that others can read it; run: chmod 600 %s", name, info.Mode().Perm(), name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(data)), nil
}

// RefuseVirtual returns an error when a virtual clock is asked for against the
// real Bot API host, where it would remind people at the wrong time.
func (c *Config) RefuseVirtual(asked bool) error {
	if u, err := url.Parse(c.Telegram.API); asked && err == nil && realHost(u.Hostname()) {
		return errors.New("a virtual clock is only for a server of one's own; leave start_at and speed out, or set telegram.api to another host than " + TelegramHost)
	}
	return nil
}

func realHost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == TelegramHost || strings.HasSuffix(host, ".telegram.org")
}
