package docx

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
)

// TestRefusedPicturesAreNotTold: why a picture could not be put into a paper is said
// to its sender, and printed nowhere; the list has its name.
func TestRefusedPicturesAreNotTold(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	const why = "这张照片是HEIC格式，无法放入文档。"
	got := Attachments(p, []Evidence{{Task: 1, File: reports.File{Name: "现场.heic", Kind: "document", SHA256: "0"}, Missing: why}})
	require.Len(t, got, 1)
	assert.Equal(t, "现场", got[0].Title)
	assert.Empty(t, got[0].Blocks)
}
