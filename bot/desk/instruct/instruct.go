package instruct

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// What people are asked about instructions. askInstruct's argument is unit,
// report and whose it is; askAnswer's the unit and the instruction's id.
const (
	askInstruct = "instruct"
	askAnswer   = "answer"
)

// timerInstruction looks after an instruction; its argument is unit, id and
// what is awaited (ack or answer).
const timerInstruction = "instruction"

// awaitedInstruction marks the photo of an instruction that is being fetched.
const awaitedInstruction = "instruction"

// instructData is a button that begins an instruction to a unit, about a report
// or about none.
func instructData(unit string, k reports.Key) string {
	return "in.u." + unit + desk.KeyData("", k)
}

// instruct answers /instruct: to which unit?
func instruct(t *desk.Turn) error {
	rows := t.UnitRows("in.u")
	last := rows[len(rows)-1]
	if last = last[:len(last)-1]; len(last) == 0 { // an instruction is to a unit, not to the task force
		rows = rows[:len(rows)-1]
	} else {
		rows[len(rows)-1] = last
	}
	return t.Say(reports.T(textInstructWhom), rows...)
}

// instructors are those whose instructions the office may record: the task
// force's leaders as the plan names them.
func instructors(d *desk.Desk) []plan.Post {
	return slices.DeleteFunc(slices.Clone(d.Plan.Posts), func(p plan.Post) bool { return p.Role != "leader" && p.Role != "deputy-leader" })
}

// tappedInstruct takes in.u.UNIT[.KEY] (whose?), in.w.WHOSE.UNIT[.KEY] (what?),
// in.k.UNIT.ID (received) and in.a.UNIT.ID (answer).
func tappedInstruct(t *desk.Turn, parts []string) error {
	if len(parts) < 3 {
		return t.Toast(desk.TextOldButton)
	}
	switch parts[1] {
	case "k", "a":
		if len(parts) < 4 {
			return t.Toast(desk.TextOldButton)
		}
		return tappedInstruction(t, parts[1], parts[2], parts[3])
	}
	if !desk.Can(t.Me, desk.ActInstruct) {
		return t.Toast(desk.TextNotAllowed)
	}
	if parts[1] == "u" {
		return whose(t, parts[2:])
	}
	if len(parts) < 4 {
		return t.Toast(desk.TextOldButton)
	}
	return t.Ask(askInstruct, strings.Join(parts[2:], "/"))
}

// tappedInstructOn takes ir.KEY: an instruction about a report.
func tappedInstructOn(t *desk.Turn, parts []string) error {
	k, _ := desk.ParseKey(parts[1:])
	_, o, _, ok := t.Obligation(k)
	if !ok || !desk.Can(t.Me, desk.ActInstruct) {
		return t.Toast(desk.TextNotAllowed)
	}
	return whose(t, append([]string{o.Unit}, parts[1:]...))
}

// whose asks the office whose instruction it is; a leader's is their own.
func whose(t *desk.Turn, rest []string) error {
	if _, ok := t.Plan.Unit(rest[0]); !ok {
		return t.Toast(desk.TextOldButton)
	}
	if !desk.Office(t.Me) {
		return t.Ask(askInstruct, "me/"+strings.Join(rest, "/"))
	}
	tail := strings.Join(rest, ".")
	rows := [][]bot.Button{{{Label: buttonMine, Data: "in.w.me." + tail}}}
	for i, p := range instructors(t.Desk) {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFor, p.Holder, p.Title), Data: fmt.Sprintf("in.w.%d.%s", i, tail)}})
	}
	return t.Say(reports.T(textInstructWhose), rows...)
}

