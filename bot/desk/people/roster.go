package people

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/uploads"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/intake"
	"liubao/reports/roster"
	"liubao/storage"
)

// The list of those who are to join. It is kept until another takes its place,
// so that the office sees who is still missing; of the links that belong to it
// only hashes are kept, so that a link that is wanted again is a new one.

// What is waited for: the answer with the list, and the bytes of a file with it.
const (
	askRoster     = "roster"
	awaitedRoster = "roster"
)

// settingRoster is where the list is kept.
const settingRoster = "roster"

// mostEnrolled is how many people a list may have: each takes a few writes of
// the one transaction that makes their links.
const mostEnrolled = 200

// rosterRow is the list of those who are to join.
type rosterRow struct {
	V      int        `json:"v"`
	By     string     `json:"by"` // who sent it
	At     time.Time  `json:"at"`
	People []enrolled `json:"people"`
}

// enrolled is one of them.
type enrolled struct {
	Unit string       `json:"unit"`
	Name string       `json:"name"`
	Role reports.Role `json:"role"`
	Hash string       `json:"hash,omitempty"` // of their newest link
}

// state is how far somebody has come.
type state int

const (
	uninvited state = iota
	invited
	stale // the link is no longer good, and nobody opened it
	joined
)

// askForRoster asks for the list.
func askForRoster(t *desk.Turn) error { return t.Ask(askRoster, "") }

// tookRoster takes the list out of a text, or waits for the file's bytes.
func tookRoster(t *desk.Turn, _, words string) error {
	if t.Update.File != nil {
		return uploads.Fetch(t.Tx, t.File(), awaitedRoster, t.Me.ID)
	}
	return readRoster(t.Desk, t.Tx, intake.Paste(words, intake.Limits{}), t.Me, t.Now)
}

// rosterArrived reads the list out of a file.
func rosterArrived(d *desk.Desk, tx storage.Tx, f uploads.Arrived, arg string, now time.Time) error {
	p, ok, err := storage.Person(tx, arg)
	if err != nil || !ok || !staff.Can(p, staff.ActInvite) {
		return err
	}
	doc, refused, err := f.Table(textRosterLarge)
	if err != nil {
		return err
	}
	if refused != "" {
		return sayTo(tx, p, now, reports.T(refused))
	}
	return readRoster(d, tx, doc, p, now)
}

// readRoster keeps the list and shows what was read.
func readRoster(d *desk.Desk, tx storage.Tx, doc intake.Document, by reports.Person, now time.Time) error {
	read := roster.Read(d.Plan, doc)
	switch {
	case len(read.People) == 0:
		return sayTo(tx, by, now, unread(reports.T(textRosterNobody), read.Problems))
	case len(read.People) > mostEnrolled:
		return sayTo(tx, by, now, reports.T(fmt.Sprintf(textRosterMany, len(read.People), mostEnrolled)))
	}
	row := rosterRow{V: 1, By: by.ID, At: now}
	for _, e := range read.People {
		row.People = append(row.People, enrolled{Unit: e.Unit, Name: e.Name, Role: e.Role})
	}
	if err := storage.SaveSetting(tx, settingRoster, row); err != nil {
		return err
	}
	text, rows, err := rosterCard(d, tx, row, now)
	if err != nil {
		return err
	}
	return sayTo(tx, by, now, unread(text, read.Problems), rows...)
}

// sayTo answers somebody who waits for what their file held.
func sayTo(tx storage.Tx, p reports.Person, now time.Time, x reports.Text, rows ...[]bot.Button) error {
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: x, Rows: rows, Purpose: "answer", Person: p.ID, At: now})
}

// unread adds the rows that name nobody.
func unread(x reports.Text, problems []roster.Problem) reports.Text {
	if len(problems) == 0 {
		return x
	}
	x = x.Line("").Line(fmt.Sprintf(textRosterUnread, len(problems)))
	return uploads.Unread(x, len(problems), func(i int) string {
		p := problems[i]
		why := rosterReasons[p.Why]
		if len(p.Near) > 0 {
			why = fmt.Sprintf(textRosterNear, strings.Join(p.Near, "、"))
		}
		return fmt.Sprintf(textRosterRow, p.Line, cut(p.Row, 30), why)
	}, textRosterMoreRows)
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// stateOf says how far somebody of the list has come: by their link, or
// because somebody of that name is there already.
func stateOf(r storage.Reader, e enrolled, people []reports.Person, now time.Time) (state, error) {
	if slices.ContainsFunc(people, func(p reports.Person) bool {
		return p.Left.IsZero() && p.Unit == e.Unit && p.Name == e.Name && p.Has(e.Role)
	}) {
		return joined, nil
	}
	if e.Hash == "" {
		return uninvited, nil
	}
	i, ok, err := storage.Invite(r, e.Hash)
	switch {
	case err != nil:
		return 0, err
	case ok && i.UsedBy != "":
		if slices.ContainsFunc(people, func(p reports.Person) bool { return p.ID == i.UsedBy && p.Left.IsZero() }) {
			return joined, nil
		}
		return uninvited, nil // whoever came was taken out
	case !ok || now.After(i.Expires):
		return stale, nil
	}
	return invited, nil
}

// rosterCard shows the list, who has joined ticked off.
func rosterCard(d *desk.Desk, r storage.Reader, row rosterRow, now time.Time) (reports.Text, [][]bot.Button, error) {
	people, err := storage.AllPeople(r)
	if err != nil {
		return nil, nil, err
	}
	count := map[state]int{}
	byUnit := map[string][]string{}
	for _, e := range row.People {
		s, err := stateOf(r, e, people, now)
		if err != nil {
			return nil, nil, err
		}
		count[s]++
		byUnit[e.Unit] = append(byUnit[e.Unit], fmt.Sprintf("%s %s %s%s", rosterMarks[s], e.Name, e.Role.Label(), rosterNotes[s]))
	}
	x := reports.Text{}.Head(fmt.Sprintf(textRosterHead, len(row.People), count[joined]))
	for _, u := range units(d.Plan, row) {
		x = x.Add(reports.Bold, u.Name).Line("")
		for _, l := range byUnit[u.ID] {
			x = x.Line(l)
		}
	}
	var rows [][]bot.Button
	if count[joined] < len(row.People) {
		rows = append(rows, []bot.Button{{Label: buttonRosterSend, Data: rosterData("send")}, {Label: buttonRosterPrint, Data: rosterData("print")}})
	}
	if count[stale] > 0 {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonRosterRenew, count[stale]), Data: rosterData("renew")}})
	}
	return x, append(rows, []bot.Button{{Label: buttonRosterShow, Data: rosterData("show")}, {Label: buttonRosterNew, Data: rosterData("new")}}), nil
}

// units are those of the list, in the plan's order.
func units(p *plan.Plan, row rosterRow) []plan.Unit {
	var out []plan.Unit
	for _, u := range p.Units {
		if slices.ContainsFunc(row.People, func(e enrolled) bool { return e.Unit == u.ID }) {
			out = append(out, u)
		}
	}
	return out
}
