package storage

import (
	"fmt"
	"strconv"
)

// The audit log.

// AuditKey is where a row of a unit's audit log stands, from 1.
func AuditKey(period, unit string, seq uint64) string {
	return Key("audit", period, unit, Padded(seq, 8))
}

// AuditPrefix covers a unit's rows of one period.
func AuditPrefix(period, unit string) string { return Prefix("audit", period, unit) }

// AuditHeadKey is where the end of a unit's chain stands.
func AuditHeadKey(period, unit string) string { return Key("audithead", period, unit) }

// AuditHeadsPrefix covers all ends of chains.
func AuditHeadsPrefix() string { return Prefix("audithead") }

// PeriodAuditHeadsPrefix covers the ends of chains of one period.
func PeriodAuditHeadsPrefix(period string) string { return Prefix("audithead", period) }

// AuditNewKey marks a chain that grew since the last anchor.
func AuditNewKey(period, unit string) string { return Key("auditnew", period, unit) }

// AuditNewPrefix covers the chains that grew since the last anchor.
func AuditNewPrefix() string { return Prefix("auditnew") }

// AllAuditPrefix covers all rows of the audit log.
func AllAuditPrefix() string { return Prefix("audit") }

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

// AnchorKey is where a day's anchor stands.
func AnchorKey(date string) string { return Key("anchor", date) }

// AnchorPartKey is where a part of a day's anchor stands, from 0.
func AnchorPartKey(date string, part int) string {
	return Key("anchorpart", date, Padded(uint64(part), 6))
}

// AnchorsPrefix covers all anchors.
func AnchorsPrefix() string { return Prefix("anchor") }

// AnchorPartsPrefix covers the parts of a day's anchor.
func AnchorPartsPrefix(date string) string { return Prefix("anchorpart", date) }
