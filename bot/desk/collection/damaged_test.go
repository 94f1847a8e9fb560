package collection

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// A damaged row of one collection hides no other, and one of a unit's answers none of
// the others': that unit counts as one that has not answered.
func TestDamagedRowsHideNoOthers(t *testing.T) {
	e := mem.New()
	sent := time.Date(2026, 12, 8, 1, 0, 0, 0, time.UTC)
	asks := reports.Collection{ID: "c2", SentAt: sent, Units: []string{"caizheng", "sheguan"}, Questions: make([]reports.Question, 1)}
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		for _, c := range []reports.Collection{{ID: "c1", SentAt: sent}, asks, {ID: "c3", SentAt: sent}} {
			if err := save(tx, c); err != nil {
				return err
			}
		}
		if err := saveAnswer(tx, reports.CollectionAnswer{ID: "c2", Unit: "sheguan", Values: make([]reports.CollectionValue, 1), At: sent, Done: sent}); err != nil {
			return err
		}
		for _, key := range []string{storage.RowCollection.Key("c1"), storage.RowOpenCollection.Key("c3"), storage.RowCollectionAnswer.Key("c2", "caizheng")} {
			if err := tx.Put(key, []byte("damaged")); err != nil {
				return err
			}
		}
		return nil
	}))
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		all, err := open(r)
		require.NoError(t, err)
		require.Len(t, all, 2, "the marker says no more than the id does")
		require.Equal(t, "c2", all[0].ID)
		given, err := answers(r, asks)
		require.NoError(t, err)
		require.Len(t, given, 2)
		require.Equal(t, []string{"caizheng"}, missing(given))
		return nil
	}))
}

// What fails for one unit of a collection stops nothing for the others.
func TestEachUnitHasItsOwn(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.New()
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return save(tx, reports.Collection{ID: "c1"}) }))
	var done []string
	err = each(d, t.Context(), e, "c1", func(reports.Collection) []string { return []string{"caizheng", "sheguan", "jingfa"} },
		func(_ *desk.Desk, _ storage.Tx, _ reports.Collection, unit string) error {
			if unit == "sheguan" {
				return errors.New("full")
			}
			done = append(done, unit)
			return nil
		})
	require.ErrorContains(t, err, "collection c1, unit sheguan: full")
	require.Equal(t, []string{"caizheng", "jingfa"}, done)
}
