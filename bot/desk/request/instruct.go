package request

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/uploads"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// An instruction is put together in one message: whose it is, the words, and then
// the units and the day, which are read from the words where they stand there.

// draftRow is an instruction that a person is putting together.
type draftRow struct {
	V       int           `json:"v"`
	Whose   string        `json:"whose"` // a number of [instructors], or me
	Key     reports.Key   `json:"key,omitzero"`
	Units   []string      `json:"units,omitempty"`
	Due     plan.Date     `json:"due,omitzero"`
	Text    string        `json:"text"`
	Photo   *reports.File `json:"photo,omitempty"`
	Meeting bool          `json:"meeting,omitempty"`
	At      time.Time     `json:"at"`
}

// instruction says what a question about an instruction is about.
type instruction struct {
	Whose   string      `json:"whose"`
	Unit    string      `json:"unit,omitempty"`
	Key     reports.Key `json:"key,omitzero"`
	Meeting bool        `json:"meeting,omitempty"`
}

var askInstruct = desk.NewAsk[instruction]("request-instruct")

// compose is a button of an instruction that is being put together.
type compose struct {
	What string // w whose, m a meeting's decision, u a unit, d a day, s send, x give up
	Arg  string
	Key  reports.Key
}

var tapCompose = desk.NewTap[compose]("rc")

// slotCompose names the message in which an instruction is put together.
const slotCompose = "compose"

// instructors are those whose instructions the office may record: the task
// force's leaders as the plan names them.
func instructors(d *desk.Desk) []plan.Post {
	return slices.DeleteFunc(slices.Clone(d.Plan.Posts), func(p plan.Post) bool { return p.Role != "leader" && p.Role != "deputy-leader" })
}

// instruct answers /instruct.
func instruct(t *desk.Turn) error { return whose(t, reports.Key{}) }

// instructTap is about the report of which an instruction speaks. Other features' screens
// carry it as well, see [desk.KeyData].
type instructTap struct{ Key reports.Key }

var tapInstructOn = desk.NewTap[instructTap]("ir")

func tappedInstructOn(t *desk.Turn, a instructTap) error {
	k := a.Key
	if _, _, _, ok := t.Obligation(k); !ok || !staff.Can(t.Me, staff.ActInstruct) {
		return t.Toast(desk.TextNotAllowed)
	}
	return whose(t, k)
}

// whose asks the office whose instruction it is; a leader's is their own.
func whose(t *desk.Turn, k reports.Key) error {
	if !staff.Office(t.Me) {
		return askWords(t, instruction{Whose: "me", Key: k})
	}
	rows := [][]bot.Button{{{Label: buttonMine, Data: tapCompose.Data(compose{What: "w", Arg: "me", Key: k})}}}
	for i, p := range instructors(t.Desk) {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFor, p.Holder, p.Title), Data: tapCompose.Data(compose{What: "w", Arg: fmt.Sprint(i), Key: k})}})
	}
	if k == (reports.Key{}) {
		rows = append(rows, []bot.Button{{Label: buttonDecisions, Data: tapCompose.Data(compose{What: "m"})}})
	}
	return t.Say(reports.T(textInstructWhose), rows...)
}

func askWords(t *desk.Turn, a instruction) error {
	if a.Key != (reports.Key{}) {
		if _, o, _, ok := t.Obligation(a.Key); ok {
			a.Unit = o.Unit
		}
	}
	if a.Meeting {
		return askInstruct.Put(t, a, textAskDecision)
	}
	return askInstruct.Put(t, a, textAskInstruct)
}

