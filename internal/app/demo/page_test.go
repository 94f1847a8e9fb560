package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/scenes"
	"liubao/internal/app/stage"
	"liubao/sandbox"
	"liubao/schedules"
)

// newShow opens a show that plays without pauses, and its page.
func newShow(t *testing.T) (*Show, *Server) {
	t.Helper()
	return reopen(t, t.TempDir())
}

func reopen(t *testing.T, dir string) (*Show, *Server) {
	t.Helper()
	show, err := OpenShow(t.Context(), ShowOptions{Dir: dir, Seed: 1})
	require.NoError(t, err)
	srv, err := Serve(show, "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, srv.Close())
		assert.NoError(t, show.Close())
	})
	return show, srv
}

// request sends a request as a page would, with changes.
func request(t *testing.T, srv *Server, method, path, body string, change func(*http.Request)) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(b)
}

func TestForeignRequestsAreRefused(t *testing.T) {
	_, srv := newShow(t)
	for name, c := range map[string]struct {
		method, path string
		change       func(*http.Request)
		want         int
	}{
		"own page":          {"GET", "", nil, 200},
		"localhost":         {"GET", "", func(r *http.Request) { r.Host = "localhost:" + r.URL.Port() }, 200},
		"another host":      {"GET", "", func(r *http.Request) { r.Host = "evil.example" }, 403},
		"rebound with port": {"GET", "api/state", func(r *http.Request) { r.Host = "evil.example:" + r.URL.Port() }, 403},
		"own origin":        {"POST", "api/halt", func(r *http.Request) { r.Header.Set("Origin", "http://"+r.URL.Host) }, 200},
		"another origin":    {"POST", "api/halt", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		"no origin at all":  {"POST", "api/halt", func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		"another port":      {"POST", "api/halt", func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") }, 403},
		"another site":      {"GET", "api/state", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		"a form":            {"POST", "api/halt", func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 403},
	} {
		code, body := request(t, srv, c.method, c.path, "{}", c.change)
		assert.Equal(t, c.want, code, "%s: %s", name, body)
	}
	_, err := Serve(nil, "0.0.0.0:0")
	require.ErrorContains(t, err, "loopback")
}

func TestPolicyIsStrict(t *testing.T) {
	_, srv := newShow(t)
	resp, err := http.Get(srv.URL())
	require.NoError(t, err)
	defer resp.Body.Close()
	policy := resp.Header.Get("Content-Security-Policy")
	assert.Contains(t, policy, "default-src 'none'")
	assert.NotContains(t, policy, "unsafe")
	assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
}

func mustStage(s *Show) *stage.Stage { stage, _ := s.at(); return stage }

// person finds somebody of the cast.
func person(t *testing.T, s *Show, name string) PersonView {
	t.Helper()
	st, err := s.State(t.Context())
	require.NoError(t, err)
	for _, p := range st.People {
		if p.Name == name {
			return p
		}
	}
	require.Fail(t, "nobody is called "+name)
	return PersonView{}
}

func TestEverySceneCanBePlayed(t *testing.T) {
	show, _ := newShow(t)
	for i, sc := range scenes.All() {
		if underRace && i%3 != 0 { // package scenes plays them all
			continue
		}
		require.NoError(t, show.Scene(t.Context(), sc.ID))
		for _, a := range sc.Acts {
			require.NoError(t, show.Act(t.Context(), false), "%s, %s", sc.Title, a.Title)
		}
		st, err := show.State(t.Context())
		require.NoError(t, err)
		assert.Equal(t, len(sc.Acts), st.Act, sc.Title)
		assert.Zero(t, st.Faults.Pending, sc.Title)
		passed, followed := 0, 0
		for _, m := range st.Line.Marks {
			if m.Kind == string(schedules.Remind) && m.At.Before(st.Now) {
				passed++
			}
			followed += len(m.Messages)
		}
		assert.True(t, passed == 0 || followed > 0, "%s: nothing on the timeline leads to a message", sc.Title)
		require.ErrorIs(t, show.Act(t.Context(), false), ErrUnknown)
	}
}

func TestKilledBotComesBackWithNothingLost(t *testing.T) {
	show, _ := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "ordinary"))
	c := person(t, show, scenes.Contact("财政局"))
	require.NoError(t, show.Advance(t.Context(), MoveTo, time.Date(2026, 12, 15, 11, 0, 0, 0, mustStage(show).Loc)))
	require.NoError(t, show.Kill(t.Context()))
	_, err := show.Post(t.Context(), c.ID, c.ID, sandbox.Post{Text: "/help"})
	require.NoError(t, err)
	require.NoError(t, show.Advance(t.Context(), MoveDeadline, time.Time{}))
	st, err := show.State(t.Context())
	require.NoError(t, err)
	assert.True(t, st.Faults.Killed)
	assert.Equal(t, 1, st.Faults.Pending)
	require.NoError(t, show.Revive(t.Context()))
	require.Eventually(t, func() bool { return person(t, show, scenes.Contact("财政局")).Unread > 0 }, 20*time.Second, 5*time.Millisecond)
	v, err := show.chat(c.ID, c.ID, 0, 0)
	require.NoError(t, err)
	var words strings.Builder
	for _, m := range v.Messages {
		words.WriteString(m.Text)
	}
	assert.Contains(t, words.String(), "/help", "what was sent to the dead bot")
	g := st.Group.ID
	require.Eventually(t, func() bool {
		v, err := show.chat(person(t, show, scenes.Director).ID, g, 0, 0)
		return err == nil && slices.ContainsFunc(v.Messages, func(m sandbox.View) bool { return strings.Contains(m.Text+m.Caption, "半月汇总") })
	}, 20*time.Second, 5*time.Millisecond, "the roll-up of the deadline that passed meanwhile")
}

func TestTelegramDownAndBack(t *testing.T) {
	show, _ := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "ordinary"))
	require.NoError(t, show.Telegram(t.Context(), true))
	require.NoError(t, show.Advance(t.Context(), MoveNext, time.Time{}))
	before := person(t, show, scenes.Contact("财政局"))
	assert.Zero(t, before.Unread)
	require.NoError(t, show.Telegram(t.Context(), false))
	require.Eventually(t, func() bool { return person(t, show, scenes.Contact("财政局")).Unread == 1 }, 20*time.Second, 5*time.Millisecond, "the reminder that waited")
}

