package storage

// HandedKey is where it stands to whom a person handed a period's work.
func HandedKey(period, person string) string { return Key("handed", period, person) }

// HandoverKey is where a request for a permanent hand-over stands.
func HandoverKey(id string) string { return Key("handover", id) }
