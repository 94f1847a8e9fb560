package scenes

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSlipsPlay: what slips stands with its reason in the review card, in the
// digest, in the status and in the Word file for the superiors, with the unit's own
// words where it gave any; the group reads nothing of it; what was planned last time
// is answered beside it.
func TestSlipsPlay(t *testing.T) {
	x := playScene(t, "slips")
	said := x.said(Director)
	all := strings.Join(said, "\n\n")
	for _, words := range []string{
		"已记入3个节点",
		"进度：🔴 “五上”企业净增 滞后（到12月15日应达4户，现为3户）",
		"进度：🔴 新增千万元入园企业 滞后（序时进度96%，完成50%）",
		"要您定的：\n· 保市场主体 12月1日至15日（应急和市场监管局）任务6节点12月14日（周一）“惠企政策上门讲完”到期，还没有标为完成",
		"待办：偏慢滞后3",
		"单位说明：两个镇的宣讲因降雪推迟到本周五",
		"上期打算：把政策宣讲办到各镇（演示数据）（部分完成）",
	} {
		require.Contains(t, all, words)
	}
	require.NotContains(t, said[len(said)-1], "惠企政策上门讲完", "done by then")
	word := ""
	for _, m := range x.stage.Sandbox.Messages(x.actor(Director).ID(), 0) {
		if m.Document != nil && strings.Contains(m.Document.FileName, "报送版") {
			word = x.paperText(t, m.Document.FileID)
		}
	}
	for _, words := range []string{"滞后：序时进度96%，完成50%", "节点12月14日“惠企政策上门讲完”已过1天，还没有完成", "两个镇的宣讲因降雪推迟到本周五"} {
		require.Contains(t, word, words)
	}
	for _, m := range x.stage.Sandbox.Messages(x.group.ID(), 0) {
		for _, words := range []string{"偏慢", "滞后", "序时进度"} {
			require.NotContains(t, m.Text+m.Caption, words)
		}
	}
}

var marked = regexp.MustCompile(`<[^>]*>`)

// paperText is what a Word file says, without its layout.
func (x *Troupe) paperText(t *testing.T, file string) string {
	t.Helper()
	_, _, b, ok := x.stage.Sandbox.File(file)
	require.True(t, ok)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	f, err := z.Open("word/document.xml")
	require.NoError(t, err)
	b, err = io.ReadAll(f)
	require.NoError(t, err)
	return marked.ReplaceAllString(string(b), "")
}
