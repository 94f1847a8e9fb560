package serving

import (
	"crypto/tls"
	"net"
	"os"
	"sync"
	"time"
)

// TLS listens at an address: with TLS where a certificate and its key are named (PEM
// files), plainly where none is, as behind a proxy that takes TLS off.
func TLS(addr, cert, key string) (net.Listener, error) {
	if cert == "" {
		return net.Listen("tcp", addr)
	}
	c := &certificate{cert: cert, key: key}
	if _, err := c.get(nil); err != nil {
		return nil, err
	}
	return tls.Listen("tcp", addr, &tls.Config{GetCertificate: c.get, MinVersion: tls.VersionTLS12})
}

// certificate is read anew when its file changes, so that renewing one needs
// no restart.
type certificate struct {
	cert, key string

	mu     sync.Mutex
	at     time.Time // when the file was last written
	loaded *tls.Certificate
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	info, err := os.Stat(c.cert)
	if err == nil && c.loaded != nil && info.ModTime().Equal(c.at) {
		return c.loaded, nil
	}
	if err == nil {
		var pair tls.Certificate
		if pair, err = tls.LoadX509KeyPair(c.cert, c.key); err == nil {
			c.loaded, c.at = &pair, info.ModTime()
		}
	}
	if c.loaded != nil { // half renewed: the old one serves on
		return c.loaded, nil
	}
	return nil, err
}
