//go:build 386 || arm || mips || mipsle || ppc || s390

package bolt

// The data file is mapped into memory as a whole, with room to grow: more than
// a 32-bit system can address. Better no program than one that stops one day.
var _ [0]byte = "liubao needs a 64-bit system"
