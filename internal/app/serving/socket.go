package serving

import (
	"context"
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
)

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
	case Absent(err):
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

// Absent reports whether nobody listens at a socket.
func Absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

// Post sends a request to the bot's socket and waits for the answer's head as long as
// wait says, 0 for any time. Its error is [Absent] where no bot runs.
func Post(ctx context.Context, socket, name string, args url.Values, wait time.Duration) (*http.Response, error) {
	transport := &http.Transport{DisableKeepAlives: true, ResponseHeaderTimeout: wait, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socket)
	}}
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
