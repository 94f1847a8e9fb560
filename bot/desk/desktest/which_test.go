package desktest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
)

// Words that wait for the answer to which report they belong to, and are edited
// meanwhile, are not lost.
func TestEditedWhileAskedWhichReport(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("经发甲", "jingfa", reports.Contact)
		s.drop()
		got := s.replay("经发甲> 储备粮已入库。")
		require.Contains(t, got, "这些内容报到哪一份？")
		got = s.replay("经发甲~ 储备粮已入库。 => 储备粮全部入库。\n* audit 经发招商局 2026-12")
		require.Contains(t, got, "储备粮已入库。→储备粮全部入库。")
	})
}
