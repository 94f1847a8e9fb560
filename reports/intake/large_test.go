package intake

import (
	"bytes"
	"fmt"
	"liubao/reports/intake/document"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostileTexts are texts of 19 MB that make much work, each line by itself: with
// a number, a name and a value; with what is nearly a name, again and again; with
// a task's title; and all on one line.
func hostileTexts() map[string][]byte {
	out := map[string][]byte{}
	for name, line := range map[string]string{
		"values": "%d.“五上”企业净增3户\n", "names": "%d.五上企业净增减，千万元新增入园企业，粮食应急加供应点\n",
		"titles": "%d.做实农民工就业服务\n", "line": "%d.新增千万元入园企业3户", "sentences": "%d.五上企业增净3户。低保覆盖面率2%%。\n",
	} {
		var b strings.Builder
		for i := range 999 {
			fmt.Fprintf(&b, line, i+1)
		}
		out[name] = bytes.Repeat([]byte(b.String()), 19<<20/b.Len())
	}
	return out
}

// TestLargeText: what is not kept of a text is not worked on either.
func TestLargeText(t *testing.T) {
	for name, data := range hostileTexts() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = Read("x.txt", data, Limits{Runes: 20000, Blocks: 1500})
		runtime.ReadMemStats(&after)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(40<<20), "bytes allocated to read %s", name)
	}
}

// TestLongTextIsCutBetweenCharacters: what lies behind thirty-two times the kept
// length is cut off, and said to be, though all of it might be nothing.
func TestLongTextIsCutBetweenCharacters(t *testing.T) {
	d := Paste("头"+strings.Repeat("\u200b", 200)+"尾", Limits{Runes: 10})
	assert.Equal(t, []string{"头"}, texts(d))
	assert.Equal(t, []Note{document.NoteTruncated}, d.Notes)
	d = Paste("头"+strings.Repeat("\u200b", 40)+"尾", Limits{Runes: 10})
	assert.Equal(t, []string{"头尾"}, texts(d))
	assert.Empty(t, d.Notes)
	assert.Empty(t, texts(Paste(strings.Repeat("\x80", 1000), Limits{Runes: 10})), "no character to cut at")
}

// BenchmarkLargeText reads and matches the largest texts that are taken in.
func BenchmarkLargeText(b *testing.B) {
	pl := thePlan(b)
	for name, data := range hostileTexts() {
		doc, err := Read("x.txt", data, Limits{})
		if err != nil {
			require.Equal(b, "line", name) // longer than any line that is kept
		}
		b.Run(name+"/read", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Read("x.txt", data, Limits{})
			}
		})
		b.Run(name+"/match", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Match(pl, "", doc)
			}
		})
	}
}
