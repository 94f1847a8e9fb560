package papers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/bot/desk"
	"liubao/bot/desk/paper"
	"liubao/internal/app/papers"
	"liubao/internal/app/scenes"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/bolt"
)

const period = "2026-12-15"

// played is the folder of a store in which the demo's half-month was lived
// through once for all tests.
var played = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "liubao-papers-")
	if err != nil {
		return "", err
	}
	return dir, scenes.Play(context.Background(), dir, io.Discard, true)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := played(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// copied opens a copy of the played store, and a press for it.
func copied(t testing.TB) (*papers.Press, storage.Engine, time.Time) {
	t.Helper()
	dir, err := played()
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join(dir, "liubao.db"))
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "liubao.db")
	require.NoError(t, os.WriteFile(name, data, 0o600))
	e, err := bolt.Open(name, bolt.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	return papers.New(d, docx.Fonts{}), e, time.Date(2026, time.December, 17, 10, 0, 0, 0, p.Location())
}

func makePaper(t *testing.T, x reports.Paper) papers.File {
	t.Helper()
	press, e, now := copied(t)
	files, err := press.Make(context.Background(), e, x, now)
	require.NoError(t, err)
	if dir := os.Getenv("LIUBAO_PAPERS"); dir != "" { // to be looked at
		for _, f := range files {
			name := strings.ReplaceAll(t.Name(), "/", "_") + "_" + f.Name
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), f.Data, 0o600))
		}
	}
	return files[0]
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words returns the words of a Word file's body.
func words(t *testing.T, f papers.File) string {
	t.Helper()
	return tags.ReplaceAllString(part(t, f, "word/document.xml"), "")
}

// part returns one file of a package.
func part(t *testing.T, f papers.File, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	require.NoError(t, err)
	r, err := z.Open(name)
	require.NoError(t, err)
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(b)
}

func TestReportToSign(t *testing.T) {
	f := makePaper(t, reports.Paper{Kind: reports.PaperReport, Period: period, Duty: "progress", Subject: "a1"})
	assert.Equal(t, "党群局_保居民就业_2026-12-15_第2版.docx", f.Name)
	w := words(t, f)
	for _, s := range []string{"新增就业45人", "单位负责人签字", "更正说明", "恒口示范区（试验区）党群局"} {
		assert.Contains(t, strings.ReplaceAll(w, " ", ""), s)
	}
	assert.NotContains(t, w, "42 人", "the earlier version")
	assert.NotContains(t, w, "审计")
	assert.Regexp(t, `>2026-12-15 dangqun \d+ [0-9a-f]{64}<`, part(t, f, "docProps/custom.xml"))
}

func TestSummaryForTheGroupAndForTheOffice(t *testing.T) {
	office := words(t, makePaper(t, reports.Paper{Kind: reports.PaperSummary, Period: period}))
	group := words(t, makePaper(t, reports.Paper{Kind: reports.PaperSummary, Period: period, Public: true}))
	for _, s := range []string{"资金调度压力", "特此报告", "有困难1项"} {
		assert.Contains(t, office, s)
		assert.NotContains(t, group, s)
	}
	for _, s := range []string{"迟", "均衡性转移支付", "按时"} {
		assert.NotContains(t, office, s, "the report says what is difficult, asks for nothing and calls nobody late")
	}
	assert.Contains(t, group, "6个领域16项任务均已报送情况。")
	assert.Contains(t, group, "情况已报专班办公室。")
	told := words(t, makePaper(t, reports.Paper{Kind: reports.PaperSummary, Period: period, Public: true, Difficulties: true, Names: true}))
	assert.Contains(t, told, "资金调度压力")
}

func TestOtherDocuments(t *testing.T) {
	w := words(t, makePaper(t, reports.Paper{Kind: reports.PaperBulletin, Period: period}))
	assert.Contains(t, w, "应急和市场监管局")
	assert.Contains(t, w, "迟报1个")
	assert.Regexp(t, `\d次`, w, "the reminders after the first")
	w = words(t, makePaper(t, reports.Paper{Kind: reports.PaperProblems, Period: period}))
	assert.Contains(t, w, "重大问题清单")
}

