package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
)

const (
	testToken  = "123456:AAsecret-Half_9"
	testSecret = "AAsecret-Half_9"
)

// server answers every request with fn.
func server(t *testing.T, fn http.HandlerFunc) (*Client, *httptest.Server) {
	t.Helper()
	s := httptest.NewServer(fn)
	c, err := New(Config{Token: testToken, BaseURL: s.URL, Timeout: 5 * time.Second})
	require.NoError(t, err)
	t.Cleanup(func() { c.Close(); s.Close() })
	return c, s
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func failure(code int, text, params string) string {
	if params == "" {
		params = "{}"
	}
	return fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q,"parameters":%s}`, code, text, params)
}

func TestErrorsFallIntoTheClosedSet(t *testing.T) {
	for _, x := range []struct {
		status int
		body   string
		want   bot.Class
	}{
		{429, failure(429, "Too Many Requests: retry after 7", `{"retry_after":7}`), bot.RetryAfter},
		{403, failure(403, "Forbidden: bot was blocked by the user", ""), bot.Unreachable},
		{403, failure(403, "Forbidden: user is deactivated", ""), bot.Unreachable},
		{400, failure(400, "Bad Request: chat not found", ""), bot.Unreachable},
		{400, failure(400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001}`), bot.Migrated},
		{400, failure(400, "Bad Request: message to edit not found", ""), bot.Gone},
		{400, failure(400, "Bad Request: message can't be deleted for everyone", ""), bot.Gone},
		{400, failure(400, "Bad Request: query is too old and response timeout expired or query ID is invalid", ""), bot.Gone},
		{400, failure(400, "Bad Request: message thread not found", ""), bot.NoTopic},
		{400, failure(400, "Bad Request: group chat was upgraded to a supergroup chat", ""), bot.Unreachable},
		{403, failure(403, "Forbidden: bot was kicked from the supergroup chat", ""), bot.Unreachable},
		{400, failure(400, "Bad Request: can't parse entities: Unsupported start tag", ""), bot.Rejected},
		{409, failure(409, "Conflict: terminated by other getUpdates request", ""), bot.Conflict},
		{401, failure(401, "Unauthorized", ""), bot.Unauthorized},
		{404, failure(404, "Not Found", ""), bot.Unauthorized},
		{500, failure(500, "Internal Server Error", ""), bot.Temporary},
		{502, "<html>Bad Gateway</html>", bot.Temporary},
		{504, "<html>Gateway Timeout</html>", bot.InDoubt},
		{200, "<html>captive portal</html>", bot.Temporary},
		{200, `{"ok":true,"result":"garbage"}`, bot.InDoubt},
		{200, `{}`, bot.Temporary},
		{200, ``, bot.Temporary},
	} {
		c, _ := server(t, answer(x.status, x.body))
		_, err := c.send(t.Context(), out{Chat: 1, HTML: "x"})
		assert.Equal(t, x.want, bot.ClassOf(err), "%d %s: %v", x.status, x.body, err)
	}
	c, _ := server(t, answer(429, failure(429, "x", `{"retry_after":7}`)))
	_, err := c.send(t.Context(), out{Chat: 1, HTML: "x"})
	e, ok := errors.AsType[*bot.Error](err)
	require.True(t, ok)
	assert.Equal(t, 7*time.Second, e.Wait)
}

