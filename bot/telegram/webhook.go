package telegram

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"

	"liubao/bot"
)

// maxHook bounds the body of a webhook request, in bytes.
const maxHook = 1 << 20

// secretHeader is where Telegram repeats the secret given to setWebhook.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token"

// Webhook returns the handler Telegram posts updates to. It answers 200 only
// when accept has returned nil, the update being on disk: anything else makes
// Telegram post it again. The secret must not be empty and is compared in constant
// time.
func Webhook(secret string, accept func(ctx context.Context, events ...bot.Inbound) error, log *slog.Logger) http.Handler {
	want := sha256.Sum256([]byte(secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 || secret == "" {
			http.Error(w, "wrong secret", http.StatusUnauthorized)
			return
		}
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "post updates here", http.StatusMethodNotAllowed)
			return
		}
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHook))
		if err != nil {
			http.Error(w, "the body cannot be read or is too long", http.StatusBadRequest)
			return
		}
		raw = bytes.TrimSpace(raw)
		id, ok := idOf(raw)
		if !ok || !json.Valid(raw) {
			http.Error(w, "not an update", http.StatusBadRequest)
			return
		}
		if err := accept(r.Context(), bot.Inbound{Raw: raw, Number: id, Known: true}); err != nil {
			log.Error("an update that was posted cannot be written down; it will be posted again", "err", err)
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
}
