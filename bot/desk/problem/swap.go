package problem

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// swapAsked offers a duty officer the weeks of others.
func swapAsked(t *desk.Turn, w ofWeek) error {
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	if !slices.Contains(row.Weeks[w.Week.String()], t.Me.ID) || w.Week.Before(monday(t.Today(t))) {
		return t.Toast(textSwapOld)
	}
	var rows [][]bot.Button
	for n := range rotaWeeks {
		week := monday(t.Today(t)).AddDays(7 * n)
		for _, id := range row.Weeks[week.String()] {
			p, ok, err := storage.Person(t.Tx, id)
			if err != nil {
				return err
			}
			if ok && id != t.Me.ID && week != w.Week && p.Reachable() {
				rows = append(rows, []bot.Button{{Label: weekText(week) + " " + p.Name, Data: tapOffer.Data(trade{w.Week, week, id})}})
			}
		}
	}
	if len(rows) == 0 {
		return t.Toast(textSwapNobody)
	}
	return t.Say(reports.T(textSwapWhich), rows...)
}

// swapOffered asks the other officer.
func swapOffered(t *desk.Turn, x trade) error {
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	other, ok, err := storage.Person(t.Tx, x.Person)
	if err != nil {
		return err
	}
	if !ok || !tradable(row, x, t.Me.ID, x.Person) {
		return t.Toast(textSwapOld)
	}
	ask := trade{x.Week, x.With, t.Me.ID}
	posted, err := t.Post(t.Tx, gate.Post{To: other, Weight: gate.Counted, Message: bot.Message{Kind: bot.Send, Purpose: "duty",
		Text: reports.T(fmt.Sprintf(textSwapOffer, t.Me.Name, weekText(x.Week), weekText(x.With))),
		Rows: [][]bot.Button{{{Label: buttonAgree, Data: tapAgree.Data(ask)}}}}}, t.Now)
	if err != nil || posted != gate.Sent {
		if err != nil {
			return err
		}
		return t.Toast(textSwapNoReach)
	}
	return t.Toast(textSwapSent, other.Name)
}

// tradable reports whether a trade can still be made between who asks and who is asked.
func tradable(row rotaRow, x trade, asks, asked string) bool {
	return asks != asked && slices.Contains(row.Weeks[x.Week.String()], asks) && slices.Contains(row.Weeks[x.With.String()], asked) &&
		!slices.Contains(row.Weeks[x.With.String()], asks) && !slices.Contains(row.Weeks[x.Week.String()], asked)
}

// swapAgreed trades the weeks; the other and the director are told.
func swapAgreed(t *desk.Turn, x trade) error {
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	other, ok, err := storage.Person(t.Tx, x.Person)
	if err != nil {
		return err
	}
	today := monday(t.Today(t))
	if !ok || !tradable(row, x, x.Person, t.Me.ID) || x.Week.Before(today) || x.With.Before(today) {
		return t.Toast(textSwapOld)
	}
	put := func(week plan.Date, out, in string) []string {
		ids := slices.Clone(row.Weeks[week.String()])
		ids[slices.Index(ids, out)] = in
		return ids
	}
	if err := saveWeeks(t, row, map[string][]string{x.Week.String(): put(x.Week, x.Person, t.Me.ID), x.With.String(): put(x.With, t.Me.ID, x.Person)}); err != nil {
		return err
	}
	words := reports.T(fmt.Sprintf(textSwapped, weekText(x.Week), t.Me.Name, weekText(x.With), other.Name))
	directors, err := staff.Holders(t.Tx, reports.Director)
	if err != nil {
		return err
	}
	told := map[string]bool{t.Me.ID: true} // who asked may be a director, too
	for _, p := range append(directors, other) {
		if !told[p.ID] {
			told[p.ID] = true
			if err := t.Notify(t.Tx, p, bot.Message{Kind: bot.Send, Text: words, Purpose: "duty"}, t.Now); err != nil {
				return err
			}
		}
	}
	return t.Say(words)
}
