package audit_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
	"liubao/storage/migrate"
)

// anchored is a store with two days' anchors, and the anchors that left it: of a day, of
// a chain and of a period.
func anchored(t *testing.T) (e *mem.Engine, outside []string) {
	e = mem.New()
	ctx := context.Background()
	require.NoError(t, migrate.Run(ctx, e, nil))
	k := reports.Key{Period: period, Duty: "progress", Subject: "jobs"}
	update(t, e, func(tx storage.Tx) error {
		if err := storage.SavePerson(tx, reports.Person{ID: "p1", Name: "李明", Unit: "hr", Roles: []reports.Role{reports.Contact}}); err != nil {
			return err
		}
		for v := 1; v <= 2; v++ {
			r := report()
			r.Version = v
			if err := storage.SaveReport(tx, r); err != nil {
				return err
			}
			if _, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "hr", Period: period, At: noon, Actor: "p1", What: "提交", After: fmt.Sprint("第", v, "版")}); err != nil {
				return err
			}
		}
		if err := storage.Put(tx, storage.RowReading.Key("jobs"), map[string]any{"v": 1, "value": "200"}); err != nil {
			return err
		}
		if err := storage.SaveReview(tx, reports.Review{Key: k, At: noon, By: "boss", Kind: "accept"}); err != nil {
			return err
		}
		return storage.SaveSetting(tx, "quiet", "22:00")
	})
	for _, day := range []string{"2027-03-01", "2027-03-02"} {
		for _, unit := range []string{"hr", "fin"} {
			update(t, e, func(tx storage.Tx) error {
				_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: unit, Period: period, At: noon, Actor: "p1", What: "补充", After: day})
				return err
			})
		}
		a, err := audit.MakeAnchor(ctx, e, day, noon)
		require.NoError(t, err)
		outside = append(outside, a.String())
	}
	view(t, e, func(r storage.Reader) error {
		head, _, err := storage.HeadOf(r, period, "hr")
		require.NoError(t, err)
		all, err := audit.PeriodAnchor(r, period)
		outside = append(outside, head.String(), all)
		return err
	})
	return e, outside
}

// row changes a stored row's JSON, with a checksum that fits.
func row(t *testing.T, e storage.Engine, key string, change func(map[string]any)) {
	update(t, e, func(tx storage.Tx) error {
		v, ok, err := storage.Get[map[string]any](tx, key)
		require.NoError(t, err)
		require.True(t, ok, key)
		change(v)
		b, err := storage.Encode(v)
		require.NoError(t, err)
		return tx.Put(key, b)
	})
}

func gone(t *testing.T, e storage.Engine, keys ...string) {
	update(t, e, func(tx storage.Tx) error {
		for _, key := range keys {
			_, ok, err := tx.Get(key)
			require.NoError(t, err)
			require.True(t, ok, key)
			require.NoError(t, tx.Delete(key))
		}
		return nil
	})
}

func put(t *testing.T, e storage.Engine, key string, v any) {
	update(t, e, func(tx storage.Tx) error {
		b, err := storage.Encode(v)
		require.NoError(t, err)
		return tx.Put(key, b)
	})
}

func swap(t *testing.T, e storage.Engine, a, b string) {
	update(t, e, func(tx storage.Tx) error {
		x, _, err := tx.Get(a)
		require.NoError(t, err)
		y, _, err := tx.Get(b)
		require.NoError(t, err)
		require.NoError(t, tx.Put(a, y))
		return tx.Put(b, x)
	})
}

var (
	jobs    = storage.RowReport.Of(reports.Key{Period: period, Duty: "progress", Subject: "jobs"})
	first   = storage.VersionKey(reports.Key{Period: period, Duty: "progress", Subject: "jobs"}, 1)
	decided = storage.ReviewKey(reports.Key{Period: period, Duty: "progress", Subject: "jobs"}, noon, "boss")
)

func set(name string, v any) func(map[string]any) { return func(m map[string]any) { m[name] = v } }

