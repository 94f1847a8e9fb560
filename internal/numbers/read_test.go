package numbers_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/internal/numbers"
)

// said is what a text is read as, in a measure.
func said(text, measure string) (string, numbers.Doubt) {
	a := numbers.Read(text)
	n, d := a.In(measure)
	if !a.Known {
		return "", d
	}
	return n.String(), d
}

func TestExact(t *testing.T) {
	for _, c := range []struct{ text, measure, want string }{
		{"3", "户", "3"}, {"３户", "户", "3"}, {"三户", "户", "3"}, {"两家", "家", "2"}, {"俩", "户", "2"}, {"叁拾贰户", "户", "32"},
		{"0", "户", "0"}, {"零", "户", "0"}, {"0户", "户", "0"}, {"十", "户", "10"}, {"二十一人", "人", "21"}, {"3 户", "户", "3"},
		{"廿三户", "户", "23"}, {"廿三", "户", "23"}, {"卅", "户", "30"}, {"一百零二", "户", "102"}, {"一百二", "户", "120"}, {"一百一十", "户", "110"},
		{"一万二千三百", "人", "12300"}, {"一万二", "人", "12000"}, {"两万零五十", "人", "20050"}, {"二〇二六", "人", "2026"}, {"一千零五十", "人", "1050"},
		{"三亿五千万", "元", "350000000"}, {"三万五千", "人", "35000"}, {"一万亿", "元", "1000000000000"},
		{"一起", "起", "1"}, {"一批", "批", "1"}, {"三项", "项", "3"}, {"一个", "个", "1"},

		{"1,234户", "户", "1234"}, {"12,345,678", "户", "12345678"}, {"1，234户", "户", "1234"}, {"11 826", "户", "11826"}, {"11 826户", "户", "11826"},
		{"1 234 567", "户", "1234567"}, {"11\u00a0826", "户", "11826"},
		{".5", "", "0.5"}, {".5%", "%", "0.5"}, {"．5％", "%", "0.5"}, {"0.15", "", "0.15"}, {"点五", "", "0.5"}, {"点五%", "%", "0.5"}, {"三点五", "", "3.5"},
		{"3点5", "", "3.5"}, {"半", "", "0.5"},

		{"-3", "户", "-3"}, {"−2", "户", "-2"}, {"–2", "户", "-2"}, {"—2", "户", "-2"}, {"﹣2", "户", "-2"}, {"－2", "户", "-2"}, {"‑2", "户", "-2"},
		{"− 2", "户", "-2"}, {"负三", "户", "-3"}, {"负2户", "户", "-2"}, {"负的2", "户", "-2"}, {"零下5度", "度", "-5"},
		{"减少5户", "户", "-5"}, {"减少了5户", "户", "-5"}, {"下降3%", "%", "-3"}, {"下降了3%", "%", "-3"}, {"降低0.5%", "%", "-0.5"}, {"净减2户", "户", "-2"},
		{"净增-1户", "户", "-1"}, {"净增数为负1户", "户", "-1"}, {"降至3.6%", "%", "3.6"}, {"下降到3.6%", "%", "3.6"}, {"减少为5户", "户", "5"},

		{"18%", "%", "18"}, {"18％", "%", "18"}, {"18 %", "%", "18"}, {"百分之十八", "%", "18"}, {"百分之十八点五", "%", "18.5"}, {"百分之18.5", "%", "18.5"},
		{"百分之百", "%", "100"}, {"百分之一百", "%", "100"}, {"千分之五", "%", "0.5"}, {"5‰", "%", "0.5"}, {"万分之三", "%", "0.03"}, {"三成", "%", "30"},
		{"3成", "%", "30"}, {"三成五", "%", "35"}, {"八成半", "%", "85"}, {"负百分之三", "%", "-3"},

		{"1.2万", "户", "12000"}, {"1.2万户", "户", "12000"}, {"3百户", "户", "300"}, {"300百万", "元", "300000000"}, {"1万2千人", "人", "12000"}, {"1万2", "人", "12000"},
		{"3亿5000万元", "元", "350000000"}, {"1万2000", "人", "12000"}, {"3千5百人", "人", "3500"}, {"5千瓦时", "千瓦时", "5"},

		{"12.5 万元", "万元", "12.5"}, {"12.5\u00a0万元", "万元", "12.5"}, {"1.2 亿元", "万元", "12000"}, {"5 千万", "万元", "5000"}, {"2 万户", "户", "20000"},
		{"3个亿", "万元", "30000"}, {"一个亿", "万元", "10000"}, {"➖5", "户", "-5"}, {"减5户", "户", "-5"}, {"降3%", "%", "-3"}, {"负增长3%", "%", "-3"}, {"少了5户", "户", "-5"},
		{"压减16.3%", "%", "16.3"}, {"加减5户", "户", "5"},

		{"1.2w", "人", "12000"}, {"3k", "人", "3000"}, {"8万6千4百亩", "亩", "86400"}, {"1亿2千8百万元", "万元", "12800"}, {"2千8百万", "元", "28000000"}, {"3千2百万5千元", "元", "32005000"}, {"一个半工作日", "个工作日", "1.5"}, {"百分百", "%", "100"}, {"￥128,635,000", "万元", "12863.5"},
		{"3户，同比多2户", "户", "3"}, {"12户（上月10户）", "户", "12"}, {"三亿", "万元", "30000"}, {"1.5亿", "万元", "15000"}, {"1.5亿元", "万元", "15000"}, {"12863.5万元", "万元", "12863.5"}, {"12863.5", "万元", "12863.5"},
		{"12863.5万", "万元", "12863.5"}, {"86.4万元", "万元", "86.4"}, {"5000元", "万元", "0.5"}, {"3千元", "万元", "0.3"}, {"1.2亿", "亿元", "1.2"}, {"12000万元", "亿元", "1.2"},
		{"1.2万亩", "万亩", "1.2"}, {"12000亩", "万亩", "1.2"}, {"1.2万亩", "亩", "12000"}, {"1.2", "万亩", "1.2"}, {"8.64万亩", "亩", "86400"}, {"三亿五千万元", "万元", "35000"},
		{"-1.5亿元", "万元", "-15000"},

		{"0.8个工作日", "个工作日", "0.8"}, {"1工作日", "个工作日", "1"}, {"3名", "人", "3"}, {"25位", "人", "25"}, {"12棚", "棚", "12"}, {"3", "", "3"},

		{"一户都没有", "户", "0"}, {"一家也没有", "家", "0"}, {"一起都未发生", "起", "0"}, {"没有一户", "户", "0"}, {"一个都没", "个", "0"}, {"无一起", "起", "0"},

		{"1万零52人", "人", "10052"}, {"1亿零500万", "万元", "10500"}, {"1亿零500元", "元", "100000500"}, {"一亿零五百元", "元", "100000500"}, {"1亿3", "万元", "13000"}, {"共计18652人，其中转移12300人，就地6352人", "人", "18652"}, {"一共四户", "户", "4"}, {"12900（万元）", "万元", "12900"}, {"4（户）", "户", "4"}, {"1.29亿人民币", "万元", "12900"}, {"3.5成", "%", "35"},
		{"3户（新增1户）", "户", "3"}, {"4户，其中新增2户、转企2户", "户", "4"}, {"3户，另有1户在办", "户", "3"}, {"18352人（上期）18652人（本期）", "人", "18652"}, {"同比回落0.3个百分点至3.6%", "%", "3.6"}, {"同比增加到18652人", "人", "18652"},
		{"净增3户", "户", "3"}, {"共3户", "户", "3"}, {"完成了312人", "人", "312"}, {"由31户增加到35户", "户", "35"}, {"从3个工作日压缩至1个工作日", "个工作日", "1"},
		{"“五上”企业净增3户", "户", "3"}, {"新社区工厂1家投产。", "家", "1"}, {"已签约5个", "个", "5"},
	} {
		got, d := said(c.text, c.measure)
		assert.Equal(t, c.want, got, "%s in %s", c.text, c.measure)
		assert.Equal(t, numbers.Exact, d, "%s in %s", c.text, c.measure)
	}
}

