package collection

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// marker is the row of an open collection: it stands for the collection itself.
type marker struct {
	V   int       `json:"v"`
	ID  string    `json:"id"`
	Due time.Time `json:"due"`
}

func read(r storage.Reader, id string) (reports.Collection, bool, error) {
	return storage.Get[reports.Collection](r, storage.RowCollection.Key(id))
}

// save stores a collection that was sent, and whether it is open.
func save(tx storage.Tx, c reports.Collection) error {
	c.V = 1
	if err := storage.Put(tx, storage.RowCollection.Key(c.ID), c); err != nil {
		return err
	}
	if c.Open() {
		return storage.Put(tx, storage.RowOpenCollection.Key(c.ID), marker{V: 1, ID: c.ID, Due: c.Due})
	}
	return tx.Delete(storage.RowOpenCollection.Key(c.ID))
}

// open returns the collections that still take answers, the oldest first.
func open(r storage.Reader) ([]reports.Collection, error) {
	var ids []string
	err := r.Scan(storage.RowOpenCollection.Prefix(), "", 0, func(key string, _ []byte) error {
		ids = append(ids, storage.Components(key)[1])
		return nil
	})
	var out []reports.Collection
	for _, id := range ids {
		c, ok, err := storage.GetSound[reports.Collection](r, storage.RowCollection.Key(id))
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, err
}

// monthOf names the month of a time, as it stands in the ids.
func monthOf(d *desk.Desk, at time.Time) string { return at.In(d.Loc).Format("200601") }

// ofMonth returns the collections sent in a month such as 202612.
func ofMonth(r storage.Reader, month string) ([]reports.Collection, error) {
	return storage.AllSound[reports.Collection](r, storage.RowCollection.OfMonth(month))
}

// answerOf returns what a unit has answered so far.
func answerOf(r storage.Reader, c reports.Collection, unit string) (reports.CollectionAnswer, error) {
	a, ok, err := storage.Get[reports.CollectionAnswer](r, storage.RowCollectionAnswer.Key(c.ID, unit))
	if !ok {
		a = reports.CollectionAnswer{V: 1, ID: c.ID, Unit: unit, Values: make([]reports.CollectionValue, len(c.Questions))}
	}
	return a, err
}

func saveAnswer(tx storage.Tx, a reports.CollectionAnswer) error {
	return storage.Put(tx, storage.RowCollectionAnswer.Key(a.ID, a.Unit), a)
}

// answers returns the answers of all units, in the order in which they are asked. One
// that cannot be read is as none.
func answers(r storage.Reader, c reports.Collection) ([]reports.CollectionAnswer, error) {
	all, err := storage.AllSound[reports.CollectionAnswer](r, storage.RowCollectionAnswer.Prefix(c.ID))
	if err != nil {
		return nil, err
	}
	at := map[string]reports.CollectionAnswer{}
	for _, a := range all {
		at[a.Unit] = a
	}
	out := make([]reports.CollectionAnswer, 0, len(c.Units))
	for _, u := range c.Units {
		a, ok := at[u]
		if !ok {
			a = reports.CollectionAnswer{V: 1, ID: c.ID, Unit: u, Values: make([]reports.CollectionValue, len(c.Questions))}
		}
		out = append(out, a)
	}
	return out, nil
}

// missing returns the units that have not answered.
func missing(all []reports.CollectionAnswer) []string {
	var out []string
	for _, a := range all {
		if a.Done.IsZero() {
			out = append(out, a.Unit)
		}
	}
	return out
}

func draftOf(r storage.Reader, person string) (reports.Collection, bool, error) {
	return storage.Get[reports.Collection](r, storage.RowCollectionDraft.Key(person))
}

func saveDraft(tx storage.Tx, c reports.Collection) error {
	c.V = 1
	return storage.Put(tx, storage.RowCollectionDraft.Key(c.By), c)
}

// askedOf returns who of a unit is asked: its contacts, or who acts for those that
// are away or have handed their work on; where it has none, the deputies; else the head.
func askedOf(d *desk.Desk, r storage.Reader, unit string, now time.Time) ([]reports.Person, error) {
	people, err := storage.PeopleOfUnit(r, unit)
	if err != nil {
		return nil, err
	}
	var out []reports.Person
	add := func(p reports.Person) {
		if p.Reachable() && len(out) < staff.MostContacts && !slices.ContainsFunc(out, func(x reports.Person) bool { return x.ID == p.ID }) {
			out = append(out, p)
		}
	}
	for _, role := range []reports.Role{reports.Contact, reports.Deputy, reports.Head} {
		for _, p := range people {
			if !p.Reachable() || !p.Has(role) {
				continue
			}
			acting, err := actingFor(d, r, p, now)
			if err != nil {
				return nil, err
			}
			for _, x := range acting {
				add(x)
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// actingFor returns who does a person's work now: the one it was handed to, the
// colleagues while they are away, and where there is nobody they themselves.
func actingFor(d *desk.Desk, r storage.Reader, p reports.Person, now time.Time) ([]reports.Person, error) {
	colleagues, err := staff.Colleagues(r, p)
	if err != nil {
		return nil, err
	}
	today, to := plan.DateOf(now.In(d.Loc)), ""
	if duty, ok := d.Progress(); ok {
		if period, ok := d.PeriodAt(duty, now); ok {
			h, _, err := storage.GetSound[staff.HandedRow](r, storage.RowHanded.Key(period.ID, p.ID))
			if err != nil {
				return nil, err
			}
			to = h.To
		}
	}
	var out []reports.Person
	for _, x := range colleagues {
		if to != "" && x.ID == to || to == "" && p.Away(today) && !x.Away(today) {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return []reports.Person{p}, nil
	}
	return out, nil
}

// label names a collection in a line: 临时调度3号“消费券发放数”.
func label(c reports.Collection) string {
	return fmt.Sprintf(textLabel, c.Number, conversations.Clip(c.Title, 30))
}

func dueText(d *desk.Desk, c reports.Collection, now time.Time) string { return d.TimeText(c.Due, now) }
