package town

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Build builds the real program into dir and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	out := filepath.Join(dir, "liubao")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", out, "liubao")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, text)
	}
	return out, nil
}

// Process is a running program.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error

	mu  sync.Mutex
	log bytes.Buffer
}

// Serve starts `liubao serve` for the town.
func (t *Town) Serve(program string) (*Process, error) { return Serve(program, t.Config) }

// Serve starts `liubao serve` with a configuration and what else stands on its line.
func Serve(program, config string, flags ...string) (*Process, error) {
	args := append([]string{"serve", "--config", config}, flags...)
	p := &Process{cmd: exec.Command(program, args...), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p, p
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// Write takes what the program prints.
func (p *Process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

// Log returns what the program has printed.
func (p *Process) Log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// Polls waits until the program asks for updates.
func (t *Town) Polls(ctx context.Context, p *Process) error {
	before := t.Server.Calls("getUpdates")
	for t.Server.Calls("getUpdates") == before {
		select {
		case <-p.done:
			return fmt.Errorf("the program ended: %w\n%s", p.err, p.Log())
		case <-ctx.Done():
			return fmt.Errorf("the program does not poll: %w\n%s", ctx.Err(), p.Log())
		case <-time.After(time.Millisecond):
		}
	}
	return nil
}

// Kill ends the program as a power cut does: SIGKILL.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil {
		return fmt.Errorf("kill: %w\n%s", err, p.Log())
	}
	<-p.done
	return nil
}

// Signal sends the program a signal.
func (p *Process) Signal(s os.Signal) error { return p.cmd.Process.Signal(s) }

// Stop asks the program to end and returns how long it took. The program must
// end by itself, with success.
func (p *Process) Stop() (time.Duration, error) {
	began := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		return time.Since(began), errors.Join(errors.New("the program does not end on SIGTERM"), p.Kill())
	}
	if p.err != nil {
		return time.Since(began), fmt.Errorf("the program ended badly: %w\n%s", p.err, p.Log())
	}
	return time.Since(began), nil
}

// Work returns how long the program has computed, once it has ended.
func (p *Process) Work() time.Duration {
	<-p.done
	return p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
}

// Memory returns the program's resident memory in bytes, now and at its peak.
// It reads /proc, which Linux alone has.
func (p *Process) Memory() (now, peak int64, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		name, value, _ := strings.Cut(line, ":")
		n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 64)
		switch {
		case err != nil:
		case name == "VmRSS":
			now = n << 10
		case name == "VmHWM":
			peak = n << 10
		}
	}
	return now, peak, nil
}