func TestBook(t *testing.T) {
	f := makePaper(t, reports.Paper{Kind: reports.PaperBook, Period: period})
	x, err := excelize.OpenReader(bytes.NewReader(f.Data))
	require.NoError(t, err)
	defer func() { require.NoError(t, x.Close()) }()
	rows, err := x.GetRows("任务台账")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(rows), 16)
	one := makePaper(t, reports.Paper{Kind: reports.PaperBook, Period: period, Unit: "caizheng"})
	assert.True(t, strings.HasPrefix(one.Name, "财政局_"), one.Name)
	y, err := excelize.OpenReader(bytes.NewReader(one.Data))
	require.NoError(t, err)
	defer func() { require.NoError(t, y.Close()) }()
	people, err := y.GetRows("联系人")
	require.NoError(t, err)
	for _, r := range people[1:] {
		assert.NotContains(t, strings.Join(r, " "), "党群局")
	}
}

func TestPictures(t *testing.T) {
	group := makePaper(t, reports.Paper{Kind: reports.PaperCard, Period: period, Public: true})
	office := makePaper(t, reports.Paper{Kind: reports.PaperCard, Period: period})
	img, err := png.DecodeConfig(bytes.NewReader(group.Data))
	require.NoError(t, err)
	assert.Equal(t, 1080, img.Width)
	assert.LessOrEqual(t, img.Height, 1280)
	for _, s := range []string{"迟报：保市场主体", "有困难：保基层运转", "任务总数 16", "有困难任务 1"} {
		assert.Contains(t, office.Caption, s)
	}
	for _, s := range []string{"有困难", "有进展", "问题", "保市场主体", "按时"} {
		assert.NotContains(t, group.Caption, s, "neither a name nor a hidden difficulty, nor that one is progress")
	}
	assert.Contains(t, group.Caption, "12月15日 已报6/6：各领域合计")
	assert.Contains(t, group.Caption, "已报任务 16")
	trend := makePaper(t, reports.Paper{Kind: reports.PaperTrend, Period: period, Indicator: "five-up"})
	assert.Contains(t, trend.Caption, "3户")
	assert.Equal(t, "“五上”企业净增_趋势_2026-12-15.png", trend.Name)
}

// TestOneJudgement: three of five that the year is to bring are the same on
// paper, in the workbook and in pictures, before the year's last period and in it.
func TestOneJudgement(t *testing.T) {
	press, e, _ := copied(t)
	last := reports.Key{Period: "2026-12-30", Duty: "progress", Subject: "a3"}
	at := time.Date(2026, time.December, 31, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		return storage.SaveReport(tx, reports.Report{Key: last, Unit: "yingji", Version: 1, State: reports.Submitted, FirstAt: at, SubmittedAt: at,
			Deadline: at, Readings: []reports.Reading{{Indicator: "five-up", Value: plan.Int(3)}}})
	}))
	for id, want := range map[string]struct{ word, picture string }{period: {"完成60%", "完成60%"}, last.Period: {"未达到", "未达到"}} {
		get := func(k reports.PaperKind) papers.File {
			f, err := press.Make(context.Background(), e, reports.Paper{Kind: k, Period: id, Indicator: "five-up"}, at)
			require.NoError(t, err)
			return f[0]
		}
		assert.Regexp(t, "“五上”企业净增（本年累计）净增5户[—3户]+3户"+want.word, words(t, get(reports.PaperSummary)))
		assert.Contains(t, get(reports.PaperCard).Caption, "“五上”企业净增（本年累计）：3户，目标≥5户，"+want.picture)
		assert.Contains(t, get(reports.PaperTrend).Caption, "目标≥5户，"+want.picture)
		x, err := excelize.OpenReader(bytes.NewReader(get(reports.PaperBook).Data))
		require.NoError(t, err)
		rows, err := x.GetRows("指标历史")
		require.NoError(t, err)
		require.NoError(t, x.Close())
		said := map[string]string{}
		for _, r := range rows[1:] {
			said[r[0]+r[3]] = r[8]
		}
		assert.Equal(t, want.word, said["“五上”企业净增（本年累计）"+id])
		assert.Equal(t, "完成60%", said["“五上”企业净增（本年累计）"+period], "as it stood then")
	}
}

