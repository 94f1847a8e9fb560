package problem

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// slotDuty names the message in which the director sets the duty officers.
const slotDuty = "duty"

// dutyRow says who is told of major problems at any hour.
type dutyRow struct {
	V      int      `json:"v"`
	People []string `json:"people"` // person ids
}

const settingDuty = "duty"

// onDuty returns the duty officers who can be reached: those of the week's rota, or
// else those whom the director set, or else the whole office, or else the leaders, or else the inspectors.
func onDuty(d *desk.Desk, r storage.Reader, now time.Time) ([]reports.Person, error) {
	row, _, err := storage.SettingSound[dutyRow](r, settingDuty)
	if err != nil {
		return nil, err
	}
	week, err := thisWeek(d, r, now)
	if err != nil {
		return nil, err
	}
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, err
	}
	pick := func(fits func(reports.Person) bool) []reports.Person {
		var out []reports.Person
		for _, p := range all {
			if p.Reachable() && fits(p) {
				out = append(out, p)
			}
		}
		return out
	}
	for _, set := range [][]string{week, row.People} {
		if out := pick(func(p reports.Person) bool { return slices.Contains(set, p.ID) }); len(out) > 0 {
			return out, nil
		}
	}
	for _, roles := range [][]reports.Role{{reports.Director, reports.DeputyDir}, {reports.Leader}, {reports.Inspector}} {
		if out := pick(func(p reports.Person) bool { return p.Has(roles...) }); len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// handles reports whether the person may confirm, assign and close problems:
// by role, or because they are on duty.
func handles(t *desk.Turn) (bool, error) {
	if staff.Can(t.Me, staff.ActSolve) {
		return true, nil
	}
	ids, err := dutyIDs(t.Desk, t.Tx, t.Now)
	return t.Known() && slices.Contains(ids, t.Me.ID), err
}

// dutyCandidates are the people the director may put on duty: those of the
// task force, and of the unit that hosts the office.
func dutyCandidates(t *desk.Turn) ([]reports.Person, error) {
	all, err := storage.AllPeople(t.Tx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(p reports.Person) bool {
		staff := p.Has(reports.Director, reports.DeputyDir, reports.Leader, reports.Inspector)
		return !p.Left.IsZero() || !staff && p.Unit != t.Plan.Office
	}), nil
}

// duty answers /duty.
func duty(t *desk.Turn) error {
	return t.Open(dutyMessage(t, 0))
}

func dutyMessage(t *desk.Turn, page int) (bot.Message, error) {
	row, _, err := storage.Setting[dutyRow](t.Tx, settingDuty)
	if err != nil {
		return bot.Message{}, err
	}
	people, err := dutyCandidates(t)
	if err != nil {
		return bot.Message{}, err
	}
	now, err := onDuty(t.Desk, t.Tx, t.Now)
	if err != nil {
		return bot.Message{}, err
	}
	x := reports.Text{}.Head(textDutyHead).Line(textDutyAbout)
	if len(now) == 0 {
		x = x.Add(reports.Bold, textDutyNobody)
	} else {
		x = x.Line(fmt.Sprintf(textDutyNow, reports.NamesOf(now)))
	}
	var rows [][]bot.Button
	on, turn := offered(people, page, func(n int) string { return tapDutyPage.Data(dutyPage{n}) })
	for _, p := range on {
		label, set := p.Name+desk.ReachText(p), true
		if slices.Contains(row.People, p.ID) {
			label, set = fmt.Sprintf(textDutyOn, label), false
		}
		rows = append(rows, []bot.Button{{Label: label, Data: tapDuty.Data(dutyTap{set, p.ID})}})
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	rows = append(rows, []bot.Button{{Label: buttonRota, Data: tapRota.Data(struct{}{})}})
	return bot.Message{Chat: t.Update.Chat.ID, Slot: slotDuty, Text: x, Rows: rows, Purpose: "duty", Person: t.Me.ID, At: t.Now}, nil
}

// dutyTap puts a person on duty, or takes them off.
type dutyTap struct {
	On     bool
	Person string
}

var tapDuty = desk.NewTap[dutyTap]("dt")

func tappedDuty(t *desk.Turn, a dutyTap) error {
	if !staff.Can(t.Me, staff.ActDuty) {
		return t.Toast(desk.TextNotAllowed)
	}
	people, err := dutyCandidates(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(people, func(p reports.Person) bool { return p.ID == a.Person })
	if i < 0 {
		return t.Toast(desk.TextOldButton)
	}
	if err := setDuty(t, people[i], a.On); err != nil {
		return err
	}
	return t.Redraw(dutyMessage(t, i/candidatesAPage))
}

func setDuty(t *desk.Turn, p reports.Person, on bool) error {
	row, _, err := storage.Setting[dutyRow](t.Tx, settingDuty)
	if err != nil || slices.Contains(row.People, p.ID) == on {
		return err
	}
	before := row.People
	row.V, row.People = 1, slices.DeleteFunc(slices.Clone(before), func(id string) bool { return id == p.ID })
	if on {
		row.People = append(row.People, p.ID)
	}
	if err := storage.SaveSetting(t.Tx, settingDuty, row); err != nil {
		return err
	}
	change := "－" + p.Name
	if on {
		change = "＋" + p.Name
	}
	if err := t.Log("", "", textLogDuty, "", change); err != nil {
		return err
	}
	if on && p.ID != t.Me.ID {
		if err := t.Tell(p, "duty", reports.T(textDutyTell)); err != nil {
			return err
		}
	}
	return t.Toast(textDutySet)
}
