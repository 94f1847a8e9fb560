//go:build !linux

package bolt

import "go.etcd.io/bbolt"

// initialMmapSize is 0: Windows would make the file as large as its mapping.
const initialMmapSize = 0

func trim(*bbolt.DB) {}

type trimmer struct{}

func newTrimmer(*bbolt.DB) *trimmer { return nil }

func (*trimmer) committed() {}

func (*trimmer) close() {}
