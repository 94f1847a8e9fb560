package storage

import "liubao/reports"

// FilingKey is where it stands how a summary went to the superiors: when, to whom,
// under which number, and in which files.
func FilingKey(k reports.Key) string { return Key("filing", k.Period, k.Duty, k.Subject) }
