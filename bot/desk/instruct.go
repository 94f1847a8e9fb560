package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
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
	return "in.u." + unit + keyData("", k)
}

// instruct answers /instruct: to which unit?
func (t *turn) instruct() error {
	rows := t.unitRows("in.u")
	last := rows[len(rows)-1]
	if last = last[:len(last)-1]; len(last) == 0 { // an instruction is to a unit, not to the task force
		rows = rows[:len(rows)-1]
	} else {
		rows[len(rows)-1] = last
	}
	return t.say(reports.T(textInstructWhom), rows...)
}

// instructors are those whose instructions the office may record: the task
// force's leaders as the plan names them.
func (d *Desk) instructors() []plan.Post {
	return slices.DeleteFunc(slices.Clone(d.Plan.Posts), func(p plan.Post) bool { return p.Role != "leader" && p.Role != "deputy-leader" })
}

// tappedInstruct takes in.u.UNIT[.KEY] (whose?), in.w.WHOSE.UNIT[.KEY] (what?),
// in.k.UNIT.ID (received) and in.a.UNIT.ID (answer).
func (t *turn) tappedInstruct(parts []string) error {
	if len(parts) < 3 {
		return t.toast(textOldButton)
	}
	switch parts[1] {
	case "k", "a":
		if len(parts) < 4 {
			return t.toast(textOldButton)
		}
		return t.tappedInstruction(parts[1], parts[2], parts[3])
	}
	if !Can(t.me, ActInstruct) {
		return t.toast(textNotAllowed)
	}
	if parts[1] == "u" {
		return t.whose(parts[2:])
	}
	if len(parts) < 4 {
		return t.toast(textOldButton)
	}
	return t.ask(askInstruct, strings.Join(parts[2:], "/"))
}

// tappedInstructOn takes ir.KEY: an instruction about a report.
func (t *turn) tappedInstructOn(parts []string) error {
	k, _ := parseKey(parts[1:])
	_, o, _, ok := t.obligation(k)
	if !ok || !Can(t.me, ActInstruct) {
		return t.toast(textNotAllowed)
	}
	return t.whose(append([]string{o.Unit}, parts[1:]...))
}

// whose asks the office whose instruction it is; a leader's is their own.
func (t *turn) whose(rest []string) error {
	if _, ok := t.Plan.Unit(rest[0]); !ok {
		return t.toast(textOldButton)
	}
	if !office(t.me) {
		return t.ask(askInstruct, "me/"+strings.Join(rest, "/"))
	}
	tail := strings.Join(rest, ".")
	rows := [][]bot.Button{{{Label: buttonMine, Data: "in.w.me." + tail}}}
	for i, p := range t.instructors() {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFor, p.Holder, p.Title), Data: fmt.Sprintf("in.w.%d.%s", i, tail)}})
	}
	return t.say(reports.T(textInstructWhose), rows...)
}

// instructed writes an instruction down and sends it to the unit.
func (t *turn) instructed(arg, words string) error {
	parts := strings.Split(arg, "/")
	if len(parts) < 2 || !Can(t.me, ActInstruct) {
		return nil
	}
	unit, whose := parts[1], t.me.Name
	if n, err := strconv.Atoi(parts[0]); err == nil && n >= 0 && n < len(t.instructors()) {
		whose = t.instructors()[n].Holder
	}
	if _, ok := t.Plan.Unit(unit); !ok {
		return nil
	}
	k, _ := parseKey(parts[2:])
	n, err := storage.NextSeq(t.tx, "instruction")
	if err != nil {
		return err
	}
	i := reports.Instruction{V: 1, ID: fmt.Sprintf("%06d", n), Number: int(n), Unit: unit, Key: k, Whose: whose, Text: words, By: t.me.ID, At: t.now}
	if t.u.File != nil {
		f := t.file()
		i.Photo = &f
		if err := storage.SaveFetch(t.tx, f); err != nil {
			return err
		}
		if err := t.await(f, awaitedInstruction, unit+"/"+i.ID); err != nil {
			return err
		}
	}
	if err := storage.Put(t.tx, storage.InstructionKey(unit, i.ID), i); err != nil {
		return err
	}
	if err := t.log(unit, k.Period, fmt.Sprintf(textLogInstruct, i.Number), "", whose+"："+t.instructionWords(i)); err != nil {
		return err
	}
	return t.sendInstruction(i)
}

