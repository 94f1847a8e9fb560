package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"

	"liubao/bot"
)

// DefaultURL is the Bot API server of Telegram itself.
const DefaultURL = "https://api.telegram.org"

// Limits on what is read from a server, in bytes. A batch of 100 updates with
// the longest texts is well under the first.
const (
	maxBody     = 32 << 20
	callTimeout = 30 * time.Second
)

// Limits on connections.
const (
	dialTime = 10 * time.Second
	maxIdle  = 100 // kept for the next request
	// idleTime is shorter than servers keep connections, so that a request is
	// seldom written to one that is just being closed: that leaves it in doubt.
	idleTime = 30 * time.Second
)

// Config says which server to talk to and how.
type Config struct {
	Token   string // white space around it is ignored: files end in a newline
	BaseURL string // "" for DefaultURL; a local Bot API server or the sandbox otherwise
	Proxy   string // http://, https:// or socks5:// URL, "" for the environment's
	// LocalFiles is the folder in which a server of one's own, started with --local,
	// keeps files and names them by absolute paths; "" where it hands them out.
	LocalFiles string
	// HTTPClient replaces the own client altogether, Proxy included.
	HTTPClient *http.Client
	// Timeout of one request, polling and files excepted; 30 s where 0.
	Timeout time.Duration
	// Now is the time; the machine's where nil.
	Now func() time.Time
}

// Client speaks to one Bot API server as one bot. It is safe for concurrent use.
type Client struct {
	lib     *tg.Bot
	http    *http.Client
	base    string
	token   string
	local   string
	timeout time.Duration
	now     func() time.Time
	secrets redactor
	name    atomic.Pointer[string]
}

var tokenShape = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{3,100}$`)

// New returns a client. It makes no request; call [Client.Me] to see whether
// server and token are right.
func New(cfg Config) (*Client, error) {
	token := strings.TrimSpace(cfg.Token)
	proxy, perr := parseProxy(cfg.Proxy)
	c := &Client{token: token, local: cfg.LocalFiles, timeout: cfg.Timeout, now: cfg.Now, secrets: newRedactor(token, proxy)}
	if c.now == nil {
		c.now = time.Now //nolint:forbidigo // whoever has another clock says so
	}
	if c.timeout <= 0 {
		c.timeout = callTimeout
	}
	if !tokenShape.MatchString(token) {
		return nil, &bot.Error{Class: bot.Unauthorized, Text: "the bot token must look like 123456:ABC-DEF, as @BotFather gives it"}
	}
	if perr != nil {
		return nil, perr
	}
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, c.leave("", err)
	}
	c.base, c.http = base, cfg.HTTPClient
	if c.http == nil {
		c.http = newHTTP(proxy)
	}
	c.lib, err = tg.New(token, tg.WithSkipGetMe(), tg.WithServerURL(base), tg.WithHTTPClient(time.Minute, c),
		tg.WithErrorsHandler(func(error) {}), tg.WithDebugHandler(func(string, ...any) {}))
	if err != nil {
		return nil, c.leave("", err)
	}
	return c, nil
}

// Host returns the server's host name, to tell the real Telegram from others.
func (c *Client) Host() string {
	u, err := url.Parse(c.base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func parseBase(s string) (string, error) {
	if s == "" {
		return DefaultURL, nil
	}
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", &bot.Error{Class: bot.Rejected, Text: "the server URL must begin with http:// or https:// and name a host"}
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", &bot.Error{Class: bot.Rejected, Text: "the server URL must be scheme, host and path alone"}
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func parseProxy(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimSpace(s))
	if err == nil && u.Host != "" {
		switch u.Scheme {
		case "http", "https", "socks5", "socks5h":
			return u, nil
		}
	}
	return nil, &bot.Error{Class: bot.Rejected, Text: "the proxy must be an http://, https:// or socks5:// URL"} // its text may hold a password
}

func newHTTP(proxy *url.URL) *http.Client {
	t := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: dialTime}).DialContext,
		TLSHandshakeTimeout: dialTime,
		MaxIdleConns:        maxIdle,
		MaxIdleConnsPerHost: maxIdle,
		IdleConnTimeout:     idleTime,
		ForceAttemptHTTP2:   true,
	}
	if proxy != nil {
		t.Proxy = http.ProxyURL(proxy)
	}
	return &http.Client{Transport: t}
}

type parameters struct {
	RetryAfter      int   `json:"retry_after"`
	MigrateToChatID int64 `json:"migrate_to_chat_id"`
}

type envelope struct {
	OK          *bool           `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	ErrorCode   int             `json:"error_code"`
	Parameters  parameters      `json:"parameters"`
}

