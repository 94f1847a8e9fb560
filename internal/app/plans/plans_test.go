package plans

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

var now = time.Date(2021, 2, 10, 1, 0, 0, 0, time.UTC)

func day(s string) plan.Date {
	d, err := plan.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// with loads the shipped plan with texts replaced.
func with(t *testing.T, oldNew ...string) *plan.Plan {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	text := strings.NewReplacer(oldNew...).Replace(string(p.Text()))
	p, err = plan.Load("next.toml", []byte(text))
	require.NoError(t, err)
	return p
}

// store puts things in one transaction.
func store(t *testing.T, e storage.Engine, fn func(tx storage.Tx) error) {
	t.Helper()
	require.NoError(t, e.Update(context.Background(), fn))
}

func TestAFileOfBeforeTakesThePlanItFirstStartsWith(t *testing.T) {
	ctx, e := context.Background(), mem.New()
	store(t, e, func(tx storage.Tx) error {
		if err := tx.Put(storage.RowPerson.Key("p9"), []byte("damaged")); err != nil { // which keeps no bot from its start
			return err
		}
		return storage.SaveReport(tx, reports.Report{Key: reports.Key{Period: "2020-12-15", Duty: "progress", Subject: "a6"}, Version: 1})
	})
	other := with(t, `"a6"`, `"a9"`)
	err := Take(ctx, e, other, now)
	require.ErrorContains(t, err, "this one lacks the area or unit a6 (a report of 2020-12-15); start with the plan file that the data was made with")
	require.NoError(t, Take(ctx, e, with(t), now))
	h, err := Read(ctx, e, nil)
	require.NoError(t, err)
	assert.Len(t, h.Versions(), 1)
	require.NoError(t, Take(ctx, e, other, now), "afterwards the file decides, and another text of the same plan does not count")
	differs, err := Differs(ctx, e, other)
	require.NoError(t, err)
	assert.True(t, differs)
	h, err = Read(ctx, e, nil)
	require.NoError(t, err)
	assert.Len(t, h.Versions(), 1)
	require.ErrorContains(t, Take(ctx, e, with(t, `id = "liubao"`, `id = "rivers"`), now), `belongs to the plan "liubao"`)
}

func TestAVersionThatLeavesADraftBehindIsRefused(t *testing.T) {
	ctx, e := context.Background(), mem.New()
	require.NoError(t, Take(ctx, e, with(t), now))
	store(t, e, func(tx storage.Tx) error {
		for _, period := range []string{"2021-02-15", "2021-03-15"} {
			if err := storage.SaveDraft(tx, reports.Key{Period: period, Duty: "progress", Subject: "a6"}, map[string]int{"v": 1}); err != nil {
				return err
			}
		}
		return nil
	})
	next := Next{Plan: with(t, `"a6"`, `"a9"`), From: day("2021-03-01"), Now: now}
	_, err := Apply(ctx, e, next)
	require.ErrorContains(t, err, "the area or unit a6 (a draft of 2021-03-15)")
	assert.NotContains(t, err.Error(), "2021-02-15", "what is due before keeps its plan")
	next.From = day("2021-04-01")
	_, err = Apply(ctx, e, next)
	require.NoError(t, err)
}

func TestPeopleMoveToTheSuccessorOnTheDay(t *testing.T) {
	ctx, e := context.Background(), mem.New()
	require.NoError(t, Take(ctx, e, with(t), now))
	store(t, e, func(tx storage.Tx) error {
		for id, unit := range map[string]string{"p1": "tuozhi", "p2": "caizheng", "p3": "tuozhi"} {
			p := reports.Person{ID: id, Name: id, Unit: unit}
			if id == "p3" {
				p.Left = now
			}
			if err := storage.SavePerson(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	next := with(t, "id = \"tuozhi\"", "until = 2021-05-31\nid = \"tuozhi\"", "name = \"社管局\"\n", "name = \"社管局\"\nsucceeds = [\"tuozhi\"]\n")
	changes, err := Apply(ctx, e, Next{Plan: next, From: day("2021-03-01"), Now: now})
	require.NoError(t, err)
	assert.Equal(t, plan.Change{What: "p1", Key: "unit", Before: "脱指办", After: "社管局 2021-06-01", Units: []string{"tuozhi", "sheguan"}}, changes[len(changes)-1])
	assert.NotEqual(t, "unit", changes[len(changes)-2].Key, "nobody else moves")
	h, err := Read(ctx, e, nil)
	require.NoError(t, err)
	store(t, e, func(tx storage.Tx) error { return tx.Put(storage.RowPerson.Key("p0"), []byte("damaged")) })
	unitsAt := func(at time.Time) (out []string) {
		store(t, e, func(tx storage.Tx) error { return Turn(tx, h, at) })
		store(t, e, func(tx storage.Tx) error {
			all, err := storage.AllPeople(tx)
			out = nil
			for _, p := range all {
				out = append(out, p.Unit)
			}
			return err
		})
		return out
	}
	before := time.Date(2021, 5, 31, 15, 59, 0, 0, time.UTC)
	assert.Equal(t, []string{"tuozhi", "caizheng", "tuozhi"}, unitsAt(before))
	assert.Equal(t, []string{"sheguan", "caizheng", "tuozhi"}, unitsAt(before.Add(2*time.Minute)), "midnight in Shanghai; who left stays where they were")
}
