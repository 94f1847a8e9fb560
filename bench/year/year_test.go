package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// A cut of three periods: the first, which begins in the middle, an ordinary one,
// and one at the year's end in which a report is missed.
func TestThreePeriods(t *testing.T) {
	var out bytes.Buffer
	wrong, err := play(context.Background(), plan.Date{Year: 2020, Month: 12, Day: 30}, &out)
	require.NoError(t, err)
	assert.Empty(t, wrong)
	assert.Equal(t, 3, strings.Count(out.String(), "\n"))
	assert.Contains(t, out.String(), "2020-12-30  2020-12-31 08:30  5 of 6")
}