func TestShowIsTakenUpAgain(t *testing.T) {
	dir := t.TempDir()
	show, err := OpenShow(t.Context(), ShowOptions{Dir: dir, Seed: 1})
	require.NoError(t, err)
	require.NoError(t, show.Scene(t.Context(), "silent"))
	require.NoError(t, show.Act(t.Context(), false))
	before, err := show.State(t.Context())
	require.NoError(t, err)
	require.NoError(t, show.Close())
	again, _ := reopen(t, dir)
	after, err := again.State(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before.Act, after.Act)
	assert.WithinDuration(t, before.Now, after.Now, time.Minute)
	assert.Equal(t, before.People, after.People)
	require.NoError(t, again.Act(t.Context(), false), "the story goes on")
}

func TestRehearsalTellsWhatWouldBeSent(t *testing.T) {
	show, _ := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "ordinary"))
	before, err := show.State(t.Context())
	require.NoError(t, err)
	r, err := show.Rehearse(t.Context(), "caizheng")
	require.NoError(t, err)
	got := map[string]int{}
	for _, m := range r.Sent {
		got[m.To]++
	}
	assert.GreaterOrEqual(t, got[scenes.Contact("财政局")], 6, "both periods' reminders: %v", got)
	assert.Zero(t, got[scenes.Contact("社管局")], "whoever has reported hears nothing: %v", got)
	assert.GreaterOrEqual(t, got[scenes.GroupTitle], 2, "two roll-ups: %v", got)
	after, err := show.State(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before.People, after.People, "nothing was sent")
	assert.Equal(t, before.Now, after.Now)
	_, err = show.Rehearse(t.Context(), "nobody")
	require.ErrorIs(t, err, ErrUnknown)
}