func TestNoExactNumber(t *testing.T) {
	for _, c := range []struct {
		text, measure, value string // what may be asked about, "" for nothing
		doubt                numbers.Doubt
	}{
		{"", "户", "", numbers.None}, {"没有", "户", "", numbers.None}, {"一直在推进", "户", "", numbers.None}, {"一些", "户", "", numbers.None},
		{"统一部署", "户", "", numbers.None}, {"11月16日", "户", "", numbers.None}, {"2026-12-15", "户", "", numbers.None}, {"17:30", "户", "", numbers.None},
		{"第3", "户", "", numbers.None}, {"2026.12.15", "户", "", numbers.None}, {"安办字〔2020〕63号", "户", "", numbers.None}, {"三成立", "%", "3", numbers.Exact},
		{"A4", "", "", numbers.None}, {"十四五规划", "", "", numbers.None},

		{"两三户", "户", "", numbers.Range}, {"三五户", "户", "", numbers.Range}, {"2-3户", "户", "", numbers.Range}, {"2－3户", "户", "", numbers.Range}, {"3至5户", "户", "", numbers.Range},
		{"3到5户", "户", "", numbers.Range}, {"2~3", "户", "", numbers.Range}, {"2～3户", "户", "", numbers.Range}, {"十七十八", "户", "", numbers.Range},
		{"十七八户", "户", "", numbers.Range}, {"三四百人", "人", "", numbers.Range}, {"17或18", "户", "", numbers.Range}, {"2户至3户", "户", "", numbers.Range},
		{"二至三户", "户", "", numbers.Range}, {"2—3户", "户", "", numbers.Range}, {"2、3户", "户", "", numbers.Range}, {"2户或者3户", "户", "", numbers.Range},

		{"几十户", "户", "", numbers.About}, {"几户", "户", "", numbers.About}, {"十几户", "户", "", numbers.About}, {"数十户", "户", "", numbers.About}, {"近百户", "户", "", numbers.About},
		{"上千人", "人", "", numbers.About}, {"百余户", "户", "", numbers.About}, {"30多万人", "人", "", numbers.About}, {"百户", "户", "", numbers.About},
		{"十余户", "户", "10", numbers.About}, {"三十多户", "户", "30", numbers.About}, {"30多户", "户", "30", numbers.About}, {"约30户", "户", "30", numbers.About}, {"30户左右", "户", "30", numbers.About},
		{"大约 30", "户", "30", numbers.About}, {"30左右", "户", "30", numbers.About}, {"近30户", "户", "30", numbers.About}, {"不到30户", "户", "30", numbers.About}, {"超过30户", "户", "30", numbers.About},
		{"30户以上", "户", "30", numbers.About}, {"至少3户", "户", "3", numbers.About}, {"30来户", "户", "30", numbers.About}, {"30余户", "户", "30", numbers.About}, {"约1.5亿", "万元", "15000", numbers.About},
		{"10+", "户", "10", numbers.About}, {"5？", "户", "5", numbers.About}, {"5（预计）", "户", "5", numbers.About}, {"约合300万", "万元", "300", numbers.About},
		{"300户不到", "户", "300", numbers.About}, {"至多300户", "户", "300", numbers.About}, {"↓5户", "户", "5", numbers.Change}, {"▲5", "户", "5", numbers.Change},
		{"≥3户", "户", "3", numbers.About}, {"约百分之三", "%", "3", numbers.About},

		{"比上月增加200万元", "万元", "200", numbers.Change}, {"比上月增加200", "万元", "200", numbers.Change}, {"较上期多3户", "户", "3", numbers.Change}, {"同比增长5%", "%", "5", numbers.Change},
		{"提高2个百分点", "%", "2", numbers.Change}, {"环比下降3%", "%", "-3", numbers.Change},

		{"3户,退出2户", "户", "", numbers.Several}, {"13991500000", "户", "", numbers.None}, {"12,34", "户", "", numbers.Several}, {"3户 5户", "户", "", numbers.Several}, {"三分之一", "%", "", numbers.Several},
		{"4户（更正：5户）", "户", "", numbers.Several}, {"1.86万人（18652人）", "人", "", numbers.Several}, {"恒口5家、大同3家", "家", "", numbers.Several}, {"翻一番", "%", "", numbers.None}, {"三三两两", "户", "", numbers.None},
		{"1亿3500", "万元", "13500", numbers.About}, {"1亿3千5", "万元", "13500", numbers.About}, {"一亿三千五百", "万元", "13500", numbers.About}, {"1.35亿多一点", "万元", "13500", numbers.About},
		{"8折", "%", "80", numbers.About}, {"16.3%↑", "%", "16.3", numbers.About}, {"同比增长率达到5%", "%", "5", numbers.Change}, {"4户，完成80%", "户", "", numbers.Several},
		{"1家", "户", "1", numbers.Other}, {"3%", "户", "3", numbers.Other}, {"3户", "%", "3", numbers.Other}, {"30人次", "人", "30", numbers.Other}, {"5000元", "亩", "5000", numbers.Other},
		{"99999999999999999999", "户", "", numbers.Beyond}, {"128635432.15元", "万元", "12863.5432", numbers.Rounded}, {"1.23456", "", "1.2346", numbers.Rounded}, {"0.12345", "户", "0.1235", numbers.Rounded},
	} {
		got, d := said(c.text, c.measure)
		assert.Equal(t, c.value, got, "%s in %s", c.text, c.measure)
		assert.Equal(t, c.doubt, d, "%s in %s", c.text, c.measure)
	}
}