// What a chat does not let the bot do is named by the right, with either code.
func TestMissingRightsAreNamed(t *testing.T) {
	for text, want := range map[string]bot.Right{
		"not enough rights to send text messages to the chat":     bot.RightWords,
		"have no rights to send a message":                        bot.RightWords,
		"CHAT_WRITE_FORBIDDEN":                                    bot.RightWords,
		"not enough rights to send photos to the chat":            bot.RightPhotos,
		"CHAT_SEND_PHOTOS_FORBIDDEN":                              bot.RightPhotos,
		"not enough rights to send documents to the chat":         bot.RightFiles,
		"CHAT_SEND_DOCS_FORBIDDEN":                                bot.RightFiles,
		"not enough rights to manage pinned messages in the chat": bot.RightPin,
		"need administrator rights in the channel chat":           "",
		"CHAT_SEND_MEDIA_FORBIDDEN":                               "",
	} {
		for code, head := range map[int]string{400: "Bad Request: ", 403: "Forbidden: "} {
			c, _ := server(t, answer(code, failure(code, head+text, "")))
			_, err := c.send(t.Context(), out{Chat: 1, HTML: "x"})
			e, ok := errors.AsType[*bot.Error](err)
			require.True(t, ok, text)
			assert.Equal(t, bot.NoRight, e.Class, "%d %s", code, text)
			assert.Equal(t, want, e.Right, "%d %s", code, text)
		}
	}
}

