package spine

import (
	"errors"
	"time"
)

// seenRow remembers which of 1024 neighbouring update ids were taken in.
type seenRow struct {
	V    int       `json:"v"`
	At   time.Time `json:"at"` // when one of them last came
	Bits []byte    `json:"bits"`
}

// holdRow is a pause of all sending that a channel asked for.
type holdRow struct {
	V     int       `json:"v"`
	Until time.Time `json:"until"`
}

// metaHold is where the pause stands.
const metaHold = "hold"

// errStop ends a scan that has seen enough.
var errStop = errors.New("enough")
