package scenes

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPlay(t *testing.T) {
	var out bytes.Buffer
	err := Play(t.Context(), t.TempDir(), &out)
	require.NoError(t, err, "%s", out.String())
}
