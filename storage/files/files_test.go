package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/files"
	"liubao/storage/mem"
)

// shelf is a place outside, in memory, whose calls may fail.
type shelf struct {
	mu   sync.Mutex
	has  map[string][]byte
	down error                       // every call's answer while it is set
	lose func(string, []byte) []byte // what becomes of what is put
}

func newShelf() *shelf { return &shelf{has: map[string][]byte{}} }

func (s *shelf) String() string { return "shelf" }

func (s *shelf) Check(context.Context) error { return s.down }

func (s *shelf) Put(_ context.Context, name string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down != nil {
		return s.down
	}
	data = bytes.Clone(data)
	if s.lose != nil {
		data = s.lose(name, data)
	}
	s.has[name] = data
	return nil
}

func (s *shelf) Get(_ context.Context, name string) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down != nil {
		return nil, s.down
	}
	data, ok := s.has[name]
	if !ok {
		return nil, storage.ErrNoFile
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func pattern(n int) []byte { return bytes.Repeat([]byte("照片"), n/6+1)[:n] }

// What is put is there, once, inside and outside, whatever its length.
func TestFilesComeBack(t *testing.T) {
	for _, size := range []int{0, 1, 256<<10 - 1, 256 << 10, 256<<10 + 1, 3 << 20} {
		for name, outside := range map[string]files.Objects{"inside": nil, "outside": newShelf()} {
			t.Run(fmt.Sprint(name, size), func(t *testing.T) {
				s := files.Store{Engine: mem.New(), Outside: outside}
				sum, err := s.Put(t.Context(), pattern(size))
				require.NoError(t, err)
				again, err := s.Put(t.Context(), pattern(size))
				require.NoError(t, err)
				require.Equal(t, sum, again)
				got, err := s.Get(t.Context(), sum)
				require.NoError(t, err)
				require.True(t, bytes.Equal(pattern(size), got))
				c, bad, err := s.Verify(t.Context())
				require.NoError(t, err)
				require.Empty(t, bad)
				require.Equal(t, 1, c.Inside+c.Outside)
				require.EqualValues(t, size, c.InsideBytes+c.OutsideBytes)
				require.Equal(t, outside != nil && size > 0, c.Outside == 1)
			})
		}
	}
}

// A file in the store that lost or changed a byte is not handed out.
func TestDamageInside(t *testing.T) {
	e := mem.New()
	s := files.Store{Engine: e}
	sum, err := s.Put(t.Context(), pattern(600<<10))
	require.NoError(t, err)
	write := func(fn func(tx storage.Tx) error) { require.NoError(t, e.Update(t.Context(), fn)) }
	get := func() error { _, err := s.Get(t.Context(), sum); return err }
	require.NoError(t, get())
	_, err = s.Get(t.Context(), "00")
	require.ErrorIs(t, err, storage.ErrNoFile)
	write(func(tx storage.Tx) error { return tx.Put(storage.FilePartKey(sum, 1), []byte("y")) })
	require.ErrorIs(t, get(), storage.ErrCorrupt)
	write(func(tx storage.Tx) error { return tx.Delete(storage.FilePartKey(sum, 1)) })
	require.ErrorIs(t, get(), storage.ErrCorrupt)
	write(func(tx storage.Tx) error { return tx.Delete(storage.RowFile.Key(sum)) })
	require.ErrorIs(t, get(), storage.ErrNoFile)
	_, err = s.Put(t.Context(), make([]byte, files.Max+1))
	require.ErrorIs(t, err, storage.ErrTooLarge)
}

// Outside, a changed byte, a missing file and another place are damages; a place that
// does not answer is none, and passes.
func TestDamageOutside(t *testing.T) {
	out := newShelf()
	s := files.Store{Engine: mem.New(), Outside: out}
	sum, err := s.Put(t.Context(), pattern(1000))
	require.NoError(t, err)
	get := func() error { _, err := s.Get(t.Context(), sum); return err }

	whole := out.has[sum]
	out.has[sum] = append(bytes.Clone(whole[:999]), whole[999]^1)
	require.ErrorIs(t, get(), storage.ErrCorrupt)
	out.has[sum] = append(bytes.Clone(whole), 'x')
	require.ErrorIs(t, get(), storage.ErrCorrupt, "longer than it was")
	delete(out.has, sum)
	require.ErrorIs(t, get(), storage.ErrCorrupt)
	require.NotErrorIs(t, get(), storage.ErrNoFile, "it is there, and its bytes are gone")
	out.has[sum] = whole

	out.down = errors.New("connection refused")
	require.ErrorIs(t, get(), out.down)
	require.NotErrorIs(t, get(), storage.ErrCorrupt)
	_, err = s.Put(t.Context(), pattern(2000))
	require.ErrorIs(t, err, out.down)
	out.down = nil
	c, _, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, c.Outside, "what could not be stored is not there")

	_, err = files.Store{Engine: s.Engine}.Get(t.Context(), sum)
	require.ErrorIs(t, err, files.ErrNoPlace)
}

