package cockpit

import (
	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/staff"
	"liubao/reports"
)

// pictureTap is about the period whose state is to be seen.
type pictureTap struct{ Period codec.Period }

var tapPicture = desk.NewTap[pictureTap]("pc")

// tappedPicture has the state made as a picture, for whoever may see it.
func tappedPicture(t *desk.Turn, a pictureTap) error {
	if !staff.Can(t.Me, staff.ActStatus) {
		return t.Toast(desk.TextNotAllowed)
	}
	duty, ok := t.Progress()
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if _, ok := t.Period(duty, string(a.Period)); !ok {
		return t.Toast(desk.TextOldButton)
	}
	// Whoever may not read problems sees the picture without them.
	paper := reports.Paper{Kind: reports.PaperCard, Period: string(a.Period)}
	if !staff.Can(t.Me, staff.ActProblems) {
		paper.Public, paper.Names, paper.Difficulties = true, true, true
	}
	if err := orders.Place(t.Tx, orders.Row{Chat: t.Update.Chat.ID, Name: "card", Asked: true, Person: t.Me.ID, Purpose: "status", At: t.Now, Paper: paper}); err != nil {
		return err
	}
	return t.Toast(textPaperComes)
}

// pictureButton offers the state of a period as a picture.
func pictureButton(_ *desk.Turn, b desk.Board) []bot.Button {
	return []bot.Button{{Label: buttonPicture, Data: tapPicture.Data(pictureTap{codec.Period(b.Period.ID)})}}
}
