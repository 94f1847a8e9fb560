package members

import (
	"context"
	"io"
	"net"
	"sync/atomic"
	"time"
)

// Line carries bytes between clients and a server, and can hold the server's answers
// back.
type Line struct {
	ln    net.Listener
	to    string
	delay atomic.Int64
	ctx   context.Context
	stop  context.CancelFunc
}

// NewLine listens for whoever wants to speak to a server, which is a host:port.
func NewLine(to string) (*Line, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Line{ln: ln, to: to}
	l.ctx, l.stop = context.WithCancel(context.Background())
	go func() {
		for {
			in, err := ln.Accept()
			if err != nil {
				return
			}
			go l.carry(in)
		}
	}()
	return l, nil
}

// Addr is where the line begins, a host:port.
func (l *Line) Addr() string { return l.ln.Addr().String() }

// Delay holds back from now on what the server says, for so long.
func (l *Line) Delay(d time.Duration) { l.delay.Store(int64(d)) }

// Close cuts the line.
func (l *Line) Close() {
	l.stop()
	_ = l.ln.Close()
}

func (l *Line) carry(in net.Conn) {
	defer func() { _ = in.Close() }()
	var d net.Dialer
	out, err := d.DialContext(l.ctx, "tcp", l.to)
	if err != nil {
		return
	}
	defer func() { _ = out.Close() }()
	defer context.AfterFunc(l.ctx, func() { _ = in.Close(); _ = out.Close() })()
	go func() {
		_, _ = io.Copy(out, in)
		_ = out.Close()
	}()
	l.back(in, out)
}

// piece is something the server said, and when it is handed on.
type piece struct {
	b  []byte
	at time.Time
}

// back hands on what the server says, as late as the line is slow.
func (l *Line) back(in, out net.Conn) {
	pieces := make(chan piece, 4096)
	go func() {
		defer close(pieces)
		for {
			b := make([]byte, 32<<10)
			n, err := out.Read(b)
			if n > 0 {
				pieces <- piece{b[:n], time.Now().Add(time.Duration(l.delay.Load()))}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range pieces {
		time.Sleep(time.Until(p.at))
		if _, err := in.Write(p.b); err != nil {
			_ = out.Close()
		}
	}
}