// instructed writes an instruction down and sends it to the unit.
func instructed(t *desk.Turn, arg, words string) error {
	parts := strings.Split(arg, "/")
	if len(parts) < 2 || !desk.Can(t.Me, desk.ActInstruct) {
		return nil
	}
	unit, whose := parts[1], t.Me.Name
	if n, err := strconv.Atoi(parts[0]); err == nil && n >= 0 && n < len(instructors(t.Desk)) {
		whose = instructors(t.Desk)[n].Holder
	}
	if _, ok := t.Plan.Unit(unit); !ok {
		return nil
	}
	k, _ := desk.ParseKey(parts[2:])
	n, err := storage.NextSeq(t.Tx, "instruction")
	if err != nil {
		return err
	}
	i := reports.Instruction{V: 1, ID: fmt.Sprintf("%06d", n), Number: int(n), Unit: unit, Key: k, Whose: whose, Text: words, By: t.Me.ID, At: t.Now}
	if t.Update.File != nil {
		f := t.File()
		i.Photo = &f
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
		if err := t.Await(f, awaitedInstruction, unit+"/"+i.ID); err != nil {
			return err
		}
	}
	if err := storage.Put(t.Tx, storage.InstructionKey(unit, i.ID), i); err != nil {
		return err
	}
	if err := t.Log(unit, k.Period, fmt.Sprintf(textLogInstruct, i.Number), "", whose+"："+instructionWords(t.Desk, i)); err != nil {
		return err
	}
	return sendInstruction(t, i)
}

func instructionWords(d *desk.Desk, i reports.Instruction) string {
	switch {
	case i.Text != "":
		return i.Text
	case i.Photo != nil:
		return fmt.Sprintf(textByPhoto, i.Photo.Label())
	}
	return ""
}

// instructionText is the instruction as the unit reads it.
func instructionText(d *desk.Desk, i reports.Instruction, recorder string) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textInstruction, i.Number, i.Whose))
	if recorder != i.Whose {
		x = x.Line(fmt.Sprintf(textRecordedBy, recorder))
	}
	if i.Key != (reports.Key{}) {
		x = x.Line(fmt.Sprintf(textInstructAbout, reports.Titled(d.SubjectName(i.Key))))
	}
	return x.Add(reports.Quote, instructionWords(d, i)).Line("")
}

// instructionMessage is the card of an instruction for one of its unit's people.
func instructionMessage(d *desk.Desk, r storage.Reader, p reports.Person, i reports.Instruction, kind bot.MessageKind, foot string, now time.Time) (bot.Message, error) {
	by, _, err := storage.Person(r, i.By)
	if err != nil {
		return bot.Message{}, err
	}
	x := instructionText(d, i, by.Name).Line(foot)
	var row []bot.Button
	if i.Open() && !i.Acknowledged() {
		row = append(row, bot.Button{Label: buttonReceived, Data: "in.k." + i.Unit + "." + i.ID})
	}
	if i.Open() {
		row = append(row, bot.Button{Label: buttonAnswer, Data: "in.a." + i.Unit + "." + i.ID})
	}
	m := bot.Message{Kind: kind, Chat: p.Chat, Slot: "instruction/" + i.ID, Text: x.Trim(), Purpose: "instruction", Person: p.ID, At: now}
	if len(row) > 0 {
		m.Rows = [][]bot.Button{row}
	}
	m.Replaces = kind == bot.Send
	return m, nil
}

// instructed people are a unit's contacts and heads.
func instructedPeople(d *desk.Desk, r storage.Reader, unit string) ([]reports.Person, error) {
	people, err := storage.PeopleOfUnit(r, unit)
	return slices.DeleteFunc(people, func(p reports.Person) bool { return !p.Reachable() || !p.Has(desk.UnitRoles...) }), err
}

