package desktest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/internal/app/plans"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// The plan's second version parts a unit in two, and one duty is replaced by another:
// what was excused, missed and sent back before is counted and named on every board as
// it was then.
func TestBoardsOfThePast(t *testing.T) {
	onStage(t, func(s *stage) {
		for _, p := range []struct {
			name, unit string
			role       reports.Role
		}{{"主任", "dangzheng", reports.Director}, {"社管甲", "sheguan", reports.Contact}, {"党群甲", "dangqun", reports.Contact},
			{"财政甲", "caizheng", reports.Contact}, {"市监甲", "yingji", reports.Contact}} {
			s.person(p.name, p.unit, p.role)
		}
		s.boundGroup("专班群", "主任")
		h := parted(t, s)
		s.plan = h.At(s.plan.Starts)
		s.planNow = func(storage.Reader) (*plan.Plan, error) { return h.At(plan.DateOf(s.clock.Now().In(s.loc))), nil }
		s.signOff["progress"] = plan.SignNone
		s.replay("@ 2026-12-15 10:00")
		s.submit("财政甲", "a6")
		s.submit("市监甲", "a3")
		s.replay("主任> /status\n主任> [全部]\n主任> [看 保市场主体]\n主任> [退回]\n主任> [下一步]\n主任> [明天17:30]\n主任> 请补充台账。")
		s.replay("@ 2026-12-15 20:00")
		s.write(func(tx storage.Tx) error { return plans.Turn(tx, h, s.clock.Now().Add(12*time.Hour)) })
		s.replay("@ 2026-12-18 10:00\n主任> /status\n主任> [全部]\n主任> [延期、免报、暂停提醒]\n主任> [保居民就业 12月1日至15日（党群局）]\n主任> [免报]\n主任> 与专项报告合并。")

		out := s.replay("主任> /status\n主任> [全部]\n主任> /rollup\n主任> [列出未报单位]\n主任> [更新群里的汇总]\n主任> /facts")
		require.NotContains(t, out, "任务1 ", "an excused report's tasks are not missing")
		for _, words := range []string{
			"12月1日至15日 · 已报 1/5",
			"➖ 保居民就业（党群局）：免报",
			"🔴 保基本民生（社管局）：逾期2天",
			"🔴 保市场主体（应急和市场监管局）：逾期1天，已退回",
			"任务6 🟢有进展　任务7 🟢有进展　任务8 🟢有进展", // of which one has ended since
			"应报5个领域，已报1个",
			"未报：保基本民生、保市场主体、保粮食能源安全、保产业链供应链",
			"应报领域 5，已报领域 1，未报领域 4", // the group's picture
			"已报1/5个领域", // and its Word
		} {
			require.Contains(t, out, words)
		}
		facts := []string{
			"党群局：应报0，按时0，迟报0（共0小时），未报0，退回0，免报1",
			"社管局：应报1，按时0，迟报0（共0小时），未报1，退回0，免报0",
			"应急和市场监管局：应报1，按时0，迟报0（共0小时），未报1，退回1，免报0",
			"经发招商局：应报2，按时0，迟报0（共0小时），未报2，退回0，免报0",
			"财政局：应报2，按时1，迟报0（共0小时），未报1，退回0，免报0", // with the monthly one
		}
		for _, line := range facts {
			require.Contains(t, out, line)
		}
		papers := func() string {
			return s.paperWords(reports.PaperSummary) + s.paperWords(reports.PaperBulletin) + s.bookRows("2026-12-15")
		}
		said := papers()
		for _, words := range []string{
			"5个领域14项任务中，已有1个领域3项任务报送了情况",
			"保基本民生、保市场主体、保粮食能源安全、保产业链供应链的情况待报送后补报",
			"应报5个领域，按时报送1个，未报3个，已退回1个，免报1个。",
			"保基本民生\n社管局\n未报",
			"[党群局 2026-12-15 工作落实情况 0 0 0 0 0 0 0 1]",
			"[社管局 2026-12-15 工作落实情况 1 0 0 0 1 0 0 0]",
			"[应急和市场监管局 2026-12-15 工作落实情况 1 0 0 0 1 0 1 0]",
			"[财政局 2026-12-15 保基层运转情况月报 1 0 0 0 1 0 0 0]",
		} {
			require.Contains(t, said, words)
		}

		// A period later, which is another unit's and another duty's, the first says the same.
		out = s.replay("@ 2027-01-04 10:30\n主任> /status\n主任> /facts\n主任> [上季度]\n财政甲> /report")
		require.Contains(t, out, "🔴 保基本民生（民政局）逾期4天")
		require.Contains(t, out, "🔴 保居民就业（人社局）逾期4天")
		require.Contains(t, out, "填报 保基层运转情况月报 2026年11月1日至30日（逾期未报）")
		for i, want := range []string{facts[0], facts[1],
			"应急和市场监管局：应报2，按时0，迟报0（共0小时），未报2，退回1，免报0",
			"财政局：应报4，按时1，迟报0（共0小时），未报3，退回0，免报0",
			"民政局：应报1，按时0，迟报0（共0小时），未报1，退回0，免报0",
			"人社局：应报1，按时0，迟报0（共0小时），未报1，退回0，免报0"} {
			require.Contains(t, out, want, i)
		}
		dated := regexp.MustCompile(`2026年12月18日|2027年1月4日|\d+次`) // when it was made, and how often was nagged
		require.Equal(t, dated.ReplaceAllString(said, ""), dated.ReplaceAllString(papers(), ""))

		// What is reported after all of the duty that has ended can be taken out, and of
		// the period what the units of that time reported.
		s.answerAll(s.cast["财政甲"], reports.Key{Period: "2026-12-15", Duty: "budget", Subject: "caizheng"})
		out = s.replay("主任> /export\n主任> [2026年12月1日至15日]\n主任> [台账（Excel）]\n主任> [社管局]")
		require.Contains(t, out, "[保基层运转情况月报（Word）：2026年11月1日至30日]")
		require.Contains(t, out, "<文件 社管局_六保专班台账_2026-12-15.xlsx>")
	})
}

