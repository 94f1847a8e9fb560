package docx_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/picture"
)

var day = plan.Date{Year: 2026, Month: time.December, Day: 15}

func shipped(t testing.TB) *plan.Plan {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	return p
}

func period(p *plan.Plan) plan.Period {
	return plan.Period{
		ID: day.String(), Duty: "progress", From: plan.Date{Year: 2026, Month: time.December, Day: 1}, Nominal: day,
		Deadline: day.At(plan.Clock{Hour: 17, Minute: 30}, p.Location()),
	}
}

func said(s string) []reports.Piece { return []reports.Piece{{ID: "1", Text: s}} }

// words are the sample's entries, taken in turn.
var words = []reports.Entry{
	{Progress: reports.Moving, Words: said("演示数据:组织专场招聘会2场,提供岗位860个,达成就业意向213人。\n开展职业技能培训3期,培训农民工126人次。")},
	{Progress: reports.Difficulty, Words: said("演示数据：两家毛绒企业订单减少，用工缺口与招工难并存，稳岗补贴申报材料不全。"),
		Need: said("请协调补贴申报的数据比对，并在年底前拨付第二批资金"), NeedFrom: said("财政局、社保农技中心")},
	{Progress: reports.Same, SameRun: 3, Carried: "演示数据：已对328户脱贫户逐户排查，建立台账。", Reason: said("本项工作按月开展，本期无新增事项")},
	{Progress: reports.Done, Words: said("演示数据：“六保”政策咨询窗口已设立，投诉电话已公布(0915-0000000)。")},
	{Progress: reports.Moving, Words: said("演示数据：新增“五上”企业2户，累计净增4户；入统资料已按“点对点”方式逐户核对，预计12月底前完成全部入统工作，较上年同期增长18.5%。")},
}

// report makes one area's report; every number is sample data.
func report(p *plan.Plan, a plan.Area, late time.Duration) reports.Report {
	per := period(p)
	r := reports.Report{
		V: 1, Key: reports.Key{Period: per.ID, Duty: "progress", Subject: a.ID}, Unit: a.Lead, Version: 1,
		State: reports.Signed, Deadline: per.Deadline, FirstAt: per.Deadline.Add(late - time.Hour),
		SubmittedAt: per.Deadline.Add(late - time.Hour), SignedAt: per.Deadline.Add(late), SignedBy: "p1",
		Answers: []reports.Answer{
			{Question: "next", Words: said("演示数据：一是紧盯年度目标，逐项对账销号；二是加强部门协同，确保数据真实准确。")},
			{Question: "practice", Words: said("演示数据：推行“一企一策”，由包抓干部上门服务。")},
		},
	}
	for _, t := range p.TasksOf(a.ID) {
		e := words[t.Number%len(words)]
		e.Task = t.Number
		r.Entries = append(r.Entries, e)
	}
	for n, i := range p.IndicatorsOf(a.ID) {
		switch {
		case n%5 == 3:
			r.Readings = append(r.Readings, reports.Reading{Indicator: i.ID, Unknown: true})
		case i.Kind == plan.YesNo:
			r.Readings = append(r.Readings, reports.Reading{Indicator: i.ID, Value: plan.Int(1)})
		default:
			r.Readings = append(r.Readings, reports.Reading{Indicator: i.ID, Value: plan.Int(int64(3 + 2*n)), Same: n%2 == 0})
		}
	}
	return r
}

func all(p *plan.Plan) []reports.Report {
	var out []reports.Report
	for n, a := range p.Areas {
		if n != 4 {
			out = append(out, report(p, a, time.Duration(n/3)*27*time.Hour))
		}
	}
	return out
}

// owed says where the areas' reports stand after the deadline; whose stand is
// not given and who has no report is missing.
func owed(p *plan.Plan, rs []reports.Report, given map[string]reports.Stand) []reports.Owed {
	per := period(p)
	var out []reports.Owed
	for _, a := range p.Areas {
		o := reports.Owed{Key: reports.Key{Period: per.ID, Duty: "progress", Subject: a.ID}, Unit: a.Lead,
			Stand: reports.Missing, Reminded: a.Number}
		for _, r := range rs {
			if r.Key.Subject != a.ID {
				continue
			}
			o.Stand, o.FirstAt, o.LateBy, o.Tasks = reports.OnTime, r.FirstAt, r.Late(), r.Brief().Tasks
			if o.LateBy > 0 {
				o.Stand = reports.Late
			}
		}
		if s, ok := given[a.ID]; ok {
			o.Stand = s
		}
		out = append(out, o)
	}
	return out
}

