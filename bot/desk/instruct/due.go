package instruct

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// instructionDue reminds the unit, once each, of an instruction that is not
// received by the next working day, or not answered two working days later.
func instructionDue(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	parts := strings.Split(arg, "/")
	if len(parts) != 3 {
		return nil
	}
	i, ok, err := storage.Get[reports.Instruction](tx, storage.InstructionKey(parts[0], parts[1]))
	if err != nil || !ok || !i.Open() || parts[2] == "ack" && i.Acknowledged() {
		return err
	}
	people, err := instructedPeople(d, tx, i.Unit)
	if err != nil {
		return err
	}
	foot := textInstructWaits
	if i.Acknowledged() {
		foot = textAnswerWaits
	}
	for _, p := range people {
		m, err := instructionMessage(d, tx, p, i, bot.Send, foot, now)
		if err != nil {
			return err
		}
		if _, err := d.Post(tx, desk.Post{To: p, Message: m}, now); err != nil {
			return err
		}
	}
	return desk.Audit(tx, now, "", i.Unit, i.Key.Period, fmt.Sprintf(textLogInstructNag, i.Number), "", "")
}

// instructionPhoto sends an instruction's photo on to the unit once it is here.
func instructionPhoto(d *desk.Desk, tx storage.Tx, f reports.File, sum, arg string, now time.Time) error {
	unit, id, _ := strings.Cut(arg, "/")
	i, ok, err := readInstruction(tx, unit, id)
	if err != nil || !ok {
		return err
	}
	people, err := instructedPeople(d, tx, unit)
	if err != nil {
		return err
	}
	kind := bot.Document
	if f.Kind == "photo" {
		kind = bot.Photo
	}
	for _, p := range people {
		if err := d.Notify(tx, p, bot.Message{Kind: kind, File: bot.FileRef{Hash: sum, Name: f.Label()},
			Text: reports.T(fmt.Sprintf(textInstruction, i.Number, i.Whose)), Purpose: "instruction"}, now); err != nil {
			return err
		}
	}
	return nil
}
