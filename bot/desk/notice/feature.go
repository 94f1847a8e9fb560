// Package notice is notices to members, with receipts.
package notice

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "notice",
		Commands: []desk.Command{{Name: "announce", Word: wordAnnounce, About: aboutAnnounce, Act: staff.ActAnnounce, Private: true, Do: func(t *desk.Turn, _ string) error { return announce(t) }}},
		Taps:     []desk.Tap{tapAnnounce.Do(tappedAnnounce), tapReceipt.Do(tappedReceipt)},
		Asks:     []desk.Ask{{What: askNotice, Text: textAskNotice, Files: true, Joins: true, Hint: textHintNotice, Do: noticeWritten}},
		Timers: []desk.Timer{
			{What: timerNotice, Many: sendNoticeToAll},
			{What: timerNoticeRemind, Many: remindOfNotice},
		},
	}
}
