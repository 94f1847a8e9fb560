package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/storage"
)

func TestOwnDeadlines(t *testing.T) {
	e := store()
	defer func() { require.NoError(t, e.Close()) }()
	at := time.Date(2026, 12, 18, 9, 30, 0, 0, time.UTC)
	first := plan.OwnDeadline{Period: "2026-12-15", Duty: "progress", Subject: "a1", Deadline: at, Since: at.Add(-time.Hour)}
	second := plan.OwnDeadline{Period: "2026-12-30", Duty: "progress", Subject: "a1", Deadline: at}
	var got []plan.OwnDeadline
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) (err error) {
		for _, d := range []plan.OwnDeadline{second, first, first} {
			if err := storage.SaveOwnDeadline(tx, d); err != nil {
				return err
			}
		}
		got, err = storage.OwnDeadlines(tx)
		return err
	}))
	require.Equal(t, []plan.OwnDeadline{first, second}, got)
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) (err error) {
		if err := tx.Delete(storage.RowOwnDeadline.Key("2026-12-15", "progress", "a1")); err != nil {
			return err
		}
		got, err = storage.OwnDeadlines(tx)
		return err
	}))
	require.Equal(t, []plan.OwnDeadline{second}, got)
}