// decide writes down what the office decided about an area's report of a period.
func decide(t *testing.T, e storage.Engine, k reports.Key, what, until string) {
	t.Helper()
	row := map[string]any{"by": "x", "at": "2026-12-20T09:00:00+08:00", "reason": "演示"}
	if until != "" {
		row["until"] = until
	}
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowHandling.Of(k), map[string]any{"v": 1, "key": k, what: row})
	}))
}

// TestExcusedAndExtended: nobody has filed for the second half of December, one
// was let off and one has more time.
func TestExcusedAndExtended(t *testing.T) {
	press, e, _ := copied(t)
	key := func(area string) reports.Key {
		return reports.Key{Period: "2026-12-30", Duty: "progress", Subject: area}
	}
	decide(t, e, key("a1"), "excused", "")
	decide(t, e, key("a2"), "extended", "2027-01-05T17:30:00+08:00")
	get := func(day int, x reports.Paper) papers.File {
		x.Period = "2026-12-30"
		f, err := press.Make(context.Background(), e, x, time.Date(2026, time.December, day, 10, 0, 0, 0, time.FixedZone("", 8*3600)))
		require.NoError(t, err)
		return f[0]
	}
	assert.Contains(t, words(t, get(31, reports.Paper{Kind: reports.PaperBulletin})), "应报5个领域，按时报送0个，未报4个，未到期1个，免报1个。")
	for _, public := range []bool{false, true} {
		w := words(t, get(29, reports.Paper{Kind: reports.PaperSummary, Public: public}))
		assert.Contains(t, w, "5个领域14项任务的情况尚待报送，收到后即补报。")
		assert.NotContains(t, w, "未报", "before the deadline nobody is missing")
	}
	caption := get(31, reports.Paper{Kind: reports.PaperCard}).Caption
	for _, x := range []string{"免报：保居民就业", "未到期：保基本民生", "应报领域5", "未报：保市场主体"} {
		assert.Contains(t, strings.ReplaceAll(caption, " ", ""), x)
	}
	x, err := excelize.OpenReader(bytes.NewReader(get(31, reports.Paper{Kind: reports.PaperBook}).Data))
	require.NoError(t, err)
	defer func() { require.NoError(t, x.Close()) }()
	rows, err := x.GetRows("单位情况")
	require.NoError(t, err)
	facts := map[string][]string{}
	for _, r := range rows {
		if len(r) > 2 && r[1] == "2026-12-30" {
			facts[r[0]] = r[3:]
		}
	}
	last := len(facts["党群局"]) - 1
	assert.Equal(t, "0", facts["党群局"][0], "excused, so nothing is expected")
	assert.Equal(t, "1", facts["党群局"][last], "excused")
	assert.Equal(t, "0", facts["社管局"][0], "not due yet")
	assert.Equal(t, "0", facts["社管局"][last])
	assert.Equal(t, []string{"1", "0", "0", "0", "1"}, facts["财政局"][:5], "expected, on time, late, hours, missing")
	_, err = press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperBulletin, Period: "2026-12-30"},
		time.Date(2026, time.December, 29, 10, 0, 0, 0, time.FixedZone("", 8*3600)))
	require.ErrorIs(t, err, papers.ErrOpen)
	assert.ErrorContains(t, err, "2026-12-30 17:30")
}

