package app

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCmd prints the version.
type versionCmd struct{}

// Run prints version, toolchain and platform.
func (versionCmd) Run(sys System) error {
	_, err := fmt.Fprintf(sys.Stdout, "liubao %s (%s, %s/%s)\n", version(sys), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version returns the stamped version, or what the toolchain noted.
func version(sys System) string {
	if sys.Version != "" {
		return sys.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
