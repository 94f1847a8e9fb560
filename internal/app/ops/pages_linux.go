package ops

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// letGo takes the program's own code and constants out of the process's memory;
// what is used comes back from the system's cache. That it does not work is no
// error.
func letGo() {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }() // only read
	for _, m := range untouched(f, program) {
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_DONTNEED)
	}
}

// mapping is a range of addresses.
type mapping struct{ from, to uintptr }

// untouched returns the mappings of a file in which nothing can be written, and
// nothing ever was: a loader, or a debugger, may have written in what is closed
// to the program itself, and that may be in memory or swapped out. smaps is
// written as proc_pid_smaps(5) says.
func untouched(smaps io.Reader, file string) []mapping {
	var out []mapping
	var m mapping
	is, unwritten := false, 0 // how many of the two kinds are told to be none
	for lines := bufio.NewScanner(smaps); lines.Scan(); {
		var from, to uintptr
		var perms, name, kB string
		var offset uint64
		line := lines.Text()
		if n, _ := fmt.Sscanf(line, "%x-%x %s %x", &from, &to, &perms, &offset); n == 4 {
			m, is = mapping{from, to}, strings.HasSuffix(line, " "+file) && (perms == "r-xp" || perms == "r--p")
			unwritten = 0
			continue
		}
		if n, _ := fmt.Sscan(line, &name, &kB); n < 2 || !is || kB != "0" || name != "Anonymous:" && name != "Swap:" {
			continue
		}
		if unwritten++; unwritten == 2 {
			out = append(out, m)
		}
	}
	return out
}