func sendInstruction(t *desk.Turn, i reports.Instruction) error {
	people, err := instructedPeople(t.Desk, t.Tx, i.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		m, err := instructionMessage(t.Desk, t.Tx, p, i, bot.Send, textInstructFoot, t.Now)
		if err != nil {
			return err
		}
		if _, err := t.Post(t.Tx, desk.Post{To: p, Weight: desk.Counted, Message: m}, t.Now); err != nil {
			return err
		}
	}
	if len(people) == 0 {
		return t.Sayf(textInstructNobody, i.Number, t.Plan.UnitName(i.Unit))
	}
	if err := chase(t, i); err != nil {
		return err
	}
	return t.Sayf(textInstructSent, i.Number, t.Plan.UnitName(i.Unit))
}

// chase looks later whether an instruction was received and answered.
func chase(t *desk.Turn, i reports.Instruction) error {
	on := schedules.AddWorkdays(t.Calendar, t.Today(t), 1)
	at := t.Awake(on.At(plan.Clock{Hour: 9, Minute: 30}, t.Loc))
	if err := desk.SetTimer(t.Tx, at, timerInstruction, i.Unit+"/"+i.ID+"/ack"); err != nil {
		return err
	}
	later := t.Awake(schedules.AddWorkdays(t.Calendar, on, 2).At(plan.Clock{Hour: 9, Minute: 30}, t.Loc))
	return desk.SetTimer(t.Tx, later, timerInstruction, i.Unit+"/"+i.ID+"/answer")
}

