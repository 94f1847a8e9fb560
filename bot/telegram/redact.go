package telegram

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"liubao/bot"
)

// maxErrorText bounds what is kept of a server's words, in bytes: bodies of
// broken proxies can be long.
const maxErrorText = 300

// redactor takes secrets out of texts.
type redactor struct{ r *strings.Replacer }

// newRedactor hides the token in each form in which it can turn up: whole,
// escaped in a URL, and its secret half alone.
func newRedactor(token string, proxy *url.URL) redactor {
	pairs := []string{token, "***", url.PathEscape(token), "***", url.QueryEscape(token), "***"}
	if _, secret, ok := strings.Cut(token, ":"); ok && len(secret) >= 4 {
		pairs = append(pairs, secret, "***")
	}
	if proxy != nil {
		if pw, ok := proxy.User.Password(); ok && pw != "" {
			pairs = append(pairs, proxy.User.String(), "***", pw, "***", url.QueryEscape(pw), "***", url.PathEscape(pw), "***")
		}
	}
	return redactor{strings.NewReplacer(pairs...)}
}

func (r redactor) text(s string) string {
	s = r.r.Replace(s)
	if len(s) > maxErrorText {
		cut := maxErrorText
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return s
}

// leave is the one place where errors leave the package: it classifies what
// is not yet classified and takes out the secrets.
func (c *Client) leave(method string, err error) error {
	if err == nil || errors.Is(err, errNotModified) {
		return nil
	}
	out := &bot.Error{Class: bot.InDoubt, Method: method, Text: err.Error()}
	if e, ok := errors.AsType[*bot.Error](err); ok {
		*out = *e
		out.Method = method
	}
	out.Text = c.secrets.text(out.Text)
	for _, ctxErr := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, ctxErr) {
			out.Cause = ctxErr
		}
	}
	return out
}
