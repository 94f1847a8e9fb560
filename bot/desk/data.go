package desk

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk/codec"
	"liubao/reports"
)

// SplitKey reads what [reports.Key.String] writes.
func SplitKey(s string) (reports.Key, bool) {
	p := strings.Split(s, "/")
	if len(p) != 3 {
		return reports.Key{}, false
	}
	return reports.Key{Period: p[0], Duty: p[1], Subject: p[2]}, true
}

// DutyGiving marks the messages that became part of a contribution. No duty of
// a plan can have this name.
const DutyGiving = "~contribution"

// KeyData packs a button about a report that never goes stale: o.20261215.progress.a1.
func KeyData(what string, k reports.Key) string {
	return fmt.Sprintf("%s.%s.%s.%s", what, strings.ReplaceAll(k.Period, "-", ""), k.Duty, k.Subject)
}

// PieceID is an opaque name of a chat's message.
func PieceID(chat bot.Address, message bot.Ref) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%s", chat.ID(), message)
	return strconv.FormatUint(h.Sum64(), 36)
}

// PieceRow remembers which report a message became part of, so that an edit of
// it is known for what it is.
type PieceRow struct {
	V   int         `json:"v"`
	Key reports.Key `json:"key"`
	At  time.Time   `json:"at"`
	// Form says that it became part of a problem's form instead.
	Form bool `json:"form,omitempty"`
	// Held: it is asked which report it belongs to.
	Held bool `json:"held,omitempty"`
	// Offered: its words were taken apart, and are again when they change.
	Offered bool `json:"offered,omitempty"`
}

// NagsTap nags everybody who has not reported in a period, or one unit. Reminding is
// one feature's, and the button stands on the screens of others.
type NagsTap struct {
	Period codec.Period
	Unit   string
}

// TapNags is its kind of button.
var TapNags = NewTap[NagsTap]("ng")

// NagData is the button's data; unit is "" for everybody.
func NagData(period, unit string) string { return TapNags.Data(NagsTap{codec.Period(period), unit}) }

// NagEvery is how long a unit is left in peace after a nag by hand.
const NagEvery = 2 * time.Hour