func (d *Desk) instructionWords(i reports.Instruction) string {
	switch {
	case i.Text != "":
		return i.Text
	case i.Photo != nil:
		return fmt.Sprintf(textByPhoto, i.Photo.Label())
	}
	return ""
}

// instructionText is the instruction as the unit reads it.
func (d *Desk) instructionText(i reports.Instruction, recorder string) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textInstruction, i.Number, i.Whose))
	if recorder != i.Whose {
		x = x.Line(fmt.Sprintf(textRecordedBy, recorder))
	}
	if i.Key != (reports.Key{}) {
		x = x.Line(fmt.Sprintf(textInstructAbout, reports.Titled(d.subjectName(i.Key))))
	}
	return x.Add(reports.Quote, d.instructionWords(i)).Line("")
}

func (d *Desk) sendInstructionTo(tx storage.Tx, p reports.Person, i reports.Instruction, kind bot.MessageKind, foot string, now time.Time) error {
	by, _, err := storage.Person(tx, i.By)
	if err != nil {
		return err
	}
	x := d.instructionText(i, by.Name).Line(foot)
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
	if m.Replaces = kind == bot.Send; m.Replaces {
		m.NotBefore = d.Awake(now)
	}
	return bot.Enqueue(tx, m)
}

// instructed people are a unit's contacts and heads.
func (d *Desk) instructedPeople(r storage.Reader, unit string) ([]reports.Person, error) {
	people, err := storage.PeopleOfUnit(r, unit)
	return slices.DeleteFunc(people, func(p reports.Person) bool { return !p.Reachable() || !p.Has(unitRoles...) }), err
}

