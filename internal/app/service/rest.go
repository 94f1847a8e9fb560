package service

import (
	"context"
	"fmt"
	"time"
)

// restTime bounds how long a service may take to come to rest; it is reached only
// where something is stuck.
const restTime = 30 * time.Second

// Rest waits until nothing can be done at this moment of the clock, and also holds:
// what whoever moves the clock knows of the other end of the line, nil for nothing.
// The wait is on the machine's clock.
func (s *Service) Rest(ctx context.Context, also func() bool) error {
	deadline := time.Now().Add(restTime)
	for quiet := 0; quiet < 3; { // a job that was woken may not have begun
		if s.Idle() && (also == nil || also()) {
			quiet++
		} else {
			quiet = 0
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Microsecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the bot does not come to rest: idle %v", s.Idle())
		}
	}
	return nil
}