// TestExportFinance: what asks for cash figures goes to the director alone.
func TestExportFinance(t *testing.T) {
	press, e, now := copied(t)
	ctx := context.Background()
	_, err := press.Export(ctx, e, papers.Request{Kind: "finance"}, now)
	require.ErrorIs(t, err, papers.ErrNothing, "its days are not set")
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	rules := schedules.DefaultRules()
	rules.DutyDays = map[string][]int{"budget": {15}}
	d, err := desk.New(desk.Config{Plan: p, Rules: rules, Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	press = papers.New(d, docx.Fonts{})
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error { // that the summary went up is no paper beside the summary
		return storage.SaveReport(tx, reports.Report{Key: reports.Key{Period: period, Duty: "summary", Subject: "jingfa"}, Unit: "jingfa", Version: 1,
			FirstAt: now, SubmittedAt: now, Deadline: now, State: reports.Submitted})
	}))
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		return storage.SaveReport(tx, reports.Report{Key: reports.Key{Period: period, Duty: "budget", Subject: "caizheng"}, Unit: "caizheng", Version: 1,
			FirstAt: now, SubmittedAt: now, Deadline: now, State: reports.Submitted,
			Readings: []reports.Reading{{Indicator: "treasury", Value: plan.Int(4200)}}})
	}))
	require.NoError(t, e.View(ctx, func(r storage.Reader) error {
		for private, n := range map[bool]int{true: 7, false: 6} {
			all, err := paper.PapersOf(d, r, period, reports.PaperReport, "", private)
			require.NoError(t, err)
			assert.Len(t, all, n, "private %v", private)
		}
		return nil
	}))
	files, err := press.Export(ctx, e, papers.Request{Kind: "finance", Period: period}, now)
	require.NoError(t, err)
	require.Len(t, files, 1)
	assert.Contains(t, files[0].Name, "财政局_保基层运转情况月报_2026-12-15")
	files, err = press.Export(ctx, e, papers.Request{Kind: "csv", Period: period, Unit: "财政局"}, now)
	require.NoError(t, err)
	require.Len(t, files, 6)
	assert.Equal(t, "财政局_六保专班台账_2026-12-15_任务台账.csv", files[0].Name)
	assert.Contains(t, string(files[4].Data), "财政局,2026-12-15,保基层运转情况月报,1")
	assert.Contains(t, string(files[4].Data), "财政局,2026-12-15,工作落实情况,1")
}

func TestExportRefuses(t *testing.T) {
	press, e, now := copied(t)
	for words, x := range map[string]papers.Request{
		"leave --unit out":            {Kind: "word", Unit: "财政局"},
		"leave --indicator out":       {Kind: "excel", Indicator: "five-up"},
		"name it with --indicator: ":  {Kind: "trend"},
		"is private: it goes on no":   {Kind: "trend", Indicator: "wages"},
		"no indicator \"nothing\"":    {Kind: "trend", Indicator: "nothing"},
		"no period 2026-12-16; the":   {Kind: "problems", Period: "2026-12-16"},
		"2026-12-15 and 2026-12-30":   {Kind: "word", Period: "2026-12-16"},
		"no period 2026-12-32":        {Kind: "excel", Period: "2026-12-32"},
		"the period is open":          {Kind: "bulletin", Period: "2026-12-30"},
		"the kinds are word, reports": {Kind: "poem"},
	} {
		_, err := press.Export(context.Background(), e, x, now)
		assert.ErrorContains(t, err, words, "%+v", x)
	}
}

func TestNothingToShow(t *testing.T) {
	press, e, now := copied(t)
	for _, x := range []reports.Paper{
		{Kind: reports.PaperReport, Period: "2026-12-30", Duty: "progress", Subject: "a1"},
		{Kind: reports.PaperReport, Period: period, Duty: "nothing", Subject: "a1"},
		{Kind: reports.PaperSummary, Period: "2026-12-16"},
		{Kind: reports.PaperTrend, Period: period, Indicator: "park-nothing"},
		{Kind: reports.PaperTrend, Period: period, Indicator: "wages"},
	} {
		_, err := press.Make(context.Background(), e, x, now)
		assert.ErrorIs(t, err, papers.ErrNothing, "%+v", x)
	}
}

func TestSamePaperSameBytes(t *testing.T) {
	press, e, now := copied(t)
	for _, k := range []reports.PaperKind{reports.PaperSummary, reports.PaperBook, reports.PaperCard} {
		a, err := press.Make(context.Background(), e, reports.Paper{Kind: k, Period: period}, now)
		require.NoError(t, err)
		b, err := press.Make(context.Background(), e, reports.Paper{Kind: k, Period: period}, now)
		require.NoError(t, err)
		assert.Equal(t, a, b, k)
	}
}

func BenchmarkSummary(b *testing.B) { benchmark(b, reports.PaperSummary) }
func BenchmarkBook(b *testing.B)    { benchmark(b, reports.PaperBook) }
func BenchmarkCard(b *testing.B)    { benchmark(b, reports.PaperCard) }

func benchmark(b *testing.B, k reports.PaperKind) {
	press, e, now := copied(b)
	for b.Loop() {
		if _, err := press.Make(context.Background(), e, reports.Paper{Kind: k, Period: period}, now); err != nil {
			b.Fatal(err)
		}
	}
}

