package storage

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/reports"
)

// format is the version of the records written by this program.
const format = 1

// SaveReport stores r as the current version of its key. A version saved
// before stays readable under [VersionKey]; saving the current version again
// (a state that changed: signed, accepted) replaces it. A version that is not
// the current one or the next, counted from 1, is a programmer's mistake and
// an error. Costs at most 3 writes, its brief being one.
func SaveReport(tx Tx, r reports.Report) error {
	r.V = format
	key, last := RowReport.Of(r.Key), 0
	was, ok, err := tx.Get(key)
	if err != nil {
		return err
	}
	if ok {
		old, err := Decode[reports.Report](key, was)
		if err != nil {
			return err
		}
		last = old.Version
	}
	if r.Version < 1 || r.Version < last || r.Version > last+1 {
		return fmt.Errorf("report %s: version %d cannot follow version %d", r.Key, r.Version, last)
	}
	if ok && r.Version > last {
		if err := keepVersion(tx, VersionKey(r.Key, last), was); err != nil {
			return err
		}
	}
	if err := Put(tx, RowBrief.Of(r.Key), r.Brief()); err != nil {
		return err
	}
	return Put(tx, key, r)
}

// keepVersion keeps what stands there as it is.
func keepVersion(tx Tx, key string, was []byte) error {
	js, _, err := Unpack(was)
	if err != nil {
		return err
	}
	return errors.Join(tx.Put(key, was), told(tx, key, js))
}

// Report returns the current version of a report.
func Report(r Reader, k reports.Key) (reports.Report, bool, error) {
	return Get[reports.Report](r, RowReport.Of(k))
}

// Reports returns the current versions of a duty's reports of one period, by
// subject. One that cannot be read is left out: [Briefs] says that it was there, and
// it stops nothing that is made of the others.
func Reports(r Reader, period, duty string) ([]reports.Report, error) {
	return AllSound[reports.Report](r, RowReport.Prefix(period, duty))
}

// SoundReport is [Report] for whoever says from its brief where it stands, and shows of
// the words what there is: one that cannot be read is as none.
func SoundReport(r Reader, k reports.Key) (reports.Report, bool, error) {
	return GetSound[reports.Report](r, RowReport.Of(k))
}

// PeriodReports returns the current versions of all reports of one period, by
// duty and subject, those that cannot be read left out.
func PeriodReports(r Reader, period string) ([]reports.Report, error) {
	return AllSound[reports.Report](r, RowReport.Prefix(period))
}

// Versions returns all versions of a report, the current one last.
func Versions(r Reader, k reports.Key) ([]reports.Report, error) {
	out, err := All[reports.Report](r, VersionsPrefix(k))
	if err != nil {
		return nil, err
	}
	now, ok, err := Report(r, k)
	if err != nil || !ok {
		return out, err
	}
	return append(out, now), nil
}

// SaveReview stores a review. A person's second review of a report at the same
// nanosecond replaces the first.
func SaveReview(tx Tx, v reports.Review) error {
	v.V = format
	return Put(tx, ReviewKey(v.Key, v.At, v.By), v)
}

// SaveProblem stores a problem.
func SaveProblem(tx Tx, p reports.Problem) error {
	p.V = format
	return Put(tx, RowProblem.Key(p.ID), p)
}

// Problem returns a problem.
func Problem(r Reader, id string) (reports.Problem, bool, error) {
	return Get[reports.Problem](r, RowProblem.Key(id))
}

// Problems returns all problems whose rows can be read, by id.
func Problems(r Reader) ([]reports.Problem, error) {
	return AllSound[reports.Problem](r, RowProblem.Prefix())
}

// SavePerson stores a person and keeps the ways to find one, by address
// and by unit, in step. Taking another person's address is an error: let the
// other go of it first, by saving them without. Costs at most 5
// writes.
func SavePerson(tx Tx, p reports.Person) error {
	p.V = format
	if p.ID == "" {
		return fmt.Errorf("person %q has no id", p.Name)
	}
	old, _, err := Person(tx, p.ID)
	if err != nil {
		return err
	}
	if old.Chat != "" && old.Chat != p.Chat {
		if err := tx.Delete(UserKey(old.Chat)); err != nil {
			return err
		}
	}
	if old.Unit != "" && old.Unit != p.Unit {
		if err := tx.Delete(RowUnitPerson.Key(old.Unit, p.ID)); err != nil {
			return err
		}
	}
	if p.Chat != "" {
		holder, ok, err := Get[string](tx, UserKey(p.Chat))
		if err != nil {
			return err
		}
		if ok && holder != p.ID {
			return fmt.Errorf("person %s: %s belongs to person %s", p.ID, p.Chat, holder)
		}
		if err := Put(tx, UserKey(p.Chat), p.ID); err != nil {
			return err
		}
	}
	if p.Unit != "" {
		if err := Put(tx, RowUnitPerson.Key(p.Unit, p.ID), p.ID); err != nil {
			return err
		}
	}
	return Put(tx, RowPerson.Key(p.ID), p)
}

// Person returns a person.
func Person(r Reader, id string) (reports.Person, bool, error) {
	return Get[reports.Person](r, RowPerson.Key(id))
}

// PersonByUser returns the person at an address, as [Person] does.
func PersonByUser(r Reader, user reports.Address) (reports.Person, bool, error) {
	id, ok, err := Get[string](r, UserKey(user))
	if err != nil || !ok {
		return reports.Person{}, false, err
	}
	return indexed(r, UserKey(user), id)
}

