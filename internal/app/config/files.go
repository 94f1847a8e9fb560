package config

import (
	"crypto/x509"
	"errors"
	"os"
	"strings"
	"time"

	"liubao/storage/s3"
)

// Files says where the bytes of photos, documents and papers are kept; with an empty
// Endpoint with the data. The keys stand in files of their own.
type Files struct {
	Endpoint      string        `toml:"endpoint" eg:"\"https://s3.example.org\""`
	Bucket        string        `toml:"bucket" eg:"\"liubao\""`
	Prefix        string        `toml:"prefix" eg:"\"office/\""`
	Region        string        `toml:"region" eg:"\"us-east-1\""`
	AccessKeyFile string        `toml:"access_key_file" eg:"\"/etc/liubao/s3-access\""`
	SecretKeyFile string        `toml:"secret_key_file" eg:"\"/etc/liubao/s3-secret\""`
	CAFile        string        `toml:"ca_file" eg:"\"/etc/liubao/s3-ca.pem\""`
	Timeout       time.Duration `toml:"timeout" eg:"\"1m\""`
}

// Outside reports whether files are kept outside of the data.
func (f Files) Outside() bool { return f.Endpoint != "" }

// files notes what cannot be meant.
func (c *Config) files() {
	f := c.Files
	if !f.Outside() {
		for key, v := range map[string]string{"bucket": f.Bucket, "access_key_file": f.AccessKeyFile, "secret_key_file": f.SecretKeyFile} {
			if v != "" {
				c.doc.bad("files."+key, `is written and no endpoint is; add for example endpoint = "https://s3.example.org", or leave it out to keep files with the data`)
			}
		}
		return
	}
	if err := s3.CheckEndpoint(f.Endpoint); err != nil { // the value may hold a password, so it is not repeated
		c.doc.bad("files.endpoint", "%s", err)
	}
	if len(f.Bucket) < 3 || len(f.Bucket) > 63 || strings.Trim(f.Bucket, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
		c.doc.bad("files.bucket", `%q cannot name a bucket; write 3 to 63 characters of a-z, 0-9, - and ., for example bucket = "liubao"`, f.Bucket)
	}
	if strings.HasPrefix(f.Prefix, "/") || f.Prefix != "" && !strings.HasSuffix(f.Prefix, "/") || len(f.Prefix) > 200 {
		c.doc.bad("files.prefix", `%q is no prefix; write one that ends in / and does not begin with it, for example prefix = "office/"`, f.Prefix)
	}
	for key, v := range map[string]string{"access_key_file": f.AccessKeyFile, "secret_key_file": f.SecretKeyFile} {
		if v == "" {
			c.doc.bad("files."+key, "is missing; name a file of mode 0600 that holds the key and nothing else")
		}
	}
	if f.Timeout < time.Second || f.Timeout > 10*time.Minute {
		c.doc.bad("files.timeout", `%s is out of range; write from "1s" to "10m", for example timeout = "1m"`, f.Timeout)
	}
}

// Bucket returns the place outside of the data where files are kept, nil where there
// is none. Nothing is asked of it yet.
func (c *Config) Bucket(getenv func(string) string) (*s3.Bucket, error) {
	f := c.Files
	if !f.Outside() {
		return nil, nil //nolint:nilnil // files are with the data
	}
	access, err := readSecret(f.AccessKeyFile, getenv)
	if err == nil && access == "" {
		err = errors.New("is empty; write the key into it")
	}
	if err != nil {
		return nil, c.Mistake("files.access_key_file", "%w", err)
	}
	secret, err := readSecret(f.SecretKeyFile, getenv)
	if err == nil && secret == "" {
		err = errors.New("is empty; write the key into it")
	}
	if err != nil {
		return nil, c.Mistake("files.secret_key_file", "%w", err)
	}
	var roots *x509.CertPool
	if f.CAFile != "" {
		pem, err := os.ReadFile(f.CAFile)
		if err != nil {
			return nil, c.Mistake("files.ca_file", "%w", err)
		}
		if roots = x509.NewCertPool(); !roots.AppendCertsFromPEM(pem) {
			return nil, c.Mistake("files.ca_file", "%s holds no certificate; name a PEM file with the authority that signed the server's", f.CAFile)
		}
	}
	b, err := s3.New(s3.Config{Endpoint: f.Endpoint, Bucket: f.Bucket, Prefix: f.Prefix, Region: f.Region,
		AccessKey: access, SecretKey: secret, Timeout: f.Timeout, Roots: roots})
	if err != nil {
		return nil, c.Mistake("files.endpoint", "%w", err)
	}
	return b, nil
}