// TestReadFor: of several numbers the one in the measure that is asked for, where
// there is one, and it is never all that is said.
func TestReadFor(t *testing.T) {
	for _, c := range []struct{ text, measure, want string }{
		{"4户，完成80%", "户", "4"}, {"4户，完成80%", "%", "80"}, {"压减118万元，占16.3%", "%", "16.3"}, {"1个工作日（9件）", "个工作日", "1"}, {"惠及94户，资金12万元", "万元", "12"},
		{"4户，完成80%", "亩", ""}, {"男9000人，女9652人", "人", ""}, {"3户，5", "户", ""}, {"新增4，退出1，净增3", "户", ""},
	} {
		a := numbers.ReadFor(c.text, c.measure)
		got := ""
		if n, doubt := a.In(c.measure); doubt == numbers.Exact {
			got = n.String()
			assert.False(t, a.Alone(), c.text)
		}
		assert.Equal(t, c.want, got, "%s in %s", c.text, c.measure)
	}
}

func TestAlone(t *testing.T) {
	for text, alone := range map[string]bool{
		"3": true, "3户": true, "三户。": true, "共3户": true, "净增3户": true, "“五上”企业净增3户": true, "五上企业净增：3户": true, "减少了5户": true, "-3 户": true,
		"新社区工厂1家投产。": false, "3户，同比多2户": false, "3户（上月2户）": false, "叁户（3户）": false, "增加到3户": true, "12863.5万元整": true, "净增3户，均为制造业": false, "今年新增的3户都是商贸企业": false, "已走访3户": false,
	} {
		assert.Equal(t, alone, numbers.Read(text).Alone("“五上”企业净增", "净增"), text)
	}
}

