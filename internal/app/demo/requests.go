package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"liubao/sandbox"
)

// Sizes of what the page may send.
const (
	maxBody   = 64 << 10
	maxUpload = 20 << 20 // what a bot may download, by the Bot API
)

// errBadRequest is for a request that the page never makes.
var errBadRequest = errors.New("the request cannot be read")

func (p *page) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/events", p.events)
	mux.HandleFunc("GET /api/state", answer(func(r *http.Request) (any, error) { return p.show.State(r.Context()) }))
	mux.HandleFunc("GET /api/chat", answer(p.chat))
	mux.HandleFunc("GET /api/rehearsal", answer(func(r *http.Request) (any, error) {
		return p.show.Rehearse(r.Context(), r.URL.Query().Get("unit"))
	}))
	mux.HandleFunc("GET /api/file", p.file)
	mux.HandleFunc("POST /api/upload", answer(p.upload))
	post(mux, "send", p.send)
	post(mux, "edit", func(ctx context.Context, q phoneRequest) (any, error) {
		return nil, p.show.Edit(ctx, q.Viewer, q.Chat, q.ID, q.Text)
	})
	post(mux, "delete", func(ctx context.Context, q phoneRequest) (any, error) {
		return nil, p.show.Delete(ctx, q.Viewer, q.Chat, q.ID)
	})
	post(mux, "react", func(ctx context.Context, q phoneRequest) (any, error) {
		return nil, p.show.React(ctx, q.Viewer, q.Chat, q.ID, q.Text)
	})
	post(mux, "forward", p.forward)
	post(mux, "tap", p.tap)
	post(mux, "start", func(ctx context.Context, q phoneRequest) (any, error) {
		return nil, p.show.Start(ctx, q.Viewer, q.Text)
	})
	post(mux, "read", func(_ context.Context, q phoneRequest) (any, error) { return nil, p.show.Read(q.Viewer, q.Chat) })
	post(mux, "block", func(ctx context.Context, q phoneRequest) (any, error) {
		return nil, p.show.Block(ctx, q.Viewer, q.On)
	})
	post(mux, "person", p.person)
	post(mux, "bot", func(ctx context.Context, q phoneRequest) (any, error) { return nil, p.show.AddBot(ctx, q.Viewer) })
	post(mux, "clock", p.clock)
	post(mux, "scene", func(ctx context.Context, q phoneRequest) (any, error) { return nil, p.show.Scene(ctx, q.Text) })
	post(mux, "act", func(ctx context.Context, q phoneRequest) (any, error) { return nil, p.show.Act(ctx, q.On) })
	post(mux, "halt", func(context.Context, phoneRequest) (any, error) { p.show.Halt(); return nil, nil })
	post(mux, "claim", func(ctx context.Context, _ phoneRequest) (any, error) { return nil, p.show.Reclaim(ctx) })
	post(mux, "fault", p.fault)
}

// phoneRequest is what most requests carry.
type phoneRequest struct {
	Viewer int64  `json:"viewer"`
	Chat   int64  `json:"chat"`
	ID     int    `json:"id"`
	Text   string `json:"text"` // or data, payload, name
	On     bool   `json:"on"`
}

// post registers a request that does something.
func post[Q any](mux *http.ServeMux, name string, do func(context.Context, Q) (any, error)) {
	mux.HandleFunc("POST /api/"+name, answer(func(r *http.Request) (any, error) {
		var q Q
		if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody)).Decode(&q); err != nil {
			return nil, errBadRequest
		}
		return do(r.Context(), q)
	}))
}

// answer writes a result, or an error with a code that the page has words for.
func answer(do func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := do(r)
		code := http.StatusOK
		switch {
		case err == nil && v == nil:
			v = map[string]bool{"ok": true}
		case err == nil:
		case errors.Is(err, ErrBusy):
			code, v = http.StatusConflict, map[string]string{"error": "busy"}
		case errors.Is(err, ErrTouched):
			code, v = http.StatusConflict, map[string]string{"error": "touched"}
		case errors.Is(err, ErrAct):
			code, v = http.StatusConflict, map[string]string{"error": "act", "text": errActText}
		case errors.Is(err, ErrUnknown):
			code, v = http.StatusNotFound, map[string]string{"error": "unknown"}
		default:
			code, v = http.StatusBadRequest, map[string]string{"error": "failed", "text": err.Error()}
		}
		b, err := json.Marshal(v)
		if err != nil {
			http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(code)
		_, _ = w.Write(b) // the page is gone
	}
}