// TestThePastStaysAsItWas: an area gets another lead, and no paper on a period
// before says so.
func TestThePastStaysAsItWas(t *testing.T) {
	_, e, now := copied(t)
	load := func(change func(*plan.Plan)) *plan.Plan {
		p, err := plan.Default()
		require.NoError(t, err)
		p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
		change(p)
		return p
	}
	history, err := plan.NewHistory([]plan.Version{
		{From: plan.Date{Year: 2026, Month: time.December, Day: 1}, Plan: load(func(*plan.Plan) {})},
		{From: plan.Date{Year: 2026, Month: time.December, Day: 20}, Plan: load(func(p *plan.Plan) { p.Areas[2].Lead = "caizheng" })},
	})
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Plan: history.At(plan.Date{Year: 2027, Month: 1, Day: 1}), Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	press := papers.New(d, docx.Fonts{})
	get := func(x reports.Paper, days int) papers.File {
		f, err := press.Make(context.Background(), e, x, now.AddDate(0, 0, days))
		require.NoError(t, err)
		return f[0]
	}
	before := words(t, get(reports.Paper{Kind: reports.PaperSummary, Period: period}, 20))
	assert.Contains(t, before, "保市场主体（牵头单位：应急和市场监管局）")
	assert.Contains(t, words(t, get(reports.Paper{Kind: reports.PaperBulletin, Period: period}, 20)), "保市场主体应急和市场监管局迟报")
	assert.Contains(t, words(t, get(reports.Paper{Kind: reports.PaperBulletin, Period: "2026-12-30"}, 20)), "保市场主体财政局未报")
	x, err := excelize.OpenReader(bytes.NewReader(get(reports.Paper{Kind: reports.PaperBook, Period: "2026-12-30"}, 20).Data))
	require.NoError(t, err)
	defer func() { require.NoError(t, x.Close()) }()
	rows, err := x.GetRows("单位情况")
	require.NoError(t, err)
	facts := map[string][]string{}
	for _, r := range rows[2:] {
		if r[2] == "工作落实情况" {
			facts[r[1]+r[0]] = r[3:6]
		}
	}
	assert.Equal(t, []string{"1", "0", "1"}, facts["2026-12-15应急和市场监管局"], "its late report stays its own")
	assert.Equal(t, []string{"1", "1", "0"}, facts["2026-12-15财政局"])
	assert.Equal(t, []string{"2", "0", "0"}, facts["2026-12-30财政局"])
	assert.Empty(t, facts["2026-12-30应急和市场监管局"])
}

// A letter that has not gone bears the day on which it is written, however late that is.
// A copy for a folder, and a bulletin that is made months later, bears the day on which
// the period ended or its last report came: no letter is dated before what it tells.
func TestDatesOfLettersAndCopies(t *testing.T) {
	press, e, now := copied(t)
	for _, c := range []struct {
		kind reports.PaperKind
		copy bool
		days int
		want string
	}{
		{reports.PaperSummary, false, 0, "2026年12月17日"}, {reports.PaperSummary, false, 10, "2026年12月27日"}, {reports.PaperSummary, false, 45, "2027年1月31日"},
		{reports.PaperSummary, true, 45, "2026年12月17日"}, {reports.PaperBulletin, false, 10, "2026年12月27日"},
		{reports.PaperBulletin, false, 200, "2026年12月17日"}, {reports.PaperBulletin, true, 10, "2026年12月17日"},
	} {
		f, err := press.Make(context.Background(), e, reports.Paper{Kind: c.kind, Period: period, Copy: c.copy}, now.AddDate(0, 0, c.days))
		require.NoError(t, err)
		assert.Contains(t, words(t, f[0]), "专班办公室"+c.want, "%s after %d days, a copy: %v", c.kind, c.days, c.copy)
	}
}