func TestAll(t *testing.T) {
	for text, want := range map[string]string{
		"2020年11月30日前举办招聘会2场，返乡2140人，增长5.3%。": "2 2140 5.3",
		"中小微企业2316户、个体工商户9240户":               "2316 9240",
		"由31户增加到35户，净增4户":                     "(31) 35 4",
		"城镇登记失业率由3.8%下降至3.6%":                 "(3.8) 3.6",
		"完成86，120人": "86 120",
		"统一部署，“三公”经费支出86.4万元，“五上”企业一起推进": "864000",
		"一是抓实就业，二是稳岗":                    "1 2",
		"〔2020〕63号文件要求17:30前报第3期":        "",
		"11 826户": "11826",
		"2-3户":    "2? 3?",
		"近百户，几十家": "? ?",
		"基本民生支出12863.5万元，同比增长4.2%": "128635000 4.2",
		"企业—3户，招聘会——3场":            "3 3",
		"走访企业3户-其中制造业1户":           "3 1",
	} {
		var got []string
		for _, a := range numbers.All(text) {
			var s string
			if a.Known && a.Doubt != numbers.Range {
				s = a.Value.String()
			} else if a.Known {
				s = a.Value.String() + "?"
			} else {
				s = "?"
			}
			if a.Former {
				s = "(" + s + ")"
			}
			got = append(got, s)
		}
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
}

// TestReproduced: what All finds, Read finds in the words it says they stand in.
func TestReproduced(t *testing.T) {
	for _, text := range []string{"基本民生支出12863.5万元，同比增长4.2%", "库款余额1.5亿元", "城镇新增就业三百一十二人", "净增-3户", "千分之五", "3亿5000万元"} {
		for _, a := range numbers.All(text) {
			raw := []rune(text)[a.From:a.To]
			b := numbers.Read(string(raw))
			assert.Equal(t, a.Value, b.Value, "%s: %s", text, string(raw))
		}
	}
}

func TestReadsWhatIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := numbers.Number(rapid.Int64Range(-9e17, 9e17).Draw(t, "n"))
		a := numbers.Read(want.String() + "户")
		require.Equal(t, numbers.Exact, a.Doubt, want)
		require.Equal(t, want, a.Value)
	})
}

