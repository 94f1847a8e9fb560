package desk

import (
	"slices"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// HandedRow says to whom a person handed a period's work.
type HandedRow struct {
	V  int       `json:"v"`
	To string    `json:"to"` // person id
	At time.Time `json:"at"`
}

// Colleagues returns the unit's other contacts who can be reached.
func (d *Desk) Colleagues(r storage.Reader, p reports.Person) ([]reports.Person, error) {
	all, err := storage.PeopleOfUnit(r, p.Unit)
	if err != nil || p.Unit == "" {
		return nil, err
	}
	return slices.DeleteFunc(all, func(x reports.Person) bool {
		return x.ID == p.ID || !x.Reachable() || !x.Has(reports.Contact, reports.Deputy)
	}), nil
}

// StandIn returns who acts for a person now: the colleague to whom the period
// was handed, or during a leave the unit's others. Where nobody does, the
// person is still the one to tell: a unit is never without anybody.
func (d *Desk) StandIn(r storage.Reader, p reports.Person, period string, now time.Time) (names []string, err error) {
	row, handed, err := storage.Get[HandedRow](r, storage.HandedKey(period, p.ID))
	if err != nil {
		return nil, err
	}
	today := plan.DateOf(now.In(d.Loc))
	if !handed && !p.Away(today) {
		return nil, nil
	}
	others, err := d.Colleagues(r, p)
	if err != nil {
		return nil, err
	}
	for _, x := range others {
		if handed && x.ID == row.To || p.Away(today) && !x.Away(today) {
			names = append(names, x.Name)
		}
	}
	return names, nil
}
