package staff

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
func Colleagues(r storage.Reader, p reports.Person) ([]reports.Person, error) {
	all, err := storage.PeopleOfUnit(r, p.Unit)
	if err != nil || p.Unit == "" {
		return nil, err
	}
	return slices.DeleteFunc(all, func(x reports.Person) bool {
		return x.ID == p.ID || !x.Reachable() || !x.Has(reports.Contact, reports.Deputy)
	}), nil
}

// StandIn returns who acts for a person on a day: the colleague to whom the period
// was handed, or during a leave the unit's others. Where nobody does, the
// person is still the one to tell: a unit is never without anybody.
func StandIn(r storage.Reader, p reports.Person, period string, today plan.Date) (names []string, err error) {
	row, handed, err := storage.GetSound[HandedRow](r, storage.RowHanded.Key(period, p.ID))
	if err != nil {
		return nil, err
	}
	if !handed && !p.Away(today) {
		return nil, nil
	}
	others, err := Colleagues(r, p)
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

// Holders returns everybody who holds one of the roles, in the order of their ids.
func Holders(r storage.Reader, roles ...reports.Role) ([]reports.Person, error) {
	all, err := storage.PeopleWith(r, roles...)
	return slices.DeleteFunc(all, func(p reports.Person) bool { return !p.Left.IsZero() }), err
}

// Deciders returns who decides about a unit's report: the office's people of
// other units, and where there are none the leaders of other units.
func Deciders(r storage.Reader, a Act, unit string) ([]reports.Person, error) {
	all, err := storage.PeopleWith(r, RolesFor(a)...)
	if err != nil {
		return nil, err
	}
	var offices, leaders []reports.Person
	for _, p := range all {
		switch {
		case p.Unit == unit || !p.Reachable() || !Can(p, a):
		case Office(p):
			offices = append(offices, p)
		default:
			leaders = append(leaders, p)
		}
	}
	if len(offices) > 0 {
		return offices, nil
	}
	return leaders, nil
}

// MostContacts is how many people of a unit hear of what is assigned to it.
const MostContacts = 4

// ContactsOf returns the people of a unit who write its reports and can be reached.
func ContactsOf(r storage.Reader, unit string) ([]reports.Person, error) {
	people, err := storage.PeopleOfUnit(r, unit)
	out := slices.DeleteFunc(people, func(p reports.Person) bool { return !p.Reachable() || !p.Has(UnitRoles...) })
	return out[:min(len(out), MostContacts)], err
}

// Owes reports whether the person is the one to remind of an obligation: its
// unit's contacts, or the office for what the office itself owes.
func Owes(p reports.Person, duty plan.Duty, o plan.Obligation) bool {
	return Writes(p, duty, o) && (duty.OfOffice || p.Has(reports.Contact, reports.Deputy))
}

// Writes reports whether the person may write the report: the people of the
// unit that owes it, or the office's for what the office itself owes.
func Writes(p reports.Person, duty plan.Duty, o plan.Obligation) bool {
	return WritesFor(p, duty) && (duty.OfOffice || p.Unit == o.Unit)
}

// WritesFor reports whether the person may write of the duty what concerns
// their unit, or the office's.
func WritesFor(p reports.Person, duty plan.Duty) bool {
	if duty.OfOffice {
		return Can(p, ActReport) && Office(p)
	}
	return Can(p, ActReport) && p.Has(UnitRoles...)
}