// PeopleOfUnit returns a unit's people, those who left included, by id. Whoever's
// row is damaged is left out, as in [AllPeople].
func PeopleOfUnit(r Reader, unit string) ([]reports.Person, error) {
	ids, err := AllSound[string](r, RowUnitPerson.Prefix(unit))
	if err != nil {
		return nil, err
	}
	out := make([]reports.Person, 0, len(ids))
	for _, id := range ids {
		p, _, err := indexed(r, RowUnitPerson.Key(unit, id), id)
		switch {
		case errors.Is(err, ErrCorrupt):
			continue
		case err != nil:
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// indexed follows an index row, which never leads nowhere.
func indexed(r Reader, key, id string) (reports.Person, bool, error) {
	p, ok, err := Person(r, id)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s leads to person %s, who is not there", ErrCorrupt, key, id)
	}
	return p, ok, err
}

// AllPeople returns everybody, those who left included, by id. Whoever's row is
// damaged is left out: one person's row stops nothing that is done for the others.
func AllPeople(r Reader) ([]reports.Person, error) {
	return AllSound[reports.Person](r, RowPerson.Prefix())
}

// EveryPerson is AllPeople where leaving somebody out would be wrong: a person
// whose row is damaged is an error wrapping [ErrCorrupt].
func EveryPerson(r Reader) ([]reports.Person, error) {
	return All[reports.Person](r, RowPerson.Prefix())
}

// PeopleWith returns those who hold one of the roles, those who left included,
// by id.
func PeopleWith(r Reader, roles ...reports.Role) ([]reports.Person, error) {
	all, err := AllPeople(r)
	return slices.DeleteFunc(all, func(p reports.Person) bool { return !p.Has(roles...) }), err
}

// SaveInvite stores an invite.
func SaveInvite(tx Tx, i reports.Invite) error {
	i.V = format
	return Put(tx, RowInvite.Key(i.Hash), i)
}

// Invite returns the invite whose secret has the hex SHA-256.
func Invite(r Reader, hash string) (reports.Invite, bool, error) {
	return Get[reports.Invite](r, RowInvite.Key(hash))
}

// Invites returns all invites whose rows can be read, used and expired ones included.
func Invites(r Reader) ([]reports.Invite, error) {
	return AllSound[reports.Invite](r, RowInvite.Prefix())
}

// DeleteInvite removes an invite.
func DeleteInvite(tx Tx, hash string) error { return tx.Delete(RowInvite.Key(hash)) }

// SaveGroup stores a group.
func SaveGroup(tx Tx, g reports.Group) error {
	g.V = format
	return Put(tx, GroupKey(g.Chat, g.Thread), g)
}

// Groups returns all groups whose rows can be read.
func Groups(r Reader) ([]reports.Group, error) { return AllSound[reports.Group](r, RowGroup.Prefix()) }

// DeleteGroup removes a group.
func DeleteGroup(tx Tx, chat reports.Address, thread int) error {
	return tx.Delete(GroupKey(chat, thread))
}

// SaveSetting stores a setting of any type.
func SaveSetting[T any](tx Tx, name string, v T) error { return Put(tx, RowSetting.Key(name), v) }

// Setting returns a setting.
func Setting[T any](r Reader, name string) (T, bool, error) { return Get[T](r, RowSetting.Key(name)) }

// SettingSound is [Setting] for whoever only goes by it: a damaged one reads as none.
// Whoever changes a setting reads it by [Setting] and fails: writing over what is
// damaged would end the warning about it, and leave nothing to mend.
func SettingSound[T any](r Reader, name string) (T, bool, error) {
	return GetSound[T](r, RowSetting.Key(name))
}

// DeleteSetting removes a setting.
func DeleteSetting(tx Tx, name string) error { return Delete(tx, RowSetting.Key(name)) }

// MarkSent notes that a stage of a duty's ladder went to a person, and reports
// whether this is the first time: only then is there something to send.
func MarkSent(tx Tx, period, duty, stage, person string, at time.Time) (first bool, err error) {
	key := RowSent.Key(period, duty, stage, person)
	if _, ok, err := GetSound[time.Time](tx, key); err != nil || ok {
		return false, err
	}
	return true, Put(tx, key, at)
}

// SentAt returns when a stage went to a person.
func SentAt(r Reader, period, duty, stage, person string) (time.Time, bool, error) {
	return GetSound[time.Time](r, RowSent.Key(period, duty, stage, person))
}

// CountSent counts one more unsolicited message to a person in a period, and
// returns how many there are now. One message for several duties counts once,
// so it is separate from [MarkSent].
func CountSent(tx Tx, period, person string) (int, error) {
	n, err := SentCount(tx, period, person)
	if err != nil {
		return 0, err
	}
	return n + 1, Put(tx, RowSentCount.Key(period, person), n+1)
}

// SentCount returns how many unsolicited messages went to a person in a period.
func SentCount(r Reader, period, person string) (int, error) {
	n, _, err := GetSound[int](r, RowSentCount.Key(period, person))
	return n, err
}

// NextSeq returns the next number of the named counter, from 1. Numbers of
// transactions that did not commit are given again.
func NextSeq(tx Tx, name string) (uint64, error) {
	n, _, err := Get[uint64](tx, RowSeq.Key(name))
	if err != nil {
		return 0, err
	}
	return n + 1, Put(tx, RowSeq.Key(name), n+1)
}

// DeletePrefix removes up to limit keys that start with the prefix and returns
// how many there were; call it again, in another transaction, while it returns
// limit. limit is at most [MaxWrites], which 0 stands for.
func DeletePrefix(tx Tx, prefix string, limit int) (int, error) {
	if limit <= 0 || limit > MaxWrites {
		limit = MaxWrites
	}
	var keys []string
	err := tx.Scan(prefix, "", limit, func(key string, _ []byte) error {
		keys = append(keys, key)
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		if err := tx.Delete(key); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
