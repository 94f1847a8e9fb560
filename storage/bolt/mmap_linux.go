package bolt

import "math/bits"

// initialMmapSize is how much address space is set aside for the file, in
// bytes. bbolt maps the file anew when it outgrows its mapping and waits for
// every reader to do so; with 64 GiB it never has to. Address space costs no
// memory. On 32 bits there is none to spare.
const initialMmapSize = (64 << 30) * (bits.UintSize / 64) & (1<<(bits.UintSize-1) - 1)
