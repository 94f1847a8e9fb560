//go:build linux

package app

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"liubao/sandbox"
	"liubao/sandbox/sandboxtest"
	"liubao/storage/etcd/members"
)

// commandOf is the command line that a unit has under a key.
func commandOf(t *testing.T, unit, key string) []string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + key + `=(.*)$`).FindStringSubmatch(strings.ReplaceAll(unit, "\\\n", " "))
	require.NotNil(t, m, key)
	return strings.Fields(m[1])
}

// flagNames are the names of a command's flags.
func flagNames(args []string) (out []string) {
	for _, a := range args {
		if name, _, _ := strings.Cut(a, "="); strings.HasPrefix(name, "--") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// systemd takes the units, of which it knows every line.
func TestUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd-analyze to check the units with: apt-get install systemd")
	}
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "liubao.service.d"), 0o700))
	for name, text := range map[string]string{
		"liubao.service": deployed(t, "liubao.service"), "etcd.service": deployed(t, "cluster/etcd.service"),
		"liubao.service.d/cluster.conf": deployed(t, "cluster/liubao-cluster.conf"),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(text, "=/usr/local/bin/", "=/bin/")), 0o600))
	}
	for _, name := range []string{"liubao", "etcd"} {
		cmd := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", filepath.Join(dir, name+".service"))
		cmd.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+dir+":")
		out, _ := cmd.CombinedOutput() // the programs themselves are not there
		for line := range strings.Lines(string(out)) {
			assert.Contains(t, line, name+".service: Command /bin/"+name+" is not executable", name)
		}
	}
}

// The compose file can be read, and has three of each with what the configuration
// names; etcd is started as by the unit, but for TLS.
func TestComposeOfACluster(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Hostname string
			Command  []string
			Volumes  []string
			Health   struct{ Test []string } `yaml:"healthcheck"`
		}
		Volumes map[string]any
	}
	require.NoError(t, yaml.Unmarshal([]byte(deployed(t, "cluster/compose.yml")), &file))
	require.Len(t, file.Services, 6)
	unit := commandOf(t, deployed(t, "cluster/etcd.service"), "ExecStart")
	plain := slices.DeleteFunc(flagNames(unit), func(f string) bool {
		return strings.Contains(f, "cert") || strings.Contains(f, "key-file") || strings.Contains(f, "-ca-")
	})
	config := deployed(t, "cluster/config.toml")
	for i := range 3 {
		etcd := file.Services[fmt.Sprintf("etcd%d", i+1)]
		assert.Equal(t, plain, flagNames(etcd.Command))
		assert.Equal(t, fmt.Sprintf("etcd%d", i+1), etcd.Hostname)
		assert.Contains(t, config, "http://"+etcd.Hostname+":2379")
		assert.Contains(t, etcd.Command, "--advertise-client-urls=http://"+etcd.Hostname+":2379")
		for _, f := range unit {
			if strings.Contains(f, "max-") || strings.Contains(f, "compaction") || strings.Contains(f, "quota") {
				assert.Contains(t, etcd.Command, f)
			}
		}
		bot := file.Services[fmt.Sprintf("bot%d", i+1)]
		assert.Equal(t, []string{"CMD", "/liubao", "files", "count", "--config", "/etc/liubao/config.toml"}, bot.Health.Test)
		for _, secret := range regexp.MustCompile(`"(/etc/liubao/[^"]+)"`).FindAllStringSubmatch(config, -1) {
			assert.True(t, slices.ContainsFunc(bot.Volumes, func(v string) bool { return strings.Contains(v, ":"+secret[1]+":ro") }), secret[1])
		}
		for _, v := range append(etcd.Volumes, bot.Volumes...) {
			if name, _, _ := strings.Cut(v, ":"); !strings.HasPrefix(name, "./") {
				assert.Contains(t, file.Volumes, name)
			}
		}
	}
}

