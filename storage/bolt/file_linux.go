package bolt

import (
	"math/bits"

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
