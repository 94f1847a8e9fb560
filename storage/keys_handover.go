package storage

// HandedKey is where it stands to whom a person handed a period's work.
func HandedKey(period, person string) string { return join("handed", period, person) }

// HandoverKey is where a request for a permanent hand-over stands.
func HandoverKey(id string) string { return join("handover", id) }

// HandoversPrefix covers all requests for a permanent hand-over.
func HandoversPrefix() string { return under("handover") }
