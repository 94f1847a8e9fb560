package clock

import (
	"container/heap"
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var start = time.Date(2026, 12, 10, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

// both is what the bot, the limiter and the reconciler ask for.
type both interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
	Timer(d time.Duration) (<-chan time.Time, func() bool)
	Sleep(ctx context.Context, d time.Duration) error
}

var (
	_ both = Real{}
	_ both = (*Virtual)(nil)
)

func TestVirtualStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVirtual(start)
		c := v.After(time.Second)
		time.Sleep(time.Hour) // the machine's clock, as synctest fakes it
		assert.Equal(t, start, v.Now())
		assert.Empty(t, c)
	})
}

func TestAdvanceFiresInOrder(t *testing.T) {
	v := NewVirtual(start)
	late := v.After(2 * time.Hour)
	early := v.After(time.Hour)
	never := v.After(3 * time.Hour)

	v.AdvanceTo(start.Add(2 * time.Hour))

	assert.Equal(t, start.Add(time.Hour), <-early)
	assert.Equal(t, start.Add(2*time.Hour), <-late)
	assert.Empty(t, never)
	assert.Equal(t, start.Add(2*time.Hour), v.Now())
	next, ok := v.NextTimer()
	assert.True(t, ok)
	assert.Equal(t, start.Add(3*time.Hour), next)
}

// TestTimersOfOneMomentFireInOrder looks inside: the channels cannot show it.
func TestTimersOfOneMomentFireInOrder(t *testing.T) {
	v := NewVirtual(start)
	var made []<-chan time.Time
	for range 20 {
		made = append(made, v.After(time.Hour))
	}
	for i, fired := range made {
		w := heap.Pop(&v.waiting).(*waiter)
		assert.Equal(t, (<-chan time.Time)(w.fired), fired, "timer %d", i)
	}
}

func TestAdvanceNeverGoesBack(t *testing.T) {
	v := NewVirtual(start)
	v.AdvanceTo(start.Add(-time.Hour))
	assert.Equal(t, start, v.Now())
}

func TestTimerForThePastFiresAtOnce(t *testing.T) {
	v := NewVirtual(start)
	assert.Len(t, v.After(0), 1)
	assert.Len(t, v.After(-time.Minute), 1)
	_, ok := v.NextTimer()
	assert.False(t, ok)
}

func TestStoppedTimerIsForgotten(t *testing.T) {
	v := NewVirtual(start)
	fired, stop := v.Timer(time.Hour)
	assert.True(t, stop())
	assert.False(t, stop(), "a second stop has nothing to stop")
	v.Advance(2 * time.Hour)
	assert.Empty(t, fired)

	_, stop = v.Timer(time.Hour)
	v.Advance(time.Hour)
	assert.False(t, stop(), "it has fired")
}

func TestJumpKeepsTheWaitLeft(t *testing.T) {
	v := NewVirtual(start)
	c := v.After(time.Hour)
	v.Jump(start.Add(-24 * time.Hour))
	assert.Equal(t, start.Add(-24*time.Hour), v.Now())
	v.Advance(59 * time.Minute)
	assert.Empty(t, c)
	v.Jump(start.Add(100 * time.Hour))
	assert.Empty(t, c)
	v.Advance(time.Minute)
	assert.Len(t, c, 1)
}

func TestSleepEndsWithTheContext(t *testing.T) {
	for name, c := range map[string]both{"real": Real{}, "virtual": NewVirtual(start)} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			assert.ErrorIs(t, c.Sleep(ctx, time.Hour), context.Canceled)
		})
	}
	v := NewVirtual(start)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- v.Sleep(ctx, time.Hour) }()
	require.NoError(t, v.BlockUntil(t.Context(), 1))
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
	_, ok := v.NextTimer()
	assert.False(t, ok, "the timer of a sleep that was given up is gone")
}

