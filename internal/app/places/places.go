// Package places tries, before a bot is started, what it will need at this place:
// folders it may write to, addresses it may listen at, a way to Telegram.
package places

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/net/http/httpproxy"

	"liubao/internal/app/config"
)

// Check says what a bot could not do: write its data or its backups, or listen,
// which is not tried where socket says that one runs. Nothing is made or kept.
func Check(c *config.Config, socket string) error {
	errs := []error{writable(c, "data.file", filepath.Dir(c.Data.File))}
	if info, err := os.Stat(c.Data.File); err == nil && info.IsDir() {
		errs = append(errs, c.Mistake("data.file", "%s is a folder; name a file in it, for example %s", c.Data.File, filepath.Join(c.Data.File, "liubao.db")))
	} else if err == nil && info.Mode().Perm()&0o200 == 0 {
		errs = append(errs, c.Mistake("data.file", "%s may not be written; run: chmod 600 %s", c.Data.File, c.Data.File))
	}
	if c.Backup.Dir != "" {
		errs = append(errs, writable(c, "backup.dir", c.Backup.Dir))
	}
	if len(c.Alarm.Command) > 0 {
		if _, err := exec.LookPath(c.Alarm.Command[0]); err != nil {
			errs = append(errs, c.Mistake("alarm.command", "%s cannot be run (%s); write the program's path in full", c.Alarm.Command[0], reason(errors.Unwrap(err))))
		}
	}
	if !answers(socket) { // else it is the bot itself that listens
		errs = append(errs, free(c, "http.listen", c.HTTP.Listen), free(c, "webhook.listen", c.Webhook.Listen))
	}
	return errors.Join(errs...)
}

// answers reports whether a bot answers at its socket.
func answers(socket string) bool {
	conn, err := net.Dial("unix", socket)
	if err == nil {
		err = conn.Close()
	}
	return err == nil
}

// writable tries to write into the folder, or into the one it would be made in.
func writable(c *config.Config, key, dir string) error {
	at := dir
	info, err := os.Stat(at)
	for errors.Is(err, fs.ErrNotExist) && filepath.Dir(at) != at {
		at = filepath.Dir(at)
		info, err = os.Stat(at)
	}
	if err == nil && !info.IsDir() {
		return c.Mistake(key, "%s is a file where a folder should be; name another", at)
	}
	if err == nil {
		var trial string
		if trial, err = os.MkdirTemp(at, ".liubao-check-"); err == nil {
			err = os.Remove(trial)
		}
	}
	if err != nil {
		return c.Mistake(key, "the folder %s cannot be written (%s); give it to the user the bot runs as, or name another", at, reason(err))
	}
	return nil
}

// reason is what the system says, without what was tried.
func reason(err error) error {
	if e, ok := errors.AsType[syscall.Errno](err); ok {
		return e
	}
	return err
}

// free tries to listen where the configuration says.
func free(c *config.Config, key, addr string) error {
	if addr == "" {
		return nil
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return Listening(c, key, addr, err)
	}
	return ln.Close()
}

// Listening says why nobody can listen at an address, as a mistake at its key.
func Listening(c *config.Config, key, addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return c.Mistake(key, "another program listens at %s, perhaps another liubao; stop it, or write another port", addr)
	}
	return c.Mistake(key, "nobody can listen at %s (%s); write another address", addr, reason(err))
}

// Proxy says which proxy counts where the environment names one, too.
func Proxy(c *config.Config, getenv func(string) string) []string {
	first := func(names ...string) string {
		for _, n := range names {
			if v := getenv(n); v != "" {
				return v
			}
		}
		return ""
	}
	env := httpproxy.Config{
		HTTPProxy: first("HTTP_PROXY", "http_proxy"), HTTPSProxy: first("HTTPS_PROXY", "https_proxy"), NoProxy: first("NO_PROXY", "no_proxy"),
	}
	if env.HTTPProxy == "" && env.HTTPSProxy == "" {
		return nil
	}
	if c.Telegram.Proxy != "" {
		return []string{"telegram.proxy counts; HTTP_PROXY and HTTPS_PROXY of the environment do not"}
	}
	api, err := url.Parse(c.Telegram.API)
	if err != nil {
		return nil
	}
	used, err := env.ProxyFunc()(api)
	if err != nil || used == nil {
		return []string{fmt.Sprintf("telegram.proxy is empty, and what HTTP_PROXY and HTTPS_PROXY name does not count for %s, so that it is reached without a proxy", api.Host)}
	}
	return []string{fmt.Sprintf("telegram.proxy is empty, so that the environment's proxy counts: %s", used.Host)}
}