func TestBlockedBot(t *testing.T) {
	show, _ := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "ordinary"))
	c := person(t, show, scenes.Contact("财政局"))
	require.NoError(t, show.Block(t.Context(), c.ID, true))
	require.NoError(t, show.Advance(t.Context(), MoveNext, time.Time{}))
	assert.True(t, person(t, show, c.Name).Blocked)
	v, err := show.chat(person(t, show, scenes.Director).ID, person(t, show, scenes.Director).ID, 0, 0)
	require.NoError(t, err)
	assert.Contains(t, v.Messages[len(v.Messages)-1].Text, "联系不上财政局")
}

func TestUploadedFileIsServedHarmlessly(t *testing.T) {
	show, srv := newShow(t)
	id := person(t, show, scenes.Director).ID
	stage, _ := show.at()
	_, err := show.Post(t.Context(), id, id, sandbox.Post{Document: []byte("<script>alert(1)</script>"), FileName: "a.html"})
	require.NoError(t, err)
	msgs := stage.Sandbox.Messages(id, id)
	file := msgs[len(msgs)-1].Document.FileID
	resp, err := http.Get(srv.URL() + "api/file?id=" + file)
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Contains(t, resp.Header.Get("Content-Disposition"), "attachment")
	assert.Equal(t, "application/octet-stream", resp.Header.Get("Content-Type"))
	code, _ := request(t, srv, "GET", "api/file?id=none", "", nil)
	assert.Equal(t, 404, code)
}

func TestStreamTellsWhatHappens(t *testing.T) {
	show, srv := newShow(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r := httptest.NewRequest("GET", "/api/events", nil).WithContext(ctx)
	r.Host = strings.Trim(strings.TrimPrefix(srv.URL(), "http://"), "/")
	id := person(t, show, scenes.Director).ID
	posted := make(chan error, 1)
	w := &stream{ResponseRecorder: httptest.NewRecorder(), until: "半个月", stop: cancel, begun: func() {
		go func() {
			_, err := show.Post(t.Context(), id, id, sandbox.Post{Text: "半个月"})
			posted <- err
		}()
	}}
	Handler(show, r.Host).ServeHTTP(w, r)
	require.NoError(t, <-posted)
	assert.Contains(t, w.Body.String(), `"type":"hello"`)
	assert.Contains(t, w.Body.String(), "半个月")
	var e pageEvent
	line := w.Body.String()[strings.LastIndex(w.Body.String(), "data: ")+6:]
	require.NoError(t, json.Unmarshal([]byte(strings.TrimSpace(line)), &e))
}

// stream ends a request once a word has been written to it.
type stream struct {
	*httptest.ResponseRecorder
	until string
	stop  func()
	begun func()
}

func (s *stream) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("hello")) {
		s.begun()
	}
	if bytes.Contains(b, []byte(s.until)) {
		defer s.stop()
	}
	return s.ResponseRecorder.Write(b)
}

// TestActAfterAHandHasTouched: an act is refused once somebody has written,
// and played from the scene set anew where that is asked for.
func TestActAfterAHandHasTouched(t *testing.T) {
	show, srv := newShow(t)
	require.NoError(t, show.Act(t.Context(), false))
	c := person(t, show, scenes.Contact("财政局"))
	_, err := show.Post(t.Context(), c.ID, c.ID, sandbox.Post{Text: "/report"})
	require.NoError(t, err)
	require.ErrorIs(t, show.Act(t.Context(), false), ErrTouched)
	code, body := request(t, srv, "POST", "api/act", "{}", nil)
	assert.Equal(t, 409, code)
	assert.JSONEq(t, `{"error":"touched"}`, body)
	require.NoError(t, show.Act(t.Context(), true))
	st, err := show.State(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 2, st.Act)
	assert.False(t, st.Touched)
	v, err := show.chat(c.ID, c.ID, 0, 0)
	require.NoError(t, err)
	for _, m := range v.Messages {
		assert.NotEqual(t, "/report", m.Text, "what the hand did is gone")
	}
}