func problems(p *plan.Plan) []reports.Problem {
	at := period(p).Deadline
	return []reports.Problem{
		{V: 1, ID: "q1", Unit: "jingfa", What: "演示数据：粮食应急加工企业设备故障，日加工能力下降一半", Where: "恒口粮油加工厂", Since: "12月8日起",
			Major: true, Needs: "协调市级调拨备用设备", At: at, Assigned: []string{"caizheng", "yingji"}, Due: plan.Date{Year: 2026, Month: 12, Day: 20}},
		{V: 1, ID: "q2", Unit: "sheguan", What: "演示数据：临时救助资金缺口", At: at},
		{V: 1, ID: "q3", Unit: "zhujian", What: "演示数据：项目工地欠薪苗头", At: at, ClosedAt: at.Add(48 * time.Hour), Result: "工资已全部发放，劳务公司已约谈"},
	}
}

// photo makes a JPEG.
func photo(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(60 + i%97)
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

func evidence(t testing.TB, p *plan.Plan, n int, data []byte) []docx.Evidence {
	t.Helper()
	var out []docx.Evidence
	for i := range n {
		pic, err := picture.Prepare(data)
		require.NoError(t, err)
		out = append(out, docx.Evidence{
			Task: p.Tasks[i%len(p.Tasks)].Number, Picture: &pic,
			File: reports.File{Kind: "photo", Note: fmt.Sprintf("演示照片%d,现场工作情况", i+1), SHA256: "x"},
		})
	}
	return out
}

// papers builds one of each kind of document.
func papers(t testing.TB, p *plan.Plan, ev []docx.Evidence) map[string]docx.Doc {
	t.Helper()
	per := period(p)
	last := report(p, p.Areas[0], 0)
	out := map[string]docx.Doc{}
	add := func(name string, d docx.Doc, err error) {
		require.NoError(t, err)
		out[name] = d
	}
	var own []docx.Evidence
	for _, e := range ev {
		if task, _ := p.Task(e.Task); task.Area == p.Areas[0].ID {
			own = append(own, e)
		}
	}
	own = append(own, docx.Evidence{Task: 1, File: reports.File{Name: "招聘会签到册.xlsx"}})
	d, err := docx.Area(docx.AreaInput{Plan: p, Period: per, Report: report(p, p.Areas[0], 0), Previous: &last,
		Evidence: own, Anchor: "2026-12-15 dangqun 31 3f9ac21e"})
	add("area", d, err)
	d, err = docx.Summary(docx.SummaryInput{Plan: p, Period: per, Reports: all(p), Owed: owed(p, all(p), nil), Previous: all(p), Problems: problems(p),
		Evidence: ev, Date: day})
	add("summary", d, err)
	d, err = docx.Bulletin(docx.BulletinInput{Plan: p, Period: per, Owed: owed(p, all(p), nil), Date: day,
		Remarks: "演示数据：总体情况良好，个别领域报送不及时。", Demands: []string{"各单位要按时报送", "数据要真实准确"}})
	add("bulletin", d, err)
	d, err = docx.Problems(docx.ProblemsInput{Plan: p, Problems: problems(p), Date: day})
	add("problems", d, err)
	d, err = docx.Finance(docx.FinanceInput{Plan: p, Period: per, Report: finance(p), Date: day})
	add("finance", d, err)
	return out
}

func finance(p *plan.Plan) reports.Report {
	r := report(p, p.Areas[5], 0)
	r.Key.Duty, r.Key.Subject, r.Unit, r.Entries = "budget", "caizheng", "caizheng", nil
	for _, q := range []string{"execution", "treasury", "three-bao", "risk"} {
		r.Answers = append(r.Answers, reports.Answer{Question: q, Words: said("演示数据：预算执行平稳，库款保障水平处于合理区间，“三保”支出足额保障。")})
	}
	return r
}

// grid is one paragraph of plain characters that fills three pages and a line.
func grid() docx.Doc {
	set := []rune("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳")
	var s []rune
	for i := range 3*22*28 - 2 + 10 {
		s = append(s, set[i%len(set)])
	}
	return docx.Doc{Blocks: []docx.Block{docx.Para{Text: string(s)}}}
}