func TestReadsChineseCardinals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 99999).Draw(t, "n")
		for _, s := range []string{numbers.Cardinal(n), numbers.Formal(n)} {
			got, ok := numbers.Whole(s)
			require.True(t, ok, s)
			require.Equal(t, int64(n), got, s)
		}
	})
}

// TestMeasuresAgree: an amount in 元 and the same amount in 万元 are one value.
func TestMeasuresAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := numbers.Int(rapid.Int64Range(0, 9e9).Draw(t, "n"))
		a, da := numbers.Read(n.String() + "万元").In("万元")
		b, db := numbers.Read(n.String() + "0000元").In("万元")
		require.Equal(t, []any{n, numbers.Exact, n, numbers.Exact}, []any{a, da, b, db})
	})
}

// FuzzRead is run with -fuzzminimizetime=10x, for the same reason as that of
// reports/intake.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"3户", "十七十八", "百分之三点五", "1,234.5万元", "由31户增加到35户", "−2", "一户都没有", "三成五", "〔2020〕63号", "3亿5000万", "数十百千", "点五", "一百"} {
		f.Add(s, "万元")
	}
	f.Fuzz(func(t *testing.T, text, measure string) {
		a := numbers.Read(text)
		n, d := a.In(measure)
		a.Alone(measure)
		if d == numbers.Exact && a.Known {
			if back, err := numbers.Parse(n.String()); err != nil || back != n {
				t.Fatalf("%q in %q: %s does not come back", text, measure, n)
			}
		}
		if l := len([]rune(text)); a.From < 0 || a.From > a.To || a.To > l {
			t.Fatalf("%q: stands at %d to %d of %d", text, a.From, a.To, l)
		}
		last := 0
		for _, a := range numbers.All(text) {
			if a.From < 0 || a.To < a.From || a.To < last {
				t.Fatalf("%q: %d to %d after %d", text, a.From, a.To, last)
			}
			last = a.To
		}
	})
}
