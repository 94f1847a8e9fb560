package scenes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTiersPlay plays the acts one after the other and holds what people see
// at the end against the story.
func TestTiersPlay(t *testing.T) {
	x := playScene(t, "tiers")
	for who, words := range map[string]string{
		Contact("党群局"):   "已采用社管局的素材",
		Director:         "已设预警线：零就业家庭 高于0户",
		Contact("经发招商局"): "阶段：开工",
		successorContact: "的工作已交给您",
	} {
		require.Contains(t, strings.Join(x.said(who), "\n"), words, who)
	}
}