func TestLoopLivesThroughEveryMoment(t *testing.T) {
	v := NewVirtual(start)
	ctx, cancel := context.WithCancel(t.Context())
	var woke []time.Time
	done := make(chan struct{})
	go func() {
		defer close(done)
		for v.Sleep(ctx, time.Hour) == nil {
			woke = append(woke, v.Now())
		}
	}()
	for range 3 {
		require.NoError(t, v.BlockUntil(ctx, 1))
		next, ok := v.NextTimer()
		require.True(t, ok)
		v.AdvanceTo(next)
	}
	require.NoError(t, v.BlockUntil(ctx, 1))
	cancel()
	<-done
	assert.Equal(t, []time.Time{start.Add(1 * time.Hour), start.Add(2 * time.Hour), start.Add(3 * time.Hour)}, woke)
}

func TestSpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVirtual(start)
		v.SetSpeed(3600)
		hour, day := v.After(time.Hour), v.After(24*time.Hour)
		time.Sleep(time.Second + time.Millisecond)
		assert.Equal(t, start.Add(time.Hour+3600*time.Millisecond), v.Now())
		assert.Equal(t, start.Add(time.Hour), <-hour)
		assert.Empty(t, day)

		v.SetSpeed(0)
		stood := v.Now()
		time.Sleep(time.Hour)
		assert.Equal(t, stood, v.Now())
		assert.Empty(t, day)

		v.SetSpeed(86400)
		<-day // the driver fires it without anybody asking for the time
		assert.InDelta(t, 86400, v.Speed(), 0)
		assert.Panics(t, func() { v.SetSpeed(-1) })
	})
}

func TestRealClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Real
		before := c.Now()
		require.NoError(t, c.Sleep(t.Context(), time.Minute))
		<-c.After(time.Minute)
		fired, stop := c.Timer(time.Minute)
		<-fired
		assert.False(t, stop())
		assert.Equal(t, 3*time.Minute, c.Now().Sub(before))
	})
}

// TestManyGoroutines is for the race detector: everything at once.
func TestManyGoroutines(t *testing.T) {
	v := NewVirtual(start)
	v.SetSpeed(1000)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 50 {
				_, stop := v.Timer(time.Duration(n) * time.Minute)
				_ = v.Sleep(t.Context(), time.Duration(i)*time.Millisecond)
				v.Advance(time.Second)
				v.NextTimer()
				stop()
			}
		})
	}
	all.Wait()
	v.SetSpeed(0)
	_, ok := v.NextTimer()
	assert.False(t, ok)
}

// TestAgainstAList compares the clock with a plain list of due times.
func TestAgainstAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := NewVirtual(start)
		type timer struct {
			due   time.Time
			fired <-chan time.Time
			stop  func() bool
			over  bool
		}
		var all []*timer
		now := start
		t.Repeat(map[string]func(*rapid.T){
			"timer": func(t *rapid.T) {
				d := time.Duration(rapid.IntRange(-2, 50).Draw(t, "d"))
				fired, stop := v.Timer(d)
				all = append(all, &timer{due: now.Add(d), fired: fired, stop: stop})
			},
			"advance": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "by")))
				v.AdvanceTo(now)
			},
			"stop": func(t *rapid.T) {
				if len(all) == 0 {
					t.Skip("no timer yet")
				}
				one := rapid.SampledFrom(all).Draw(t, "timer")
				open := !one.over && one.due.After(now)
				assert.Equal(t, open, one.stop())
				one.over = one.over || open
			},
			"": func(t *rapid.T) {
				assert.Equal(t, now, v.Now())
				var next time.Time
				for _, one := range all {
					if one.over {
						continue
					}
					if one.due.After(now) {
						assert.Empty(t, one.fired)
						if next.IsZero() || one.due.Before(next) {
							next = one.due
						}
						continue
					}
					assert.Equal(t, one.due, <-one.fired)
					one.over = true
				}
				at, ok := v.NextTimer()
				assert.Equal(t, !next.IsZero(), ok)
				assert.Equal(t, next, at)
			},
		})
	})
}
