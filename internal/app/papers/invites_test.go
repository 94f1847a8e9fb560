package papers_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/papers"
	"liubao/reports"
)

// TestInvites: the page names everybody and holds a code for each.
func TestInvites(t *testing.T) {
	press, e, now := copied(t)
	_, err := press.Make(t.Context(), e, reports.Paper{Kind: reports.PaperInvites}, now)
	require.ErrorIs(t, err, papers.ErrNothing)

	f := makePaper(t, reports.Paper{Kind: reports.PaperInvites, Until: time.Date(2026, 12, 8, 1, 0, 0, 0, time.UTC), Tickets: []reports.Ticket{
		{Unit: "caizheng", Name: "演示甲", Role: reports.Contact, Link: "https://t.me/liubao_bot?start=a"},
		{Unit: "dangqun", Name: "演示乙", Role: reports.Head, Link: "https://t.me/liubao_bot?start=b"},
	}})
	assert.Contains(t, f.Name, "六保专班加入二维码_")
	assert.Contains(t, f.Caption, "2人的加入二维码")
	z, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	require.NoError(t, err)
	pictures, text := 0, ""
	for _, part := range z.File {
		if strings.HasPrefix(part.Name, "word/media/") {
			pictures++
		}
		if part.Name == "word/document.xml" {
			r, err := part.Open()
			require.NoError(t, err)
			data, err := io.ReadAll(r)
			require.NoError(t, err)
			text = string(data)
		}
	}
	assert.Equal(t, 2, pictures)
	for _, words := range []string{"财政局 演示甲", "党群局 演示乙", "12月8日（周二）09:00前有效"} {
		assert.Contains(t, text, words)
	}
}
