//go:build race

package intake

// underRace says that the race detector looks on, under which all is ten times as slow:
// what goes the same way again and again goes it less often. Without it, all is done.
const underRace = true
