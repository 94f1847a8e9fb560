//go:build !linux

package bolt

// initialMmapSize is 0: Windows would make the file as large as its mapping.
const initialMmapSize = 0