// TestAgenda: a meeting is given what is open, of whatever kind, and nothing
// that is done with.
func TestAgenda(t *testing.T) {
	press, e, now := copied(t)
	day := plan.DateOf(now)
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		for _, p := range []reports.Problem{
			{ID: "o1", Unit: "zhujian", What: "工地欠薪苗头", At: now.AddDate(0, 0, -9), Assigned: []string{"caizheng"}, Due: day.AddDays(-3)},
			{ID: "o2", Unit: "zhujian", What: "已经办好的事", At: now.AddDate(0, 0, -9), ClosedAt: now},
		} {
			if err := storage.SaveProblem(tx, p); err != nil {
				return err
			}
		}
		r := reports.Report{V: 1, Key: reports.Key{Period: period, Duty: "progress", Subject: "a2"}, Unit: "sheguan", Version: 1, State: reports.Signed, SubmittedAt: now, FirstAt: now,
			Entries: []reports.Entry{{Task: 3, Progress: reports.Difficulty, Words: []reports.Piece{{ID: "1", Text: "完成第三轮排查。存在困难：核查人手不足。"}}}}}
		if err := storage.SaveReport(tx, r); err != nil {
			return err
		}
		i := reports.Instruction{V: 1, ID: "000001", Unit: "jingfa", Whose: "组长", Text: "请抓紧签约", At: now.AddDate(0, 0, -2)}
		return storage.Put(tx, storage.RowInstruction.Key(i.Unit, i.ID), i)
	}))
	files, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperAgenda, Period: period}, now)
	require.NoError(t, err)
	assert.Equal(t, "六保专班会议议程_2026-12-17.docx", files[0].Name)
	w := words(t, files[0])
	for _, s := range []string{"落实“六保”任务工作专班会议议程", "参会单位：社管局、经发招商局、财政局、住建局。", "一、未办结的协调事项", "任务14：年底支出集中", "待办公室指定单位",
		"二、存在的困难", "三、未办结的重大问题", "工地欠薪苗头", "限2026年12月14日前，逾期3天", "四、未办结的批示和交办", "请抓紧签约（组长）", "议定事项",
		"3.巩固脱贫攻坚成果：核查人手不足。"} {
		assert.Contains(t, w, s)
	}
	assert.NotContains(t, w, "）提出", "the day stands before it")
	assert.NotContains(t, w, "已经办好的事")
	assert.NotContains(t, w, "完成第三轮排查", "what was done is not for the meeting")
	assert.NotContains(t, w, "督查", "a kind of which nothing is open is left out")
	if dir := os.Getenv("LIUBAO_PAPERS"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, files[0].Name), files[0].Data, 0o600))
	}
	files, err = press.Export(context.Background(), e, papers.Request{Kind: "agenda", Period: period}, now)
	require.NoError(t, err)
	assert.Len(t, files, 1)
}

// The director's words stand in the bulletin of their period alone.
func TestBulletinWords(t *testing.T) {
	press, e, now := copied(t)
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowBulletin.Key(period), reports.BulletinWords{V: 1, Period: period, Remarks: "总体情况良好",
			Demands: []string{"按时报送", "数据真实"}})
	}))
	for id, want := range map[string]bool{period: true, "2026-12-30": false} {
		f, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperBulletin, Period: id}, now.AddDate(0, 0, 20))
		require.NoError(t, err)
		w := words(t, f[0])
		for _, s := range []string{"二、情况说明总体情况良好。", "三、有关要求1.按时报送。2.数据真实。"} {
			assert.Equal(t, want, strings.Contains(w, s), id)
		}
	}
}

// What the log can be compared with leaves the data in the office's documents: in the
// file's properties and in the message with it, never on the page, and not in the group.
func TestProofIsForTheOffice(t *testing.T) {
	office := makePaper(t, reports.Paper{Kind: reports.PaperSummary, Period: period})
	group := makePaper(t, reports.Paper{Kind: reports.PaperSummary, Period: period, Public: true})
	assert.Empty(t, group.Proof)
	require.Regexp(t, `^核验码：`+period+` \S+ [0-9a-f]{64}$`, office.Proof)
	anchor := strings.TrimPrefix(office.Proof, "核验码：")
	hash := anchor[len(anchor)-64:]
	assert.NotContains(t, words(t, office), hash)
	for f, want := range map[*papers.File]bool{&office: true, &group: false} {
		z, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
		require.NoError(t, err)
		found := false
		for _, part := range z.File {
			r, err := part.Open()
			require.NoError(t, err)
			b, err := io.ReadAll(r)
			require.NoError(t, err)
			if bytes.Contains(b, []byte(hash)) {
				found = true
				assert.Equal(t, "docProps/custom.xml", part.Name)
			}
		}
		assert.Equal(t, want, found)
	}
}
