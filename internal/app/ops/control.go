package ops

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"liubao/internal/app/config"
	"liubao/internal/app/rehearsal"
	"liubao/storage/bolt"
)

// requests are what the control socket answers, by name. Each works on a
// program that runs and on one that is only opened.
var requests = map[string]func(ctx context.Context, p *Program, args url.Values) (any, error){
	"status": func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.Status(ctx), nil },
	"claim":  func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.claim(ctx) },
	"check":  func(ctx context.Context, p *Program, _ url.Values) (any, error) { return p.live(ctx) },
	"rehearse": func(ctx context.Context, p *Program, args url.Values) (any, error) {
		return rehearsal.Run(ctx, p.rehearsal(p.engine), args.Get("unit"))
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

// listenPrivate listens on a unix socket that its owner alone can open. A
// socket that a killed process left is replaced, one that answers is not. The
// socket gets its name only when its mode is right.
func listenPrivate(path string) (net.Listener, error) {
	if len(path) > config.LongestSocket {
		return nil, fmt.Errorf("data.socket: %s has %d bytes, a socket's path at most %d; name a shorter one", path, len(path), config.LongestSocket)
	}
	switch c, err := net.Dial("unix", path); {
	case err == nil:
		return nil, errors.Join(fmt.Errorf("data.socket: another program listens at %s; name another", path), c.Close())
	case absent(err):
	default:
		return nil, fmt.Errorf("data.socket: %w", err)
	}
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("data.socket: %s is there and is no socket; name another", path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".s") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("data.socket: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // empty by then, or of no use
	hidden := filepath.Join(dir, "s")
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: hidden, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("data.socket: %w", err)
	}
	ln.SetUnlinkOnClose(false) // it will have another name
	if err = os.Chmod(hidden, 0o600); err == nil {
		err = os.Rename(hidden, path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("data.socket: %w", err), ln.Close())
	}
	return ln, nil
}

// absent reports whether nobody listens at a socket.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

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
		mux.HandleFunc("POST /clock", p.serveClock)
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
	if !absent(err) {
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

// post sends a request to the bot's socket. Its error is [absent] where no bot
// runs.
func post(ctx context.Context, c *config.Config, name string, args url.Values) (*http.Response, error) {
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", SocketFile(c))
	}}
	if name == "status" || name == "claim" { // the others have work to do before they answer
		transport.ResponseHeaderTimeout = 10 * time.Second
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://liubao/"+name, strings.NewReader(args.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("the running bot does not answer: %w", err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("the running bot: %w", err)
	}
	return nil, errors.New(strings.TrimSpace(string(text)))
}