func TestChangingNothingIsASuccess(t *testing.T) {
	c, _ := server(t, answer(400, failure(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same", "")))
	require.NoError(t, c.editText(t.Context(), 2, out{Chat: 1, HTML: "x"}))
	require.NoError(t, c.editMarkup(t.Context(), 1, 2))
}

func TestBrokenConnections(t *testing.T) {
	t.Run("refused: certainly not done", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, l.Close())
		c, err := New(Config{Token: testToken, BaseURL: "http://" + l.Addr().String()})
		require.NoError(t, err)
		_, err = c.send(t.Context(), out{Chat: 1, HTML: "x"})
		assert.Equal(t, bot.Temporary, bot.ClassOf(err), "%v", err)
	})
	t.Run("cut after the request: in doubt", func(t *testing.T) {
		c, _ := server(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			panic(http.ErrAbortHandler)
		})
		_, err := c.send(t.Context(), out{Chat: 1, HTML: "x"})
		assert.Equal(t, bot.InDoubt, bot.ClassOf(err), "%v", err)
	})
	t.Run("cut within the answer: in doubt", func(t *testing.T) {
		c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"ok":true`)
		})
		_, err := c.send(t.Context(), out{Chat: 1, HTML: "x"})
		assert.Equal(t, bot.InDoubt, bot.ClassOf(err), "%v", err)
	})
	t.Run("cancelled: in doubt, and the context's error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c, _ := server(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			cancel()
			<-r.Context().Done()
		})
		_, err := c.send(ctx, out{Chat: 1, HTML: "x"})
		assert.Equal(t, bot.InDoubt, bot.ClassOf(err), "%v", err)
		assert.ErrorIs(t, err, context.Canceled)
	})
}

// everyMethod calls everything that can fail.
func everyMethod(ctx context.Context, c *Client) map[string]error {
	errs := map[string]error{}
	_, errs["send"] = c.send(ctx, out{Chat: 1, HTML: "x"})
	_, errs["document"] = c.sendDocument(ctx, out{Chat: 1, File: &upload{Name: "a", Data: strings.NewReader("x")}})
	_, errs["photo"] = c.sendPhoto(ctx, out{Chat: 1, File: &upload{Name: "a", Data: strings.NewReader("x")}})
	errs["edit"] = c.editText(ctx, 2, out{Chat: 1, HTML: "x"})
	errs["media"] = c.editPhoto(ctx, 2, out{Chat: 1, HTML: "x", File: &upload{Name: "a", Data: strings.NewReader("x")}})
	errs["markup"] = c.editMarkup(ctx, 1, 2)
	errs["delete"] = c.delete(ctx, 1, 2)
	errs["answer"] = c.Answer(ctx, "q", bot.Answer{Text: "x"})
	errs["leave"] = c.Leave(ctx, At(1))
	errs["commands"] = c.SetCommands(ctx, Scope{}, []CommandInfo{{"a", "b"}})
	_, errs["me"] = c.Me(ctx)
	_, errs["updates"] = c.Updates(ctx, 0, 1, 0)
	errs["webhook"] = c.SetWebhook(ctx, "https://x", "s")
	errs["nowebhook"] = c.DeleteWebhook(ctx)
	_, errs["download"] = c.Download(ctx, "f", 0)
	return errs
}

func TestNoErrorHoldsTheToken(t *testing.T) {
	check := func(t *testing.T, errs map[string]error) {
		t.Helper()
		for name, err := range errs {
			require.Error(t, err, name)
			for e := err; e != nil; e = errors.Unwrap(e) {
				assert.NotContains(t, e.Error(), testSecret, name)
				assert.NotContains(t, fmt.Sprintf("%+v %#v", e, e), testSecret, name)
			}
		}
	}
	echoURL := func(status int, format string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, format, r.URL.Path)
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"a body that is not JSON": echoURL(502, "<html>%s</html>"),
		"the same with 200":       echoURL(200, "no route to %s"),
		"a description":           echoURL(400, `{"ok":false,"error_code":400,"description":"bad %s"}`),
		"a bare result":           echoURL(200, `{"ok":true,"result":["%s",{}]}x`),
		"a broken connection":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1"+r.URL.Path, http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := server(t, h)
			check(t, everyMethod(t.Context(), c))
		})
	}
	t.Run("a server that is not there", func(t *testing.T) {
		c, err := New(Config{Token: testToken, BaseURL: "http://127.0.0.1:1"})
		require.NoError(t, err)
		check(t, everyMethod(t.Context(), c))
	})
	t.Run("a cancelled context", func(t *testing.T) {
		c, _ := server(t, answer(200, "{}"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		check(t, everyMethod(ctx, c))
	})
	t.Run("configuration", func(t *testing.T) {
		for _, cfg := range []Config{
			{Token: testToken, BaseURL: "api.telegram.org"},
			{Token: testToken, BaseURL: "://" + testToken},
			{Token: testToken, BaseURL: "http://h/" + testToken + "?x=%zz"},
			{Token: testToken, BaseURL: "http://user:" + testSecret + "@h"},
			{Token: testToken, Proxy: "ftp://u:" + testSecret + "@h"},
			{Token: testToken, Proxy: "http://u:" + testSecret + "\n@h"},
			{Token: testToken + " x"}, {Token: testToken + "\nx"}, {Token: "bot" + testToken}, {Token: ""}, {Token: testSecret},
		} {
			_, err := New(cfg)
			check(t, map[string]error{fmt.Sprintf("%q %q", cfg.BaseURL, cfg.Proxy): err})
		}
	})
	t.Run("a proxy's password", func(t *testing.T) {
		c, err := New(Config{Token: testToken, BaseURL: "http://example.invalid", Proxy: "socks5://u:" + testSecret + "@127.0.0.1:1"})
		require.NoError(t, err)
		check(t, everyMethod(t.Context(), c))
	})
}

func TestTokenFromAFileMayEndInANewline(t *testing.T) {
	var path string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.Path
		_, _ = io.WriteString(w, `{"ok":true,"result":{"id":5,"is_bot":true,"first_name":"六保","username":"Liubao_Bot"}}`)
	}))
	defer s.Close()
	c, err := New(Config{Token: " " + testToken + "\r\n", BaseURL: s.URL + "/"})
	require.NoError(t, err)
	defer c.Close()
	me, err := c.Me(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "/bot"+testToken+"/getMe", path)
	assert.Equal(t, bot.User{ID: At(5), Name: "六保", Username: "Liubao_Bot"}, me)
	cmd, _ := bot.ParseCommand("/start@liubao_bot abc")
	assert.True(t, c.Mine(cmd))
	cmd.Bot = "other_bot"
	assert.False(t, c.Mine(cmd))
}

func TestRequestsGoThroughTheProxy(t *testing.T) {
	var asked string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Host
		_, _ = io.WriteString(w, `{"ok":true,"result":true}`)
	}))
	defer proxy.Close()
	c, err := New(Config{Token: testToken, BaseURL: "http://telegram.invalid", Proxy: proxy.URL})
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.Leave(t.Context(), At(1)))
	assert.Equal(t, "telegram.invalid", asked)
}

// spec is the machine-readable Bot API, where the environment names it.
type spec struct {
	Methods map[string]struct {
		Fields []struct {
			Name     string `json:"name"`
			Required bool   `json:"required"`
		} `json:"fields"`
	} `json:"methods"`
}

// TestRequestsAreWhatTheSpecificationSays records every request and looks at
// its fields; the specification adds which fields exist and are required.
func TestRequestsAreWhatTheSpecificationSays(t *testing.T) {
	var api spec
	if path := os.Getenv("LIUBAO_BOTAPI_SPEC"); path != "" {
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(b, &api))
	}
	got := map[string]map[string]string{}
	c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		got[method] = fields(t, r)
		_, _ = io.WriteString(w, `{"ok":true,"result":`+map[string]string{
			"getMe": `{"id":1}`, "getFile": `{"file_id":"f","file_path":""}`, "getUpdates": `[]`,
			"sendMessage": `{"message_id":5}`, "sendPhoto": `{"message_id":5}`, "sendDocument": `{"message_id":5}`,
			"editMessageText": `{"message_id":5}`, "editMessageMedia": `{"message_id":5}`, "editMessageReplyMarkup": `{"message_id":5}`,
		}[method]+map[bool]string{true: "true"}[isTrue(method)]+"}")
	})
	for name, err := range everyMethod(t.Context(), c) {
		if name != "download" { // the answer above names no path
			assert.NoError(t, err, name)
		}
	}
	n, err := c.send(t.Context(), out{Chat: -5, Thread: 3, HTML: "<b>x</b>", ReplyTo: 9, Silent: true,
		Rows: [][]bot.Button{{{Label: "甲", Data: "a"}, {Label: "乙", URL: "https://x"}}}})
	require.NoError(t, err)
	assert.EqualValues(t, "5", n)
	assert.JSONEq(t, `{"inline_keyboard":[[{"text":"甲","callback_data":"a"},{"text":"乙","url":"https://x"}]]}`, got["sendMessage"]["reply_markup"])
	assert.JSONEq(t, `{"message_id":9,"allow_sending_without_reply":true}`, got["sendMessage"]["reply_parameters"])
	assert.Equal(t, "-5", got["sendMessage"]["chat_id"])
	assert.Equal(t, "HTML", got["sendMessage"]["parse_mode"])
	assert.Equal(t, `["message","edited_message","callback_query","my_chat_member"]`, got["getUpdates"]["allowed_updates"])
	assert.Equal(t, "1", got["setWebhook"]["max_connections"])
	require.NoError(t, c.SetCommands(t.Context(), Scope{Chat: At(7)}, nil))
	assert.Equal(t, map[string]string{"commands": "[]", "scope": `{"type":"chat","chat_id":7}`}, got["setMyCommands"], "null is refused")
	require.Len(t, got, 15)
	for method, sent := range got {
		if len(api.Methods) == 0 {
			break
		}
		m, ok := api.Methods[method]
		require.True(t, ok, method)
		known := map[string]bool{}
		for _, f := range m.Fields {
			known[f.Name] = true
			if f.Required {
				assert.Contains(t, sent, f.Name, method)
			}
		}
		for f := range sent {
			assert.True(t, known[f] || f == "photo" && method == "editMessageMedia", "%s.%s", method, f)
		}
	}
}

func isTrue(method string) bool {
	switch method {
	case "deleteMessage", "answerCallbackQuery", "leaveChat", "setMyCommands", "setWebhook", "deleteWebhook":
		return true
	}
	return false
}

func fields(t *testing.T, r *http.Request) map[string]string {
	out := map[string]string{}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	assert.NoError(t, err)
	if kind == "application/json" {
		var m map[string]json.RawMessage
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&m))
		for k, v := range m {
			out[k] = string(v)
			var text string
			if json.Unmarshal(v, &text) == nil {
				out[k] = text
			}
		}
		return out
	}
	mr := multipart.NewReader(r.Body, params["boundary"])
	for {
		p, err := mr.NextPart()
		if err != nil {
			return out
		}
		b, err := io.ReadAll(p)
		assert.NoError(t, err)
		out[p.FormName()] = string(b)
	}
}

func TestDownloadIsBounded(t *testing.T) {
	size, path := int64(0), "documents/报告 1.docx"
	c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getFile") {
			_, _ = fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"f","file_size":%d,"file_path":%q}}`, size, path)
			return
		}
		if r.URL.Path != "/file/bot"+testToken+"/"+path {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 1000))
	})
	b, err := c.Download(t.Context(), "f", 1000)
	require.NoError(t, err)
	assert.Len(t, b, 1000)
	_, err = c.Download(t.Context(), "f", 999)
	assert.Equal(t, bot.Rejected, bot.ClassOf(err), "longer than it said")
	size = 5000
	_, err = c.Download(t.Context(), "f", 1000)
	assert.Equal(t, bot.Rejected, bot.ClassOf(err))
	size = 0
	for _, bad := range []string{"", "/etc/passwd", "../x", "a/../../x"} {
		path = bad
		_, err = c.Download(t.Context(), "f", 1000)
		assert.Equal(t, bot.Rejected, bot.ClassOf(err), bad)
	}
}

