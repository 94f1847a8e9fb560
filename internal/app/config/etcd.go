package config

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

// Cluster reports whether the data are in etcd, where several bots share them.
func (d Data) Cluster() bool { return len(d.Etcd) > 0 }

// etcdPrefix keeps the keys of one task force readable, and apart from others'.
var etcdPrefix = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/?$`)

// etcd checks what says where the cluster is.
func (c *Config) etcd() {
	d := c.Data
	if !d.Cluster() {
		for key, val := range map[string]string{"etcd_user": d.EtcdUser, "etcd_ca": d.EtcdCA, "etcd_cert": d.EtcdCert} {
			if val != "" {
				c.doc.bad(join("data", key), `is about etcd, and data.etcd names none; write for example etcd = ["https://10.0.0.1:2379"], or leave it out`)
			}
		}
		return
	}
	secure := 0
	for i, at := range d.Etcd {
		u, err := url.Parse(at)
		if err != nil || u.Host == "" || u.Port() == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
			c.doc.bad(index("data.etcd", i), `%q is not the address of an etcd member; write for example "https://10.0.0.1:2379"`, at)
			return
		}
		if u.Scheme == "https" {
			secure++
		}
	}
	if secure > 0 && secure < len(d.Etcd) {
		c.doc.bad("data.etcd", "some addresses begin with https and some with http; write the same for all")
	}
	if !etcdPrefix.MatchString(d.EtcdPrefix) {
		c.doc.bad("data.etcd_prefix", `%q cannot begin keys; write letters, digits, . _ - and / between them, for example etcd_prefix = "liubao/north"`, d.EtcdPrefix)
	}
	if (d.EtcdUser == "") != (d.EtcdPasswordFile == "") {
		c.doc.bad("data.etcd_user", "etcd_user and etcd_password_file belong together; write both, or neither")
	}
	if (d.EtcdCert == "") != (d.EtcdKey == "") {
		c.doc.bad("data.etcd_cert", "etcd_cert and etcd_key belong together; write both, or neither")
	}
	if secure == 0 && d.EtcdCA+d.EtcdCert != "" {
		c.doc.bad("data.etcd", "there are certificates for etcd, and the addresses begin with http; write https")
	}
	if d.Lease < 2*time.Second || d.Lease > time.Minute || d.Lease%time.Second != 0 {
		c.doc.bad("data.lease", `%s is out of range; write whole seconds from "2s" to "1m", for example lease = "10s"`, d.Lease)
	}
	if d.Timeout < time.Second || d.Timeout > time.Minute {
		c.doc.bad("data.timeout", `%s is out of range; write from "1s" to "1m", for example timeout = "5s"`, d.Timeout)
	}
}

// EtcdPassword returns the password of the user at etcd, none where the
// configuration names no user.
func (c *Config) EtcdPassword(getenv func(string) string) (Secret, error) {
	if c.Data.EtcdPasswordFile == "" {
		return Secret{}, nil
	}
	s, err := readSecret(c.Data.EtcdPasswordFile, getenv)
	if err == nil && s == "" {
		err = errors.New("is empty")
	}
	if err != nil {
		return Secret{}, c.Mistake("data.etcd_password_file", "%w", err)
	}
	return Secret{s}, nil
}

// EtcdTLS returns how etcd is spoken to, nil where that is without TLS. The key's
// file must be for its owner alone.
func (c *Config) EtcdTLS(getenv func(string) string) (*tls.Config, error) {
	d := c.Data
	if !d.Cluster() || !strings.HasPrefix(d.Etcd[0], "https:") {
		return nil, nil
	}
	out := &tls.Config{MinVersion: tls.VersionTLS12}
	if d.EtcdCA != "" {
		pem, err := os.ReadFile(d.EtcdCA)
		if err != nil {
			return nil, c.Mistake("data.etcd_ca", "%w", err)
		}
		out.RootCAs = x509.NewCertPool()
		if !out.RootCAs.AppendCertsFromPEM(pem) {
			return nil, c.Mistake("data.etcd_ca", "%s holds no certificate in PEM", d.EtcdCA)
		}
	}
	if d.EtcdCert == "" {
		return out, nil
	}
	if _, err := readSecret(d.EtcdKey, getenv); err != nil {
		return nil, c.Mistake("data.etcd_key", "%w", err)
	}
	pair, err := tls.LoadX509KeyPair(d.EtcdCert, d.EtcdKey)
	if err != nil {
		return nil, c.Mistake("data.etcd_cert", "%s and %s are no certificate and its key (%s)", d.EtcdCert, d.EtcdKey, err)
	}
	out.Certificates = []tls.Certificate{pair}
	return out, nil
}
