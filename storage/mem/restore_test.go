package mem

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"liubao/storage"
)

// Nothing but tests reads what the engine of tests backs up: that a backup is whole.

// Restore returns an engine that holds what [Engine.Backup] wrote. Anything
// else is [storage.ErrCorrupt].
func Restore(r io.Reader) (*Engine, error) {
	in := &summed{in: bufio.NewReader(r)}
	if head, err := in.take(uint64(len(magic)), uint64(len(magic))); err != nil || string(head) != magic {
		return nil, fmt.Errorf("%w: not a backup of this engine", storage.ErrCorrupt)
	}
	e := New()
	for {
		key, err := in.chunk(storage.MaxKey)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
		}
		if len(key) == 0 {
			break
		}
		val, err := in.chunk(storage.MaxValue)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
		}
		e.root.Set(string(key), val)
	}
	want := in.sum
	var got uint32
	if err := binary.Read(in.in, binary.BigEndian, &got); err != nil || got != want {
		return nil, fmt.Errorf("%w: the backup's checksum does not match", storage.ErrCorrupt)
	}
	return e, nil
}

// summed reads pieces and keeps the checksum of all it read.
type summed struct {
	in  *bufio.Reader
	sum uint32
}

func (s *summed) chunk(most uint64) ([]byte, error) {
	n, err := binary.ReadUvarint(s)
	if err != nil {
		return nil, fmt.Errorf("read a length: %w", err)
	}
	return s.take(n, most)
}

func (s *summed) take(n, most uint64) ([]byte, error) {
	if n > most {
		return nil, errors.New("a length is out of range")
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(s.in, b); err != nil {
		return nil, fmt.Errorf("read %d bytes: %w", n, err)
	}
	s.sum = crc32.Update(s.sum, castagnoli, b)
	return b, nil
}

// ReadByte lets lengths be read one byte at a time.
func (s *summed) ReadByte() (byte, error) {
	c, err := s.in.ReadByte()
	if err == nil {
		s.sum = crc32.Update(s.sum, castagnoli, []byte{c})
	}
	return c, err
}
