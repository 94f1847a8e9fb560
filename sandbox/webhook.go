package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// webhook is where updates are delivered instead of getUpdates.
type webhook struct {
	URL       string    `json:"url"`
	Secret    string    `json:"secret,omitempty"`
	LastError string    `json:"last_error,omitempty"`
	ErrorAt   time.Time `json:"error_at,omitzero"`
}

// Waits between deliveries that fail. The real server doubles from a second;
// its largest wait is not published beyond this order of magnitude.
const (
	firstRetry = time.Second
	lastRetry  = time.Minute
	hookAnswer = 60 * time.Second
)

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// hookSender delivers to one webhook until it is stopped.
type hookSender struct {
	stop context.CancelFunc
	done chan struct{}
}

func (s *Server) setWebhook(c *call) (any, error) {
	link := c.str("url")
	if link == "" {
		return s.deleteWebhook(c)
	}
	if err := checkHook(link); err != nil {
		return nil, err
	}
	secret := c.str("secret_token")
	if secret != "" && !secretToken.MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	if err := s.setAllowed(c); err != nil {
		return nil, err
	}
	if c.bool("drop_pending_updates") {
		s.st.Updates = nil
	}
	s.stopHook()
	s.st.Webhook = webhook{URL: link, Secret: secret}
	s.endPoll(conflictSetHook)
	s.startHook()
	return true, nil
}

// checkHook wants https as the real server does; on loopback plain http
// stands for the proxy that takes TLS off before the bot.
func checkHook(link string) error {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return badRequest("bad webhook: invalid URL host specified")
	}
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && !(u.Scheme == "http" && loopback) {
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !loopback {
		return badRequest("bad webhook: the sandbox delivers on loopback only")
	}
	return nil
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	if c.bool("drop_pending_updates") {
		s.st.Updates = nil
	}
	s.stopHook()
	s.st.Webhook = webhook{}
	s.wake()
	return true, nil
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	h := s.st.Webhook
	out := struct {
		URL         string   `json:"url"`
		Custom      bool     `json:"has_custom_certificate"`
		Pending     int      `json:"pending_update_count"`
		ErrorDate   int64    `json:"last_error_date,omitempty"`
		Error       string   `json:"last_error_message,omitempty"`
		Connections int      `json:"max_connections,omitempty"`
		Allowed     []string `json:"allowed_updates,omitempty"`
	}{URL: h.URL, Pending: len(s.st.Updates), Error: h.LastError, Allowed: s.st.Allowed}
	if h.URL != "" {
		out.Connections = 40
	}
	if h.LastError != "" {
		out.ErrorDate = h.ErrorAt.Unix()
	}
	return out, nil
}

// startHook begins delivering. The caller holds mu.
func (s *Server) startHook() {
	ctx, stop := context.WithCancel(context.Background())
	before, h := s.hook, &hookSender{stop: stop, done: make(chan struct{})}
	s.hook = h
	go func() {
		defer close(h.done)
		if before != nil {
			<-before.done
		}
		s.deliverHook(ctx)
	}()
}

// stopHook tells the sender to stop; it does not wait, since the sender needs mu.
func (s *Server) stopHook() {
	if s.hook != nil {
		s.hook.stop()
	}
}

// Close ends webhook deliveries and parked polls. It waits for them.
func (s *Server) Close() {
	s.mu.Lock()
	h := s.hook
	s.stopHook()
	s.endPoll("server closed")
	s.mu.Unlock()
	if h != nil {
		<-h.done
	}
}

// deliverHook posts one update after the other, each until it is accepted.
func (s *Server) deliverHook(ctx context.Context) {
	client := &http.Client{Timeout: hookAnswer, Transport: &http.Transport{DisableKeepAlives: true}}
	wait := firstRetry
	for ctx.Err() == nil {
		s.mu.Lock()
		s.expire(s.clock.Now())
		changed, h := s.changed, s.st.Webhook
		var up *queued
		if len(s.st.Updates) > 0 {
			first := s.st.Updates[0]
			up = &first
		}
		s.mu.Unlock()
		if up == nil {
			select {
			case <-changed:
			case <-ctx.Done():
			}
			continue
		}
		err := post(ctx, client, h, up.Body)
		if ctx.Err() != nil {
			return
		}
		s.delivered(up.ID, err)
		if err == nil {
			wait = firstRetry
			continue
		}
		select {
		case <-s.clock.After(wait):
		case <-ctx.Done():
		}
		wait = min(2*wait, lastRetry)
	}
}

func (s *Server) delivered(id int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.st.Webhook.LastError, s.st.Webhook.ErrorAt = err.Error(), s.clock.Now()
		return
	}
	if len(s.st.Updates) > 0 && s.st.Updates[0].ID == id {
		s.st.Updates = s.st.Updates[1:]
		s.wake()
	}
}

// post delivers an update. A method that stands in the answer is not carried out
// here: the bot names none.
func post(ctx context.Context, client *http.Client, h webhook, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if h.Secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.Secret)
	}
	resp, err := client.Do(req)
	if err != nil {
		return errors.New("Connection refused") //nolint:staticcheck // the server's text
	}
	if err := resp.Body.Close(); err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("Wrong response from the webhook: %s", resp.Status) //nolint:staticcheck // the server's text
	}
	return nil
}
