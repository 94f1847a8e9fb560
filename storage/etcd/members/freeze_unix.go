//go:build unix

package members

import "syscall"

// Freeze stops the member's process where it stands; Thaw lets it go on.
func (m *Member) Freeze() { m.signal(syscall.SIGSTOP, false) }

// Thaw undoes Freeze.
func (m *Member) Thaw() { m.signal(syscall.SIGCONT, false) }
