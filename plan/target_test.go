package plan

import (
	"liubao/internal/numbers"
	"testing"

	"github.com/stretchr/testify/assert"
)

func num(n int64) *Number { v := Int(n); return &v }

func TestFormat(t *testing.T) {
	half, _ := numbers.Parse("1.25")
	assert.Equal(t, "12户", Indicator{Kind: Count, Measure: "户"}.Format(Int(12)))
	assert.Equal(t, "12", Indicator{Kind: Count}.Format(Int(12)))
	assert.Equal(t, "1.25万亩", Indicator{Kind: Amount, Measure: "万亩"}.Format(half))
	assert.Equal(t, "-3%", Indicator{Kind: Percent, Measure: "ignored"}.Format(Int(-3)))
	assert.Equal(t, "是", Indicator{Kind: YesNo}.Format(Int(1)))
	assert.Equal(t, "否", Indicator{Kind: YesNo}.Format(0))
}

func TestMet(t *testing.T) {
	type want struct{ met, known bool }
	for _, c := range []struct {
		i    Indicator
		v    int64
		want want
	}{
		{Indicator{Compare: AtLeast, Target: num(5)}, 5, want{true, true}},
		{Indicator{Compare: AtLeast, Target: num(5)}, 4, want{false, true}},
		{Indicator{Compare: AtLeast, Baseline: num(5)}, 9, want{false, false}},
		{Indicator{Compare: AtMost, Target: num(1)}, 1, want{true, true}},
		{Indicator{Compare: AtMost, Target: num(1)}, 2, want{false, true}},
		{Indicator{Compare: Equal, Target: num(0)}, 0, want{true, true}},
		{Indicator{Compare: Equal, Target: num(0)}, 1, want{false, true}},
		{Indicator{Compare: NotBelowBase, Baseline: num(7)}, 7, want{true, true}},
		{Indicator{Compare: NotBelowBase, Baseline: num(7)}, 6, want{false, true}},
		{Indicator{Compare: NotBelowBase}, 6, want{false, false}},
		{Indicator{Compare: NotAboveBase, Baseline: num(7)}, 7, want{true, true}},
		{Indicator{Compare: NotAboveBase, Baseline: num(7)}, 8, want{false, true}},
		{Indicator{Compare: "", Target: num(7)}, 8, want{false, false}},
	} {
		met, known := c.i.Met(Int(c.v))
		assert.Equal(t, c.want, want{met, known}, "%+v %d", c.i, c.v)
	}
}

func TestTargetTextWithoutTarget(t *testing.T) {
	assert.Equal(t, "未定", Indicator{Kind: Percent, Compare: AtMost}.TargetText())
	assert.Equal(t, "未定", Indicator{Kind: Count, Compare: AtLeast, Phrase: "新增"}.TargetText())
	assert.Equal(t, "不低于上年（12户）", Indicator{Kind: Count, Measure: "户", Compare: NotBelowBase, Baseline: num(12)}.TargetText())
	assert.Equal(t, "否", Indicator{Kind: YesNo, Compare: Equal, Target: num(0)}.TargetText())
}
