package scenes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAskingPlays plays the scene of asking: who answered is not asked again, what
// went to the superiors is noted, and the leader has three lines.
func TestAskingPlays(t *testing.T) {
	x := playScene(t, "asking")
	all := strings.Join(x.said(Director), "\n")
	for _, words := range []string{"临时调度1号“消费券发放数”已定，发给5个单位。", "合计1550张（2家）", "临时调度2号“消费券发放数”已定，发给1个单位。", "文号：示六保办〔2026〕3号"} {
		require.Contains(t, all, words)
	}
	asked := strings.Join(x.said(Contact("党群局")), "\n")
	require.Contains(t, asked, "临时调度1号 · 党群局")
	require.NotContains(t, asked, "临时调度2号")
	require.Contains(t, strings.Join(x.said(firstLeader), "\n"), "汇总已报送上级")
}