func (t *turn) sendInstruction(i reports.Instruction) error {
	people, err := t.instructedPeople(t.tx, i.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := t.sendInstructionTo(t.tx, p, i, bot.Send, textInstructFoot, t.now); err != nil {
			return err
		}
	}
	if len(people) == 0 {
		return t.sayf(textInstructNobody, i.Number, t.Plan.UnitName(i.Unit))
	}
	on := schedules.AddWorkdays(t.Calendar, t.today(t), 1)
	at := t.Awake(on.At(plan.Clock{Hour: 9, Minute: 30}, t.loc))
	if err := setTimer(t.tx, at, timerInstruction, i.Unit+"/"+i.ID+"/ack"); err != nil {
		return err
	}
	later := t.Awake(schedules.AddWorkdays(t.Calendar, on, 2).At(plan.Clock{Hour: 9, Minute: 30}, t.loc))
	if err := setTimer(t.tx, later, timerInstruction, i.Unit+"/"+i.ID+"/answer"); err != nil {
		return err
	}
	return t.sayf(textInstructSent, i.Number, t.Plan.UnitName(i.Unit))
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
func (t *turn) tappedInstruction(what, unit, id string) error {
	i, ok, err := readInstruction(t.tx, unit, id)
	if err != nil {
		return err
	}
	if !ok || t.me.Unit != unit || !t.me.Has(unitRoles...) {
		return t.toast(textOldButton)
	}
	if !i.Open() {
		return t.firstWas(i.AnsweredBy, i.AnsweredAt, textWordAnswered)
	}
	if what == "a" {
		return t.ask(askAnswer, unit+"/"+id)
	}
	if i.Acknowledged() {
		return t.firstWas(i.AckBy, i.AckAt, textWordReceived)
	}
	if err := t.acknowledge(&i); err != nil {
		return err
	}
	if err := t.toast(textReceivedToast); err != nil {
		return err
	}
	return t.instructionChanged(i, fmt.Sprintf(textReceivedBy, t.me.Name, reports.TimeText(t.now, t.loc)))
}

func (t *turn) firstWas(by string, at time.Time, what string) error {
	p, _, err := storage.Person(t.tx, by)
	if err != nil {
		return err
	}
	return t.toast(textReviewedToast, p.Name, reports.TimeText(at, t.loc), what)
}

func (t *turn) acknowledge(i *reports.Instruction) error {
	i.AckBy, i.AckAt = t.me.ID, t.now
	if err := storage.Put(t.tx, storage.InstructionKey(i.Unit, i.ID), *i); err != nil {
		return err
	}
	return t.log(i.Unit, i.Key.Period, fmt.Sprintf(textLogReceived, i.Number), "", t.me.Name)
}

// instructionChanged brings the cards of the unit's people up to date.
func (t *turn) instructionChanged(i reports.Instruction, foot string) error {
	people, err := t.instructedPeople(t.tx, i.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := t.sendInstructionTo(t.tx, p, i, bot.Edit, foot, t.now); err != nil {
			return err
		}
	}
	return nil
}

// answeredInstruction takes the unit's answer: the instruction is settled, and whoever
// wrote it down, and the leaders, hear the answer.
func (t *turn) answeredInstruction(arg, words string) error {
	unit, id, _ := strings.Cut(arg, "/")
	i, ok, err := readInstruction(t.tx, unit, id)
	if err != nil || !ok || t.me.Unit != unit {
		return err
	}
	if !i.Open() {
		p, _, err := storage.Person(t.tx, i.AnsweredBy)
		if err != nil {
			return err
		}
		return t.sayf(textReviewedToast, p.Name, reports.TimeText(i.AnsweredAt, t.loc), textWordAnswered)
	}
	i.Answer, i.AnsweredBy, i.AnsweredAt = words, t.me.ID, t.now
	if !i.Acknowledged() {
		i.AckBy, i.AckAt = t.me.ID, t.now
	}
	if t.u.File != nil {
		f := t.file()
		i.Files = append(i.Files, f)
		if err := storage.SaveFetch(t.tx, f); err != nil {
			return err
		}
		if words == "" {
			i.Answer = fmt.Sprintf(textByPhoto, f.Label())
		}
	}
	if err := t.tx.Delete(storage.InstructionKey(unit, id)); err != nil {
		return err
	}
	if err := storage.Put(t.tx, storage.AnsweredKey(unit, id), i); err != nil {
		return err
	}
	if err := t.log(unit, i.Key.Period, fmt.Sprintf(textLogAnswered, i.Number), "", i.Answer); err != nil {
		return err
	}
	if err := t.instructionChanged(i, fmt.Sprintf(textAnsweredBy, t.me.Name, reports.TimeText(t.now, t.loc))); err != nil {
		return err
	}
	if err := t.tellAnswer(i); err != nil {
		return err
	}
	return t.sayf(textAnswerNoted, i.Number)
}

func (t *turn) tellAnswer(i reports.Instruction) error {
	by, ok, err := storage.Person(t.tx, i.By)
	if err != nil || !ok || !by.Reachable() {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textAnswerHead, t.Plan.UnitName(i.Unit), i.Number)).
		Add(reports.Quote, t.instructionWords(i)).Line("").Line(t.me.Name + "：" + i.Answer)
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: by.Chat, Text: x.Trim(), Purpose: "instruction", Person: by.ID, At: t.now, NotBefore: t.Awake(t.now),
		Rows: [][]bot.Button{{{Label: buttonInstructAgain, Data: instructData(i.Unit, i.Key)}}}})
}

// openInstructions returns what a unit has still to answer, oldest first.
func (d *Desk) openInstructions(r storage.Reader, unit string) ([]reports.Instruction, error) {
	return storage.All[reports.Instruction](r, storage.InstructionsPrefix(unit))
}

// instructionLine says in one line where an open instruction stands.
func (d *Desk) instructionLine(i reports.Instruction) string {
	state := textNotReceived
	if i.Acknowledged() {
		state = textNotAnswered
	}
	return fmt.Sprintf(textInstructLine, i.Number, i.Whose, clip(unstopped(oneLine(d.instructionWords(i))), 60), state)
}
