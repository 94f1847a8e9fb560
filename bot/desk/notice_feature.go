package desk

import (
	"liubao/storage"
	"time"
)

// noticeFeature is notices to members, with receipts.
func noticeFeature() Feature {
	return Feature{
		Name:     "notice",
		Commands: []Command{{Name: "announce", About: aboutAnnounce, Act: ActAnnounce, Private: true, Do: func(t *turn, _ string) error { return t.announce() }}},
		Taps:     []Tap{{"an", (*turn).tappedAnnounce}, {"nr", (*turn).tappedReceipt}},
		Asks:     []Ask{{What: askNotice, Text: textAskNotice, Files: true, Do: (*turn).noticeWritten}},
		Timers: []Timer{
			{timerNotice, func(d *Desk, tx storage.Tx, id string, now time.Time) error { return d.goOnNotice(tx, id, now, false) }},
			{timerNoticeRemind, func(d *Desk, tx storage.Tx, id string, now time.Time) error { return d.goOnNotice(tx, id, now, true) }},
		},
	}
}
