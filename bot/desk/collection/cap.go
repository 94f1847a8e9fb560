package collection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// The office limits itself: how often a unit may be asked in a month.
const settingCap = "collection-cap"

// capRow is the limit that the director set.
type capRow struct {
	V  int       `json:"v"`
	N  int       `json:"n"` // 0 for none
	By string    `json:"by"`
	At time.Time `json:"at"`
}

var askCap = desk.NewAsk[struct{}]("collection-cap")

// askedIn counts how often each unit was asked in a month such as 202612.
func askedIn(r storage.Reader, month string) (byUnit map[string]int, total int, err error) {
	all, err := ofMonth(r, month)
	byUnit = map[string]int{}
	for _, c := range all {
		for _, u := range c.Asked {
			byUnit[u]++
		}
	}
	return byUnit, len(all), err
}

func capOf(r storage.Reader) (int, error) {
	row, _, err := storage.SettingSound[capRow](r, settingCap)
	return row.N, err
}

// overCap returns the units that were asked as often as the office allows itself.
func overCap(d *desk.Desk, r storage.Reader, c reports.Collection, now time.Time) ([]string, error) {
	limit, err := capOf(r)
	if err != nil || limit == 0 {
		return nil, err
	}
	n, _, err := askedIn(r, monthOf(d, now))
	if err != nil {
		return nil, err
	}
	k, err := knownFor(d, r, c, now)
	var out []string
	for _, u := range c.Units {
		if n[u] >= limit && (c.AskKnown || !slices.Contains(k.whole, u)) {
			out = append(out, u)
		}
	}
	return out, err
}

// monthLines say how often each of the units has been asked this month.
func monthLines(t *desk.Turn, c reports.Collection) ([]string, error) {
	n, total, err := askedIn(t.Tx, monthOf(t.Desk, t.Now))
	if err != nil {
		return nil, err
	}
	if total == 0 {
		return []string{textMonthNone}, nil
	}
	out := []string{fmt.Sprintf(textMonth, total, byCount(t.Desk, c.Units, n))}
	full, err := overCap(t.Desk, t.Tx, c, t.Now)
	if err != nil {
		return nil, err
	}
	if len(full) > 0 {
		limit, err := capOf(t.Tx)
		if err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintf(textCapFull, unitsText(t.Desk, full), limit))
	}
	return out, nil
}

// byCount groups units by how often they were asked: 3次：财政局；1次：党群局、社管局.
func byCount(d *desk.Desk, units []string, n map[string]int) string {
	groups := map[int][]string{}
	most := 0
	for _, u := range units {
		groups[n[u]] = append(groups[n[u]], u)
		most = max(most, n[u])
	}
	var out []string
	for k := most; k >= 0; k-- {
		switch {
		case len(groups[k]) == 0:
		case k == 0 && len(out) > 0:
			out = append(out, fmt.Sprintf(textTimesNone, len(groups[0])))
		case k == 0:
			out = append(out, textTimesNever)
		case len(groups[k]) == len(units):
			out = append(out, fmt.Sprintf(textTimesAll, k))
		default:
			out = append(out, fmt.Sprintf(textTimes, k, unitsText(d, groups[k])))
		}
	}
	return strings.Join(out, "；")
}

// askForCap asks the director for the limit.
func askForCap(t *desk.Turn) error {
	if !staff.Can(t.Me, staff.ActSettings) {
		return t.Toast(desk.TextNotAllowed)
	}
	return askCap.Put(t, struct{}{}, textAskCap)
}

func capGiven(t *desk.Turn, _ struct{}, words string) error {
	if !staff.Can(t.Me, staff.ActSettings) {
		return nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(words), "次"))
	if err != nil || n < 0 || n > 99 {
		return askCap.Put(t, struct{}{}, textAskCap)
	}
	before, err := capOf(t.Tx)
	if err != nil {
		return err
	}
	if err := storage.SaveSetting(t.Tx, settingCap, capRow{V: 1, N: n, By: t.Me.ID, At: t.Now}); err != nil {
		return err
	}
	if err := t.Log("", "", textLogCap, strconv.Itoa(before), strconv.Itoa(n)); err != nil {
		return err
	}
	return menu(t, bot.Send)
}

// factLines say how often the office asked units in the days from from to to, beside
// the facts of the assessment, and what it allows itself.
func factLines(d *desk.Desk, r storage.Reader, from, to plan.Date) ([]string, error) {
	n, total := map[string]int{}, 0
	for month := from; !month.After(to); month = plan.MonthDay(month.Year, month.Month, 31).AddDays(1) {
		byUnit, k, err := askedIn(r, fmt.Sprintf("%04d%02d", month.Year, int(month.Month)))
		if err != nil {
			return nil, err
		}
		total += k
		for u, k := range byUnit {
			n[u] += k
		}
	}
	if total == 0 {
		return nil, nil
	}
	var units []string
	for _, u := range d.Plan.Units {
		if n[u.ID] > 0 {
			units = append(units, u.ID)
		}
	}
	line := fmt.Sprintf(textFacts, total, byCount(d, units, n))
	limit, err := capOf(r)
	if limit > 0 {
		line += fmt.Sprintf(textFactsCap, limit)
	}
	return []string{line}, err
}
