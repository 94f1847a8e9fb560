package desk

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
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
}

func handoverSlot(id string) string { return "handover/" + id }

// handWhom offers whom to hand the work to for good.
func (t *turn) handWhom() error {
	others, err := t.colleagues(t.tx, t.me)
	if err != nil {
		return err
	}
	var rows [][]bot.Button
	for _, p := range others {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonHandForeverTo, p.Name), Data: "ho.q." + p.ID}})
	}
	rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonHandForeverTo, textHandNewOne), Data: "ho.q.new"}})
	return t.say(reports.T(textHandWhom), rows...)
}

func (t *turn) askHandover(to string) error {
	name, id := textHandNewOne, ""
	if to != "new" {
		p, ok, err := t.colleague(to)
		if err != nil {
			return err
		}
		if !ok {
			return t.toast(textOldButton)
		}
		name, id = p.Name, p.ID
	}
	row := handoverRow{From: t.me.ID, To: id, Unit: t.me.Unit, Role: reports.Contact,
		Words: fmt.Sprintf(textHandRequest, t.Plan.UnitName(t.me.Unit), t.me.Name, name)}
	return t.request(row, textLogHandAsked, name)
}

func (t *turn) askDeputy() error {
	row := handoverRow{From: t.me.ID, Unit: t.me.Unit, Role: reports.Deputy, Deputy: true,
		Words: fmt.Sprintf(textHandDeputyAsk, t.Plan.UnitName(t.me.Unit), t.me.Name)}
	return t.request(row, textLogDeputyAsked, "")
}

// request puts a request before the office. Asked twice it is one request.
func (t *turn) request(row handoverRow, what, after string) error {
	row.V, row.At = 1, t.now
	row.ID = t.me.ID
	if row.Deputy {
		row.ID += "-d"
	}
	if err := storage.Put(t.tx, storage.HandoverKey(row.ID), row); err != nil {
		return err
	}
	if err := t.log(t.me.Unit, "", what, t.me.Name, after); err != nil {
		return err
	}
	people, err := holders(t.tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := bot.Enqueue(t.tx, bot.Message{
			Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: handoverSlot(row.ID), Text: reports.T(row.Words), Purpose: "handover",
			Person: p.ID, At: t.now, NotBefore: t.Awake(t.now),
			Rows: [][]bot.Button{{{Label: buttonAgree, Data: "ho.y." + row.ID}, {Label: buttonRefuse, Data: "ho.n." + row.ID}}},
		}); err != nil {
			return err
		}
	}
	return t.sayf(textHandAsked)
}

// decideHandover takes the office's decision. The second of two presses
// changes nothing and says who was first; nobody decides about themselves alone.
func (t *turn) decideHandover(id string, agree bool) error {
	if !Can(t.me, ActPeople) {
		return t.toast(textNotAllowed)
	}
	row, ok, err := storage.Get[handoverRow](t.tx, storage.HandoverKey(id))
	if err != nil {
		return err
	}
	if !ok || row.From == t.me.ID {
		return t.toast(textOldButton)
	}
	if !row.DoneAt.IsZero() {
		return t.toast(textHandAlready, row.DoneBy, reports.TimeText(row.DoneAt, t.loc))
	}
	row.DoneAt, row.DoneBy, row.Agreed = t.now, t.me.Name, agree
	if err := storage.Put(t.tx, storage.HandoverKey(id), row); err != nil {
		return err
	}
	from, ok, err := storage.Person(t.tx, row.From)
	if err != nil || !ok {
		return err
	}
	if err := t.showDecision(row); err != nil {
		return err
	}
	if !agree {
		if err := t.log(row.Unit, "", textLogHandRefused, from.Name, ""); err != nil {
			return err
		}
		return t.tell(from, "handover", reports.T(textHandNo))
	}
	return t.agreeHandover(row, from)
}