func (p *page) chat(r *http.Request) (any, error) {
	q := r.URL.Query()
	var n [4]int64
	for i, name := range []string{"viewer", "chat", "before", "from"} {
		v := q.Get(name)
		if v == "" {
			continue
		}
		x, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, errBadRequest
		}
		n[i] = x
	}
	return p.show.chat(n[0], n[1], int(n[2]), int(n[3]))
}

func (p *page) send(ctx context.Context, q struct {
	phoneRequest
	Reply    int               `json:"reply"`
	Sticker  string            `json:"sticker"`
	Location *sandbox.Location `json:"location"`
}) (any, error) {
	id, err := p.show.Post(ctx, q.Viewer, q.Chat, sandbox.Post{Text: q.Text, ReplyTo: q.Reply, Sticker: q.Sticker, Location: q.Location})
	return map[string]int{"id": id}, err
}

func (p *page) forward(ctx context.Context, q struct {
	phoneRequest
	To int64 `json:"to"`
}) (any, error) {
	return nil, p.show.Forward(ctx, q.Viewer, q.Chat, q.ID, q.To)
}

func (p *page) tap(ctx context.Context, q phoneRequest) (any, error) {
	a, answered, err := p.show.Tap(ctx, q.Viewer, q.Chat, q.ID, q.Text)
	return struct {
		sandbox.Answer
		Answered bool `json:"answered"`
	}{a, answered}, err
}

func (p *page) person(ctx context.Context, q phoneRequest) (any, error) {
	name := strings.TrimSpace(q.Text)
	if n := len([]rune(name)); n < 1 || n > 20 {
		return nil, errBadRequest
	}
	id, err := p.show.AddPerson(ctx, name)
	return map[string]int64{"id": id}, err
}

func (p *page) clock(ctx context.Context, q struct {
	Move  Move      `json:"move"`
	To    time.Time `json:"to"`
	Speed *int      `json:"speed"` // virtual seconds a real one
}) (any, error) {
	if q.Speed != nil {
		p.show.Speed(time.Duration(*q.Speed) * time.Second)
		return nil, nil
	}
	return nil, p.show.Advance(ctx, q.Move, q.To)
}

func (p *page) fault(ctx context.Context, q struct {
	Down   *bool  `json:"down"`
	Killed *bool  `json:"killed"`
	Line   string `json:"line"` // which of lineFaults
	On     bool   `json:"on"`
}) (any, error) {
	switch {
	case q.Line != "":
		return nil, p.show.Line(ctx, q.Line, q.On)
	case q.Down != nil:
		return nil, p.show.Telegram(ctx, *q.Down)
	case q.Killed != nil && *q.Killed:
		return nil, p.show.Kill(ctx)
	case q.Killed != nil:
		return nil, p.show.Revive(ctx)
	}
	return nil, errBadRequest
}

// upload sends a photo, a voice message or a document from somebody's phone;
// the body is its bytes.
func (p *page) upload(r *http.Request) (any, error) {
	q := r.URL.Query()
	viewer, err1 := strconv.ParseInt(q.Get("viewer"), 10, 64)
	chat, err2 := strconv.ParseInt(q.Get("chat"), 10, 64)
	if err1 != nil || err2 != nil {
		return nil, errBadRequest
	}
	data, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxUpload))
	if err != nil || len(data) == 0 {
		return nil, errBadRequest
	}
	post := sandbox.Post{Text: q.Get("caption"), Album: q.Get("album")}
	switch q.Get("kind") {
	case "photo":
		post.Photo = data
	case "voice":
		post.Voice = data
		post.Seconds, _ = strconv.Atoi(q.Get("seconds")) // none is 0
	default:
		post.Document, post.FileName = data, q.Get("name")
	}
	id, err := p.show.Post(r.Context(), viewer, chat, post)
	return map[string]int{"id": id}, err
}

// file hands out what was sent: pictures to be shown, everything else to be
// saved. Nothing in it runs.
func (p *page) file(w http.ResponseWriter, r *http.Request) {
	stage, _ := p.show.at()
	if stage == nil {
		http.Error(w, "the stage is empty", http.StatusConflict)
		return
	}
	name, media, data, ok := stage.Sandbox.File(r.URL.Query().Get("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	disposition := "attachment"
	switch kind := http.DetectContentType(data); kind {
	case "image/png", "image/jpeg", "image/gif":
		disposition, media = "inline", kind
	default:
		if media == "" || strings.HasPrefix(media, "text/html") {
			media = "application/octet-stream"
		}
	}
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", "private, max-age=3600")
	if d := mime.FormatMediaType(disposition, map[string]string{"filename": name}); d != "" {
		h.Set("Content-Disposition", d)
	} else {
		h.Set("Content-Disposition", fmt.Sprintf("%s; filename=file", disposition))
	}
	_, _ = w.Write(data) // the page is gone
}
