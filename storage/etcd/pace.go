package etcd

import (
	"context"
	"fmt"
	"time"
)

// looks is how many answers of etcd are timed for [Engine.Pace].
const looks = 3

// Pace returns how long etcd takes for an answer that a majority of its members
// stands for: the slowest of a few.
func (e *Engine) Pace(ctx context.Context) (slowest time.Duration, err error) {
	if err := e.door.Enter(ctx); err != nil {
		return 0, err
	}
	defer e.door.Leave()
	if _, err := e.revision(ctx); err != nil { // it connects
		return 0, err
	}
	for range looks {
		asked := time.Now()
		if _, err := e.revision(ctx); err != nil {
			return 0, err
		}
		slowest = max(slowest, time.Since(asked))
	}
	return slowest, nil
}

// LeaseFor returns the shortest lease to be used where etcd answers after so long:
// three times that, in whole seconds, from 2 s on. From the beginning of a lease two
// answers have to come in four fifths of it before this process leads, and a lease
// must be renewed while half of it is left.
func LeaseFor(answer time.Duration) time.Duration {
	return max(2*time.Second, (3*answer + time.Second - 1).Truncate(time.Second))
}

// tooShort is the error of a process that cannot lead because the lease would be over
// before etcd has answered twice, nil where it would not.
func (e *Engine) tooShort(answer time.Duration) error {
	if 5*answer < 2*e.opt.Lease {
		return nil
	}
	return fmt.Errorf("etcd takes %s for an answer, and a lease of %s is too short for that: %s or more is needed (data.lease)",
		answer.Round(100*time.Millisecond), e.opt.Lease, LeaseFor(answer))
}