// plain are the tamperings of somebody who changes rows and no hashes.
var plain = []struct {
	name string
	do   func(t *testing.T, e storage.Engine)
	want audit.Fault
}{
	{"a figure in a report", func(t *testing.T, e storage.Engine) {
		row(t, e, jobs, func(m map[string]any) { m["readings"].([]any)[0].(map[string]any)["value"] = 900 })
	}, audit.Altered},
	{"words in a report", func(t *testing.T, e storage.Engine) {
		row(t, e, jobs, func(m map[string]any) {
			m["entries"].([]any)[0].(map[string]any)["words"].([]any)[0].(map[string]any)["text"] = "已全部完成"
		})
	}, audit.Altered},
	{"when a report came in", func(t *testing.T, e storage.Engine) {
		row(t, e, jobs, set("submittedAt", noon.Add(-48*time.Hour)))
	}, audit.Altered},
	{"an earlier version", func(t *testing.T, e storage.Engine) { row(t, e, first, set("unit", "fin")) }, audit.Altered},
	{"a version gone", func(t *testing.T, e storage.Engine) { gone(t, e, first) }, audit.Vanished},
	{"a report gone", func(t *testing.T, e storage.Engine) { gone(t, e, jobs) }, audit.Vanished},
	{"a report that nobody made", func(t *testing.T, e storage.Engine) {
		put(t, e, strings.Replace(jobs, "jobs", "food", 1), map[string]any{"v": 1})
	}, audit.Untold},
	{"a reading", func(t *testing.T, e storage.Engine) { row(t, e, storage.RowReading.Key("jobs"), set("value", "900")) }, audit.Altered},
	{"a decision", func(t *testing.T, e storage.Engine) { row(t, e, decided, set("kind", "return")) }, audit.Altered},
	{"a decision gone", func(t *testing.T, e storage.Engine) { gone(t, e, decided) }, audit.Vanished},
	{"a role", func(t *testing.T, e storage.Engine) {
		row(t, e, storage.RowPerson.Key("p1"), set("roles", []string{"director"}))
	}, audit.Altered},
	{"a person that nobody invited", func(t *testing.T, e storage.Engine) {
		put(t, e, storage.RowPerson.Key("p9"), map[string]any{"v": 1, "id": "p9", "roles": []string{"director"}})
	}, audit.Untold},
	{"a setting", func(t *testing.T, e storage.Engine) { put(t, e, storage.RowSetting.Key("quiet"), "00:00") }, audit.Altered},
	{"a row's words", func(t *testing.T, e storage.Engine) {
		row(t, e, storage.AuditKey(period, "hr", 1), set("after", "第9版"))
	}, audit.Changed},
	{"a row's name of that day", func(t *testing.T, e storage.Engine) {
		row(t, e, storage.AuditKey(period, "hr", 1), set("name", "王芳"))
	}, audit.Changed},
	{"a row gone", func(t *testing.T, e storage.Engine) { gone(t, e, storage.AuditKey(period, "hr", 2)) }, audit.Missing},
	{"the end of a chain gone", func(t *testing.T, e storage.Engine) { gone(t, e, storage.AuditKey(period, "hr", 4)) }, audit.Truncated},
	{"two rows changed places", func(t *testing.T, e storage.Engine) {
		swap(t, e, storage.AuditKey(period, "hr", 1), storage.AuditKey(period, "hr", 2))
	}, audit.Reordered},
	{"what the log tells of a report", func(t *testing.T, e storage.Engine) {
		row(t, e, storage.AuditKey(period, storage.StateUnit, 1), func(m map[string]any) {
			m["stored"].([]any)[0].(map[string]any)["sum"] = strings.Repeat("0", 64)
		})
	}, audit.Changed},
	{"an anchor", func(t *testing.T, e storage.Engine) { row(t, e, storage.RowAnchor.Key("2027-03-01"), set("heads", 9)) }, audit.BadAnchor},
}

// Whoever changes rows and no hashes is found by the file alone.
func TestTamperingIsFound(t *testing.T) {
	require.Len(t, plain, 20)
	for _, c := range plain {
		e, _ := anchored(t)
		whole, err := audit.Verify(context.Background(), e)
		require.NoError(t, err)
		require.True(t, whole.OK(), whole.List)
		require.Equal(t, 6, whole.Stored)
		c.do(t, e)
		f, err := audit.Verify(context.Background(), e)
		require.NoError(t, err, c.name)
		var faults []audit.Fault
		for _, x := range f.List {
			faults = append(faults, x.Fault)
		}
		require.Contains(t, faults, c.want, "%s: %v", c.name, f.List)
	}
}

func sumOf(js []byte) string {
	sum := sha256.Sum256(js)
	return hex.EncodeToString(sum[:])
}

// forge writes a store anew with other rows in it, as the program would have: every
// hash, head and anchor fits. change sees each row of the log and what is stored, and
// says what is to be there instead.
func forge(t *testing.T, e *mem.Engine, change func(row *storage.AuditRow) (keep bool), stored func(key string, js []byte) []byte) *mem.Engine {
	out := mem.New()
	ctx := context.Background()
	rows, rest, days := map[string][]storage.AuditRow{}, map[string][]byte{}, []audit.Anchor{}
	view(t, e, func(r storage.Reader) error {
		return r.Scan("", "", 0, func(key string, val []byte) error {
			switch c := storage.Components(key); c[0] {
			case "audit":
				x, err := storage.Decode[storage.AuditRow](key, val)
				rows[c[1]+"/"+c[2]] = append(rows[c[1]+"/"+c[2]], x)
				return err
			case "anchor":
				x, err := storage.Decode[audit.Anchor](key, val)
				days = append(days, x)
				return err
			case "audithead", "auditnew", "anchorpart", "meta":
				return nil
			}
			js, err := storage.Decode[json.RawMessage](key, val)
			rest[key] = js
			return err
		})
	})
	require.NoError(t, migrate.Run(ctx, out, nil))
	sums := map[string]string{} // of what is there instead, by key and sum of what was
	for key, was := range rest {
		js := stored(key, was)
		sums[key+sumOf(was)] = ""
		if js != nil {
			update(t, out, func(tx storage.Tx) error { return storage.PutRaw(tx, key, js) })
			sums[key+sumOf(was)] = sumOf(js)
		}
	}
	for _, a := range days {
		for _, chain := range slices.Sorted(maps.Keys(rows)) {
			for len(rows[chain]) > 0 {
				x := rows[chain][0]
				if strings.HasPrefix(x.After, "2027-") && x.After > a.Date { // of the next day
					break
				}
				rows[chain] = rows[chain][1:]
				for i := range x.Stored { // the forger makes the log fit what is stored
					if sum, ok := sums[x.Stored[i].Key+x.Stored[i].Sum]; ok {
						x.Stored[i].Sum = sum
					}
				}
				if change(&x) {
					update(t, out, func(tx storage.Tx) error { _, err := storage.AppendAudit(tx, x); return err })
				}
			}
		}
		_, err := audit.MakeAnchor(ctx, out, a.Date, a.At)
		require.NoError(t, err)
	}
	return out
}

