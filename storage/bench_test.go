package storage_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

const period = "2027-02-28"

// areaReport is a report as a lead unit files it: three tasks, four readings.
func areaReport() reports.Report {
	r := reports.Report{Key: reports.Key{Period: period, Duty: "progress", Subject: "jobs"}, Unit: "hr", Version: 1, State: reports.Submitted, SubmittedAt: noon}
	for i := range 3 {
		words := fmt.Sprintf("第%d项任务：走访企业%d户，协调解决用工%d人，落实补贴%d万元。", i, 12+i, 340+7*i, 56+i)
		r.Entries = append(r.Entries, reports.Entry{Task: i + 1, Progress: reports.Moving, Words: []reports.Piece{{ID: fmt.Sprint(i), By: "p1", At: noon, Text: words}}})
	}
	for i := range 4 {
		r.Readings = append(r.Readings, reports.Reading{Indicator: fmt.Sprint("indicator-", i), Value: 123450000, By: "p1", At: noon})
	}
	return r
}

func BenchmarkCodec(b *testing.B) {
	e := mem.New()
	report := areaReport()
	b.Run("put report", func(b *testing.B) {
		for b.Loop() {
			update(b, e, func(tx storage.Tx) error { return storage.Put(tx, "report", report) })
		}
	})
	b.Run("get report", func(b *testing.B) {
		require.NoError(b, e.View(context.Background(), func(r storage.Reader) error {
			for b.Loop() {
				if _, _, err := storage.Get[reports.Report](r, "report"); err != nil {
					return err
				}
			}
			return nil
		}))
	})
	b.Run("put short", func(b *testing.B) {
		for b.Loop() {
			update(b, e, func(tx storage.Tx) error { return storage.Put(tx, "short", note{1, "同上期"}) })
		}
	})
}

func BenchmarkAppendAudit(b *testing.B) {
	e := mem.New()
	for b.Loop() {
		update(b, e, func(tx storage.Tx) error {
			_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "fin", Period: period, At: noon, What: "submit", After: "已提交"})
			return err
		})
	}
}
