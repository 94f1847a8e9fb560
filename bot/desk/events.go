package desk

import (
	"time"

	"liubao/reports"
	"liubao/storage"
)

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
	return t.tellAll(func(on Events) error {
		if on.Submitted == nil {
			return nil
		}
		return on.Submitted(t, r, again)
	})
}

// RaiseSigned tells the features that a report was signed off.
func (t *Turn) RaiseSigned(r reports.Report) error {
	return t.tellAll(func(on Events) error {
		if on.Signed == nil {
			return nil
		}
		return on.Signed(t, r)
	})
}

// Acted tells the features what the office did about a unit in a period.
func (t *Turn) Acted(period, unit, what string) error {
	return t.tellAll(func(on Events) error {
		if on.Acted == nil {
			return nil
		}
		return on.Acted(t, period, unit, what)
	})
}

// BoardChanged tells the features that what the status shows is no longer so,
// but for the person who knows already.
func (d *Desk) BoardChanged(tx storage.Tx, but string, now time.Time) error {
	return d.tellAll(func(on Events) error {
		if on.Changed == nil {
			return nil
		}
		return on.Changed(d, tx, but, now)
	})
}

// Refresh shows the status anew to whoever pressed one of its buttons.
func (t *Turn) Refresh() error {
	return t.tellAll(func(on Events) error {
		if on.Refresh == nil {
			return nil
		}
		return on.Refresh(t)
	})
}

// RaiseDecided tells the features that a report of the period is due later, or
// need not be made.
func (d *Desk) RaiseDecided(tx storage.Tx, period string, now time.Time) error {
	return d.tellAll(func(on Events) error {
		if on.Decided == nil {
			return nil
		}
		return on.Decided(d, tx, period, now)
	})
}

// RaiseDue tells the features of a report's own due time.
func (d *Desk) RaiseDue(tx storage.Tx, k reports.Key, due, now time.Time) error {
	return d.tellAll(func(on Events) error {
		if on.Due == nil {
			return nil
		}
		return on.Due(d, tx, k, due, now)
	})
}

// TurnTo tells the features whose dialog the person turned to.
func (t *Turn) TurnTo(name string) error {
	return t.tellAll(func(on Events) error {
		if on.Turned == nil {
			return nil
		}
		return on.Turned(t, name)
	})
}

// KeepHalfSaid has the features keep what the person has half said.
func (t *Turn) KeepHalfSaid() error {
	return t.tellAll(func(on Events) error {
		if on.Leaving == nil {
			return nil
		}
		return on.Leaving(t)
	})
}

// RaiseSucceeded tells the features that one person's work became another's.
func (d *Desk) RaiseSucceeded(tx storage.Tx, from, to reports.Person, now time.Time) error {
	return d.tellAll(func(on Events) error {
		if on.Succeeded == nil {
			return nil
		}
		return on.Succeeded(d, tx, from, to, now)
	})
}

// raiseMember tells the features that the bot came into a chat or left it.
func (t *Turn) raiseMember() error {
	return t.tellAll(func(on Events) error {
		if on.Member == nil {
			return nil
		}
		return on.Member(t)
	})
}

// raiseMigrated tells the features that a group got another address.
func (t *Turn) raiseMigrated() error {
	return t.tellAll(func(on Events) error {
		if on.Migrated == nil {
			return nil
		}
		return on.Migrated(t)
	})
}

// RaiseJoined tells the features that somebody opened an invitation's link.
func (t *Turn) RaiseJoined(i reports.Invite) error {
	return t.tellAll(func(on Events) error {
		if on.Joined == nil {
			return nil
		}
		return on.Joined(t, i)
	})
}

// raiseGroupLost tells the features that the bot is no longer in a group.
func (d *Desk) raiseGroupLost(tx storage.Tx, g reports.Group, at time.Time) error {
	return d.tellAll(func(on Events) error {
		if on.GroupLost == nil {
			return nil
		}
		return on.GroupLost(d, tx, g, at)
	})
}

// UnitLines are what waits for a unit, a line each.
func (d *Desk) UnitLines(r storage.Reader, unit string) ([]string, error) {
	var out []string
	for _, f := range d.Installed {
		if f.Shows.Unit == nil {
			continue
		}
		lines, err := f.Shows.Unit(d, r, unit)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}
