// Package files keeps the bytes of what people send and of the papers made of it:
// in the store itself, or in a place outside that is made for bytes.
//
// Promises: a file is known by the hex SHA-256 of its bytes, and what is read is
// compared with it; a file is there, for [Store.Get] and in every backup's list, only
// once all its bytes are where its head says; one that is moved leaves its old place
// only after it was read back whole from the new one. Nothing outside is ever
// deleted: an older backup may name it.
package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"liubao/storage"
)

// partLen is the length in bytes of a file's parts but the last in the store. It
// leaves room for a part and its key under [storage.MaxValue].
const partLen = 256 << 10

// Max is the length in bytes of the longest file kept: what Telegram lets a bot
// download.
const Max = 20 << 20

// Objects is a place for bytes outside the store, by name.
type Objects interface {
	// Put stores bytes under a name, again where there are some. nil means that the
	// place has them durably.
	Put(ctx context.Context, name string, data []byte) error
	// Get returns what stands under a name; [storage.ErrNoFile] where nothing does.
	Get(ctx context.Context, name string) (io.ReadCloser, error)
	// Check says what keeps files from being kept there, nil where nothing does.
	Check(ctx context.Context) error
	// String says where it is, as it is kept in heads and shown to the operator. It
	// holds no secret.
	String() string
}

// ErrNoPlace: the file's bytes lie in a place that the configuration does not name.
var ErrNoPlace = errors.New("the configuration names no such place for files")

// Store keeps files. Its methods may be called from any goroutine.
type Store struct {
	Engine  storage.Engine
	Outside Objects // nil: new files go into the store
}

// Put keeps a file and returns the hex SHA-256 of its bytes. Into the store it takes
// a transaction for each 256 KiB, and a last one that makes the file be there; cut
// short, it leaves what a repetition takes over. Over [Max] it returns
// [storage.ErrTooLarge].
func (s Store) Put(ctx context.Context, data []byte) (sum string, err error) {
	if len(data) > Max {
		return "", fmt.Errorf("%w: a file of more than %d bytes", storage.ErrTooLarge, Max)
	}
	sum = sumOf(data)
	switch _, err := s.head(ctx, sum); {
	case err == nil:
		return sum, nil
	case !errors.Is(err, storage.ErrNoFile):
		return "", err
	}
	head, err := s.place(ctx, sum, data)
	if err != nil {
		return "", err
	}
	return sum, s.Engine.Update(ctx, func(tx storage.Tx) error { return storage.SaveFileHead(tx, sum, head) })
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// place puts the bytes where new files go, and returns the head that says so.
func (s Store) place(ctx context.Context, sum string, data []byte) (storage.FileHead, error) {
	if s.Outside == nil || len(data) == 0 { // there are servers that take no object without bytes
		return s.parts(ctx, sum, data)
	}
	if err := s.Outside.Put(ctx, sum, data); err != nil {
		return storage.FileHead{}, fmt.Errorf("store a file in %s: %w", s.Outside, err)
	}
	return storage.FileHead{Size: int64(len(data)), Outside: s.Outside.String()}, nil
}

// parts writes a file's bytes into the store.
func (s Store) parts(ctx context.Context, sum string, data []byte) (storage.FileHead, error) {
	head := storage.FileHead{Size: int64(len(data))}
	for part := range slices.Chunk(data, partLen) {
		key := storage.FilePartKey(sum, head.Parts)
		if err := s.Engine.Update(ctx, func(tx storage.Tx) error { return tx.Put(key, part) }); err != nil {
			return head, err
		}
		head.Parts++
	}
	return head, nil
}

func (s Store) head(ctx context.Context, sum string) (h storage.FileHead, err error) {
	err = s.Engine.View(ctx, func(r storage.Reader) error {
		h, err = storage.HeadOfFile(r, sum)
		return err
	})
	return h, err
}

// Get returns a file's bytes, at most [Max] of them. [storage.ErrNoFile] where there
// is no such file; [storage.ErrCorrupt] where its bytes are not those it is named
// after, or gone from the place that should have them; [ErrNoPlace] where that place
// is not the configuration's. Any other error may pass.
func (s Store) Get(ctx context.Context, sum string) ([]byte, error) {
	var b bytes.Buffer
	var head storage.FileHead
	err := s.Engine.View(ctx, func(r storage.Reader) (err error) {
		b.Reset()
		if head, err = storage.HeadOfFile(r, sum); err != nil || head.Outside != "" {
			return err
		}
		return storage.GetFile(r, sum, &b)
	})
	switch {
	case err != nil:
		return nil, err
	case head.Outside != "":
		return s.fetch(ctx, sum, head)
	}
	return b.Bytes(), nil
}

// fetch reads a file from outside.
func (s Store) fetch(ctx context.Context, sum string, head storage.FileHead) ([]byte, error) {
	if s.Outside == nil || s.Outside.String() != head.Outside {
		return nil, fmt.Errorf("%w: file %s is in %s", ErrNoPlace, sum, head.Outside)
	}
	in, err := s.Outside.Get(ctx, sum)
	if errors.Is(err, storage.ErrNoFile) {
		return nil, fmt.Errorf("%w: file %s is gone from %s", storage.ErrCorrupt, sum, head.Outside)
	} else if err != nil {
		return nil, fmt.Errorf("read a file from %s: %w", head.Outside, err)
	}
	defer in.Close() // only read
	data, err := io.ReadAll(io.LimitReader(in, head.Size+1))
	if err != nil {
		return nil, fmt.Errorf("read a file from %s: %w", head.Outside, err)
	}
	if sumOf(data) != sum {
		return nil, fmt.Errorf("%w: what %s has under %s is not what was stored", storage.ErrCorrupt, head.Outside, sum)
	}
	return data, nil
}