// rows counts the rows that hold bytes.
func rows(t *testing.T, e storage.Engine) (n int) {
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		n = 0
		return r.Scan(storage.RowFile.Prefix(), "", 0, func(key string, _ []byte) error {
			if len(storage.Components(key)) == 3 {
				n++
			}
			return nil
		})
	}))
	return n
}

// Files move out and in again; the store's own rows go and come with them, and each
// can be read at any time.
func TestFilesMove(t *testing.T) {
	e, out := mem.New(), newShelf()
	inside := files.Store{Engine: e}
	var sums []string
	for i := range 5 {
		sum, err := inside.Put(t.Context(), pattern(300<<10+i))
		require.NoError(t, err)
		sums = append(sums, sum)
	}
	_, err := inside.MoveOut(t.Context())
	require.ErrorIs(t, err, files.ErrNoPlace)
	require.Equal(t, 10, rows(t, e))

	s := files.Store{Engine: e, Outside: out}
	m, err := s.MoveOut(t.Context())
	require.NoError(t, err)
	require.Equal(t, 5, m.Files)
	require.Empty(t, m.Failed)
	require.Equal(t, files.Count{Outside: 5, OutsideBytes: m.Bytes, Places: []string{"shelf"}}, m.Count)
	require.Zero(t, rows(t, e))
	for i, sum := range sums {
		got, err := s.Get(t.Context(), sum)
		require.NoError(t, err)
		require.Len(t, got, 300<<10+i)
	}
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		c, err := audit.CheckRows(r)
		require.True(t, c.OK(), c.List)
		require.Equal(t, []string{"shelf"}, c.Places)
		require.Equal(t, 5, c.Outside)
		require.Zero(t, c.Files)
		return err
	}))

	m, err = s.MoveIn(t.Context())
	require.NoError(t, err)
	require.Equal(t, 5, m.Files)
	require.Equal(t, 5, m.Count.Inside)
	require.Len(t, out.has, 5, "nothing outside is deleted")
	_, bad, err := inside.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, bad)
}

// What does not come back whole from outside stays inside.
func TestMoveOutReadsBack(t *testing.T) {
	e, out := mem.New(), newShelf()
	inside := files.Store{Engine: e}
	good, err := inside.Put(t.Context(), pattern(1000))
	require.NoError(t, err)
	bad, err := inside.Put(t.Context(), pattern(2000))
	require.NoError(t, err)
	out.lose = func(name string, data []byte) []byte {
		if name == bad {
			return data[:len(data)-1]
		}
		return data
	}
	s := files.Store{Engine: e, Outside: out}
	m, err := s.MoveOut(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, m.Files)
	require.Len(t, m.Failed, 1)
	require.Equal(t, storage.RowFile.Key(bad), m.Failed[0].Key)
	for _, sum := range []string{good, bad} {
		_, err := s.Get(t.Context(), sum)
		require.NoError(t, err)
	}
	out.lose = nil
	m, err = s.MoveOut(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, m.Files, "the rest goes the next time")
	require.Zero(t, m.Count.Inside)

	out.down = errors.New("connection refused")
	_, err = s.MoveIn(t.Context())
	require.ErrorIs(t, err, out.down)
	require.True(t, strings.HasPrefix(err.Error(), "after 0 files"), err)
}