// showDecision brings the cards of the whole office up to date.
func (t *turn) showDecision(row handoverRow) error {
	format := textHandRefused
	if row.Agreed {
		format = textHandApproved
	}
	people, err := holders(t.tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Edit, Chat: p.Chat, Slot: handoverSlot(row.ID), Purpose: "handover", Person: p.ID, At: t.now,
			Text: reports.T(fmt.Sprintf(format, row.Words, row.DoneBy, reports.TimeText(row.DoneAt, t.loc)))}); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) agreeHandover(row handoverRow, from reports.Person) error {
	if row.To == "" { // somebody new, or a deputy: by a link
		i := reports.Invite{Unit: row.Unit, Role: row.Role}
		if !row.Deputy {
			i.Replaces = from.ID
		}
		link, err := t.freshLink(t.tx, i, t.me.ID, t.now)
		if err != nil {
			return err
		}
		return t.tell(from, "handover", reports.T(fmt.Sprintf(textHandLink, row.Role.Label(), link)))
	}
	to, ok, err := storage.Person(t.tx, row.To)
	if err != nil || !ok {
		return err
	}
	if !to.Has(row.Role) {
		to.Roles = append(slices.Clone(to.Roles), row.Role)
		if err := storage.SavePerson(t.tx, to); err != nil {
			return err
		}
	}
	return t.succeed(from, to)
}

// freshLink makes a single-use link and returns it.
func (d *Desk) freshLink(tx storage.Tx, i reports.Invite, by string, now time.Time) (string, error) {
	secret := d.Secret()
	i.Hash, i.By, i.At, i.Expires = hash(secret), by, now, now.Add(inviteTime)
	if err := storage.SaveInvite(tx, i); err != nil {
		return "", err
	}
	return d.Link(secret), audit(tx, now, by, i.Unit, "", textLogInvited, "", i.Role.Label())
}

// succeed ends one person's work for the unit and makes it another's. Drafts,
// reports and contributions belong to the unit and need not be moved.
func (t *turn) succeed(from, to reports.Person) error {
	if err := t.raiseSucceeded(t.tx, from, to, t.now); err != nil {
		return err
	}
	if err := t.log(from.Unit, "", textLogHandDone, from.Name, to.Name); err != nil {
		return err
	}
	if err := t.tell(from, "handover", reports.T(textHandDone)); err != nil { // while they still can be told
		return err
	}
	from.Roles = slices.DeleteFunc(slices.Clone(from.Roles), func(r reports.Role) bool { return r == reports.Contact || r == reports.Deputy })
	if len(from.Roles) == 0 {
		from.Left = t.now
	}
	if err := storage.SavePerson(t.tx, from); err != nil {
		return err
	}
	return t.tell(to, "handover", reports.T(fmt.Sprintf(textHandTaken, from.Name)))
}

// replaced: whoever opened a successor's link takes over.
func (t *turn) replaced(i reports.Invite) error {
	to := t.me
	if i.Replaces == "" || i.Replaces == to.ID {
		return nil
	}
	from, ok, err := storage.Person(t.tx, i.Replaces)
	if err != nil || !ok || !from.Left.IsZero() {
		return err
	}
	return t.succeed(from, to)
}

// unopenedAfter is how long an invitation may lie before who sent it is told.
const unopenedAfter = 48 * time.Hour

// timerInvite looks whether an invitation was opened; its argument is its hash.
const timerInvite = "invite"

// inviteUnopened tells who invited that nobody came, with a fresh link: only
// where the unit still has nobody.
func (d *Desk) inviteUnopened(tx storage.Tx, hash string, now time.Time) error {
	i, ok, err := storage.Invite(tx, hash)
	if err != nil || !ok || i.UsedBy != "" || i.Unit == "" {
		return err
	}
	people, err := storage.PeopleOfUnit(tx, i.Unit)
	if err != nil || slices.ContainsFunc(people, func(p reports.Person) bool { return p.Reachable() && p.Has(i.Role) }) {
		return err
	}
	invites, err := storage.Invites(tx)
	if err != nil || slices.ContainsFunc(invites, func(x reports.Invite) bool {
		return x.Unit == i.Unit && x.Role == i.Role && x.At.After(i.At)
	}) {
		return err // there is a newer one
	}
	by, ok, err := storage.Person(tx, i.By)
	if err != nil || !ok || !by.Reachable() {
		return err
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: by.Chat, Purpose: "people", Person: by.ID, At: now, NotBefore: d.Awake(now),
		Text: reports.T(fmt.Sprintf(textUnopened, d.Plan.UnitName(i.Unit), i.Role.Label())),
		Rows: [][]bot.Button{{{Label: buttonFresh, Data: "iv." + i.Unit + "." + string(i.Role)}}}})
}
