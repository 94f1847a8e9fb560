package ops

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/claims"
	"liubao/internal/app/config"
	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
)

func newAuthority(t *testing.T) *members.Authority {
	a, err := members.NewAuthority(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, a.Issue("client"))
	return a
}

// secured is a cluster that wants a certificate of its clients, and a user with a
// password, and the configuration's lines for it but for etcd_ca and etcd_cert.
func secured(t *testing.T, a *members.Authority) (lines string) {
	t.Helper()
	if _, err := members.Program(); err != nil {
		t.Skip(err)
	}
	require.NoError(t, a.Issue("server", net.IPv4(127, 0, 0, 1)))
	pair, err := tls.LoadX509KeyPair(a.File("client.pem"), a.File("client-key.pem"))
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(a.Cert)
	args := append([]string{
		"--client-cert-auth", "--trusted-ca-file", a.File("ca.pem"), "--cert-file", a.File("server.pem"), "--key-file", a.File("server-key.pem"),
	}, members.Args...)
	c, err := members.StartTLS(t.Context(), t.TempDir(), 3, &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, Certificates: []tls.Certificate{pair}}, args...)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	require.NoError(t, c.Restrict(t.Context(), "liubao", "s3cret", "liubao/"))
	require.NoError(t, os.WriteFile(a.File("password"), []byte("s3cret\n"), 0o600))
	require.NoError(t, os.WriteFile(a.File("wrong"), []byte("not-s3cret\n"), 0o600))
	at := make([]string, 0, 3)
	for _, e := range c.Endpoints() {
		require.True(t, strings.HasPrefix(e, "https://"))
		at = append(at, fmt.Sprintf("%q", e))
	}
	return fmt.Sprintf("[data]\netcd = [%s]\nlease = \"2s\"\netcd_user = \"liubao\"\n", strings.Join(at, ", "))
}

// A bot serves on a cluster with TLS, certificates of clients, and users; the second
// takes over. Where a certificate or the password is wrong, that is what is said, and
// never the password.
func TestClusterOverTLS(t *testing.T) {
	t.Parallel() // it waits most of the time
	a, other := newAuthority(t), newAuthority(t)
	lines := secured(t, a)
	with := func(ca, cert, key, password string) string {
		return fmt.Sprintf("%setcd_password_file = %q\netcd_ca = %q\netcd_cert = %q\netcd_key = %q\n", lines, password, ca, cert, key)
	}
	good := with(a.File("ca.pem"), a.File("client.pem"), a.File("client-key.pem"), a.File("password")) + withHTTP
	one, two := twins(t, good)
	one.start()
	one.running()
	two.start()
	_, err := Ask[claims.Claim](t.Context(), two.o, "claim", nil) // over the leader
	require.NoError(t, err, two.log)
	two.director()
	one.end()
	two.running()
	code, body := two.get("/readyz")
	assert.Equal(t, http.StatusOK, code, body)

	for name, c := range map[string]struct{ text, want string }{
		"password": {with(a.File("ca.pem"), a.File("client.pem"), a.File("client-key.pem"), a.File("wrong")), "etcd refuses the user or its password"},
		"server":   {with(other.File("ca.pem"), a.File("client.pem"), a.File("client-key.pem"), a.File("password")), "certificate signed by unknown authority"},
		"client":   {with(a.File("ca.pem"), other.File("client.pem"), other.File("client-key.pem"), a.File("password")), "this bot's certificate (etcd_cert)"},
	} {
		conf, err := config.Parse("config.toml", []byte(c.text))
		require.NoError(t, err, name)
		o, err := EtcdOptions(conf, getenvNone, "v1.2.3")
		require.NoError(t, err, name)
		_, err = etcd.Open(*o)
		require.ErrorContains(t, err, c.want, name)
		assert.NotContains(t, err.Error(), "s3cret", name)
	}
}
