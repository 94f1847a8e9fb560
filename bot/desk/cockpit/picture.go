package cockpit

import (
	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
)

// tappedPicture takes pc.PERIOD: the state as a picture, for whoever may see it.
func tappedPicture(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActStatus) || len(parts) < 2 {
		return t.Toast(desk.TextNotAllowed)
	}
	duty, ok := t.Progress()
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if _, ok := t.Period(duty, parts[1]); !ok {
		return t.Toast(desk.TextOldButton)
	}
	// Whoever may not read problems sees the picture without them.
	paper := reports.Paper{Kind: reports.PaperCard, Period: parts[1]}
	if !desk.Can(t.Me, desk.ActProblems) {
		paper.Public, paper.Names, paper.Difficulties = true, true, true
	}
	if err := desk.Order(t.Tx, desk.PaperRow{Chat: t.Update.Chat.ID, Name: "card", Asked: true, Person: t.Me.ID, Purpose: "status", At: t.Now, Paper: paper}); err != nil {
		return err
	}
	return t.Toast(textPaperComes)
}

// pictureButton offers the state of a period as a picture.
func pictureButton(_ *desk.Turn, b desk.Board) []bot.Button {
	return []bot.Button{{Label: buttonPicture, Data: "pc." + b.Period.ID}}
}
