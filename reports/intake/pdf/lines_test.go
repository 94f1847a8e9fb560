package pdf

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTwoNumbersStayTwo has a sheet's column run down a page's right edge: its
// numbers are of two rows, and words that run to the edge go on below.
func TestTwoNumbersStayTwo(t *testing.T) {
	page := sheet{}
	for i, text := range []string{"新登记个体工商户（累计）5000", "4240", "本期新增就业的人数比上期有所增加，主要是", "新社区工厂投产"} {
		to := 60.0
		if i%2 == 0 {
			to = 500
		}
		page.lines = append(page.lines, line{y: 700 - 20*float64(i), size: 12, parts: []segment{{from: 50, to: to, text: text}}})
	}
	var read []string
	for _, b := range blocks([]sheet{page}) {
		read = append(read, b.Text)
	}
	assert.Equal(t, []string{"新登记个体工商户（累计）5000", "4240", "本期新增就业的人数比上期有所增加，主要是新社区工厂投产"}, read)
}
