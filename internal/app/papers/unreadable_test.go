package papers_test

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/internal/app/papers"
	"liubao/reports"
	"liubao/storage"
)

// TestUnreadable: one report's row is damaged. Every paper is made of the others, and
// says of that one that it came and cannot be read; nowhere is it missing, and the
// counts are the same.
func TestUnreadable(t *testing.T) {
	press, e, now := copied(t)
	ctx := context.Background()
	k := reports.Key{Period: period, Duty: "progress", Subject: "a1"}
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		b, _, err := tx.Get(storage.RowReport.Of(k))
		require.NoError(t, err)
		b[len(b)-1] ^= 1
		return tx.Put(storage.RowReport.Of(k), b)
	}))
	get := func(x reports.Paper) papers.File {
		x.Period = period
		f, err := press.Make(ctx, e, x, now)
		require.NoError(t, err, x.Kind)
		return f[0]
	}
	office, group := get(reports.Paper{Kind: reports.PaperSummary}), get(reports.Paper{Kind: reports.PaperSummary, Public: true})
	assert.Contains(t, office.Caption, "已报5/6个领域。另有1个已报但记录无法读取。请联系运维人员恢复。")
	assert.NotContains(t, group.Caption, "运维")
	assert.Contains(t, words(t, office), "保居民就业的情况已报送，记录无法读取，恢复后补报。")
	assert.Contains(t, words(t, group), "另有1个领域的情况已报送，记录无法读取，恢复后补报。")
	bulletin := words(t, get(reports.Paper{Kind: reports.PaperBulletin}))
	assert.Contains(t, bulletin, "应报6个领域，按时报送4个，迟报1个，记录无法读取1个。")
	for _, w := range []string{words(t, office), words(t, group), bulletin} {
		assert.NotContains(t, w, "未报")
		assert.NotContains(t, w, "待报送")
	}
	inside, outside := get(reports.Paper{Kind: reports.PaperCard}).Caption, get(reports.Paper{Kind: reports.PaperCard, Public: true}).Caption
	assert.Contains(t, inside, "记录无法读取：保居民就业")
	for _, caption := range []string{inside, outside} {
		bare := strings.ReplaceAll(caption, " ", "")
		assert.Contains(t, bare, "已报领域5")
		assert.Contains(t, bare, "未报领域0")
		assert.Contains(t, bare, "记录无法读取1")
	}
	assert.Contains(t, outside, "12月15日 已报5/6")
	get(reports.Paper{Kind: reports.PaperAgenda})
	get(reports.Paper{Kind: reports.PaperTrend, Indicator: "five-up"})
	x, err := excelize.OpenReader(bytes.NewReader(get(reports.Paper{Kind: reports.PaperBook}).Data))
	require.NoError(t, err)
	defer func() { require.NoError(t, x.Close()) }()
	rows, err := x.GetRows("任务台账")
	require.NoError(t, err)
	found := 0
	for _, r := range rows {
		if len(r) > 9 && r[1] == "保居民就业" {
			assert.Equal(t, "记录无法读取", r[9])
			found++
		}
	}
	assert.Positive(t, found)
	rows, err = x.GetRows("单位情况")
	require.NoError(t, err)
	damaged := 0
	for _, r := range rows {
		if len(r) < 12 || r[1] != period {
			continue
		}
		n, err := strconv.Atoi(r[11])
		require.NoError(t, err)
		if damaged += n; n > 0 {
			assert.Equal(t, []string{"党群局", "1", "0", "0", "0", "0"}, []string{r[0], r[3], r[4], r[5], r[6], r[7]}, "expected, on time, late, hours, missing")
		}
	}
	assert.Equal(t, 1, damaged)
}
