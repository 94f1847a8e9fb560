package weekly

import (
	"context"
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/rules"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// wishRow says that somebody does not want the lines, or wants them again.
type wishRow struct {
	V   int       `json:"v"`
	Off bool      `json:"off"`
	At  time.Time `json:"at"`
}

func settingOf(person string) string { return "weekly-" + person }

// due sends the lines to everybody who is to have them, each in a transaction of
// their own.
func due(d *desk.Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
	return batch.Everybody(ctx, u, func(tx storage.Tx, p reports.Person) error {
		if !p.Reachable() || !p.Has(reports.Leader, reports.Head) {
			return nil
		}
		d, err := d.With(tx)
		if err != nil {
			return err
		}
		wish, _, err := storage.SettingSound[wishRow](tx, settingOf(p.ID))
		if err != nil || wish.Off {
			return err
		}
		return tell(d, tx, p, ms[0].Period.ID, now)
	})
}

// week is how far back the lines look.
const week = 7 * 24 * time.Hour

// lines are the three of one person, and where the button leads. A line that is
// empty has nothing to say.
type lines struct {
	moved, slips, waits string
	button              bot.Button
}

// tell sends one person their lines, once a week. A leader gets them where there is
// anything to say, a head where something waits for them.
func tell(d *desk.Desk, tx storage.Tx, p reports.Person, day string, now time.Time) error {
	find := ofHead
	if p.Has(reports.Leader) {
		find = ofLeader
	}
	x, err := find(d, tx, p, now)
	if err != nil || x == (lines{}) {
		return err
	}
	text := reports.Text{}.Head(fmt.Sprintf(textHead, d.DayText(plan.DateOf(now.In(d.Loc)), now)))
	for _, l := range []struct{ label, words string }{{textMoved, x.moved}, {textSlips, x.slips}, {textWaits, x.waits}} {
		words := l.words
		if words == "" {
			words = textNothing
		}
		text = text.Add(reports.Bold, l.label).Line(words)
	}
	_, err = d.Post(tx, gate.Post{To: p, Weight: gate.HeldBack, Once: []gate.Mark{{Period: day, Duty: "-", Stage: schedules.StageWeekly}},
		Log: gate.LogRow{Unit: p.Unit, What: textLogSent, After: p.Name},
		Message: bot.Message{Kind: bot.Send, Replaces: true, Slot: "weekly", Text: text.Trim(), Bulk: true, Purpose: "weekly",
			Rows: [][]bot.Button{{x.button}}, Expires: d.Awake(now).Add(d.Rules.MaxAge)}}, now)
	return err
}

// longest is how many characters a line has at most: it is read at a glance.
const longest = 110

// few puts the first of many together in a line.
func few(all []string) string {
	const shown = 3
	if len(all) == 0 {
		return ""
	}
	words := strings.Join(all[:min(len(all), shown)], "；")
	if len(all) > shown {
		words += fmt.Sprintf(textMore, len(all))
	}
	return conversations.Clip(words, longest)
}

// ofLeader: what moved anywhere, what slips anywhere, what waits for the leader.
func ofLeader(d *desk.Desk, tx storage.Tx, p reports.Person, now time.Time) (lines, error) {
	var x lines
	moved, late, err := reported(d, tx, now)
	if err != nil {
		return x, err
	}
	for _, f := range d.Installed {
		if f.Shows.Week == nil {
			continue
		}
		more, slow, err := f.Shows.Week(d, tx, now.Add(-week), now)
		if err != nil {
			return x, err
		}
		moved, late = append(moved, more...), append(late, slow...)
	}
	slips, err := slipping(d, tx, "", now)
	if err != nil {
		return x, err
	}
	waits, err := waiting(d, tx, p, now)
	if err != nil {
		return x, err
	}
	x.moved, x.slips, x.waits = few(moved), few(append(late, slips...)), few(waits)
	if x != (lines{}) {
		x.button = bot.Button{Label: buttonStatus, Data: "ck.h"}
	}
	return x, nil
}

// waiting is what the status counts and the person is to do, as words.
func waiting(d *desk.Desk, tx storage.Tx, p reports.Person, now time.Time) ([]string, error) {
	t := &desk.Turn{Desk: d, Tx: tx, Me: p, Now: now}
	var out []string
	for _, f := range d.Installed {
		ask := f.Shows.Waits
		if ask == nil {
			ask = f.Shows.Open
		}
		if ask == nil {
			continue
		}
		open, err := ask(t)
		if err != nil {
			return nil, err
		}
		for _, o := range open {
			if o.N == 0 || o.Seen {
				continue
			}
			words := fmt.Sprintf(textOpen, o.What, o.N)
			if o.Late > 0 {
				words += fmt.Sprintf(textLate, o.Late)
			}
			out = append(out, words)
		}
	}
	return out, nil
}

// ofHead: what their unit reported, what slips there, what waits for their signature.
func ofHead(d *desk.Desk, tx storage.Tx, p reports.Person, now time.Time) (lines, error) {
	var x lines
	t := &desk.Turn{Desk: d, Tx: tx, Me: p, Now: now}
	var moved, waits []string
	for _, s := range unitStandings(t, p.Unit) {
		x2, ok, err := t.StandingAt(s)
		if err != nil {
			return x, err
		}
		if !ok || x2.Report == nil {
			continue
		}
		name := d.ReportTitle(s, now)
		if x2.Report.SubmittedAt.After(now.Add(-week)) {
			moved = append(moved, fmt.Sprintf(textCame, name))
		}
		if x2.Report.State == reports.AwaitsSign {
			waits = append(waits, fmt.Sprintf(textSign, name))
			if len(waits) == 1 {
				x.button = bot.Button{Label: buttonSign, Data: desk.KeyData("o", s)}
			}
		}
	}
	if len(waits) == 0 {
		return lines{}, nil
	}
	slips, err := slipping(d, tx, p.Unit, now)
	x.moved, x.slips, x.waits = few(moved), few(slips), few(waits)
	return x, err
}

// unitStandings are the reports of a unit that matter now.
func unitStandings(t *desk.Turn, unit string) []reports.Key {
	var out []reports.Key
	for _, duty := range t.Plan.Duties {
		if duty.OfOffice {
			continue
		}
		for _, p := range t.PeriodsAt(duty, t.Now) {
			for _, o := range t.ObligationsIn(duty, p) {
				if o.Unit == unit {
					out = append(out, reports.Key{Period: p.ID, Duty: duty.ID, Subject: o.Subject})
				}
			}
		}
	}
	return out
}

// named takes the word by which somebody says that they do not want the lines, or do
// again.
func named(t *desk.Turn) (bool, error) {
	if strings.TrimSpace(t.Update.Text) != word || !t.Me.Has(reports.Leader, reports.Head) {
		return false, nil
	}
	wish, _, err := storage.Setting[wishRow](t.Tx, settingOf(t.Me.ID))
	if err != nil {
		return true, err
	}
	wish = wishRow{V: 1, Off: !wish.Off, At: t.Now}
	if err := storage.SaveSetting(t.Tx, settingOf(t.Me.ID), wish); err != nil {
		return true, err
	}
	before, after := textOn, textOff
	if !wish.Off {
		before, after = textOff, textOn
	}
	if err := t.Log(t.Me.Unit, "", word, before, after); err != nil {
		return true, err
	}
	on, err := t.Switched(t.Tx, rules.SwitchWeekly)
	switch {
	case err != nil:
		return true, err
	case wish.Off:
		return true, t.Sayf(textNotAgain)
	case !on:
		return true, t.Sayf(textNotYet)
	}
	return true, t.Sayf(textAgain)
}
