//go:build unix

package telegram

import (
	"errors"
	"net"
	"os"
	"syscall"
	"time"
)

// alive reports whether a connection at rest can be used: the server has
// neither closed it nor sent anything unasked. A request written to a closed one
// would be left in doubt.
func alive(c net.Conn) bool {
	if t, ok := c.(interface{ NetConn() net.Conn }); ok { // TLS may hold a record that nobody has asked for
		_ = c.SetReadDeadline(time.Unix(1, 0))
		n, err := c.Read(make([]byte, 1))
		_ = c.SetReadDeadline(time.Time{})
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return false
		}
		c = t.NetConn()
	}
	s, ok := c.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return false
	}
	quiet := false
	err = raw.Read(func(fd uintptr) bool {
		var b [1]byte
		_, err := syscall.Read(int(fd), b[:])
		quiet = err == syscall.EAGAIN || err == syscall.EWOULDBLOCK
		return true
	})
	return err == nil && quiet
}
