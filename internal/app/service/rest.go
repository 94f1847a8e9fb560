package service

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

// restTime bounds how long a service may take to come to rest; it is reached only
// where something is stuck.
const restTime = 30 * time.Second

// restPause lies between two looks, and restSoon is how long a moment lasts as a rule.
const (
	restPause = 100 * time.Microsecond
	restSoon  = time.Millisecond
)

// Rest waits until nothing can be done at this moment of the clock, and also holds:
// what whoever moves the clock knows of the other end of the line, nil for nothing.
// The wait is on the machine's clock.
func (s *Service) Rest(ctx context.Context, also func() bool) error {
	begun := time.Now()
	for quiet := 0; quiet < 3; { // a job that was woken may not have begun
		if s.Idle() && (also == nil || also()) {
			quiet++
		} else {
			quiet = 0
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		lasted := time.Since(begun)
		if lasted > restTime {
			return fmt.Errorf("the bot does not come to rest: idle %v", s.Idle())
		}
		letOthersRun(quiet > 0 || lasted < restSoon)
	}
	return nil
}

// letOthersRun lets others run. A sleep lasts a millisecond at least, ten times what most
// moments take: who expects an end soon keeps looking instead.
func letOthersRun(soon bool) {
	if !soon {
		time.Sleep(restPause)
		return
	}
	for until := time.Now().Add(restPause); time.Now().Before(until); {
		runtime.Gosched()
	}
}
