package clock

import (
	"container/heap"
	"context"
	"math"
	"sync"
	"time"
)

// Virtual is a clock that its owner moves. At speed 0 it stands still between
// calls of AdvanceTo; at a higher speed it also runs by itself, so many times
// as fast as the machine's clock.
//
// Timers fire in the order of their due times, those due at one moment in the
// order in which they were made, and each receives its own due time. A timer
// that is made for a moment already reached fires at once. All methods may be
// called from any goroutine.
type Virtual struct {
	mu      sync.Mutex
	now     time.Time // virtual time at real
	real    time.Time // the machine's time at which now was set
	speed   float64
	waiting waiters
	made    uint64        // timers made so far, to order those due together
	driver  *time.Timer   // fires the first waiter while the clock runs
	changed chan struct{} // closed and replaced whenever a timer is made or ends
}

// NewVirtual returns a clock that stands still at start.
func NewVirtual(start time.Time) *Virtual {
	return &Virtual{now: start.Round(0), real: time.Now(), changed: make(chan struct{})}
}

// Now returns the virtual time, in the location of the start.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settle()
	return v.now
}

// After returns a channel that receives the time once the clock has moved by d.
func (v *Virtual) After(d time.Duration) <-chan time.Time {
	fired, _ := v.Timer(d)
	return fired
}

// Timer is After with a way to give up: stop releases the timer, so that
// NextTimer no longer counts it, and reports whether it had not fired yet.
func (v *Virtual) Timer(d time.Duration) (fired <-chan time.Time, stop func() bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settle()
	w := &waiter{due: v.now.Add(d), order: v.made, fired: make(chan time.Time, 1)}
	v.made++
	heap.Push(&v.waiting, w)
	v.fire()
	return w.fired, func() bool { return v.stop(w) }
}

// Sleep returns nil once the clock has moved by d, or the context's error if
// that ends first.
func (v *Virtual) Sleep(ctx context.Context, d time.Duration) error {
	return sleep(ctx, d, v.Timer)
}

// AdvanceTo moves the clock to t and fires the timers due on the way. It does
// nothing when t has passed already. Goroutines that are woken run on their
// own: a loop that sets its next timer only after it woke sees the clock at t,
// so whoever wants every moment lived through advances to NextTimer again and
// again and waits for the program to settle in between.
func (v *Virtual) AdvanceTo(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settle()
	if t.After(v.now) {
		v.now = t.In(v.now.Location()).Round(0)
	}
	v.fire()
}

// Advance moves the clock on by d; see AdvanceTo.
func (v *Virtual) Advance(d time.Duration) { v.AdvanceTo(v.Now().Add(d)) }

// Jump sets the clock to t, forward or back, as somebody who corrects the
// machine's clock does: no timer fires, and each keeps the wait it had left.
func (v *Virtual) Jump(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settle()
	by := t.Sub(v.now)
	v.now = v.now.Add(by)
	for _, w := range v.waiting {
		w.due = w.due.Add(by)
	}
	v.fire()
}

// NextTimer returns the moment at which the next timer fires; ok is false when
// nobody waits.
func (v *Virtual) NextTimer() (at time.Time, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settle()
	v.fire()
	if len(v.waiting) == 0 {
		return time.Time{}, false
	}
	return v.waiting[0].due, true
}

// SetSpeed lets the clock run factor times as fast as the machine's; 0 stops
// it. It panics on a negative or non-finite factor.
func (v *Virtual) SetSpeed(factor float64) {
	if factor < 0 || math.IsNaN(factor) || math.IsInf(factor, 0) {
		panic("clock: speed must be a finite number, 0 or more")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settle()
	v.speed = factor
	v.fire()
}

// Speed returns the factor set by SetSpeed, 0 for a clock that stands still.
func (v *Virtual) Speed() float64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.speed
}

// BlockUntil returns nil once at least n timers wait at the same time, or the
// context's error if that ends first. With it a test knows that a loop has
// come round to its next wait.
func (v *Virtual) BlockUntil(ctx context.Context, n int) error {
	for {
		v.mu.Lock()
		enough, changed := len(v.waiting) >= n, v.changed
		v.mu.Unlock()
		if enough {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// settle brings now up to the moment while the clock runs. The lock is held.
func (v *Virtual) settle() {
	real := time.Now()
	if v.speed > 0 {
		passed := float64(real.Sub(v.real)) * v.speed
		v.now = v.now.Add(clampDuration(passed))
	}
	v.real = real
}

// fire wakes whoever is due and sets the driver for the next one. The lock is
// held and now is settled.
func (v *Virtual) fire() {
	for len(v.waiting) > 0 && !v.waiting[0].due.After(v.now) {
		w := heap.Pop(&v.waiting).(*waiter)
		w.fired <- w.due // never blocks: one value, room for one
	}
	close(v.changed)
	v.changed = make(chan struct{})
	v.drive()
}

// drive sets the machine's timer that fires the first waiter. The lock is held.
func (v *Virtual) drive() {
	if v.driver != nil {
		v.driver.Stop()
		v.driver = nil
	}
	if v.speed == 0 || len(v.waiting) == 0 {
		return
	}
	wait := float64(v.waiting[0].due.Sub(v.now)) / v.speed
	// One nanosecond more than the quotient: rounding never wakes too early.
	v.driver = time.AfterFunc(clampDuration(math.Ceil(wait)+1), func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.settle()
		v.fire()
	})
}

func (v *Virtual) stop(w *waiter) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if w.at < 0 {
		return false
	}
	heap.Remove(&v.waiting, w.at)
	v.settle()
	v.fire()
	return true
}

func clampDuration(f float64) time.Duration {
	if f >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(f)
}

// waiter is one timer that has not fired.
type waiter struct {
	due   time.Time
	order uint64
	fired chan time.Time
	at    int // place in the heap, -1 once out of it
}

// waiters is a heap by due time, then by order.
type waiters []*waiter

func (w waiters) Len() int { return len(w) }

func (w waiters) Less(i, j int) bool {
	if !w[i].due.Equal(w[j].due) {
		return w[i].due.Before(w[j].due)
	}
	return w[i].order < w[j].order
}

func (w waiters) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].at, w[j].at = i, j
}

// Push adds a waiter; see [heap.Interface].
func (w *waiters) Push(x any) {
	n := x.(*waiter)
	n.at = len(*w)
	*w = append(*w, n)
}

// Pop takes the last waiter off; see [heap.Interface].
func (w *waiters) Pop() any {
	old := *w
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*w = old[:len(old)-1]
	last.at = -1
	return last
}
