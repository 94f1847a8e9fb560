package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A cut of three periods: the first, which begins in the middle, an ordinary one, with
// a report that waits for its correction, and one at the year's end. The program is the
// real one.
func TestThreePeriods(t *testing.T) {
	var out bytes.Buffer
	wrong, err := live(t.Context(), options{to: day(2020, 12, 30), out: &out})
	require.NoError(t, err)
	assert.Empty(t, wrong)
	assert.Equal(t, 3, strings.Count(out.String(), " of 6"), out.String())
	assert.Contains(t, out.String(), "2020-12-30  2020-12-31")
	assert.Contains(t, out.String(), ", 1 sent back")
}
