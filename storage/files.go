package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"liubao/reports"
)

// partLen is the length in bytes of a file's parts but the last. It leaves
// room for a part and its key under [MaxValue].
const partLen = 256 << 10

// MaxFile is the length in bytes of the longest file kept: what Telegram lets
// a bot download.
const MaxFile = 20 << 20

// ErrNoFile: there is no file with this hash, or not yet all of it.
var ErrNoFile = errors.New("no such file")

// fileHead says that all parts of a file are there.
type fileHead struct {
	V     int   `json:"v"`
	Size  int64 `json:"size"`
	Parts int   `json:"parts"`
}

// SaveFetch notes that a file's bytes are still to be fetched.
func SaveFetch(tx Tx, f reports.File) error { return Put(tx, FetchKey(f.UID), f) }

// Fetches returns at most limit files still to be fetched (0 for all), after
// the unique id after.
func Fetches(r Reader, after string, limit int) ([]reports.File, error) {
	var out []reports.File
	if after != "" {
		after = FetchKey(after)
	}
	err := Each(r, FetchPrefix(), after, limit, func(_ string, f reports.File) error {
		out = append(out, f)
		return nil
	})
	return out, err
}

// DeleteFetch removes the note that a file is to be fetched.
func DeleteFetch(tx Tx, uid string) error { return tx.Delete(FetchKey(uid)) }

// PutFile stores a file and returns the hex SHA-256 of its bytes, under which
// [GetFile] finds it. It takes a transaction for each 256 KiB, and a last one
// that makes the file be there; cut short, it leaves parts that a repetition
// takes over. in is read twice, since the key is known only at the end. Over
// [MaxFile] it returns [ErrTooLarge].
func PutFile(ctx context.Context, e Engine, in io.ReadSeeker) (sum string, err error) {
	h := sha256.New()
	size, err := io.Copy(h, io.LimitReader(in, MaxFile+1))
	if err != nil {
		return "", fmt.Errorf("read the file: %w", err)
	}
	if size > MaxFile {
		return "", fmt.Errorf("%w: a file of more than %d bytes", ErrTooLarge, MaxFile)
	}
	sum = hex.EncodeToString(h.Sum(nil))
	if there, err := hasFile(ctx, e, sum); err != nil || there {
		return sum, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("read the file again: %w", err)
	}
	h.Reset()
	parts, err := putParts(ctx, e, sum, min(size+1, partLen), io.TeeReader(io.LimitReader(in, size), h))
	if err != nil {
		return "", err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return "", errors.New("the file changed while it was read")
	}
	err = e.Update(ctx, func(tx Tx) error {
		return Put(tx, FileKey(sum), fileHead{V: format, Size: size, Parts: parts})
	})
	return sum, err
}

func hasFile(ctx context.Context, e Engine, sum string) (ok bool, err error) {
	err = e.View(ctx, func(r Reader) (err error) {
		_, ok, err = Get[fileHead](r, FileKey(sum))
		return err
	})
	return ok, err
}

func putParts(ctx context.Context, e Engine, sum string, part int64, in io.Reader) (parts int, err error) {
	buf := make([]byte, part)
	for {
		n, err := io.ReadFull(in, buf)
		if n > 0 {
			key := FilePartKey(sum, parts)
			if err := e.Update(ctx, func(tx Tx) error { return tx.Put(key, buf[:n]) }); err != nil {
				return 0, err
			}
			parts++
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return parts, nil
		default:
			return 0, fmt.Errorf("read the file: %w", err)
		}
	}
}

// GetFile writes a file's bytes to w. [ErrNoFile] where it is not there;
// [ErrCorrupt], perhaps after some bytes, where its hash does not match.
func GetFile(r Reader, sum string, w io.Writer) error {
	head, ok, err := Get[fileHead](r, FileKey(sum))
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: %s", ErrNoFile, sum)
	}
	h := sha256.New()
	if err := eachPart(r, sum, head.Parts, h, w); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return fmt.Errorf("%w: file %s is not what was stored", ErrCorrupt, sum)
	}
	return nil
}

func eachPart(r Reader, sum string, parts int, h hash.Hash, w io.Writer) error {
	for i := range parts {
		part, ok, err := r.Get(FilePartKey(sum, i))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%w: file %s lacks part %d", ErrCorrupt, sum, i)
		}
		_, _ = h.Write(part) // a hash's Write never fails
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("write the file: %w", err)
		}
	}
	return nil
}
