package papers_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/internal/app/papers"
	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// What units answered to a collection is a table in Word and Excel, with who has not
// answered, what was known already, and sums that are numbers.
func TestCollection(t *testing.T) {
	press, e, now := copied(t)
	c := reports.Collection{V: 1, ID: "202612-00001", Number: 1, Title: "消费券发放数、是否公示", By: "p01",
		Questions: []reports.Question{{Title: "消费券发放数", Kind: reports.AskNumber, Measure: "张"}, {Title: "是否公示", Kind: reports.AskChoice, Choices: []string{"是", "否"}}},
		At:        now, SentAt: now.Add(-time.Hour), Due: now}
	p, err := plan.Default()
	require.NoError(t, err)
	for _, u := range p.Units[:3] {
		c.Units = append(c.Units, u.ID)
	}
	n := func(s string) *plan.Number {
		v, err := numbers.Parse(s)
		require.NoError(t, err)
		return &v
	}
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		for i, v := range []string{"12.5", "30"} {
			a := reports.CollectionAnswer{V: 1, ID: c.ID, Unit: c.Units[i], Done: now.Add(time.Duration(i) * time.Minute), By: "p01",
				Values: []reports.CollectionValue{{Number: n(v)}, {Text: "=是"}}}
			if i == 1 {
				a.Values[1], a.Values[0].From = reports.CollectionValue{Text: "是"}, "12月15日期报告"
			}
			if err := storage.Put(tx, storage.RowCollectionAnswer.Key(c.ID, a.Unit), a); err != nil {
				return err
			}
		}
		return storage.Put(tx, storage.RowCollection.Key(c.ID), c)
	}))
	files, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperCollectionBook, Collection: c.ID}, now)
	require.NoError(t, err)
	require.Equal(t, "临时调度1号_消费券发放数、是否公示_2026-12-17.xlsx", files[0].Name)
	f, err := excelize.OpenReader(bytes.NewReader(files[0].Data))
	require.NoError(t, err)
	rows, err := f.GetRows("临时调度")
	require.NoError(t, err)
	require.Equal(t, []string{"序号", "单位", "消费券发放数（张）", "是否公示", "答复时间", "备注"}, rows[1])
	require.Equal(t, []string{"1", p.Units[0].Name, "12.5", "=是", "12月17日（周四）10:00"}, rows[2])
	require.Equal(t, []string{"2", p.Units[1].Name, "30", "是", "12月17日（周四）10:01", "迟；12月15日期报告"}, rows[3])
	require.Equal(t, []string{"3", p.Units[2].Name, "", "", "", "未答复"}, rows[4])
	require.Equal(t, []string{"", "合计", "42.5", "是1家，否0家"}, rows[5])
	kind, err := f.GetCellType("临时调度", "C6")
	require.NoError(t, err)
	require.NotEqual(t, excelize.CellTypeSharedString, kind, "a sum is a number")
	formula, err := f.GetCellFormula("临时调度", "D3")
	require.NoError(t, err)
	require.Empty(t, formula, "what somebody wrote never becomes a formula")

	files, err = press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperCollection, Collection: c.ID}, now)
	require.NoError(t, err)
	text := words(t, files[0])
	for _, want := range []string{"消费券发放数（张）", "42.5", "未答复", p.Units[2].Name, "12月15日期报告"} {
		require.Contains(t, text, want)
	}
	files, err = press.Export(context.Background(), e, papers.Request{Kind: "collections", Period: "2026-12-30"}, now)
	require.NoError(t, err)
	require.Len(t, files, 2)
	require.Equal(t, "临时调度1号_消费券发放数、是否公示_2026-12-17.docx", files[0].Name)
	require.Equal(t, "临时调度1号_消费券发放数、是否公示_2026-12-17.xlsx", files[1].Name)
	_, err = press.Export(context.Background(), e, papers.Request{Kind: "collections", Period: "2026-12-15"}, now)
	require.ErrorIs(t, err, papers.ErrNothing, "it was sent in the period after")
	_, err = press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperCollection, Collection: "202612-99999"}, now)
	require.Error(t, err)
}
