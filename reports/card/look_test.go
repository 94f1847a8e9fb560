package card

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/internal/numbers"
	"liubao/plan"
)

func num(s string) *plan.Number {
	n, err := numbers.Parse(s)
	if err != nil {
		panic(err)
	}
	return &n
}

var areaNames = []string{"保居民就业", "保基本民生", "保市场主体", "保粮食能源安全", "保产业链供应链", "保基层运转"}
var leadNames = []string{"党群局", "社管局", "应急和市场监管局", "经发招商局", "经发招商局", "财政局"}

var states = []Cell{{"按时", Good}, {"迟报", Tardy}, {"未报", Bad}, {"待审签", Info}, {"未到期", Idle}}

// usual is a card as the sixth period has it.
func usual() Card {
	c := Card{
		Title:    "恒口示范区“六保”任务推进情况",
		Subtitle: "“六保”任务工作专班办公室",
		AsOf:     "截至2027年2月28日 17:30",
		Tiles: []Tile{
			{"6", "应报", Plain}, {"3", "已报", Good}, {"1", "待审签", Info}, {"2", "未报", Bad}, {"2", "重大问题", Warn},
		},
		Columns: []string{"12月15日", "12月30日", "1月15日", "1月30日", "2月15日", "2月28日"},
		Problems: []Problem{
			{"恒口镇安置点供水管网破裂，约320户群众用水受到影响，抢修缺少资金和施工队伍，请求协调", "住建局 · 2月24日上报 · 已4天 · 需要财政局支持", Cell{"待批示", Bad}},
			{"三家粮食应急供应点库存低于警戒线", "经发招商局 · 2月26日上报 · 交办至3月5日", Cell{"办理中", Warn}},
		},
		Footer: "未报：社管局、财政局。详情请在与机器人的对话中查看。",
	}
	for i, n := range areaNames {
		r := Row{Name: n, Note: leadNames[i]}
		for j := range c.Columns {
			k := (i*j + j) % 7
			if k > 4 {
				k = 0
			}
			r.Cells = append(r.Cells, states[k])
		}
		c.Rows = append(c.Rows, r)
	}
	inds := []struct {
		i plan.Indicator
		v *plan.Number
	}{
		{plan.Indicator{Name: "“五上”企业净增", Kind: plan.Count, Measure: "户", Compare: plan.AtLeast, Target: num("5"), Yearly: true}, num("3")},
		{plan.Indicator{Name: "新增千万元入园企业", Kind: plan.Count, Measure: "户", Compare: plan.AtLeast, Target: num("4"), Yearly: true}, num("5")},
		{plan.Indicator{Name: "一般性支出公用经费压减", Kind: plan.Percent, Measure: "%", Compare: plan.AtLeast, Target: num("15")}, num("16.2")},
		{plan.Indicator{Name: "粮食种植面积", Kind: plan.Amount, Measure: "万亩", Compare: plan.NotBelowBase, Baseline: num("6.35")}, num("6.1")},
		{plan.Indicator{Name: "新建高标准农田", Kind: plan.Amount, Measure: "万亩", Compare: plan.AtLeast}, num("0.4")},
		{plan.Indicator{Name: "零就业家庭动态清零", Kind: plan.YesNo, Compare: plan.Equal, Target: num("1")}, num("1")},
		{plan.Indicator{Name: "返贫人口", Kind: plan.Count, Measure: "人", Compare: plan.AtMost, Target: num("0"), Private: true}, num("3")},
		{plan.Indicator{Name: "专项经费压减", Kind: plan.Percent, Measure: "%", Compare: plan.AtLeast, Target: num("18")}, nil},
	}
	for _, x := range inds {
		if b, ok := IndicatorBar(x.i, x.v, spring); ok {
			c.Bars = append(c.Bars, b)
		}
	}
	return c
}

func first() Card {
	c := usual()
	c.Columns, c.Rows, c.Problems, c.Footer = nil, nil, nil, ""
	c.AsOf = "截至2026年12月10日 09:00"
	c.Tiles = []Tile{{"6", "应报", Plain}, {"0", "已报", Idle}, {"6", "未到期", Idle}}
	for i := range c.Bars {
		c.Bars[i].Fill, c.Bars[i].Word, c.Bars[i].Value, c.Bars[i].Tone = 0, "未报", "未报", Idle
	}
	return c
}

