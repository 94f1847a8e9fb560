package bolt

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What userfaultfd(2), ioctl_userfaultfd(2) and linux/userfaultfd.h say. The
// system is asked to mark writes by itself (6.7 and later), of which there are
// none: nobody ever reads from the descriptor.
const (
	userModeOnly  = 1
	faultVersion  = 0xaa
	faultAPI      = 0xc018aa3f // UFFDIO_API
	faultRegister = 0xc020aa00 // UFFDIO_REGISTER
	asyncProtect  = 1 << 15    // UFFD_FEATURE_WP_ASYNC
	modeProtect   = 2          // UFFDIO_REGISTER_MODE_WP
)

type faultAPIArg struct{ version, features, ioctls uint64 }

type faultRegisterArg struct{ start, length, mode, ioctls uint64 }

// alone makes each page of a mapped file come into memory by itself: for every
// page that is touched the system maps the 15 around it too, as long as they are
// in its cache, and of a file that is read here and there most of these are never
// looked at. No advice of madvise(2) stops it; that the memory is watched by a
// userfaultfd does. It lasts until the descriptor is closed, and is nil where
// the system does not allow it, as most containers do not: all works the same
// then, in about 7 MB more.
func alone(at uintptr, length uint64) *os.File {
	fd, _, errno := unix.Syscall(unix.SYS_USERFAULTFD, unix.O_CLOEXEC|userModeOnly, 0, 0)
	if errno != 0 {
		return nil
	}
	f := os.NewFile(fd, "userfaultfd")
	api := faultAPIArg{version: faultVersion, features: asyncProtect}
	register := faultRegisterArg{start: uint64(at), length: length, mode: modeProtect}
	for _, x := range []struct {
		request uintptr
		arg     unsafe.Pointer
	}{{faultAPI, unsafe.Pointer(&api)}, {faultRegister, unsafe.Pointer(&register)}} {
		if _, _, errno := unix.Syscall(unix.SYS_IOCTL, fd, x.request, uintptr(x.arg)); errno != 0 {
			_ = f.Close() // nothing was done with it
			return nil
		}
	}
	return f
}