// waiting gives whoever joins a unit what waits there for an answer. Where they
// are the first whom it reaches, it is chased from now on.
func waiting(t *desk.Turn, i reports.Invite) error {
	if !desk.UnitRole(i.Role) {
		return nil
	}
	open, err := openInstructions(t.Desk, t.Tx, i.Unit)
	if err != nil {
		return err
	}
	people, err := instructedPeople(t.Desk, t.Tx, i.Unit)
	if err != nil {
		return err
	}
	for _, x := range open {
		if !x.Open() {
			continue
		}
		m, err := instructionMessage(t.Desk, t.Tx, t.Me, x, bot.Send, textInstructFoot, t.Now)
		if err != nil {
			return err
		}
		if err := bot.Enqueue(t.Tx, m); err != nil { // they have just come, and are there
			return err
		}
		if len(people) == 1 {
			if err := chase(t, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// readInstruction returns an instruction, open or answered.
func readInstruction(r storage.Reader, unit, id string) (reports.Instruction, bool, error) {
	i, ok, err := storage.Get[reports.Instruction](r, storage.InstructionKey(unit, id))
	if err != nil || ok {
		return i, ok, err
	}
	return storage.Get[reports.Instruction](r, storage.AnsweredKey(unit, id))
}

// tappedInstruction takes 收到 and 回复. Pressed by two, both see who was first.
func tappedInstruction(t *desk.Turn, what, unit, id string) error {
	i, ok, err := readInstruction(t.Tx, unit, id)
	if err != nil {
		return err
	}
	if !ok || t.Me.Unit != unit || !t.Me.Has(desk.UnitRoles...) {
		return t.Toast(desk.TextOldButton)
	}
	if !i.Open() {
		return firstWas(t, i.AnsweredBy, i.AnsweredAt, textWordAnswered)
	}
	if what == "a" {
		return t.Ask(askAnswer, unit+"/"+id)
	}
	if i.Acknowledged() {
		return firstWas(t, i.AckBy, i.AckAt, textWordReceived)
	}
	if err := acknowledge(t, &i); err != nil {
		return err
	}
	if err := t.Toast(textReceivedToast); err != nil {
		return err
	}
	return instructionChanged(t, i, fmt.Sprintf(textReceivedBy, t.Me.Name, reports.TimeText(t.Now, t.Loc)))
}

func firstWas(t *desk.Turn, by string, at time.Time, what string) error {
	p, _, err := storage.Person(t.Tx, by)
	if err != nil {
		return err
	}
	return t.Toast(textReviewedToast, p.Name, reports.TimeText(at, t.Loc), what)
}

func acknowledge(t *desk.Turn, i *reports.Instruction) error {
	i.AckBy, i.AckAt = t.Me.ID, t.Now
	if err := storage.Put(t.Tx, storage.InstructionKey(i.Unit, i.ID), *i); err != nil {
		return err
	}
	return t.Log(i.Unit, i.Key.Period, fmt.Sprintf(textLogReceived, i.Number), "", t.Me.Name)
}

// instructionChanged brings the cards of the unit's people up to date.
func instructionChanged(t *desk.Turn, i reports.Instruction, foot string) error {
	people, err := instructedPeople(t.Desk, t.Tx, i.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		m, err := instructionMessage(t.Desk, t.Tx, p, i, bot.Edit, foot, t.Now)
		if err != nil {
			return err
		}
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return err
		}
	}
	return nil
}

// answeredInstruction takes the unit's answer: the instruction is settled, and whoever
// wrote it down, and the leaders, hear the answer.
func answeredInstruction(t *desk.Turn, arg, words string) error {
	unit, id, _ := strings.Cut(arg, "/")
	i, ok, err := readInstruction(t.Tx, unit, id)
	if err != nil || !ok || t.Me.Unit != unit {
		return err
	}
	if !i.Open() {
		p, _, err := storage.Person(t.Tx, i.AnsweredBy)
		if err != nil {
			return err
		}
		return t.Sayf(textReviewedToast, p.Name, reports.TimeText(i.AnsweredAt, t.Loc), textWordAnswered)
	}
	i.Answer, i.AnsweredBy, i.AnsweredAt = words, t.Me.ID, t.Now
	if !i.Acknowledged() {
		i.AckBy, i.AckAt = t.Me.ID, t.Now
	}
	if t.Update.File != nil {
		f := t.File()
		i.Files = append(i.Files, f)
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
		if words == "" {
			i.Answer = fmt.Sprintf(textByPhoto, f.Label())
		}
	}
	if err := storage.Delete(t.Tx, storage.InstructionKey(unit, id)); err != nil {
		return err
	}
	if err := storage.Put(t.Tx, storage.AnsweredKey(unit, id), i); err != nil {
		return err
	}
	if err := t.Log(unit, i.Key.Period, fmt.Sprintf(textLogAnswered, i.Number), "", i.Answer); err != nil {
		return err
	}
	if err := instructionChanged(t, i, fmt.Sprintf(textAnsweredBy, t.Me.Name, reports.TimeText(t.Now, t.Loc))); err != nil {
		return err
	}
	if err := tellAnswer(t, i); err != nil {
		return err
	}
	return t.Sayf(textAnswerNoted, i.Number)
}

func tellAnswer(t *desk.Turn, i reports.Instruction) error {
	by, ok, err := storage.Person(t.Tx, i.By)
	if err != nil || !ok || !by.Reachable() {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textAnswerHead, t.Plan.UnitName(i.Unit), i.Number)).
		Add(reports.Quote, instructionWords(t.Desk, i)).Line("").Line(t.Me.Name + "：" + i.Answer)
	return t.Notify(t.Tx, by, bot.Message{Kind: bot.Send, Text: x.Trim(), Purpose: "instruction",
		Rows: [][]bot.Button{{{Label: buttonInstructAgain, Data: instructData(i.Unit, i.Key)}}}}, t.Now)
}

// openInstructions returns what a unit has still to answer, oldest first.
func openInstructions(d *desk.Desk, r storage.Reader, unit string) ([]reports.Instruction, error) {
	return storage.All[reports.Instruction](r, storage.InstructionsPrefix(unit))
}

// instructionLine says in one line where an open instruction stands.
func instructionLine(d *desk.Desk, i reports.Instruction) string {
	state := textNotReceived
	if i.Acknowledged() {
		state = textNotAnswered
	}
	return fmt.Sprintf(textInstructLine, i.Number, i.Whose, desk.Clip(desk.Unstopped(desk.OneLine(instructionWords(d, i))), 60), state)
}
