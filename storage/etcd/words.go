package etcd

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"liubao/storage"
)

// connecting has members that were away found again within seconds.
var connecting = grpc.ConnectParams{
	Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second},
	MinConnectTimeout: 2 * time.Second,
}

// ErrAway: etcd does not answer, or has no quorum.
var ErrAway = errors.New("etcd does not answer")

// plainly says what went wrong with a request, and what to do where the operator
// can. What ctx ended is ctx's error.
func plainly(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, rpctypes.ErrNoSpace):
		return fmt.Errorf("etcd is out of space: compact it, defragment every member and disarm the alarm (etcdctl compact, defrag, alarm disarm), or raise --quota-backend-bytes: %w", err)
	case errors.Is(err, rpctypes.ErrTooManyOps), errors.Is(err, rpctypes.ErrRequestTooLarge):
		return fmt.Errorf("%w: start every member of etcd with --max-txn-ops=%d --max-request-bytes=%d: %w", storage.ErrTooLarge, wantOps, wantBytes, err)
	case errors.Is(err, rpctypes.ErrCompacted):
		return fmt.Errorf("what was being read is compacted away in etcd meanwhile; try again, and keep at least an hour (--auto-compaction-retention=1h): %w", err)
	case errors.Is(err, rpctypes.ErrPermissionDenied):
		return fmt.Errorf("etcd refuses the user these keys; grant its role readwrite on the prefix: %w", err)
	case errors.Is(err, rpctypes.ErrAuthFailed), errors.Is(err, rpctypes.ErrUserEmpty), errors.Is(err, rpctypes.ErrAuthNotEnabled):
		return fmt.Errorf("etcd refuses the user or its password: %w", err)
	case strings.Contains(err.Error(), "authentication handshake failed"):
		return fmt.Errorf("%w: it does not trust this bot's certificate (etcd_cert), or this bot not its own (etcd_ca): %w", ErrAway, err)
	case errors.Is(err, context.DeadlineExceeded), codeOf(err) == codes.Unavailable, codeOf(err) == codes.DeadlineExceeded:
		return fmt.Errorf("%w, or has no quorum: %w", ErrAway, err)
	}
	return fmt.Errorf("etcd: %w", err)
}

// codeOf returns the code of an error of a request.
func codeOf(err error) codes.Code {
	if e, ok := errors.AsType[rpctypes.EtcdError](err); ok {
		return e.Code()
	}
	return status.Code(err)
}

// refused reports whether an error says that a request was certainly not carried
// out, and never will be.
func refused(err error) bool {
	switch codeOf(err) {
	case codes.ResourceExhausted, codes.InvalidArgument, codes.PermissionDenied, codes.Unauthenticated, codes.FailedPrecondition, codes.OutOfRange, codes.Unimplemented:
		return true
	}
	return false
}

// notDurable is the error of a commit.
func notDurable(err error) error { return fmt.Errorf("%w: %w", storage.ErrNotDurable, err) }
