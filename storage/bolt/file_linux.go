package bolt

import (
	"bytes"
	"math/bits"
	"os"
	"strconv"

	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// initialMmapSize is how much address space is set aside for the file, in
// bytes. bbolt maps the file anew when it outgrows its mapping and waits for
// every reader to do so; with 64 GiB it never has to. Address space costs no
// memory. On 32 bits there is none to spare.
const initialMmapSize = (64 << 30) * (bits.UintSize / 64) & (1<<(bits.UintSize-1) - 1)

// trim takes the pages of the file that were touched out of the process's
// memory; they stay in the system's cache and come back when used.
// That it does not work is no error.
func trim(db *bbolt.DB) {
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, db.Info().Data, initialMmapSize, unix.MADV_DONTNEED)
}

// resident returns how much of files the process has in memory, in bytes, as
// told by an open /proc/self/statm.
func resident(statm *os.File) (int, bool) {
	var text [128]byte
	n, _ := statm.ReadAt(text[:], 0) // what was read is looked at
	fields := bytes.Fields(text[:n])
	if len(fields) < 3 {
		return 0, false
	}
	pages, err := strconv.Atoi(string(fields[2]))
	return pages * os.Getpagesize(), err == nil
}

// trimmer keeps the file from filling the process's memory.
type trimmer struct {
	db    *bbolt.DB
	alone *os.File // see alone; nil where that is not to be had
	statm *os.File // nil where it cannot be read
	low   int      // what was resident after the last trim
}

// trimOver is how many bytes of the file, by and large, may come into memory
// until they are taken out again.
const trimOver = 2 << 20

func newTrimmer(db *bbolt.DB) *trimmer {
	t := &trimmer{db: db, alone: alone(db.Info().Data, initialMmapSize)}
	if f, err := os.Open("/proc/self/statm"); err == nil {
		t.statm = f
		t.low, _ = resident(f)
	}
	return t
}

// committed is called after each commit: it and all reading since the last
// touched pages.
func (t *trimmer) committed() {
	if t.statm == nil {
		return
	}
	now, ok := resident(t.statm)
	t.low = min(t.low, now)
	if !ok || now-t.low < trimOver {
		return
	}
	trim(t.db)
	t.low, _ = resident(t.statm)
}

func (t *trimmer) close() {
	for _, f := range []*os.File{t.alone, t.statm} {
		if f != nil {
			_ = f.Close() // only read
		}
	}
}
