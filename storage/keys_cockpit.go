package storage

// What the office's cockpit needs.

// RemindedKey is where it stands how often a unit was reminded of its report on
// a subject; rows of before stand under the unit, for all its reports.
func RemindedKey(period, duty, subject string) string { return Key("reminded", period, duty, subject) }

// RemindedPrefix covers how often units were reminded of a duty in a period.
func RemindedPrefix(period, duty string) string { return Prefix("reminded", period, duty) }

// ActedKey is where it stands what the office last did about a unit in a period.
func ActedKey(period, unit string) string { return Key("acted", period, unit) }

// ViewKey is where it stands which page of the cockpit a person looks at.
func ViewKey(person string) string { return Key("view", person) }

// ViewsPrefix covers all pages that people look at.
func ViewsPrefix() string { return Prefix("view") }
