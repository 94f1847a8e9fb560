package handover

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

// handoverRow is a request to hand the work over for good, or for a deputy.
type handoverRow struct {
	V      int          `json:"v"`
	ID     string       `json:"id"`
	From   string       `json:"from"`         // person id
	To     string       `json:"to,omitempty"` // person id, "" for somebody new
	Unit   string       `json:"unit"`
	Role   reports.Role `json:"role"` // that the successor or deputy gets
	Deputy bool         `json:"deputy,omitempty"`
	Words  string       `json:"words"` // as the office reads it
	At     time.Time    `json:"at"`
	DoneAt time.Time    `json:"doneAt,omitzero"`
	DoneBy string       `json:"doneBy,omitempty"` // name of who decided
	Agreed bool         `json:"agreed,omitempty"`
	Gone   string       `json:"gone,omitempty"` // name of who was no contact any more when it was decided
}

func handoverSlot(id string) string { return "handover/" + id }

// handWhom offers whom to hand the work to for good.
func handWhom(t *desk.Turn) error {
	others, err := staff.Colleagues(t.Tx, t.Me)
	if err != nil {
		return err
	}
	var rows [][]bot.Button
	for _, p := range others {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonHandForeverTo, p.Name), Data: tapHand.Data(handTap{"q", p.ID})}})
	}
	rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonHandForeverTo, textHandNewOne), Data: tapHand.Data(handTap{"q", "new"})}})
	return t.Say(reports.T(textHandWhom), rows...)
}

func askHandover(t *desk.Turn, to string) error {
	name, id := textHandNewOne, ""
	if to != "new" {
		p, ok, err := colleague(t, to)
		if err != nil {
			return err
		}
		if !ok {
			return t.Toast(desk.TextOldButton)
		}
		name, id = p.Name, p.ID
	}
	row := handoverRow{From: t.Me.ID, To: id, Unit: t.Me.Unit, Role: reports.Contact,
		Words: fmt.Sprintf(textHandRequest, t.Plan.UnitName(t.Me.Unit), t.Me.Name, name)}
	return request(t, row, textLogHandAsked, name)
}

func askDeputy(t *desk.Turn) error {
	row := handoverRow{From: t.Me.ID, Unit: t.Me.Unit, Role: reports.Deputy, Deputy: true,
		Words: fmt.Sprintf(textHandDeputyAsk, t.Plan.UnitName(t.Me.Unit), t.Me.Name)}
	return request(t, row, textLogDeputyAsked, "")
}

// request puts a request before the office. Asked twice it is one request.
func request(t *desk.Turn, row handoverRow, what, after string) error {
	row.V, row.At = 1, t.Now
	row.ID = t.Me.ID
	if row.Deputy {
		row.ID += "-d"
	}
	if err := storage.Put(t.Tx, storage.RowHandover.Key(row.ID), row); err != nil {
		return err
	}
	if err := t.Log(t.Me.Unit, "", what, t.Me.Name, after); err != nil {
		return err
	}
	people, err := staff.Holders(t.Tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := t.Notify(t.Tx, p, bot.Message{
			Kind: bot.Send, Replaces: true, Slot: handoverSlot(row.ID), Text: reports.T(row.Words), Purpose: "handover",

			Rows: [][]bot.Button{{{Label: buttonAgree, Data: tapHand.Data(handTap{"y", row.ID})}, {Label: buttonRefuse, Data: tapHand.Data(handTap{"n", row.ID})}}},
		}, t.Now); err != nil {
			return err
		}
	}
	return t.Sayf(textHandAsked)
}

// decideHandover takes the office's decision. The second of two presses
// changes nothing and says who was first; nobody decides about themselves alone.
func decideHandover(t *desk.Turn, id string, agree bool) error {
	if !staff.Can(t.Me, staff.ActPeople) {
		return t.Toast(desk.TextNotAllowed)
	}
	row, ok, err := storage.Get[handoverRow](t.Tx, storage.RowHandover.Key(id))
	if err != nil {
		return err
	}
	if !ok || row.From == t.Me.ID {
		return t.Toast(desk.TextOldButton)
	}
	if !row.DoneAt.IsZero() {
		return t.Toast(textHandAlready, row.DoneBy, t.TimeText(row.DoneAt))
	}
	from, ok, err := storage.Person(t.Tx, row.From)
	if err != nil || !ok {
		return err
	}
	if row.Gone, err = gone(t, row, from); err != nil {
		return err
	}
	overtaken := agree && row.Gone != ""
	agree = agree && row.Gone == ""
	row.DoneAt, row.DoneBy, row.Agreed = t.Now, t.Me.Name, agree
	if err := storage.Put(t.Tx, storage.RowHandover.Key(id), row); err != nil {
		return err
	}
	if err := showDecision(t, row); err != nil {
		return err
	}
	if !agree {
		what, why := textLogHandRefused, ""
		if overtaken {
			what, why = textLogHandGone, fmt.Sprintf(textLogHandGoneWho, row.Gone)
		}
		if err := t.Log(row.Unit, "", what, from.Name, why); err != nil {
			return err
		}
		switch {
		case !writes(from, row.Unit):
			return nil // they have left, and know
		case row.Gone != "":
			return t.Tell(from, "handover", reports.T(fmt.Sprintf(textHandNoGone, row.Gone)))
		}
		return t.Tell(from, "handover", reports.T(textHandNo))
	}
	return agreeHandover(t, row, from)
}