// paperWords are the words of a Word file on the first half of December, a line for
// each paragraph.
func (s *stage) paperWords(kind reports.PaperKind) string {
	z, err := zip.NewReader(bytes.NewReader(s.paper(kind)), int64(len(s.paper(kind))))
	require.NoError(s.t, err)
	d, err := z.Open("word/document.xml")
	require.NoError(s.t, err)
	text, err := io.ReadAll(d)
	require.NoError(s.t, err)
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.ReplaceAll(string(text), "</w:p>", "\n"), "")
}

// bookRows are the workbook's rows on units and a period.
func (s *stage) bookRows(period string) (out string) {
	x, err := excelize.OpenReader(bytes.NewReader(s.paper(reports.PaperBook)))
	require.NoError(s.t, err)
	rows, err := x.GetRows("单位情况")
	require.NoError(s.t, err)
	for _, r := range rows {
		if len(r) > 1 && r[1] == period {
			out += fmt.Sprintln(r)
		}
	}
	return out
}

func (s *stage) paper(kind reports.PaperKind) []byte {
	f, err := s.svc.Press.Make(s.ctx(), s.engine, reports.Paper{Kind: kind, Period: "2026-12-15"}, s.clock.Now())
	require.NoError(s.t, err)
	return f[0].Data
}

// parted is the stage's plan with a second version from 16 December.
func parted(t *testing.T, s *stage) *plan.History {
	first, next := *s.plan, *s.plan
	from := plan.Date{Year: 2026, Month: time.December, Day: 16}
	first.Duties = slices.Clone(first.Duties)
	for i := range first.Duties {
		if first.Duties[i].ID == "budget" {
			first.Duties[i].Days = []int{15}
		}
	}
	next.Duties, next.Units, next.Areas = slices.Clone(first.Duties), slices.Clone(first.Units), slices.Clone(first.Areas)
	for i := range next.Duties {
		if d := &next.Duties[i]; d.ID == "budget" {
			anew := *d
			d.Until = from.AddDays(-1)
			anew.ID, anew.Title, anew.Days = "running", "运转情况快报", []int{30}
			next.Duties = append(next.Duties, anew)
		}
	}
	for i := range next.Units {
		if next.Units[i].ID == "sheguan" {
			next.Units[i].Until = from.AddDays(-1)
		}
	}
	next.Units = append(next.Units, plan.Unit{ID: "minzheng", Name: "民政局", Succeeds: []string{"sheguan"}}, plan.Unit{ID: "renshe", Name: "人社局"})
	next.Areas[0].Lead = "renshe"
	next.Tasks = slices.Clone(first.Tasks)
	i := slices.IndexFunc(next.Tasks, func(x plan.Task) bool { return x.Number == 6 })
	next.Tasks[i].Until = from.AddDays(-1)
	h, err := plan.NewHistory([]plan.Version{{From: first.Starts, Plan: &first}, {From: from, Plan: &next}})
	require.NoError(t, err)
	return h
}