func overdue() Card {
	c := usual()
	c.Tiles = []Tile{{"6", "应报", Plain}, {"0", "已报", Good}, {"6", "未报", Bad}, {"14", "催办次数", Warn}, {"18天", "最长逾期", Bad}, {"12", "重大问题", Bad}}
	for i := range c.Rows {
		for j := range c.Rows[i].Cells {
			c.Rows[i].Cells[j] = Cell{"逾期", Bad}
		}
	}
	for i := range 12 {
		c.Problems = append(c.Problems, Problem{fmt.Sprintf("第%d件：重点企业用工缺口较大，产线开工不足", i+3), "经发招商局 · 已30天", Cell{"待批示", Bad}})
	}
	return c
}

func long() Card {
	c := usual()
	c.Title = "关于印发《恒口示范区(试验区)落实“六保”任务实施方案》的通知落实情况暨各牵头单位每月十五日三十日书面报送情况通报"
	c.Subtitle = "恒口示范区(试验区)全面落实“六保”任务工作专班办公室(设在示范区经济发展和招商局)以及各责任单位联络员会议"
	for i := range c.Rows {
		c.Rows[i].Name = "加快产业链供应链恢复稳定并促进产业链供应链畅通循环" + c.Rows[i].Name
		c.Rows[i].Note = "应急管理和市场监督管理局(安全生产委员会办公室)"
	}
	for i := range c.Bars {
		c.Bars[i].Name = "部门预算除刚性和重点项目支出外一般性支出公用经费压减" + c.Bars[i].Name
		c.Bars[i].Word = "完成情况待核实"
	}
	c.Tiles[0].Label = "应当书面报送的单位总数"
	c.Tiles[1].Value = "1234567"
	c.Problems[0].What += "👨‍👩‍👧‍👦 emoji 😀 生僻字 𠮷 㐂 é e\u0301 \u202eabc" + c.Problems[0].What
	c.Rows[0].Cells[0].Word = "待主任审签中"
	c.Footer = "生僻字：喆堃龑𪚥 emoji 👍🏽🇨🇳 Cafe\u0301 https://example.invalid/very/long/path/that/does/not/end/soon/and/goes/on"
	return c
}

func sized(rows, cols int) Card {
	c := usual()
	c.Columns = c.Columns[:cols]
	var out []Row
	for i := range rows {
		r := c.Rows[i%len(c.Rows)]
		r.Cells = r.Cells[:cols]
		out = append(out, r)
	}
	c.Rows = out
	return c
}

func trend() Trend {
	t, _ := IndicatorTrend(plan.Indicator{Name: "“五上”企业净增", Kind: plan.Count, Measure: "户", Compare: plan.AtLeast, Target: num("5"), Yearly: true}, []Point{
		{Label: "12月15日", Value: num("0")}, {Label: "12月30日", Value: num("1")}, {Label: "1月15日", Value: nil}, {Label: "1月30日", Value: num("2")}, {Label: "2月15日", Value: num("2")}, {Label: "2月28日", Value: num("3")},
	})
	t.AsOf = "截至2027年2月28日"
	return t
}

func longTrend() Trend {
	var pts []Point
	for i := range 40 {
		v := plan.Number(61000 + (i*i*37)%3000)
		pts = append(pts, Point{Label: fmt.Sprintf("%d月%d日", i/2%12+1, 15+i%2*15), Value: &v})
	}
	t, _ := IndicatorTrend(plan.Indicator{Name: "粮食种植面积", Kind: plan.Amount, Measure: "万亩", Compare: plan.NotBelowBase, Baseline: num("6.35")}, pts)
	return t
}

// TestLook draws every sample. LIUBAO_PICTURES names a directory to keep them
// in, to be looked at.
func TestLook(t *testing.T) {
	dir := os.Getenv("LIUBAO_PICTURES")
	cards := map[string]Card{"first": first()}
	trends := map[string]Trend{"trend": trend()}
	if dir == "" {
		dir = t.TempDir() // two samples are enough where nobody looks
	} else {
		cards = map[string]Card{"usual": usual(), "first": first(), "overdue": overdue(), "long": long(), "one": sized(1, 1), "twelve": sized(12, 6)}
		trends["longtrend"] = longTrend()
	}
	r := New()
	for name, c := range cards {
		pages, err := r.Pages(c)
		require.NoError(t, err)
		for i, b := range pages {
			require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s%d.png", name, i+1)), b, 0o600))
		}
	}
	for name, tr := range trends {
		b, err := r.TrendPNG(tr)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".png"), b, 0o600))
	}
}
