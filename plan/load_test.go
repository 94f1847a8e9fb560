package plan

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDefaultLoads(t *testing.T) {
	p, err := Default()
	require.NoError(t, err)
	require.Len(t, p.Areas, 6)
	require.Len(t, p.Tasks, 16)
	require.Len(t, p.AreasLedBy("jingfa"), 2)
	require.Equal(t, "Asia/Shanghai", p.Location().String())
}
