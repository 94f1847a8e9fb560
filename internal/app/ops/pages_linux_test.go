package ops

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a loader relocated, what can be written and what is not the program's
// must stay: taken out, it would not come back as it was.
func TestUntouchedLeavesWhatWasWritten(t *testing.T) {
	swap := 0
	mapped := func(perms, file string, written int) string {
		return fmt.Sprintf("00400000-00f05000 %s 00000000 fe:00 10248298                           %s\nSize: 11284 kB\nRss: 6464 kB\nPss: 6464 kB\nAnonymous:          %d kB\nAnonHugePages:         0 kB\nSwap:                  %d kB\nSwapPss:               0 kB\nVmFlags: rd ex mr mw me\n", perms, file, written, swap)
	}
	for smaps, want := range map[string]int{
		mapped("r-xp", "/usr/bin/liubao", 0):                                               1,
		mapped("r--p", "/usr/bin/liubao", 0):                                               1,
		mapped("r--p", "/usr/bin/liubao", 8):                                               0,
		mapped("rw-p", "/usr/bin/liubao", 0):                                               0,
		mapped("r--s", "/usr/bin/liubao", 0):                                               0,
		mapped("r-xp", "/usr/lib/libc.so.6", 0):                                            0,
		mapped("r--s", "/var/lib/liubao", 0) + mapped("r-xp", "/lib/ld.so", 0):             0,
		mapped("r-xp", "/usr/bin/liubao", 0) + mapped("rw-p", "", 0):                       1,
		mapped("rw-p", "/usr/bin/liubao", 0) + mapped("r-xp", "/srv/my bin/bin/liubao", 0): 0,
	} {
		require.Len(t, untouched(strings.NewReader(smaps), "/usr/bin/liubao"), want, smaps)
	}
	swap = 8
	require.Empty(t, untouched(strings.NewReader(mapped("r--p", "/usr/bin/liubao", 0)), "/usr/bin/liubao"), "it was written, and swapped out")
	swap = 0
	require.Equal(t, []mapping{{0x400000, 0xf05000}}, untouched(strings.NewReader(mapped("r-xp", "/opt/my bots/liubao", 0)), "/opt/my bots/liubao"))
}

// The program goes on after its own code was taken out, with less in memory.
func TestLetGo(t *testing.T) {
	resident := func() (kB int) {
		b, err := os.ReadFile("/proc/self/status")
		require.NoError(t, err)
		_, rest, ok := strings.Cut(string(b), "RssFile:")
		require.True(t, ok)
		_, err = fmt.Sscan(rest, &kB)
		require.NoError(t, err)
		return kB
	}
	exe, err := os.ReadFile("/proc/self/exe") // so that all of it is in the system's cache
	require.NoError(t, err)
	require.NotEmpty(t, exe)
	before := resident()
	letGo()
	require.Less(t, resident(), before)
}