// gone names who of the two no longer works for the unit: what was asked for days ago,
// or by two for one another, may have been overtaken. A unit is not left to nobody.
func gone(t *desk.Turn, row handoverRow, from reports.Person) (string, error) {
	if !writes(from, row.Unit) {
		return from.Name, nil
	}
	if row.To == "" {
		return "", nil
	}
	to, _, err := storage.Person(t.Tx, row.To)
	if err != nil || writes(to, row.Unit) {
		return "", err
	}
	return to.Name, nil
}

// writes reports whether somebody is a contact of the unit, now.
func writes(p reports.Person, unit string) bool {
	return p.Left.IsZero() && p.Unit == unit && p.Has(reports.Contact, reports.Deputy)
}

// showDecision brings the cards of the whole office up to date.
func showDecision(t *desk.Turn, row handoverRow) error {
	decided := fmt.Sprintf(textHandRefused, row.Words, row.DoneBy, t.TimeText(row.DoneAt))
	switch {
	case row.Agreed:
		decided = fmt.Sprintf(textHandApproved, row.Words, row.DoneBy, t.TimeText(row.DoneAt))
	case row.Gone != "":
		decided = fmt.Sprintf(textHandGone, row.Words, row.Gone)
	}
	people, err := staff.Holders(t.Tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, Chat: p.Chat, Slot: handoverSlot(row.ID), Purpose: "handover", Person: p.ID, At: t.Now,
			Text: reports.T(decided)}); err != nil {
			return err
		}
	}
	return nil
}

func agreeHandover(t *desk.Turn, row handoverRow, from reports.Person) error {
	if row.To == "" { // somebody new, or a deputy: by a link
		i := reports.Invite{Unit: row.Unit, Role: row.Role}
		if !row.Deputy {
			i.Replaces = from.ID
		}
		link, err := t.FreshLink(t.Tx, i, t.Me.ID, t.Now)
		if err != nil {
			return err
		}
		return t.Tell(from, "handover", reports.T(fmt.Sprintf(textHandLink, row.Role.Label(), link)))
	}
	to, ok, err := storage.Person(t.Tx, row.To)
	if err != nil || !ok {
		return err
	}
	if !to.Has(row.Role) {
		to.Roles = append(slices.Clone(to.Roles), row.Role)
		if err := storage.SavePerson(t.Tx, to); err != nil {
			return err
		}
	}
	return succeed(t, from, to)
}

// succeed ends one person's work for the unit and makes it another's. Drafts,
// reports and contributions belong to the unit and need not be moved.
func succeed(t *desk.Turn, from, to reports.Person) error {
	if err := t.RaiseSucceeded(t.Tx, from, to, t.Now); err != nil {
		return err
	}
	if err := t.Log(from.Unit, "", textLogHandDone, from.Name, to.Name); err != nil {
		return err
	}
	if err := t.Tell(from, "handover", reports.T(textHandDone)); err != nil { // while they still can be told
		return err
	}
	from.Roles = slices.DeleteFunc(slices.Clone(from.Roles), func(r reports.Role) bool { return r == reports.Contact || r == reports.Deputy })
	var err error
	if len(from.Roles) > 0 {
		err = storage.SavePerson(t.Tx, from)
	} else {
		err = t.Leaves(from)
	}
	if err != nil {
		return err
	}
	return t.Tell(to, "handover", reports.T(fmt.Sprintf(textHandTaken, from.Name)))
}

// replaced: whoever opened a successor's link takes over.
func replaced(t *desk.Turn, i reports.Invite) error {
	to := t.Me
	if i.Replaces == "" || i.Replaces == to.ID {
		return nil
	}
	from, ok, err := storage.Person(t.Tx, i.Replaces)
	if err != nil || !ok || !writes(from, from.Unit) {
		return err
	}
	return succeed(t, from, to)
}
