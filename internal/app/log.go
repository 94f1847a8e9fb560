package app

import (
	"fmt"
	"io"
	"log/slog"
	"regexp"

	"liubao/internal/app/config"
)

// tokenLike is whatever looks like a bot token.
var tokenLike = regexp.MustCompile(`[0-9]{6,}:[A-Za-z0-9_-]{30,}`)

// Redact replaces everything in s that looks like a bot token. Packages that
// handle the token redact it themselves; this is the last line of defence.
func Redact(s string) string { return tokenLike.ReplaceAllString(s, "[redacted]") }

// newLogger returns a logger that writes to w as the configuration says and
// redacts whatever looks like a bot token, wherever it stands in a line.
func newLogger(w io.Writer, c config.Log) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		return nil, fmt.Errorf("log level: %w", err)
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: bytesAsText}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(redactor{w}, options)), nil
	}
	return slog.New(slog.NewTextHandler(redactor{w}, options)), nil
}

// redactor cleans what slog's handlers write, one whole record at a time:
// after formatting, so that no type can print itself past it.
type redactor struct{ next io.Writer }

// Write passes the cleaned bytes on and claims to have written p.
func (r redactor) Write(p []byte) (int, error) {
	if _, err := r.next.Write(tokenLike.ReplaceAll(p, []byte("[redacted]"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// bytesAsText keeps the JSON handler from hiding a token in base64.
func bytesAsText(_ []string, a slog.Attr) slog.Attr {
	if b, ok := a.Value.Any().([]byte); ok {
		a.Value = slog.StringValue(string(b))
	}
	return a
}
