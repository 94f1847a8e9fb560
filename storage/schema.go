package storage

import "errors"

// Schema is the version of keys and records that this program reads and
// writes. The first release wrote 1.
const Schema = 6

// What the older schemas lack, for whoever looks at a store as it is.
const (
	SchemaSummed = 3 // every value has its checksum
	SchemaTold   = 4 // the audit log tells of every protected row
)

// ErrNewer: the store was written by a newer program.
var ErrNewer = errors.New("the store was written by a newer liubao")
