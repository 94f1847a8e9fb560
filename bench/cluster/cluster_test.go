//go:build unix

package main

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/sandbox"
	"liubao/storage/etcd/members"
)

// TestKills hurts three bots on three servers LIUBAO_KILLS times, 5 where that is
// not set.
func TestKills(t *testing.T) {
	if _, err := members.Program(); err != nil {
		t.Skip(err)
	}
	var out strings.Builder
	o := options{kills: 5, units: 10, contacts: 2, lease: 2 * time.Second, rest: time.Second, think: 20 * time.Millisecond, dir: t.TempDir(), out: &out}
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
