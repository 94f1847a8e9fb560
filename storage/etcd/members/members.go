// Package members runs real etcd servers on this machine, for tests and load
// programs, and hurts them.
package members

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// Env names the server's program; without it the one in the search path counts.
const Env = "LIUBAO_ETCD"

// ErrNone: there is no server's program.
var ErrNone = errors.New("no etcd server here; build it with: go build -C tools/etcd -o /tmp/etcd go.etcd.io/etcd/server/v3, and set " + Env + "=/tmp/etcd")

// Program returns where the server's program is.
func Program() (string, error) {
	if p := os.Getenv(Env); p != "" {
		return p, nil
	}
	p, err := exec.LookPath("etcd")
	if err != nil {
		return "", ErrNone
	}
	return p, nil
}

// Cluster is a cluster of servers.
type Cluster struct {
	Members []*Member
	dir     string
	program string
	args    []string
	tls     *tls.Config // of clients; nil where they come without
}

// Member is one server.
type Member struct {
	Name     string
	Endpoint string // where clients ask
	peer     string
	c        *Cluster
	initial  []string // how it is started the first time

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan struct{}
	out  bytes.Buffer
}

// Args are what the engine wants of a server: room for the largest transaction.
var Args = []string{"--max-txn-ops=1100", "--max-request-bytes=2097152"}

// Start starts n servers with their data under dir and waits until they answer.
func Start(ctx context.Context, dir string, n int, args ...string) (*Cluster, error) {
	return StartTLS(ctx, dir, n, nil, args...)
}

// StartTLS is [Start] where clients come with TLS, for which args name the server's
// certificate and key.
func StartTLS(ctx context.Context, dir string, n int, client *tls.Config, args ...string) (*Cluster, error) {
	program, err := Program()
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, program: program, args: args, tls: client}
	var all []string
	for i := range n {
		m, err := c.member(fmt.Sprintf("m%d", i+1))
		if err != nil {
			return nil, err
		}
		c.Members = append(c.Members, m)
		all = append(all, m.Name+"="+m.peer)
	}
	for _, m := range c.Members {
		m.initial = []string{"--initial-cluster", strings.Join(all, ","), "--initial-cluster-state", "new", "--initial-cluster-token", filepath.Base(dir)}
		if err := m.Start(); err != nil {
			c.Close()
			return nil, err
		}
	}
	if err := c.Await(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// ForTest starts servers for a test, which is skipped where there is no program.
func ForTest(t testing.TB, n int, args ...string) *Cluster {
	t.Helper()
	if _, err := Program(); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := Start(ctx, t.TempDir(), n, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// member makes one that was not started yet, at ports that are free.
func (c *Cluster) member(name string) (*Member, error) {
	m := &Member{Name: name, c: c}
	for _, url := range []*string{&m.Endpoint, &m.peer} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		*url = "http://" + ln.Addr().String()
		if err := ln.Close(); err != nil {
			return nil, err
		}
	}
	if c.tls != nil {
		m.Endpoint = strings.Replace(m.Endpoint, "http:", "https:", 1)
	}
	return m, nil
}

// Endpoints returns where clients ask.
func (c *Cluster) Endpoints() (out []string) {
	for _, m := range c.Members {
		out = append(out, m.Endpoint)
	}
	return out
}

// Client returns a client of the whole cluster.
func (c *Cluster) Client() (*clientv3.Client, error) {
	return clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), TLS: c.tls, DialTimeout: 5 * time.Second, Logger: zap.NewNop()})
}

// Await waits until every member that runs answers and knows a leader.
func (c *Cluster) Await(ctx context.Context) error {
	client, err := c.Client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	for _, m := range c.Members {
		for m.Running() {
			one, cancel := context.WithTimeout(ctx, time.Second)
			s, err := client.Status(one, m.Endpoint)
			cancel()
			if err == nil && s.Leader != 0 {
				break
			}
			if ctx.Err() != nil {
				return fmt.Errorf("%s does not answer: %w\n%s", m.Name, ctx.Err(), m.tail())
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	return nil
}

// Leader returns the member that leads the cluster, and the others that run.
func (c *Cluster) Leader(ctx context.Context) (leader *Member, others []*Member, err error) {
	client, err := c.Client()
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = client.Close() }()
	for _, m := range c.Members {
		one, cancel := context.WithTimeout(ctx, time.Second)
		s, err := client.Status(one, m.Endpoint)
		cancel()
		switch {
		case err != nil:
		case s.Leader == s.Header.MemberId:
			leader = m
		default:
			others = append(others, m)
		}
	}
	if leader == nil {
		return nil, others, errors.New("no member leads")
	}
	return leader, others, nil
}

// Close ends all members.
func (c *Cluster) Close() {
	for _, m := range c.Members {
		m.Kill()
	}
}

// Running reports whether the member's process is there.
func (m *Member) Running() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cmd != nil
}

// Start starts the member, on its data where there are any.
func (m *Member) Start() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cmd != nil {
		return nil
	}
	args := append([]string{
		"--name", m.Name, "--data-dir", filepath.Join(m.c.dir, m.Name),
		"--listen-client-urls", m.Endpoint, "--advertise-client-urls", m.Endpoint,
		"--listen-peer-urls", m.peer, "--initial-advertise-peer-urls", m.peer, "--log-level", "warn",
	}, m.initial...)
	cmd := exec.Command(m.c.program, append(args, m.c.args...)...)
	m.out.Reset()
	cmd.Stdout, cmd.Stderr = &m.out, &m.out
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start etcd: %w", err)
	}
	m.cmd, m.done = cmd, make(chan struct{})
	go func(done chan struct{}) {
		_ = cmd.Wait() // it is killed, as a rule
		m.mu.Lock()
		m.cmd = nil
		m.mu.Unlock()
		close(done)
	}(m.done)
	return nil
}

// Kill ends the member at once, as a failing machine would.
func (m *Member) Kill() { m.signal(os.Kill, true) }

func (m *Member) signal(s os.Signal, wait bool) {
	m.mu.Lock()
	cmd, done := m.cmd, m.done
	m.mu.Unlock()
	if cmd == nil {
		return
	}
	_ = cmd.Process.Signal(s) // it may have ended by itself
	if wait {
		<-done
	}
}

// tail is what the member said last; only for one that has ended or is given up.
func (m *Member) tail() string {
	m.Kill()
	b := m.out.Bytes()
	return string(b[max(0, len(b)-2000):])
}