// Three etcd members and three bots, started by the command lines of the units, with the
// configuration beside them: but for the folders, and one machine's addresses of three.
func TestClusterByUnits(t *testing.T) {
	program, err := members.Program()
	if err != nil {
		t.Skip(err)
	}
	net127 := fmt.Sprintf("127.%d.%d.", 1+rand.N(250), rand.N(250))
	etc := t.TempDir()
	a, err := members.NewAuthority(etc)
	require.NoError(t, err)
	var cluster []string
	var at []net.IP
	for i := range 3 {
		self := fmt.Sprintf("%s%d", net127, i+1)
		at = append(at, net.ParseIP(self))
		cluster = append(cluster, fmt.Sprintf("etcd%d=https://%s:2380", i+1, self))
	}
	require.NoError(t, a.Issue("cert", append(at, net.IPv4(127, 0, 0, 1))...)) // where members of this machine come from
	require.NoError(t, os.Rename(a.File("cert-key.pem"), a.File("key.pem")))
	for i := range 3 {
		args := commandOf(t, deployed(t, "cluster/etcd.service"), "ExecStart")
		here := strings.NewReplacer("${NAME}", fmt.Sprintf("etcd%d", i+1), "${SELF}", at[i].String(), "${CLUSTER}", strings.Join(cluster, ","),
			"/etc/etcd/", etc+"/", "/var/lib/etcd", filepath.Join(t.TempDir(), "etcd"))
		for n := range args {
			args[n] = here.Replace(args[n])
		}
		require.Equal(t, "/usr/local/bin/etcd", args[0])
		var out bytes.Buffer
		cmd := exec.Command(program, args[1:]...) //nolint:noctx // it is killed in the end
		cmd.Stdout, cmd.Stderr = &out, &out
		require.NoError(t, cmd.Start())
		t.Cleanup(func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait() // it was killed
			if t.Failed() {
				t.Log(out.String()[max(0, out.Len()-2000):])
			}
		})
	}

	tg, telegram := sandboxtest.Listen(t, sandbox.Options{})
	files := bucket(t)
	stops := map[string]func(){}
	var log safeBuffer
	for i := range 3 {
		config := botByUnit(t, i, at, a, telegram.URL(), tg.Token(), files)
		unit := deployed(t, "liubao.service")
		for _, key := range []string{"ExecStartPre", "ExecStart"} {
			args := commandOf(t, unit, key)
			require.Equal(t, "/usr/local/bin/liubao", args[0])
			require.Equal(t, "/etc/liubao/config.toml", args[3])
			args[3] = config
			if key == "ExecStartPre" {
				command(t, args[1:]...)
				continue
			}
			ctx, cancel := context.WithCancel(context.Background())
			done := make(chan int, 1)
			go func() { done <- Main(ctx, systemWith("", &log, &log, args[1:]...)) }()
			stop := sync.OnceFunc(func() { cancel(); assert.Equal(t, ExitOK, <-done, &log) })
			t.Cleanup(stop)
			stops[config] = stop
		}
	}
	// leader returns the one bot that says that it leads, where the others name one.
	leader := func(n int) (leads string) {
		others := 0
		for config := range stops {
			_, out, _ := runWith(t, "", "status", "--config", config)
			switch {
			case strings.Contains(out, "which is this bot"):
				leads = config
			case strings.Contains(out, "; this bot is "):
				others++
			}
		}
		if others != n-1 {
			return ""
		}
		return leads
	}
	wait := func(n int) (leads string) {
		require.Eventually(t, func() bool { leads = leader(n); return leads != "" && tg.Polling() }, time.Minute, 50*time.Millisecond, &log)
		return leads
	}
	first := wait(3)
	_, out, _ := runWith(t, "", "check", "--live", "--config", first) // no group is bound yet
	assert.Contains(t, out, "the lease is 10s")
	stops[first]()
	delete(stops, first)
	assert.NotEqual(t, first, wait(2))
}

// botByUnit writes the configuration of a machine's bot, and what it names.
func botByUnit(t *testing.T, i int, at []net.IP, a *members.Authority, telegram, token, files string) (config string) {
	t.Helper()
	dir := t.TempDir()
	name := func(key string) string { return regexp.MustCompile(key + ` = "([^"]*)"`).FindStringSubmatch(files)[1] }
	require.NoError(t, os.WriteFile(filepath.Join(dir, "token"), []byte(token+"\n"), 0o600))
	here := strings.NewReplacer(
		"http://etcd1:", "https://"+at[0].String()+":", "http://etcd2:", "https://"+at[1].String()+":", "http://etcd3:", "https://"+at[2].String()+":",
		"etcd_user = \"liubao\"\netcd_password_file = \"/etc/liubao/etcd-password\"\n",
		fmt.Sprintf("etcd_ca = %q\netcd_cert = %q\netcd_key = %q\n", a.File("ca.pem"), a.File("cert.pem"), a.File("key.pem")),
		"/etc/liubao/s3-access", name("access_key_file"), "/etc/liubao/s3-secret", name("secret_key_file"), "https://s3.example.org", name("endpoint"),
		`"/data/`, `"`+dir+`/`, "0.0.0.0:", at[i].String()+":",
	)
	config = filepath.Join(dir, "config.toml")
	text := fmt.Sprintf("telegram.api = %q\ntelegram.token_file = %q\n", telegram, filepath.Join(dir, "token")) + here.Replace(deployed(t, "cluster/config.toml"))
	require.NoError(t, os.WriteFile(config, []byte(text), 0o600))
	return config
}
