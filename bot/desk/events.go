package desk

import (
	"reflect"
	"time"

	"liubao/bot"
	"liubao/bot/desk/orders"
	"liubao/reports"
	"liubao/storage"
)

// heard fills in the events that a feature does not want to hear: nothing happens.
func heard(on Events) Events {
	v := reflect.ValueOf(&on).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.IsNil() {
			f.Set(reflect.MakeFunc(f.Type(), func([]reflect.Value) []reflect.Value {
				return []reflect.Value{reflect.Zero(f.Type().Out(0))}
			}))
		}
	}
	return on
}

// tellAll calls every feature, in their order, until one fails.
func (x *tables) tellAll(call func(Events) error) error {
	for _, f := range x.Installed {
		if err := call(f.On); err != nil {
			return err
		}
	}
	return nil
}

// RaiseSubmitted tells the features that a report came in.
func (t *Turn) RaiseSubmitted(r reports.Report, again bool) error {
	return t.tellAll(func(on Events) error { return on.Submitted(t, r, again) })
}

// RaiseSigned tells the features that a report was signed off.
func (t *Turn) RaiseSigned(r reports.Report) error {
	return t.tellAll(func(on Events) error { return on.Signed(t, r) })
}

// RaiseReturned tells the features that a report was sent back.
func (t *Turn) RaiseReturned(r reports.Report, tasks []int) error {
	return t.tellAll(func(on Events) error { return on.Returned(t, r, tasks) })
}

// Acted tells the features what the office did about a unit in a period.
func (t *Turn) Acted(period, unit, what string) error {
	return t.tellAll(func(on Events) error { return on.Acted(t, period, unit, what) })
}

// BoardChanged tells the features that what the status shows is no longer so,
// but for the person who knows already.
func (d *Desk) BoardChanged(tx storage.Tx, but string, now time.Time) error {
	return d.tellAll(func(on Events) error { return on.Changed(d, tx, but, now) })
}

// Refresh shows the status anew to whoever pressed one of its buttons.
func (t *Turn) Refresh() error {
	return t.tellAll(func(on Events) error { return on.Refresh(t) })
}

// RaiseDecided tells the features that a report of the period is due later, or
// need not be made.
func (d *Desk) RaiseDecided(tx storage.Tx, period string, now time.Time) error {
	return d.tellAll(func(on Events) error { return on.Decided(d, tx, period, now) })
}

// PaperMade sends a paper that was ordered and tells the features of it, unless a newer
// one has been asked for meanwhile.
func (d *Desk) PaperMade(tx storage.Tx, key string, row orders.Row, files []orders.File, now time.Time) error {
	if taken, err := orders.Take(tx, key, row); err != nil || !taken {
		return err
	}
	if err := d.tellAll(func(on Events) error { return on.Made(d, tx, row, files, now) }); err != nil {
		return err
	}
	return orders.Send(tx, row, files, d.Awake(now), now)
}

// KeepHalfSaid has the features keep what the person has half said.
func (t *Turn) KeepHalfSaid() error {
	return t.tellAll(func(on Events) error { return on.Leaving(t) })
}

// RaiseSucceeded tells the features that one person's work became another's.
func (d *Desk) RaiseSucceeded(tx storage.Tx, from, to reports.Person, now time.Time) error {
	return d.tellAll(func(on Events) error { return on.Succeeded(d, tx, from, to, now) })
}

// raiseMember tells the features that the bot came into a chat or left it.
func (t *Turn) raiseMember() error {
	return t.tellAll(func(on Events) error { return on.Member(t) })
}

// raiseMigrated tells the features that a group got another address.
func (t *Turn) raiseMigrated() error {
	return t.tellAll(func(on Events) error { return on.Migrated(t) })
}

// RaiseJoined tells the features that somebody opened an invitation's link.
func (t *Turn) RaiseJoined(i reports.Invite) error {
	return t.tellAll(func(on Events) error { return on.Joined(t, i) })
}

// raiseGroupLost tells the features that the bot is no longer in a group.
func (d *Desk) raiseGroupLost(tx storage.Tx, g reports.Group, at time.Time) error {
	return d.tellAll(func(on Events) error { return on.GroupLost(d, tx, g, at) })
}

// Delivered is the spine's hook: a message is in its chat.
func (d *Desk) Delivered(tx storage.Tx, m bot.Message, at time.Time) error {
	return d.tellAll(func(on Events) error { return on.Delivered(d, tx, m, at) })
}

// raiseDied tells the features of a message that will not be in its chat.
func (d *Desk) raiseDied(tx storage.Tx, x bot.Dead) error {
	return d.tellAll(func(on Events) error { return on.Died(d, tx, x) })
}

// UnitLines are what waits for a unit, a line each.
func (d *Desk) UnitLines(r storage.Reader, unit string, now time.Time) ([]string, error) {
	var out []string
	for _, f := range d.Installed {
		if f.Shows.Unit == nil {
			continue
		}
		lines, err := f.Shows.Unit(d, r, unit, now)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// RaiseClosed tells the features that the plan is closed.
func (d *Desk) RaiseClosed(tx storage.Tx, now time.Time) error {
	return d.tellAll(func(on Events) error { return on.Closed(d, tx, now) })
}
