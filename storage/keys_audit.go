package storage

import (
	"fmt"
	"strconv"
)

// The audit log.

// AuditKey is where a row of a unit's audit log stands, from 1.
func AuditKey(period, unit string, seq uint64) string {
	return RowAudit.Key(period, unit, Padded(seq, 8))
}

// ParseAuditSeq reads the number of a row from its key's components.
func ParseAuditSeq(components []string) (uint64, error) {
	if len(components) != 4 {
		return 0, fmt.Errorf("%w: not the key of an audit row", ErrCorrupt)
	}
	n, err := strconv.ParseUint(components[3], 10, 64)
	if err != nil || n == 0 || fmt.Sprintf("%08d", n) != components[3] {
		return 0, fmt.Errorf("%w: %q is not the number of an audit row", ErrCorrupt, components[3])
	}
	return n, nil
}

// AnchorPartKey is where a part of a day's anchor stands, from 0.
func AnchorPartKey(date string, part int) string {
	return RowAnchorPart.Key(date, Padded(uint64(part), 6))
}
