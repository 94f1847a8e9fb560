package migrate_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/migrate"
)

// Timers of schema 4 for reports with a deadline of their own become that deadline.
// Those of a deadline that was decided otherwise since are dropped, others stay.
func TestTimersBecomeOwnDeadlines(t *testing.T) {
	at := time.Date(2026, 12, 14, 9, 0, 0, 0, time.UTC)
	extended, back := at.Add(72*time.Hour), at.Add(96*time.Hour)
	of := func(subject string) reports.Key {
		return reports.Key{Period: "2026-12-15", Duty: "progress", Subject: subject}
	}
	decision := func(at, until time.Time) map[string]any { return map[string]any{"at": at, "until": until} }
	e := store()
	defer func() { require.NoError(t, e.Close()) }()
	update(t, e, func(tx storage.Tx) error {
		require.NoError(t, storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), 4))
		for k, h := range map[reports.Key]map[string]any{
			of("a1"): {"extended": decision(at, extended)},
			of("a2"): {"extended": decision(at, extended), "returned": decision(at.Add(time.Hour), back)},
			of("a3"): {"held": decision(at, extended)},
			of("a4"): {},
			of("a5"): {"extended": decision(at.Add(time.Hour), extended), "returned": decision(at, back)},
		} {
			require.NoError(t, storage.Put(tx, storage.RowHandling.Of(k), h))
		}
		for i, x := range []struct {
			what string
			k    reports.Key
			due  time.Time
		}{
			{"follow", of("a1"), extended}, {"rung", of("a1"), extended},
			{"follow", of("a2"), extended}, {"rung", of("a2"), back},
			{"rung", of("a3"), extended}, {"follow", of("a4"), extended},
			{"follow", of("a5"), back},
		} {
			arg := fmt.Sprintf("%s|%d|%d", x.k, x.due.Unix(), i)
			require.NoError(t, storage.Put(tx, storage.TimerKey(at, x.what, arg), arg))
		}
		require.NoError(t, storage.Put(tx, storage.TimerKey(at, "follow", "of no form"), ""))
		return storage.Put(tx, storage.TimerKey(at, "nag", "2026-12-15/progress/jingfa"), "")
	})
	require.NoError(t, migrate.Run(context.Background(), e, kept))
	view(t, e, func(r storage.Reader) error {
		got, err := storage.OwnDeadlines(r)
		require.NoError(t, err)
		require.Equal(t, []plan.OwnDeadline{
			{Period: "2026-12-15", Duty: "progress", Subject: "a1", Deadline: extended, Since: at},
			{Period: "2026-12-15", Duty: "progress", Subject: "a2", Deadline: back, Since: at.Add(time.Hour)},
			{Period: "2026-12-15", Duty: "progress", Subject: "a3", Deadline: extended, Since: at},
			{Period: "2026-12-15", Duty: "progress", Subject: "a5", Deadline: extended, Since: at.Add(time.Hour)},
		}, got)
		var left []string
		err = storage.Each(r, storage.RowTimer.Prefix(), "", 0, func(key string, _ string) error {
			left = append(left, storage.Components(key)[2])
			return nil
		})
		require.Equal(t, []string{"nag"}, left)
		return err
	})
}