// composing answers the buttons of an instruction that is being put together.
func composing(t *desk.Turn, a compose) error {
	if !staff.Can(t.Me, staff.ActInstruct) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch a.What {
	case "w":
		return askWords(t, instruction{Whose: a.Arg, Key: a.Key})
	case "m":
		return askWords(t, instruction{Whose: "me", Meeting: true})
	}
	w, ok, err := storage.Get[draftRow](t.Tx, storage.RowCompose.Key(t.Me.ID))
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	switch a.What {
	case "u":
		if _, ok := t.Plan.Unit(a.Arg); !ok {
			return t.Toast(desk.TextOldButton)
		}
		if i := slices.Index(w.Units, a.Arg); i >= 0 {
			w.Units = slices.Delete(slices.Clone(w.Units), i, i+1)
		} else if len(w.Units) < mostUnits {
			w.Units = append(slices.Clone(w.Units), a.Arg)
		}
	case "d":
		n, err := strconv.Atoi(a.Arg)
		if err != nil || n < 0 || n > 60 {
			return t.Toast(desk.TextOldButton)
		}
		w.Due = plan.Date{}
		if n > 0 {
			w.Due = dueFrom(t, n)
		}
	case "s":
		return sendInstruction(t, w)
	case "x":
		if err := t.Tx.Delete(storage.RowCompose.Key(t.Me.ID)); err != nil {
			return err
		}
		if err := t.Log("", "", stepGivenUp, "", w.Text); err != nil {
			return err
		}
		return putCompose(t, bot.Message{Kind: bot.Edit, OrSend: true, Text: reports.T(textGivenUp)})
	default:
		return t.Toast(desk.TextOldButton)
	}
	return showCompose(t, w, bot.Edit)
}

// instructed takes the words of an instruction.
func instructed(t *desk.Turn, a instruction, text string) error {
	if !staff.Can(t.Me, staff.ActInstruct) {
		return nil
	}
	w := draftRow{V: 1, Whose: a.Whose, Key: a.Key, Text: text, Meeting: a.Meeting, At: t.Now, Units: t.Plan.UnitsIn(text), Due: dayIn(text, t.Today(t))}
	if a.Unit != "" && !slices.Contains(w.Units, a.Unit) {
		w.Units = append([]string{a.Unit}, w.Units...)
	}
	w.Units = w.Units[:min(len(w.Units), mostUnits)]
	old, ok, err := storage.Get[draftRow](t.Tx, storage.RowCompose.Key(t.Me.ID))
	if err != nil {
		return err
	}
	if ok && t.Earlier == nil { // never sent: its words stay in the log
		if err := t.Log("", "", stepGivenUp, "", old.Text); err != nil {
			return err
		}
	}
	if t.Update.File != nil {
		f := t.File()
		w.Photo = &f
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
	}
	return showCompose(t, w, bot.Send)
}

var dayPattern = regexp.MustCompile(`(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|(?:本|这|下)周[一二三四五六日天]|明天|后天`)

// dayIn reads the last day that a text names and that is not past, zero for none.
func dayIn(text string, today plan.Date) plan.Date {
	var day plan.Date
	for _, s := range dayPattern.FindAllString(text, -1) {
		if d, ok := conversations.ReadDay(s, today); ok && !d.Before(today) {
			day = d
		}
	}
	return day
}

// showCompose shows what would be sent, to whom and until when.
func showCompose(t *desk.Turn, w draftRow, kind bot.MessageKind) error {
	if err := storage.Put(t.Tx, storage.RowCompose.Key(t.Me.ID), w); err != nil {
		return err
	}
	r := asRequest(t, w)
	x := reports.Text{}.Head(kindName(r)+" · "+r.Whose).Add(reports.Quote, conversations.Clip(words(r), 1500)).Line("")
	to := textNoUnit
	if len(w.Units) > 0 {
		to = unitNames(t.Desk, w.Units)
	}
	x = x.Line(fmt.Sprintf(textComposeTo, to)).Line(fmt.Sprintf(textComposeDue, dayWords(t, w.Due))).Line(textComposeHow)
	var row, days []bot.Button
	for _, u := range t.Plan.Units {
		label := u.Name
		if slices.Contains(w.Units, u.ID) {
			label = "✓ " + label
		}
		row = append(row, bot.Button{Label: label, Data: tapCompose.Data(compose{What: "u", Arg: u.ID})})
	}
	for _, n := range dayChoices {
		days = append(days, bot.Button{Label: fmt.Sprintf(buttonDaysN, n), Data: tapCompose.Data(compose{What: "d", Arg: fmt.Sprint(n)})})
	}
	days = append(days, bot.Button{Label: buttonNoDay, Data: tapCompose.Data(compose{What: "d", Arg: "0"})})
	rows := desk.InRows(desk.InRows(nil, row, 2), days, 3)
	rows = append(rows, []bot.Button{{Label: buttonGo, Data: tapCompose.Data(compose{What: "s"}), Style: bot.GoodButton}, {Label: buttonGiveUp, Data: tapCompose.Data(compose{What: "x"})}})
	m := bot.Message{Kind: kind, Text: x, Rows: rows}
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return putCompose(t, m)
}

