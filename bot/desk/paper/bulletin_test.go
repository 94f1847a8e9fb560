package paper

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadDemands(t *testing.T) {
	for words, want := range map[string]string{
		"按时报送\n数据真实":               "按时报送|数据真实",
		"1.按时报送。2.数据真实。":           "按时报送。|数据真实。",
		"一、提高认识。各单位要重视；\n二、压实责任":   "提高认识。各单位要重视；|压实责任",
		"（一）按时报送；（二）核实数据":          "按时报送；|核实数据",
		"①按时报送；②核实数据":              "按时报送；|核实数据",
		"增速不低于1.5%。\n1.5%以下的要说明原因": "增速不低于1.5%。|1.5%以下的要说明原因",
		"请于12.15前报。1．逐项对照":         "请于12.15前报。|逐项对照",
		"  \n":                     "",
		"一是按时报送，二是数据真实。":           "一是按时报送，二是数据真实。",
	} {
		require.Equal(t, want, strings.Join(readDemands(words), "|"), words)
	}
}
