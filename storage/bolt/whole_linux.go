package bolt

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// nameless makes a file that has no name in its folder: where the process ends
// before it gets one, nothing of it is left. ok is false where the file system has
// no such files.
func nameless(path string) (f *os.File, ok bool) {
	fd, err := unix.Open(filepath.Dir(path), unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, false
	}
	return os.NewFile(uintptr(fd), fmt.Sprintf("/proc/self/fd/%d", fd)), true
}

// link gives it a name that is not taken.
func link(f *os.File, path string) error {
	return unix.Linkat(unix.AT_FDCWD, f.Name(), unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
}
