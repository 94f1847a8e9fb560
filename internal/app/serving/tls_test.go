package serving

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// writeCert writes a certificate for 127.0.0.1 with a serial number.
func writeCert(t *testing.T, dir string, serial int64) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	require.NoError(t, err)
	pk, err := x509.MarshalPKCS8PrivateKey(k)
	require.NoError(t, err)
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pk}), 0o600))
	at := time.Unix(1_700_000_000+serial, 0)
	require.NoError(t, os.Chtimes(cert, at, at))
	return cert, key
}

func TestCertificateIsReadAnew(t *testing.T) {
	dir := t.TempDir()
	cert, key := writeCert(t, dir, 1)
	ln, err := TLS("127.0.0.1:0", cert, key)
	require.NoError(t, err)
	srv := On(ln, http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	serial := func() int64 {
		c, err := tls.Dial("tcp", ln.Addr().String(), &tls.Config{InsecureSkipVerify: true})
		require.NoError(t, err)
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}
	assert.Equal(t, int64(1), serial())
	writeCert(t, dir, 2)
	assert.Equal(t, int64(2), serial())
	require.NoError(t, os.WriteFile(cert, []byte("half"), 0o600))
	assert.Equal(t, int64(2), serial(), "half a certificate does not stop the bot")
	require.NoError(t, srv.Close())
	_, err = TLS("127.0.0.1:0", cert, key)
	require.Error(t, err)
}
