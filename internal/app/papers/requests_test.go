package papers_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// What units ask of one another is a sheet of the ledger: what is open, and what was
// closed in its periods; of one unit only what concerns it. What a meeting decided
// comes back in the next agenda, done or not, and not for ever.
func TestRequestsInLedgerAndAgenda(t *testing.T) {
	press, e, now := copied(t)
	put := func(x reports.Request, closedDaysAgo int) {
		x.V, x.At = 1, now.AddDate(0, 0, -40)
		if closedDaysAgo > 0 {
			x.State, x.ClosedAt = reports.RequestClosed, now.AddDate(0, 0, -closedDaysAgo)
			x.Story = []reports.RequestStep{{At: x.ClosedAt, Unit: x.Parties[0].Unit, What: "答复已解决", Text: "已核实"}}
		}
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error { return storage.SaveRequest(tx, x) }))
	}
	to := func(unit string) []reports.Party { return []reports.Party{{Unit: unit, Told: now.AddDate(0, 0, -39)}} }
	put(reports.Request{ID: "r900001", Number: 91, Kind: reports.Trouble, Unit: "sheguan", Task: 3, What: "=缺口", Need: "请核对", Parties: to("dangqun"), Due: plan.DateOf(now).AddDays(-3)}, 0)
	put(reports.Request{ID: "r900002", Number: 92, Kind: reports.Trouble, Unit: "sheguan", Task: 4, Need: "请拨付", Parties: to("caizheng")}, 4)
	put(reports.Request{ID: "r900003", Number: 93, Kind: reports.Trouble, Unit: "sheguan", Task: 5, Need: "早已办结", Parties: to("caizheng")}, 300)
	put(reports.Request{ID: "i900001", Number: 81, Kind: reports.Assign, Whose: "主任", Need: "会上定的，还在办", Parties: to("caizheng"), Meeting: true}, 0)
	put(reports.Request{ID: "i900002", Number: 82, Kind: reports.Assign, Whose: "主任", Need: "会上定的，办好了", Parties: to("dangqun"), Meeting: true}, 4)
	put(reports.Request{ID: "i900003", Number: 83, Kind: reports.Assign, Whose: "主任", Need: "会上定的，早办好了", Parties: to("dangqun"), Meeting: true}, 35)
	rows := func(unit string) (out []string) {
		files, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperBook, Period: "2026-12-15", Unit: unit}, now)
		require.NoError(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(files[0].Data))
		require.NoError(t, err)
		all, err := f.GetRows("协调事项")
		require.NoError(t, err)
		for _, r := range all {
			if line := strings.Join(r, "|"); strings.Contains(line, "9") || strings.Contains(line, "会上定的") {
				out = append(out, line)
			}
		}
		return out
	}
	all := strings.Join(rows(""), "\n")
	require.Contains(t, all, "协调事项91号|社管局|3|=缺口|请核对|党群局|2026-12-14|未办结|待党群局签收，已逾期")
	require.Contains(t, all, "协调事项92号|社管局|4||请拨付|财政局||已办结||2026年12月13日财政局答复已解决：已核实")
	require.Contains(t, all, "交办81号|主任||")
	require.NotContains(t, all, "早已办结")
	one := strings.Join(rows("caizheng"), "\n")
	require.Contains(t, one, "协调事项92号")
	require.Contains(t, one, "交办81号")
	require.NotContains(t, one, "协调事项91号", "another unit's")

	files, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperAgenda, Period: "2026-12-30"}, now)
	require.NoError(t, err)
	w := words(t, files[0])
	require.Contains(t, w, "以前会议议定事项")
	require.Contains(t, w, "会上定的，还在办")
	require.Contains(t, w, "会上定的，办好了")
	require.Contains(t, w, "已核实", "how it was done")
	require.NotContains(t, w, "会上定的，早办好了")
}

// A difficulty that was solved within the period is counted as overcome in the summary and
// the picture, and no picture's area is troubled by it.
func TestSolvedIsNoDifficulty(t *testing.T) {
	press, e, now := copied(t)
	say := func() string {
		w, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperSummary, Period: period}, now)
		require.NoError(t, err)
		c, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperCard, Period: period}, now)
		require.NoError(t, err)
		return words(t, w[0]) + "\n" + c[0].Caption
	}
	before := say()
	require.NotContains(t, before, "困难已解决")
	var asked reports.Key
	task := 0
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		all, err := storage.Reports(r, period, "progress")
		for _, x := range all {
			for _, y := range x.Entries {
				if y.Progress == reports.Difficulty && x.State != reports.Returned {
					asked, task = x.Key, y.Task
				}
			}
		}
		return err
	}))
	require.NotZero(t, task, before)
	contact, by := "", ""
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		all, err := storage.PeopleOfUnit(r, "caizheng")
		require.NotEmpty(t, all)
		contact, by = all[0].Name, all[0].ID
		return err
	}))
	closed := func(at time.Time) {
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
			return storage.SaveRequest(tx, reports.Request{V: 1, ID: "r900001", Number: 91, Kind: reports.Trouble, Unit: "yingji", Key: asked, Task: task, At: now,
				State: reports.RequestClosed, ClosedAt: at, Story: []reports.RequestStep{
					{At: at, By: by, Unit: "caizheng", What: "答复已解决", Text: contact}, {At: at, By: by, Unit: "caizheng", What: "答复", Text: "缺口已补上"}}})
		}))
	}
	closed(now) // two days later
	later := say()
	require.NotContains(t, later, "困难已解决", "what is solved after a period was not in it")
	require.Contains(t, later, "当期没有办结")
	closed(time.Date(2026, 12, 15, 12, 0, 0, 0, now.Location()))
	after := say()
	require.Contains(t, after, "困难已解决1项", "the summary")
	require.NotContains(t, after, "存在的困难和问题", "what is solved is none any more")
	require.Contains(t, after, "财政局答复已解决；财政局答复：缺口已补上", "its story, in which a day is said once")
	require.NotContains(t, after, contact, "superiors are told which unit it was")
	require.Contains(t, after, "困难已解决任务 1", "the picture")
}
