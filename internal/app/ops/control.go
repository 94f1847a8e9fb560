package ops

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"liubao/internal/app/config"
	"liubao/internal/app/moved"
	"liubao/internal/app/rehearsal"
	"liubao/internal/app/serving"
	"liubao/storage/bolt"
)

// requests are what the control socket answers, by name. Each works on a
// program that runs and on one that is only opened.
var requests = map[string]func(ctx context.Context, p *Program, args url.Values) (any, error){
	"status": func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.Status(ctx), nil },
	"claim":  func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.claim(ctx) },
	"check":  func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.live(ctx) },
	"rehearse": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return rehearsal.Run(ctx, rehearsal.Options{Desk: p.deskNow(), Store: p.engine, Now: p.Clock.Now()}, args.Get("unit"))
	},
	"export":    func(ctx context.Context, p *Program, args url.Values) (any, error) { return p.export(ctx, args) },
	"plan/list": func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.plans(ctx) },
	"plan/diff": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return p.planChange(ctx, args, false)
	},
	"plan/apply": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return p.planChange(ctx, args, true)
	},
	"verify":       func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.verify(ctx) },
	"files/count":  func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.countFiles(ctx) },
	"files/verify": func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.verifyFiles(ctx) },
	"files/out":    func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.filesOut(ctx) },
	"files/in":     func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.filesIn(ctx) },
	"dead/list":    func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.letters(ctx) },
	"dead/retry": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return p.retry(ctx, args.Get("number"))
	},
	"dead/drop": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return p.drop(ctx, args.Get("number"))
	},
	"audit/verify": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return p.verifyAudit(ctx, args.Get("anchor"))
	},
	"audit/show": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return p.story(ctx, args.Get("unit"), args.Get("period"))
	},
}

// SocketFile returns where the control socket is.
func SocketFile(c *config.Config) string { return cmp.Or(c.Data.Socket, c.Data.File+".sock") }

// maxArguments bounds what comes with a request: a plan file is the longest.
const maxArguments = 8 << 20

// controls returns what the socket serves.
func (p *Program) controls() http.Handler {
	mux := http.NewServeMux()
	for name := range requests {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, maxArguments)
			if err := r.ParseForm(); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			v, err := p.answer(r.Context(), name, r.PostForm)
			if err != nil {
				http.Error(w, err.Error(), http.StatusUnprocessableEntity)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(v) // whoever went away needs no answer
		})
	}
	mux.HandleFunc("POST /backup", p.serveBackup)
	if p.Moved != nil {
		mux.HandleFunc("POST /clock", func(w http.ResponseWriter, r *http.Request) { moved.Serve(p.Moved, p.service.Load(), w, r) })
	}
	return mux
}

// Ask has a request answered by the bot that runs under the configuration, or,
// where none runs, by its data file. The answer to a name is always of one
// type, which T must be.
func Ask[T any](ctx context.Context, o Options, name string, args url.Values) (out T, err error) {
	resp, err := post(ctx, o.Config, name, args)
	if err == nil {
		defer resp.Body.Close()
		if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
			return out, fmt.Errorf("the running bot's answer: %w", err)
		}
		return out, nil
	}
	if !serving.Absent(err) {
		return out, err
	}
	if name != "claim" {
		if err := present(o.Config); err != nil {
			return out, err
		}
	}
	p, err := Open(o)
	if err != nil {
		return out, besides(o.Config, err)
	}
	v, err := p.alone(ctx, name, args)
	if err = errors.Join(err, p.Close()); err != nil {
		return out, err
	}
	if raw, ok := v.(json.RawMessage); ok { // another bot's answer
		return out, json.Unmarshal(raw, &out)
	}
	return v.(T), nil
}

// present returns an error where there is no data file: commands that read it
// do not make one.
func present(c *config.Config) error {
	if c.Data.Cluster() {
		return nil
	}
	if _, err := os.Stat(c.Data.File); err != nil {
		return fmt.Errorf("data.file: %w", err)
	}
	return nil
}

// besides explains a locked file beside which nobody answers.
func besides(c *config.Config, err error) error {
	if !errors.Is(err, bolt.ErrLocked) {
		return err
	}
	return fmt.Errorf("%w; the bot that uses it does not answer at %s: is it just starting, or does it have another data.socket?", err, SocketFile(c))
}

// quick is how long the answer to a request may take that is no work: the others have
// work to do before they answer.
const quick = 10 * time.Second

// post sends a request to the bot's socket. Its error is [serving.Absent] where no bot
// runs.
func post(ctx context.Context, c *config.Config, name string, args url.Values) (*http.Response, error) {
	var wait time.Duration
	if name == "status" || name == "claim" {
		wait = quick
	}
	return serving.Post(ctx, SocketFile(c), name, args, wait)
}
