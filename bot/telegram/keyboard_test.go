package telegram

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/bot"
)

// TestFitting: rows are broken up where a phone would cut a label off, and
// stay as they are elsewhere.
func TestFitting(t *testing.T) {
	for _, c := range []struct {
		row  []string
		want []int // buttons in each row that comes of it
	}{
		{[]string{"通过", "退回", "批示"}, []int{3}},
		{[]string{"3天", "7天", "15天", "30天"}, []int{4}},
		{[]string{"1", "2", "3", "4", "5", "6", "7", "8"}, []int{8}},
		{[]string{"催 党群局", "催 社管局"}, []int{2}},
		{[]string{"12月11日（周五）17:30", "12月14日（周一）17:30"}, []int{1, 1}},
		{[]string{"12月16日（周三）", "12月17日（周四）", "12月18日（周五）", "12月22日（周二）"}, []int{2, 2}},
		{[]string{"延期、免报、静默", "看", "图"}, []int{2, 1}},
		{[]string{"一个很长很长的标签，无论如何都放不进一行里去的那种"}, []int{1}},
		{nil, nil},
	} {
		var row []bot.Button
		for _, l := range c.row {
			row = append(row, bot.Button{Label: l})
		}
		var got []int
		var labels []string
		for _, r := range fitting([][]bot.Button{row}) {
			got = append(got, len(r))
			for _, b := range r {
				labels = append(labels, b.Label)
			}
		}
		require.Equal(t, c.want, got, c.row)
		require.Equal(t, c.row, labels, "in the order they had")
	}
}
