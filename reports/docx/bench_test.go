package docx_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/picture"
)

func summary(b *testing.B, ev []docx.Evidence) docx.Doc {
	p := shipped(b)
	d, err := docx.Summary(docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Previous: all(p), Problems: problems(p),
		Evidence: ev, Date: day})
	require.NoError(b, err)
	return d
}

// BenchmarkSummary makes a full period's document (6 areas, 16 tasks) without
// photos.
func BenchmarkSummary(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, err := docx.Render(summary(b, nil), docx.Official)
		require.NoError(b, err)
	}
}

// BenchmarkSummaryWithPhotos makes it with 12 photos of 12 megapixels, and
// says how much memory the process took from the system, its highest included.
func BenchmarkSummaryWithPhotos(b *testing.B) {
	raw := photo(b, 4000, 3000)
	p := shipped(b)
	runtime.GC()
	b.ReportAllocs()
	for b.Loop() {
		var ev []docx.Evidence
		for i := range 12 {
			pic, err := picture.Prepare(raw)
			require.NoError(b, err)
			ev = append(ev, docx.Evidence{Task: p.Tasks[i].Number, Picture: &pic, File: reports.File{Kind: "photo"}})
		}
		_, err := docx.Render(summary(b, ev), docx.Official)
		require.NoError(b, err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MB-from-system")
}
