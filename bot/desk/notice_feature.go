package desk

// noticeFeature is notices to members, with receipts.
func noticeFeature() Feature {
	return Feature{
		Name:     "notice",
		Commands: []Command{{Name: "announce", About: aboutAnnounce, Act: ActAnnounce, Private: true, Do: func(t *turn, _ string) error { return t.announce() }}},
		Taps:     []Tap{{Name: "an", Do: (*turn).tappedAnnounce}, {Name: "nr", Do: (*turn).tappedReceipt}},
		Asks:     []Ask{{What: askNotice, Text: textAskNotice, Files: true, Do: (*turn).noticeWritten}},
		Timers: []Timer{
			{What: timerNotice, Many: (*Desk).sendNoticeToAll},
			{What: timerNoticeRemind, Many: (*Desk).remindOfNotice},
		},
	}
}
