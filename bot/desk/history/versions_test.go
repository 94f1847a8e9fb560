package history

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/reports"
)

// TestLongHistoryIsCut has the chat show the newest lines of what a report's many
// versions hold, and say so.
func TestLongHistoryIsCut(t *testing.T) {
	short := reports.T("第1版\n· 有进展")
	assert.Equal(t, short, shown(short))

	said := shown(reports.T(strings.Repeat("第1版的话\n", 3000) + "第9版的话")).String()
	assert.LessOrEqual(t, len([]rune(said)), mostSaid+100)
	first, rest, _ := strings.Cut(said, "\n\n")
	assert.Equal(t, textVersionsLong, first)
	assert.True(t, strings.HasPrefix(rest, "第1版的话\n"), "whole lines")
	assert.True(t, strings.HasSuffix(rest, "第9版的话"))
}
