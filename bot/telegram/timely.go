package telegram

import (
	"context"
	"io"
	"net/http"
	"time"
)

// timely is a request's body that ends in an error once the request's time is over. It
// is read just before the first byte goes out: of several bots, the one that led and was
// frozen between its last look at the lease and that byte sends nothing when it wakes,
// for the lease ends no sooner than the request's time.
type timely struct {
	io.ReadCloser
	until time.Time
}

func (b timely) Read(p []byte) (int, error) {
	if !time.Now().Before(b.until) { //nolint:forbidigo // the deadlines of net/http are on the machine's clock
		return 0, context.DeadlineExceeded
	}
	return b.ReadCloser.Read(p)
}

// inTime makes a request's body timely, where the request has a deadline.
func inTime(req *http.Request) {
	until, ok := req.Context().Deadline()
	if !ok || req.Body == nil {
		return
	}
	req.Body = timely{req.Body, until}
	if again := req.GetBody; again != nil {
		req.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			return timely{body, until}, err
		}
	}
}
