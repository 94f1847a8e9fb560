package form

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/plan"
)

// TestFigureRead: what is one exact number in the measure and no more is taken,
// what can be made out is asked about, and the rest is kept as words.
func TestFigureRead(t *testing.T) {
	three := Indicator{Indicator: plan.Indicator{ID: "x", Name: "“五上”企业净增", Kind: plan.Count, Measure: "户", Phrase: "净增"}}
	money := Indicator{Indicator: plan.Indicator{ID: "y", Name: "基本民生支出", Kind: plan.Amount, Measure: "万元"}}
	share := Indicator{Indicator: plan.Indicator{ID: "z", Name: "低保覆盖率", Kind: plan.Percent}}
	for _, c := range []struct {
		i    Indicator
		text string
		want string // "" for unread
		ask  bool
	}{
		{three, "3户", "3", false}, {three, "五上企业净增3户", "3", false}, {three, "一户都没有", "0", false},
		{three, "新社区工厂1家投产。", "1", true}, {three, "新社区工厂1户投产。", "1", true}, {three, "1家", "1", true}, {three, "约3户", "3", true},
		{three, "三十多户", "30", true}, {three, "−2", "-2", true}, {three, "减少了5户", "-5", true}, {three, "3.5户", "3.5", true}, {three, "3%", "3", true},
		{three, "两三户", "", false}, {three, "近百户", "", false}, {three, "几十户", "", false}, {three, "3至5户", "", false}, {three, "十七十八", "", false}, {three, "比上月增加2户", "", false},
		{money, "三亿", "30000", false}, {money, "1.5亿", "15000", false}, {money, "12863.5万元", "12863.5", false}, {money, "基本民生支出12863.5万元", "12863.5", false},
		{money, "比上月增加200万元", "", false}, {money, "128635432.15元", "12863.5432", true},
		{share, ".5%", "0.5", false}, {share, "三成", "30", false}, {share, "下降了3%", "-3", true}, {share, "0.15", "0.15", true}, {share, "提高2个百分点", "", false}, {share, "130%", "130", true},
	} {
		n, ok := ReadFigure(c.i, c.text)
		if !assert.Equal(t, c.want != "", ok, c.text) || !ok {
			continue
		}
		assert.Equal(t, c.want, n.String(), c.text)
		assert.Equal(t, c.ask, (&Form{}).Doubtful(c.i, n, c.text), c.text)
	}
}
