package storage

import "liubao/reports"

// Mend makes a damaged row anew that says nothing of its own: where a report stands,
// and who has an address or belongs to a unit, follow from rows that can be read. It
// reports whether that was done; any other row stays as it is.
func Mend(tx Tx, key string) (bool, error) {
	c := Components(key)
	switch Noun(c[0]) {
	case RowBrief:
		if len(c) != 4 {
			return false, nil
		}
		x, ok, err := SoundReport(tx, reports.Key{Period: c[1], Duty: c[2], Subject: c[3]})
		if err != nil || !ok {
			return false, err
		}
		return true, Put(tx, key, x.Brief())
	case RowUser, RowUnitPerson:
		all, err := AllPeople(tx)
		for _, p := range all {
			if key == UserKey(p.Chat) || key == RowUnitPerson.Key(p.Unit, p.ID) {
				return true, Put(tx, key, p.ID)
			}
		}
		return false, err
	}
	return false, nil
}
