package desk

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
)

// ruled is what the director's dates and switches make of the rules, and the
// periods that follow. It holds for as long as those two are stored as they were,
// byte for byte, and is worked out once.
type ruled struct {
	dates, switches []byte // nil where there are none
	rules           schedules.Rules

	mu    sync.Mutex
	found map[periodAsked]periodFound
}

// periodAsked is a question about the periods of a duty.
type periodAsked struct {
	what byte // see the methods of Desk that ask
	duty string
	day  plan.Date
	id   string
}

type periodFound struct {
	period plan.Period
	ok     bool
}

// manyPeriods is how many answers are kept; ids come with buttons, and may be
// anything.
const manyPeriods = 2048

// lately is the last ruled, for every copy of a desk.
type lately struct{ atomic.Pointer[ruled] }

// raw returns what is stored under a key, nil where there is nothing.
func raw(r storage.Reader, key string) ([]byte, error) {
	b, ok, err := r.Get(key)
	if err != nil || !ok {
		return nil, err
	}
	return b[:len(b):len(b)], nil
}

// With returns the desk as it stands in this transaction: with the rules that
// the director's dates and switches make. Everything that happens inside a
// transaction happens on such a desk.
func (d *Desk) With(r storage.Reader) (*Desk, error) {
	x, err := d.ruledBy(r)
	if err != nil {
		return nil, fmt.Errorf("desk: the director's settings: %w", err)
	}
	out := *d
	out.Rules, out.ruled = x.rules, x
	return &out, nil
}

func (d *Desk) ruledBy(r storage.Reader) (*ruled, error) {
	dates, err := raw(r, storage.SettingKey(settingDates))
	if err != nil {
		return nil, err
	}
	switches, err := raw(r, storage.SettingKey(settingSwitches))
	if err != nil {
		return nil, err
	}
	if x := d.lately.Load(); x != nil && bytes.Equal(x.dates, dates) && bytes.Equal(x.switches, switches) {
		return x, nil
	}
	x := &ruled{dates: slices.Clone(dates), switches: slices.Clone(switches), found: map[periodAsked]periodFound{}}
	if x.rules, err = d.rules(r); err != nil {
		return nil, err
	}
	d.lately.Store(x)
	return x, nil
}

// ask answers a question about periods, from what was answered before where the
// rules are the same.
func (d *Desk) ask(q periodAsked, answer func() (plan.Period, bool)) (plan.Period, bool) {
	x := d.ruled
	if x == nil { // a desk outside of any transaction
		return answer()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if f, ok := x.found[q]; ok {
		return f.period, f.ok
	}
	var f periodFound
	f.period, f.ok = answer()
	if len(x.found) >= manyPeriods {
		clear(x.found)
	}
	x.found[q] = f
	return f.period, f.ok
}

// period returns a duty's period by its id.
func (d *Desk) period(duty plan.Duty, id string) (plan.Period, bool) {
	return d.ask(periodAsked{what: 'i', duty: duty.ID, id: id}, func() (plan.Period, bool) {
		return schedules.ByID(duty, d.Plan, d.Rules, d.Calendar, id)
	})
}

// currentPeriod returns the period that a day belongs to.
func (d *Desk) currentPeriod(duty plan.Duty, day plan.Date) (plan.Period, bool) {
	return d.ask(periodAsked{what: 'c', duty: duty.ID, day: day}, func() (plan.Period, bool) {
		return schedules.Current(duty, d.Plan, d.Rules, d.Calendar, day)
	})
}

// previousPeriod returns the period before the given one.
func (d *Desk) previousPeriod(duty plan.Duty, of plan.Period) (plan.Period, bool) {
	return d.ask(periodAsked{what: 'p', duty: duty.ID, day: of.Nominal}, func() (plan.Period, bool) {
		return schedules.Previous(duty, d.Plan, d.Rules, d.Calendar, of)
	})
}
