package reports

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParted(t *testing.T) {
	for _, c := range []struct{ words, done, hard string }{
		{"惠及企业126户。存在困难：个别企业订单不足。", "惠及企业126户。", "个别企业订单不足。"},
		{"惠及企业126户；目前还存在的主要问题：订单不足", "惠及企业126户", "订单不足"},
		{"惠及企业126户\n困难：订单不足", "惠及企业126户", "订单不足"},
		{"存在困难：订单不足", "", "订单不足"},
		{"订单不足，开工率低", "", "订单不足，开工率低"},
		{"解决问题：3个", "", "解决问题：3个"},
		{"收集存在困难企业名单。惠及企业126户", "", "收集存在困难企业名单。惠及企业126户"},
		{"惠及企业126户。存在困难：", "", "惠及企业126户。存在困难："},
	} {
		done, hard := Parted(c.words)
		assert.Equal(t, c.done, done, c.words)
		assert.Equal(t, c.hard, hard, c.words)
	}
}
