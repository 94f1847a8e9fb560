package etcd

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"time"
)

// handshake says why a member does not take part in TLS, nil where one does or none
// can be reached: a client that waits for its user's token does not tell.
func (o *Options) handshake() (why error) {
	if o.TLS == nil {
		return nil
	}
	for _, at := range o.Endpoints {
		u, err := url.Parse(at)
		if err != nil || u.Host == "" {
			continue
		}
		if err := greet(u.Host, o.TLS, o.Timeout); err != nil {
			why = fmt.Errorf("authentication handshake failed: %s: %w", at, err)
			continue
		}
		return nil
	}
	return why
}

// greet begins to speak to a server over TLS. A server that wants another certificate
// says so only in its first answer. Whoever does not answer at all is not TLS's matter.
func greet(host string, conf *tls.Config, within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	var d net.Dialer
	plain, err := d.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil
	}
	defer func() { _ = plain.Close() }()
	conf = conf.Clone()
	conf.NextProtos = []string{"h2"}
	if conf.ServerName == "" {
		conf.ServerName, _, _ = net.SplitHostPort(host) // none makes the handshake fail
	}
	if err := plain.SetDeadline(time.Now().Add(within)); err != nil {
		return err
	}
	conn := tls.Client(plain, conf)
	if err := conn.HandshakeContext(ctx); err != nil {
		return err
	}
	_, err = conn.Read(make([]byte, 1))
	return err
}
