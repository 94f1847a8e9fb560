package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGatherAndRefuse(t *testing.T) {
	found := map[string]library{}
	gather(found, "example.org/b|v1|MIT\nliubao|Unknown|MIT\nexample.org/c|v2|MPL-2.0\n", false)
	gather(found, "example.org/b|v1|MIT\nexample.org/b|v1|Apache-2.0\n", true)
	require.Len(t, found, 2)
	assert.Equal(t, library{"example.org/b", "v1", "MIT, Apache-2.0", true}, found["example.org/b"])
	assert.False(t, found["example.org/c"].shipped)
	all := []library{found["example.org/b"], found["example.org/c"]}
	require.NoError(t, refused(all))
	assert.Contains(t, string(render(all)), "## In the program\n\n| library | version | licence |\n| --- | --- | --- |\n| example.org/b | v1 | MIT, Apache-2.0 |\n")
	require.ErrorContains(t, refused([]library{{name: "example.org/d", licence: "MIT, AGPL-3.0"}}), `example.org/d is under "AGPL-3.0"`)
	require.ErrorContains(t, refused([]library{{name: "example.org/e", licence: "Unknown"}}), "example.org/e")
}
