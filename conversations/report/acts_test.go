package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
)

var everyArea = []string{"a1", "a2", "a3", "a4", "a5", "a6"}

// TestUnchangedTakesThreeTaps counts acts from the reminder's button to the receipt
// where nothing has changed, figures included.
func TestUnchangedTakesThreeTaps(t *testing.T) {
	for _, area := range everyArea {
		s := newStage(t)
		s.setup("area " + area + "\nlast words")
		s.replay("甲> /report\n甲> [全部同上期]\n甲> [提交]")
		require.Equal(t, 3, s.taps)
		s.requireWhole(area)
	}
}

// TestUnchangedMonthEndTakesFour: the figures that come with the month's end are known
// from the month before, but for those that nobody has reported yet.
func TestUnchangedMonthEndTakesFour(t *testing.T) {
	for _, area := range everyArea {
		s := newStage(t)
		s.setup("area " + area + "\nperiod 2026-12-30\nlast words")
		fresh := 0
		for _, i := range s.src.Plan.IndicatorsOf(area) {
			if i.Cadence == "quarter" {
				delete(s.src.Known, i.ID)
				fresh++
			}
		}
		chat := "甲> /report\n甲> [全部同上期]"
		switch fresh {
		case 0:
		case 1:
			chat += "\n甲> [暂无数据]"
		default:
			chat += "\n甲> [其余暂无数据]"
		}
		s.replay(chat + "\n甲> [提交]")
		require.LessOrEqual(t, s.taps, 4, area)
		s.requireWhole(area)
	}
}

// TestFirstReportTakesEight: a unit that has never reported writes all its tasks in one
// message, all its figures in another, and what it plans to do.
func TestFirstReportTakesEight(t *testing.T) {
	for _, period := range []string{"2026-12-15", "2026-12-30"} {
		for _, area := range everyArea {
			s := newStage(t)
			s.setup("area " + area + "\nperiod " + period)
			var tasks, figures []string
			for _, task := range s.src.Plan.TasksOf(area) {
				tasks = append(tasks, fmt.Sprintf("%d 已召开部署会并开展摸底", task.Number))
			}
			d := New(s.src)
			for n, i := range d.Indicators {
				v := "0" + i.Measure
				switch i.Kind {
				case "percent":
					v = "15%"
				case "yesno":
					v = "是"
				}
				figures = append(figures, fmt.Sprintf("%d %s", n+1, v))
			}
			chat := "甲> /report\n甲> " + strings.Join(tasks, " ")
			if len(figures) > 0 {
				chat += fmt.Sprintf("\n甲> [指标 0/%d]\n甲> %s", len(figures), strings.Join(figures, " "))
			}
			s.replay(chat + "\n甲> 继续推进。\n甲> [提交]")
			require.LessOrEqual(t, s.taps, 8, area)
			s.requireWhole(area)
		}
	}
}

// requireWhole sees to it that the report is in, with every task and every figure.
func (s *stage) requireWhole(area string) {
	require.NotNil(s.t, s.src.Current, "%s was not handed in:\n%s", area, s.out.String())
	r := *s.src.Current
	d := New(s.src)
	require.Len(s.t, r.Entries, len(d.Tasks))
	for _, e := range r.Entries {
		require.NotEmpty(s.t, e.Progress)
		require.NotEmpty(s.t, e.Said())
	}
	require.Len(s.t, r.Readings, len(d.Indicators))
	require.NotEmpty(s.t, r.Answer("next"))
	require.Equal(s.t, reports.Submitted, r.State)
}
