// Package s3 keeps files in a bucket that speaks S3: Amazon's, MinIO's, Ceph's and
// others'. It is [files.Objects].
//
// Promises: every call ends, within its timeout and with its context; what is stored
// carries its MD5, which the server compares; no key reaches an error or a log.
package s3

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"liubao/storage"
	"liubao/storage/files"
)

// Config says which bucket.
type Config struct {
	Endpoint  string // http:// or https://, host, port; no path
	Bucket    string
	Prefix    string // in front of each name, such as "liubao/"; "" for none
	Region    string // "" where the server knows of none
	AccessKey string
	SecretKey string
	// Timeout is how long one call may take with all its tries; 0 means [DefaultTimeout].
	Timeout time.Duration
	// Roots are the authorities of a server's certificate; nil for the machine's.
	Roots *x509.CertPool
}

// DefaultTimeout lets a file of 20 MB come over a line of 5 Mbit/s.
const DefaultTimeout = time.Minute

// tries is how often a call that fails in passing is tried within its timeout.
const tries = 4

// Bucket keeps files. Its methods may be called from any goroutine.
type Bucket struct {
	client       *minio.Client
	idle         func() // closes connections that nobody uses
	name, prefix string
	timeout      time.Duration
}

var _ files.Objects = (*Bucket)(nil)

// ErrEndpoint: the endpoint is no address of a server.
var ErrEndpoint = errors.New(`is not the address of a server; write for example endpoint = "https://s3.example.org"`)

// CheckEndpoint returns [ErrEndpoint] where an endpoint cannot be meant.
func CheckEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return ErrEndpoint
	}
	return nil
}

// New returns the bucket. Nothing is asked of the server yet.
func New(c Config) (*Bucket, error) {
	if err := CheckEndpoint(c.Endpoint); err != nil {
		return nil, err
	}
	u, err := url.Parse(c.Endpoint)
	if err != nil {
		return nil, ErrEndpoint
	}
	way := transport(c.Roots)
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Secure: u.Scheme == "https", Region: c.Region,
		Transport: way, MaxRetries: tries,
	})
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", c.Bucket, err)
	}
	b := &Bucket{client: client, idle: way.CloseIdleConnections, name: c.Bucket, prefix: c.Prefix, timeout: c.Timeout}
	if b.timeout <= 0 {
		b.timeout = DefaultTimeout
	}
	return b, nil
}

// transport is a client's of this program alone, with an end to every wait.
func transport(roots *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 30 * time.Second,
		IdleConnTimeout:       time.Minute,
		MaxIdleConnsPerHost:   4,
		DisableCompression:    true, // bytes are to come as they were stored
	}
}

// Close lets go of connections that nobody uses.
func (b *Bucket) Close() { b.idle() }

// String implements [files.Objects]. The address is no part of it: a server may get
// another one.
func (b *Bucket) String() string { return "s3://" + b.name + "/" + b.prefix }

// Put implements [files.Objects].
func (b *Bucket) Put(ctx context.Context, name string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	info, err := b.client.PutObject(ctx, b.name, b.prefix+name, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{
		ContentType: "application/octet-stream", SendContentMd5: true, DisableMultipart: true,
	})
	if err == nil && info.ETag == "" {
		return errStranger
	}
	return plain(err)
}

// Get implements [files.Objects]. The bytes are to be read within the timeout, too.
func (b *Bucket) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	in, _, _, err := minio.Core{Client: b.client}.GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		cancel()
		return nil, plain(err)
	}
	return reader{in, cancel}, nil
}

// reader gives its context up when it is closed.
type reader struct {
	io.ReadCloser
	cancel context.CancelFunc
}

// Close implements [io.Closer].
func (r reader) Close() error {
	defer r.cancel()
	return r.ReadCloser.Close()
}

// Check implements [files.Objects]: a server that cannot be reached, keys
// it does not take, a bucket that is not there are told.
func (b *Bucket) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	ok, err := b.client.BucketExists(ctx, b.name)
	if err != nil {
		return plain(err)
	}
	if !ok {
		return errors.New("there is no such bucket; make it first")
	}
	return nil
}

// errStranger: a proxy's page, for example, which says nothing of what is stored.
var errStranger = errors.New("something that speaks no S3 answers at the address")

// plain puts what a server says into plain words. A page that is not found is no
// file that is gone: only a server that numbers its answers, as S3 has it, says that.
func plain(err error) error {
	if err == nil {
		return nil
	}
	said := minio.ToErrorResponse(err)
	switch {
	case said.StatusCode != 0 && said.RequestID == "":
		return fmt.Errorf("%w: %w", errStranger, err)
	case said.Code == minio.NoSuchKey:
		return fmt.Errorf("%w: %w", storage.ErrNoFile, err)
	case said.Code == minio.NoSuchBucket:
		return errors.New("there is no such bucket; make it first")
	case said.Code == minio.AccessDenied, said.Code == minio.InvalidAccessKeyID, said.Code == "SignatureDoesNotMatch":
		return fmt.Errorf("the server does not take the keys (%s)", said.Code)
	}
	return err
}
