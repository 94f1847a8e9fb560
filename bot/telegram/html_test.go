package telegram

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/reports"
)

func TestHTMLEscapesWordsOnly(t *testing.T) {
	in := reports.T("1<2 & <b>").Add(reports.Bold, "粗<").Add(reports.Quote, "引\"用").Add(reports.Fold, "折").Add(reports.Code, "c").Add(reports.Italic, "i")
	assert.Equal(t, `1&lt;2 &amp; &lt;b&gt;<b>粗&lt;</b><blockquote>引"用</blockquote><blockquote expandable>折</blockquote><code>c</code><i>i</i>`,
		HTML(in))
}

func TestUnitsCountsAsTelegramDoes(t *testing.T) {
	assert.Equal(t, 2, Units("六保"))
	assert.Equal(t, 2, Units("😀"))
	assert.Equal(t, 11, Units("👨‍👩‍👧‍👦"))
}
