package storage

// What the office's cockpit needs.

// RemindedKey is where it stands how often a unit was reminded of a duty.
func RemindedKey(period, duty, unit string) string { return join("reminded", period, duty, unit) }

// RemindedPrefix covers how often the units were reminded of a duty in a period.
func RemindedPrefix(period, duty string) string { return under("reminded", period, duty) }

// ActedKey is where it stands what the office last did about a unit in a period.
func ActedKey(period, unit string) string { return join("acted", period, unit) }

// ViewKey is where it stands which page of the cockpit a person looks at.
func ViewKey(person string) string { return join("view", person) }

// ViewsPrefix covers all pages that people look at.
func ViewsPrefix() string { return under("view") }