func putCompose(t *desk.Turn, m bot.Message) error {
	m.Chat, m.Slot, m.Purpose, m.Person, m.At = t.Update.Chat.ID, slotCompose, "request", t.Me.ID, t.Now
	return bot.Enqueue(t.Tx, m)
}

// asRequest is the instruction that a draft would become.
func asRequest(t *desk.Turn, w draftRow) reports.Request {
	x := reports.Request{V: 1, Kind: reports.Instruct, By: t.Me.ID, Whose: t.Me.Name, Key: w.Key, Need: w.Text, Photo: w.Photo, Due: w.Due, At: t.Now, Meeting: w.Meeting}
	if staff.Office(t.Me) {
		x.Kind = reports.Assign
	}
	if n, err := strconv.Atoi(w.Whose); err == nil && n >= 0 && n < len(instructors(t.Desk)) {
		x.Kind, x.Whose = reports.Instruct, instructors(t.Desk)[n].Holder
	}
	return x
}

func kindName(x reports.Request) string {
	if x.Kind == reports.Assign {
		return textAssigns
	}
	return textInstructs
}

// sendInstruction writes an instruction down and sends it to its units.
func sendInstruction(t *desk.Turn, w draftRow) error {
	if len(w.Units) == 0 {
		t.Answer = bot.Answer{Text: textNoUnitYet, Alert: true}
		return nil
	}
	if !w.Due.IsZero() && w.Due.Before(t.Today(t)) { // put together days ago
		t.Answer = bot.Answer{Text: textDayOver, Alert: true}
		return nil
	}
	if err := t.Tx.Delete(storage.RowCompose.Key(t.Me.ID)); err != nil {
		return err
	}
	n, err := storage.NextSeq(t.Tx, "instruction")
	if err != nil {
		return err
	}
	x := asRequest(t, w)
	x.ID, x.Number = fmt.Sprintf("i%06d", n), int(n)
	for _, u := range w.Units {
		x.Parties = append(x.Parties, reports.Party{Unit: u, TellAt: t.Now, Told: t.Now})
	}
	if err := save(t, &x, "", stepWritten, x.Whose+"："+words(x), nil); err != nil {
		return err
	}
	if x.Photo != nil {
		if err := uploads.Await(t.Tx, *x.Photo, awaitedFile, fileText(fileArg{ID: x.ID})); err != nil {
			return err
		}
	}
	var missed []string
	for _, u := range w.Units {
		n, err := tellUnit(t.Desk, t.Tx, u, []reports.Request{x}, "", gate.Counted, t.Now)
		if err != nil {
			return err
		}
		if n == 0 {
			missed = append(missed, u)
		}
	}
	said := fmt.Sprintf(textInstructSent, title(x), unitNames(t.Desk, w.Units))
	if len(missed) > 0 {
		said = fmt.Sprintf(textInstructNobody, title(x), unitNames(t.Desk, missed))
	}
	return putCompose(t, bot.Message{Kind: bot.Edit, OrSend: true, Text: reports.T(said), Rows: [][]bot.Button{{press{What: pressView, ID: x.ID}.button(title(x))}}})
}
