package main

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/sandbox"
)

// TestDeaths kills the real program LIUBAO_KILLS times, 5 where that is not set.
func TestDeaths(t *testing.T) {
	var out strings.Builder
	o := options{kills: 5, units: 10, contacts: 2, longest: time.Second, dir: t.TempDir(), out: &out}
	if n := os.Getenv("LIUBAO_KILLS"); n != "" {
		var err error
		o.kills, err = strconv.Atoi(n)
		require.NoError(t, err, "LIUBAO_KILLS")
	}
	var err error
	o.spec, err = sandbox.SpecFromEnv()
	require.NoError(t, err)
	require.NoError(t, run(t.Context(), o))
	t.Log(out.String())
}
