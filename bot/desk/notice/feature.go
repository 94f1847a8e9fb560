// Package notice is notices to members, with receipts.
package notice

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "notice",
		Commands: []desk.Command{{Name: "announce", About: aboutAnnounce, Act: desk.ActAnnounce, Private: true, Do: func(t *desk.Turn, _ string) error { return announce(t) }}},
		Taps:     []desk.Tap{{Name: "an", Do: tappedAnnounce}, {Name: "nr", Do: tappedReceipt}},
		Asks:     []desk.Ask{{What: askNotice, Text: textAskNotice, Files: true, Do: noticeWritten}},
		Timers: []desk.Timer{
			{What: timerNotice, Many: sendNoticeToAll},
			{What: timerNoticeRemind, Many: remindOfNotice},
		},
	}
}