// Do carries the library's requests, the uploads: it tells what certainly did
// not arrive from what may have, and lets the library see good answers only,
// because its own errors quote URLs and bodies.
func (c *Client) Do(req *http.Request) (*http.Response, error) {
	body, status, err := c.roundTrip(req)
	if err != nil {
		return nil, err
	}
	if _, err := open(body, status); err != nil {
		return nil, err
	}
	return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: req}, nil
}

// open finds the result in a Bot API answer.
func open(body []byte, status int) ([]byte, error) {
	var env envelope
	if err := unpack(body, &env); err != nil || env.OK == nil {
		class := bot.Temporary // something in between spoke: the line is bad, and nothing was done
		if status == http.StatusGatewayTimeout {
			class = bot.InDoubt // the gateway gave up, not the server behind it
		}
		return nil, &bot.Error{Class: class, Code: status, Text: "the server's answer is not the Bot API's"}
	}
	if *env.OK {
		return env.Result, nil
	}
	if env.ErrorCode == 0 {
		env.ErrorCode = status
	}
	return nil, classify(env.ErrorCode, env.Description, env.Parameters)
}

// roundTrip sends a request and reads its answer whole.
func (c *Client) roundTrip(req *http.Request) (body []byte, status int, err error) {
	var connected, broken atomic.Bool
	trace := &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			broken.Store(i.Err != nil)
		},
	}
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	inTime(req)
	resp, err := c.http.Do(req)
	if err != nil {
		// Without a connection, or with the request cut short, the server has
		// nothing it could have acted on. Anything else is in doubt.
		class := bot.InDoubt
		if !connected.Load() || broken.Load() {
			class = bot.Temporary
		}
		return nil, 0, &bot.Error{Class: class, Text: transportText(err), Cause: contextCause(err)}
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, 0, &bot.Error{Class: bot.InDoubt, Text: "the answer broke off: " + transportText(err), Cause: contextCause(err)}
	}
	if len(body) > maxBody {
		return nil, 0, &bot.Error{Class: bot.InDoubt, Text: fmt.Sprintf("the answer is longer than %d bytes", maxBody)}
	}
	return body, resp.StatusCode, nil
}

// transportText describes an error of the HTTP client without its URL, which
// holds the token.
func transportText(err error) string {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return err.Error()
}

func contextCause(err error) error {
	for _, c := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, c) {
			return c
		}
	}
	return nil
}

// call makes a request with JSON parameters, which may take as long as timeout,
// and returns its result. What is said to people goes this way and not by the
// library's methods, which put each request together field by field as a form.
func (c *Client) call(ctx context.Context, timeout time.Duration, method string, params any) ([]byte, error) {
	in, err := pack(params)
	if err != nil {
		return nil, &bot.Error{Class: bot.Rejected, Text: err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/bot"+c.token+"/"+method, bytes.NewReader(in))
	if err != nil {
		return nil, &bot.Error{Class: bot.Rejected, Text: err.Error()}
	}
	req.Header.Set("Content-Type", "application/json")
	body, status, err := c.roundTrip(req)
	if err != nil {
		return nil, err
	}
	return open(body, status)
}

// ask makes a request and decodes its result, unless into is nil.
func (c *Client) ask(ctx context.Context, method string, params, into any) error {
	res, err := c.call(ctx, c.timeout, method, params)
	if err == nil && into != nil && unpack(res, into) != nil {
		err = &bot.Error{Class: bot.InDoubt, Text: "the result is not what the Bot API promises"}
	}
	return c.leave(method, err)
}

// Close gives up the connections that are kept for later requests.
func (c *Client) Close() { c.http.CloseIdleConnections() }
