package config

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports/docx"
)

func TestFonts(t *testing.T) {
	assert.Equal(t, docx.Official, Default().Documents.Fonts())
	c, err := Parse("x.toml", []byte("[documents]\nprofile = \"common\"\nbody = \"仿宋_GB2312\"\n"))
	require.NoError(t, err)
	want := docx.Common
	want.Body = "仿宋_GB2312"
	assert.Equal(t, want, c.Documents.Fonts())
	_, err = Parse("x.toml", []byte("[documents]\nprofile = \"fancy\"\n"))
	require.ErrorContains(t, err, `x.toml:2`)
	require.ErrorContains(t, err, "official")
}