// TestLineFaults: with each of them on, what people do stays, and it is
// answered once the fault is over.
func TestLineFaults(t *testing.T) {
	show, _ := newShow(t)
	c := person(t, show, scenes.Contact("财政局"))
	for name := range lineFaults() {
		require.NoError(t, show.Line(t.Context(), name, true), name)
		before, err := show.chat(c.ID, c.ID, 0, 0)
		require.NoError(t, err)
		_, err = show.Post(t.Context(), c.ID, c.ID, sandbox.Post{Text: "/help"})
		require.NoError(t, err)
		st, err := show.State(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{name}, st.Faults.Line)
		require.NoError(t, show.Line(t.Context(), name, false), name)
		require.Eventually(t, func() bool {
			after, err := show.chat(c.ID, c.ID, 0, 0)
			return err == nil && after.Total >= before.Total+2
		}, 30*time.Second, 5*time.Millisecond, name)
	}
	require.ErrorIs(t, show.Line(t.Context(), "none", true), ErrUnknown)
}

// TestOddMessages: what the page's attachment and message menus do.
func TestOddMessages(t *testing.T) {
	show, srv := newShow(t)
	who := person(t, show, scenes.Contact("财政局"))
	id := who.ID
	where := fmt.Sprintf(`"viewer":%d,"chat":%d`, id, id)
	first := mustStage(show).Sandbox.Messages(id, id)[0].MessageID
	octets := func(r *http.Request) { r.Header.Set("Content-Type", "application/octet-stream") }
	for _, c := range []struct {
		path, body string
		change     func(*http.Request)
	}{
		{"api/send", `{` + where + `,"sticker":"👍"}`, nil},
		{"api/send", `{` + where + `,"location":{"latitude":32.7,"longitude":108.8}}`, nil},
		{fmt.Sprintf("api/upload?viewer=%d&chat=%d&kind=voice&seconds=4", id, id), "OggS", octets},
		{fmt.Sprintf("api/upload?viewer=%d&chat=%d&kind=document&name=a.txt&album=7", id, id), "甲", octets},
		{fmt.Sprintf("api/upload?viewer=%d&chat=%d&kind=document&name=b.txt&album=7", id, id), "乙", octets},
		{"api/react", fmt.Sprintf(`{%s,"id":%d,"text":"👍"}`, where, first), nil},
	} {
		code, body := request(t, srv, "POST", c.path, c.body, c.change)
		assert.Equal(t, 200, code, "%s %s", c.path, body)
	}
	var got []sandbox.View
	for _, m := range mustStage(show).Sandbox.Messages(id, id) {
		if !m.FromBot && m.Text == "" {
			got = append(got, m)
		}
	}
	require.Len(t, got, 5)
	assert.Equal(t, "👍", got[0].Sticker.Emoji)
	assert.InDelta(t, 32.7, got[1].Location.Latitude, 0)
	assert.Equal(t, 4, got[2].Voice.Duration)
	assert.Equal(t, "7", got[3].MediaGroupID)
	assert.Equal(t, got[3].MediaGroupID, got[4].MediaGroupID)

	st, err := show.State(t.Context())
	require.NoError(t, err)
	code, body := request(t, srv, "POST", "api/forward", fmt.Sprintf(`{%s,"id":%d,"to":%d}`, where, got[4].MessageID, st.Group.ID), nil)
	assert.Equal(t, 200, code, body)
	last, _ := mustStage(show).Sandbox.Last(st.Group.ID)
	assert.Equal(t, who.Name, last.ForwardOrigin.SenderUser.FirstName)
	code, body = request(t, srv, "POST", "api/delete", fmt.Sprintf(`{%s,"id":%d}`, where, got[0].MessageID), nil)
	assert.Equal(t, 200, code, body)
	assert.False(t, slices.ContainsFunc(mustStage(show).Sandbox.Messages(id, id), func(m sandbox.View) bool { return m.Sticker != nil }))
}
