package reports

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What a question asks for is what something is called, in the very words or not.
func TestAlike(t *testing.T) {
	for _, x := range []struct {
		question, name string
		alike, same    bool
	}{
		{"消费券发放数", "消费券发放数量", true, true},
		{"目前消费券发放情况（张）", "消费券发放数", true, true},
		{"零就业家庭有多少？", "零就业家庭", true, true},
		{"累计消费券发放数", "消费券发放", true, false},
		{"消费券核销数", "消费券发放数", false, false},
		{"企业数", "重点企业", false, false}, // two characters are in too many names
		{"", "数", false, false},
	} {
		alike, same := Alike(x.question, x.name)
		require.Equal(t, [2]bool{x.alike, x.same}, [2]bool{alike, same}, "%q and %q", x.question, x.name)
	}
}
