package scenes

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPlayInBrief: the excerpt holds every scene and the result, in 300 lines
// together with what the command adds.
func TestPlayInBrief(t *testing.T) {
	var whole, brief bytes.Buffer
	p, err := Plan(december)
	require.NoError(t, err)
	require.NoError(t, Play(t.Context(), t.TempDir(), &whole, true))
	x := newExcerpt(&brief, p)
	_, err = x.Write(whole.Bytes())
	require.NoError(t, err)
	require.NoError(t, x.flush())
	lines := strings.Count(brief.String(), "\n")
	assert.Less(t, lines, 294)
	assert.Greater(t, lines, 150)
	for line := range strings.Lines(whole.String()) {
		if strings.HasPrefix(line, "════") {
			assert.Contains(t, brief.String(), line)
		}
	}
	_, result, _ := strings.Cut(whole.String(), "════ "+resultTitle)
	assert.Contains(t, brief.String(), result)
	assert.LessOrEqual(t, strings.Count(brief.String(), "请把下面这段转给对方"), 1, "invitations once")
}

func TestPlay(t *testing.T) {
	var out bytes.Buffer
	err := Play(t.Context(), t.TempDir(), &out, true)
	require.NoError(t, err, "%s", out.String())
}