func TestForgeryIsFoundByAnAnchorFromOutside(t *testing.T) {
	same := func(_ string, js []byte) []byte { return js }
	all := func(*storage.AuditRow) bool { return true }
	replaced := func(what, old, to string) func(string, []byte) []byte {
		return func(key string, js []byte) []byte {
			if key == what {
				require.Contains(t, string(js), old)
				return []byte(strings.Replace(string(js), old, to, 1))
			}
			return js
		}
	}
	without := func(what string) func(string, []byte) []byte {
		return func(key string, js []byte) []byte {
			if key == what {
				return nil
			}
			return js
		}
	}
	words := func(unit string, seq uint64, fn func(*storage.AuditRow)) func(*storage.AuditRow) bool {
		return func(x *storage.AuditRow) bool {
			if x.Unit == unit && x.Seq == seq {
				fn(x)
			}
			return true
		}
	}
	forgeries := []struct {
		name   string
		change func(*storage.AuditRow) bool
		stored func(string, []byte) []byte
	}{
		{"a figure in a report", all, replaced(jobs, "12345", "90000")},
		{"an earlier version", all, replaced(first, `"unit":"hr"`, `"unit":"fin"`)},
		{"a decision", all, replaced(decided, "accept", "return")},
		{"a decision gone", all, without(decided)},
		{"a role", all, replaced(storage.RowPerson.Key("p1"), "contact", "director")},
		{"a reading", all, replaced(storage.RowReading.Key("jobs"), "200", "900")},
		{"a setting", all, replaced(storage.RowSetting.Key("quiet"), "22:00", "00:00")},
		{"a row's words", words("hr", 1, func(x *storage.AuditRow) { x.After = "第9版" }), same},
		{"who did it", words("hr", 2, func(x *storage.AuditRow) { x.Actor, x.Name = "", "" }), same},
		{"a row gone", func(x *storage.AuditRow) bool { return x.Unit != "hr" || x.Seq != 2 }, same},
	}
	require.Len(t, forgeries, 10)
	e, outside := anchored(t)
	for _, anchor := range outside {
		for _, log := range []*mem.Engine{e, forge(t, e, all, same)} { // written anew, and nothing changed
			view(t, log, func(r storage.Reader) error {
				wrong, err := audit.CheckAnchor(r, anchor)
				require.Nil(t, wrong, anchor)
				return err
			})
		}
	}
	for _, c := range forgeries {
		f := forge(t, e, c.change, c.stored)
		alone, err := audit.Verify(context.Background(), f)
		require.NoError(t, err)
		require.True(t, alone.OK(), "%s: every hash fits: %v", c.name, alone.List)
		found := map[int]bool{}
		view(t, f, func(r storage.Reader) error {
			for i, anchor := range outside {
				wrong, err := audit.CheckAnchor(r, anchor)
				require.NoError(t, err)
				found[i] = wrong != nil
			}
			return nil
		})
		require.True(t, found[1], "%s: by the last day's anchor", c.name)
		ofPeriod := !slices.Contains([]string{"a role", "a reading", "a setting"}, c.name)
		require.Equal(t, ofPeriod, found[2] || found[3], "%s: by an anchor with a paper of the period", c.name)
	}
}

// What is no anchor is not taken for one.
func TestNoAnchor(t *testing.T) {
	e, _ := anchored(t)
	view(t, e, func(r storage.Reader) error {
		for _, text := range []string{"", "2027-03-01", strings.Repeat("a", 64), "2027-03-01 abc", "2027-03-01 hr x " + strings.Repeat("a", 64), "2027-03-01 hr " + strings.Repeat("a", 64)} {
			_, err := audit.CheckAnchor(r, text)
			require.ErrorIs(t, err, audit.ErrNoAnchor, text)
		}
		return nil
	})
}
