package warn

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// askWarn asks for a threshold; its argument is the indicator.
const askWarn = "warn"

const settingThresholds = "thresholds"

// threshold is the line past which a value alerts the office. Every indicator
// can have one; the director sets it in the chat.
type threshold struct {
	Value plan.Number `json:"value"`
	Above bool        `json:"above"` // alerts above it; below it otherwise
	By    string      `json:"by"`
	At    time.Time   `json:"at"`
}

func (x threshold) past(v plan.Number) bool {
	if x.Above {
		return v > x.Value
	}
	return v < x.Value
}

func (x threshold) text(i plan.Indicator) string {
	if x.Above {
		return fmt.Sprintf(textWarnAbove, i.Format(x.Value))
	}
	return fmt.Sprintf(textWarnBelow, i.Format(x.Value))
}

// thresholdsRow holds all thresholds by indicator, and of which value in which
// period the office was last alerted.
type thresholdsRow struct {
	V      int                  `json:"v"`
	Set    map[string]threshold `json:"set,omitempty"`
	Warned map[string]string    `json:"warned,omitempty"` // indicator to period and value
}

// readThreshold reads 低于5000, 高于3.5, <5000, 大于 1.2万.
func readThreshold(words string, i plan.Indicator) (threshold, bool) {
	words = strings.TrimSpace(words)
	for _, x := range []struct {
		above bool
		marks []string
	}{{false, []string{"低于", "小于", "少于", "不足", "<", "＜"}}, {true, []string{"高于", "大于", "超过", "多于", ">", "＞"}}} {
		for _, mark := range x.marks {
			rest, ok := strings.CutPrefix(words, mark)
			if !ok {
				continue
			}
			n, doubt := numbers.Read(rest).In(i.In())
			return threshold{Value: n, Above: x.above}, doubt == numbers.Exact
		}
	}
	return threshold{}, false
}

// warnings answers /warn: what is set, and the areas to set more in.
func warnings(t *desk.Turn) error {
	row, _, err := storage.Setting[thresholdsRow](t.Tx, settingThresholds)
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(textWarnHead)
	if len(row.Set) == 0 {
		x = x.Line(textWarnNone)
	}
	for _, id := range slices.Sorted(maps.Keys(row.Set)) {
		if i, ok := t.Plan.Indicator(id); ok {
			x = x.Line(fmt.Sprintf(textWarnLine, i.Name, row.Set[id].text(i)))
		}
	}
	var row2 []bot.Button
	for _, a := range t.Plan.Areas {
		row2 = append(row2, bot.Button{Label: a.Name, Data: tapWarn.Data(warnTap{"a", a.ID})})
	}
	return t.Say(x.Line(textWarnHow), desk.InRows(nil, row2, 2)...)
}

// warnTap picks an area (a) or an indicator (i).
type warnTap struct{ What, ID string }

var tapWarn = desk.NewTap[warnTap]("wn")

func tappedWarning(t *desk.Turn, a warnTap) error {
	if !staff.Can(t.Me, staff.ActSettings) {
		return t.Toast(desk.TextNotAllowed)
	}
	if a.What == "i" {
		if _, ok := t.Plan.Indicator(a.ID); !ok {
			return t.Toast(desk.TextOldButton)
		}
		return t.Ask(askWarn, a.ID)
	}
	var row []bot.Button
	for _, i := range t.Plan.Indicators {
		if i.Area == a.ID && i.Kind != plan.YesNo {
			row = append(row, bot.Button{Label: i.Name, Data: tapWarn.Data(warnTap{"i", i.ID})})
		}
	}
	return t.Say(reports.T(textWarnPick), desk.InRows(nil, row, 2)...)
}

// setWarning takes the director's words for an indicator's threshold.
func setWarning(t *desk.Turn, id, words string) error {
	i, ok := t.Plan.Indicator(id)
	if !ok || !staff.Can(t.Me, staff.ActSettings) {
		return nil
	}
	row, _, err := storage.Setting[thresholdsRow](t.Tx, settingThresholds)
	if err != nil {
		return err
	}
	before, had := "", false
	if x, ok := row.Set[id]; ok {
		before, had = x.text(i), true
	}
	x, ok := readThreshold(words, i)
	off := strings.Contains(words, "取消") || strings.Contains(words, "撤销")
	if !ok && !off || off && !had {
		return t.Sayf(textWarnUnread)
	}
	after, say := "", fmt.Sprintf(textWarnOff, i.Name)
	row.V, row.Set = 1, maps.Clone(row.Set)
	delete(row.Set, id)
	if !off {
		x.By, x.At = t.Me.ID, t.Now
		rules.Overlay(&row.Set, map[string]threshold{id: x})
		after = x.text(i)
		say = fmt.Sprintf(textWarnSet, i.Name, after)
	}
	row.Warned = maps.Clone(row.Warned)
	delete(row.Warned, id) // a new line warns anew
	if err := storage.SaveSetting(t.Tx, settingThresholds, row); err != nil {
		return err
	}
	if err := t.Log("", "", fmt.Sprintf(textLogWarnSet, i.Name), before, after); err != nil {
		return err
	}
	return t.Sayf("%s", say)
}

// warn alerts the office at once of values past their thresholds. The same
// value in the same period, submitted again with a correction elsewhere, does
// not alert twice. The figures go to the office's private chats alone.
func warn(t *desk.Turn, r reports.Report, _ bool) error {
	row, ok, err := storage.Setting[thresholdsRow](t.Tx, settingThresholds)
	if err != nil || !ok {
		return err
	}
	changed := false
	for _, v := range r.Readings {
		x, set := row.Set[v.Indicator]
		i, known := t.Plan.Indicator(v.Indicator)
		if !set || !known || v.Unknown || !x.past(v.Value) {
			continue
		}
		mark := r.Key.Period + " " + v.Value.String()
		if row.Warned[v.Indicator] == mark {
			continue
		}
		row.Warned = maps.Clone(row.Warned)
		rules.Overlay(&row.Warned, map[string]string{v.Indicator: mark})
		changed = true
		past := textWarnPastBelow
		if x.Above {
			past = textWarnPastAbove
		}
		if err := t.Alarm(t.Tx, t.Now, fmt.Sprintf(textWarnAlarm, t.Plan.UnitName(r.Unit), i.Name, i.Format(v.Value), past, i.Format(x.Value))); err != nil {
			return err
		}
		if err := t.Log(r.Unit, r.Key.Period, fmt.Sprintf(textLogWarned, i.Name), x.text(i), i.Format(v.Value)); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return storage.SaveSetting(t.Tx, settingThresholds, row)
}
