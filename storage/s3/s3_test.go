package s3_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"liubao/storage"
	"liubao/storage/files"
	"liubao/storage/mem"
	"liubao/storage/s3"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a bucket behind a real HTTP server; fault, where set, answers first and
// says whether that was all.
type server struct {
	*httptest.Server
	back  *s3mem.Backend
	fault atomic.Pointer[func(w http.ResponseWriter, r *http.Request) bool]
	calls atomic.Int32
}

func serve(t *testing.T) *server {
	s := &server{back: s3mem.New()}
	require.NoError(t, s.back.CreateBucket("liubao"))
	fake := gofakes3.New(s.back, gofakes3.WithIntegrityCheck(true)).Server()
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.calls.Add(1)
		if f := s.fault.Load(); f != nil && (*f)(w, r) {
			return
		}
		fake.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) fail(f func(w http.ResponseWriter, r *http.Request) bool) { s.fault.Store(&f) }

func (s *server) bucket(t *testing.T, change ...func(*s3.Config)) *s3.Bucket {
	c := s3.Config{Endpoint: s.URL, Bucket: "liubao", Prefix: "town/", Region: "us-east-1", AccessKey: "AKIDEXAMPLE", SecretKey: "not-to-be-seen",
		Timeout: 5 * time.Second}
	for _, f := range change {
		f(&c)
	}
	b, err := s3.New(c)
	require.NoError(t, err)
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	t.Cleanup(b.Close)
	return b
}

// hang answers nothing until the client is gone, which a server learns of only once
// it has read what was sent.
func hang(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func read(b *s3.Bucket, name string) ([]byte, error) {
	in, err := b.Get(context.Background(), name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// What is put comes back, stands under its prefix, and may be put again.
func TestBucket(t *testing.T) {
	s := serve(t)
	b := s.bucket(t)
	require.NoError(t, b.Check(t.Context()))
	for _, data := range [][]byte{[]byte("x"), bytes.Repeat([]byte("照片"), 3<<20)} {
		for range 2 {
			require.NoError(t, b.Put(t.Context(), "ab12", data))
		}
		got, err := read(b, "ab12")
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, got))
	}
	o, err := s.back.HeadObject("liubao", "town/ab12")
	require.NoError(t, err)
	require.NoError(t, o.Contents.Close())
	_, err = read(b, "cd34")
	require.ErrorIs(t, err, storage.ErrNoFile)
	require.Equal(t, "s3://liubao/town/", b.String())
}

// A store of files over a bucket: what somebody changed there is found.
func TestVerifiedOnReading(t *testing.T) {
	s := serve(t)
	store := files.Store{Engine: mem.New(), Outside: s.bucket(t)}
	sum, err := store.Put(t.Context(), []byte("现场照片"))
	require.NoError(t, err)
	got, err := store.Get(t.Context(), sum)
	require.NoError(t, err)
	require.Equal(t, "现场照片", string(got))
	_, err = s.back.PutObject("liubao", "town/"+sum, map[string]string{}, strings.NewReader("另一照片"), 12, nil)
	require.NoError(t, err)
	_, err = store.Get(t.Context(), sum)
	require.ErrorIs(t, err, storage.ErrCorrupt)
	_, err = s.back.DeleteObject("liubao", "town/"+sum)
	require.NoError(t, err)
	_, err = store.Get(t.Context(), sum)
	require.ErrorIs(t, err, storage.ErrCorrupt, "gone from where it should be")
}

// A server that fails in passing is asked again.
func TestPassingFailures(t *testing.T) {
	s := serve(t)
	b := s.bucket(t)
	var n atomic.Int32
	s.fail(func(w http.ResponseWriter, _ *http.Request) bool {
		if n.Add(1) > 2 {
			return false
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	require.NoError(t, b.Put(t.Context(), "a", []byte("x")))
	require.EqualValues(t, 3, n.Load())
}

// A server that does not answer ends with the timeout, and one that stops in the
// middle of a file too.
func TestTimeouts(t *testing.T) {
	s := serve(t)
	short := func(c *s3.Config) { c.Timeout = 300 * time.Millisecond }
	b := s.bucket(t, short)
	require.NoError(t, b.Put(t.Context(), "a", []byte("x")))
	s.fail(func(_ http.ResponseWriter, r *http.Request) bool { hang(r); return true })
	require.ErrorIs(t, b.Put(t.Context(), "a", []byte("x")), context.DeadlineExceeded)
	_, err := read(b, "a")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Error(t, b.Check(t.Context()))

	s.fail(func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Content-Length", "1000")
		w.Header().Set("ETag", `"d41d8cd98f00b204e9800998ecf8427e"`)
		w.Header().Set("Last-Modified", "Sat, 28 Nov 2026 12:00:00 GMT")
		_, _ = w.Write([]byte("half of it"))
		w.(http.Flusher).Flush()
		hang(r)
		return true
	})
	_, err = read(b, "a")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// What is wrong is said in words, and never with a key in it.
func TestRefusals(t *testing.T) {
	s := serve(t)
	answer := func(status int, body string) {
		s.fail(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("x-amz-request-id", "1")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return true
		})
	}
	b := s.bucket(t)
	for code, words := range map[string]string{
		"SignatureDoesNotMatch": "does not take the keys", "InvalidAccessKeyId": "does not take the keys",
		"AccessDenied": "does not take the keys", "NoSuchBucket": "make it first",
	} {
		answer(http.StatusForbidden, "<Error><Code>"+code+"</Code><Message>not-to-be-seen AKIDEXAMPLE</Message><RequestId>1</RequestId></Error>")
		err := b.Put(t.Context(), "a", []byte("x"))
		require.ErrorContains(t, err, words, code)
		require.NotContains(t, err.Error(), "not-to-be-seen")
	}
	s.fault.Store(nil)
	other := s.bucket(t, func(c *s3.Config) { c.Bucket = "elsewhere" })
	require.ErrorContains(t, other.Check(t.Context()), "make it first")
	require.ErrorContains(t, other.Put(t.Context(), "a", []byte("x")), "make it first")
}

// A page of something in between is no answer: neither is the file stored, nor is
// one gone.
func TestSomethingInBetween(t *testing.T) {
	s := serve(t)
	b := s.bucket(t)
	require.NoError(t, b.Put(t.Context(), "a", []byte("x")))
	page := func(status int) {
		s.fail(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<html><body>请先登录</body></html>")
			return true
		})
	}
	page(http.StatusOK)
	require.Error(t, b.Put(t.Context(), "b", []byte("x")))
	page(http.StatusNotFound)
	_, err := read(b, "a")
	require.Error(t, err)
	require.NotErrorIs(t, err, storage.ErrNoFile)
	s.fault.Store(nil)
	got, err := read(b, "a")
	require.NoError(t, err)
	require.Equal(t, "x", string(got))
}

// Addresses that cannot be meant are refused before anything is asked.
func TestEndpoints(t *testing.T) {
	for _, bad := range []string{"", "s3.example.org", "ftp://s3.example.org", "https://", "https://s3.example.org/bucket", "https://key:secret@s3.example.org", "https://s3.example.org?x=1"} {
		_, err := s3.New(s3.Config{Endpoint: bad, Bucket: "liubao"})
		require.ErrorIs(t, err, s3.ErrEndpoint, bad)
	}
	for _, good := range []string{"https://s3.example.org", "http://127.0.0.1:9000", "https://s3.example.org/"} {
		require.NoError(t, s3.CheckEndpoint(good), good)
	}
}