// A server started with --local names files by absolute paths: they are read in the
// folder that the operator named, and nowhere else.
func TestDownloadFromALocalServer(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.docx"), []byte("0123456789"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret"), filepath.Join(dir, "link")))
	path := ""
	c, _ := server(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"f","file_path":%q}}`, path)
	})
	c.local = dir
	path = filepath.Join(dir, "a.docx")
	b, err := c.Download(t.Context(), "f", 0)
	require.NoError(t, err)
	assert.Equal(t, "0123456789", string(b))
	_, err = c.Download(t.Context(), "f", 9)
	assert.Equal(t, bot.Rejected, bot.ClassOf(err), "longer than the limit")
	for _, bad := range []string{filepath.Join(outside, "secret"), filepath.Join(dir, "link"), filepath.Join(dir, "none"), dir + "/../" + filepath.Base(outside) + "/secret"} {
		path = bad
		_, err = c.Download(t.Context(), "f", 0)
		assert.Error(t, err, bad)
	}
	c.local = ""
	path = filepath.Join(dir, "a.docx")
	_, err = c.Download(t.Context(), "f", 0)
	assert.ErrorContains(t, err, "--local")
}

func TestUpdatesComeUndecoded(t *testing.T) {
	c, _ := server(t, answer(200, `{"ok":true,"result":[{"update_id":1,"message":{"text":5}},{"update_id":2}]}`))
	raws, err := c.Updates(t.Context(), 0, 100, 0)
	require.NoError(t, err)
	require.Len(t, raws, 2)
	_, err = Decode(raws[0])
	assert.Error(t, err)
	_, err = Decode(raws[1])
	assert.NoError(t, err, "one that cannot be read does not hold up the other")
}

// Ids restart after a week without updates: a cursor that is a day old names no offset.
func TestCursorIsForgottenAfterAQuietDay(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	var asked []string
	c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, fields(t, r)["offset"])
		_, _ = io.WriteString(w, `{"ok":true,"result":[{"update_id":5000,"message":{"text":"x"}},{"update_id":5001}]}`)
	})
	c.now = func() time.Time { return now }
	in, next, err := c.Receive(t.Context(), "", 100, 0)
	require.NoError(t, err)
	require.Len(t, in, 2)
	assert.Equal(t, bot.Inbound{Raw: json.RawMessage(`{"update_id":5001}`), Number: 5001, Known: true}, in[1])
	now = now.Add(23 * time.Hour)
	_, _, err = c.Receive(t.Context(), next, 100, 0)
	require.NoError(t, err)
	now = now.Add(2 * time.Hour)
	_, _, err = c.Receive(t.Context(), next, 100, 0)
	require.NoError(t, err)
	assert.Equal(t, []string{"", "5002", ""}, asked)
}
