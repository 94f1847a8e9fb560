package txn

// Arena holds copies of values and takes them back all at once, so that
// reading a value asks for no memory of its own. It belongs to one goroutine.
// The nil Arena works too: each of its copies is on its own, and stays.
type Arena struct {
	buf  []byte // the piece in use, as far as it is used
	keep int    // how many more pieces to use again
	full [][]byte
	idle [][]byte
}

// piece is how much an arena takes at a time, in bytes. One that is full is
// left to whoever still has values in it, unless it is to be used again; a value
// longer than ownPiece gets one of its own.
const (
	piece    = 64 << 10
	ownPiece = piece / 4
)

// Copy returns a copy of b, never nil. It holds until the arena takes it back.
func (a *Arena) Copy(b []byte) []byte {
	if a == nil || len(b) > ownPiece {
		return append(make([]byte, 0, len(b)), b...)
	}
	if a.buf == nil || cap(a.buf)-len(a.buf) < len(b) {
		a.next()
	}
	at := len(a.buf)
	a.buf = append(a.buf, b...)
	return a.buf[at:len(a.buf):len(a.buf)]
}

// next begins another piece.
func (a *Arena) next() {
	if a.buf != nil && len(a.full)+len(a.idle) < a.keep {
		a.full = append(a.full, a.buf)
	}
	if n := len(a.idle); n > 0 {
		a.buf, a.idle = a.idle[n-1], a.idle[:n-1]
	} else {
		a.buf = make([]byte, 0, piece)
	}
}

// Drop takes back one value where it is the last that was copied.
func (a *Arena) Drop(val []byte) {
	if a == nil || len(val) == 0 || len(val) > len(a.buf) {
		return
	}
	if at := len(a.buf) - len(val); &a.buf[at] == &val[0] {
		a.buf = a.buf[:at]
	}
}

// Reset takes everything back. What it held is overwritten with zeros, so that
// who keeps a value for too long reads none, rather than another now and then.
func (a *Arena) Reset() {
	if a == nil {
		return
	}
	clear(a.buf)
	a.buf = a.buf[:0]
	for _, p := range a.full {
		clear(p)
		a.idle = append(a.idle, p[:0])
	}
	a.full = a.full[:0]
}
