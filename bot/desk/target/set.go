package target

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// given is a value for a year whose source is still to come.
type given struct {
	ofYear
	Value plan.Number
}

// heard is a preview that waits for the director's tap: what counts is what was shown.
type heard struct {
	V     int            `json:"v"`
	Value plan.YearValue `json:"value"`
	At    time.Time      `json:"at"`
}

// shown is which preview a button belongs to: the second in which it was made.
type shown struct{ At int64 }

var (
	askValue  = desk.NewAsk[ofYear]("target-value")
	askSource = desk.NewAsk[given]("target-source")
	tapTake   = desk.NewTap[shown]("tk")
	tapDrop   = desk.NewTap[shown]("td")
)

// preview names the row of a person's preview among the settings.
func preview(person string) string { return "target-" + person }

// longest is how many characters a source may have; it is shown with every value.
const longest = 200

// yearChosen asks for the value.
func yearChosen(t *desk.Turn, o ofYear) error {
	i, ok := t.Plan.Indicator(o.Indicator)
	today := t.Today(t)
	switch {
	case !staff.Can(t.Me, staff.ActTargets):
		return t.Toast(desk.TextNotAllowed)
	case !ok || o.Year < today.Year || o.Year > today.Year+1: // a year that is over stays as it was
		return t.Toast(desk.TextOldButton)
	}
	return askFor(t, i, o, "")
}

func askFor(t *desk.Turn, i plan.Indicator, o ofYear, before string) error {
	how := textAskNumber
	switch unit := (form.Indicator{Indicator: i}).In(); {
	case i.Kind == plan.YesNo:
		how = textAskYesNo
	case unit != "":
		how = fmt.Sprintf(textAskMeasure, unit)
	}
	return askValue.Put(t, o, "%s", before+fmt.Sprintf(textAskValue, i.Name, what(i, o.Year), how))
}

// valueGiven reads the value, says how, and asks for the source.
func valueGiven(t *desk.Turn, o ofYear, words string) error {
	i, ok := t.Plan.Indicator(o.Indicator)
	if !ok || !staff.Can(t.Me, staff.ActTargets) {
		return t.Sayf(desk.TextNotAllowed)
	}
	n, ok := form.ReadFigure(form.Indicator{Indicator: i}, words)
	if !ok {
		return askFor(t, i, o, textUnread)
	}
	return askSource.Put(t, given{o, n}, textAskSource, i.Format(n))
}

// sourceGiven shows what would be set.
func sourceGiven(t *desk.Turn, g given, words string) error {
	i, ok := t.Plan.Indicator(g.Indicator)
	if !ok || !staff.Can(t.Me, staff.ActTargets) {
		return t.Sayf(desk.TextNotAllowed)
	}
	source := conversations.Clip(reports.Unstopped(strings.Join(strings.Fields(words), " ")), longest)
	if utf8.RuneCountInString(source) < 2 {
		return askSource.Put(t, g, textNoSource)
	}
	v := plan.YearValue{Indicator: i.ID, Year: g.Year, From: from(t, g.Year), Source: source}
	if based(i) {
		v.Baseline = &g.Value
	} else {
		v.Target = &g.Value
	}
	if err := storage.SaveSetting(t.Tx, preview(t.Me.ID), heard{V: 1, Value: v, At: t.Now}); err != nil {
		return err
	}
	x := reports.Text{}.Head(textPreview).Line(fmt.Sprintf(textPreviewOf, i.Label(), t.Plan.UnitName(i.Source))).
		Line(fmt.Sprintf(textPreviewIs, what(i, g.Year), i.Format(g.Value))).
		Line(fmt.Sprintf(textPreviewWas, wasText(t, i, g.Year))).
		Line(fmt.Sprintf(textPreviewBy, source)).Line(fromText(t, v))
	w := shown{t.Now.Unix()}
	m := message(t, x, []bot.Button{{Label: buttonYes, Data: tapTake.Data(w)}, {Label: buttonNo, Data: tapDrop.Data(w)}})
	return t.Open(m, nil)
}

// from is the first day on which a value set now holds, zero for the whole of a
// year to come. A deadline that passed today was judged by what held then.
func from(t *desk.Turn, year int) plan.Date {
	today := t.Today(t)
	switch {
	case year > today.Year:
		return plan.Date{}
	case !t.Now.Before(today.At(t.Plan.Deadline, t.Loc)):
		return today.AddDays(1)
	}
	return today
}

func fromText(t *desk.Turn, v plan.YearValue) string {
	if v.From.IsZero() {
		return fmt.Sprintf(textFromYear, v.Year)
	}
	return fmt.Sprintf(textFromNow, reports.DayTextFrom(v.From, t.Today(t)))
}

// wasText is what is set for a year now.
func wasText(t *desk.Turn, i plan.Indicator, year int) string {
	then := t.Plan.On(plan.Date{Year: year, Month: time.December, Day: 31})
	was, ok := then.Indicator(i.ID)
	goal := was.Target
	if based(i) {
		goal = was.Baseline
	}
	if !ok || goal == nil {
		return textUnset
	}
	return was.Format(*goal)
}

// taken sets what was shown.
func taken(t *desk.Turn, w shown) error {
	v, ok, err := waiting(t, w)
	if err != nil || !ok {
		return err
	}
	i, ok := t.Plan.Indicator(v.Indicator)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	before := wasText(t, i, v.Year)
	if err := errors.Join(storage.SaveYearValue(t.Tx, storage.YearValue{YearValue: v, At: t.Now, By: t.Me.ID}),
		storage.DeleteSetting(t.Tx, preview(t.Me.ID)),
		t.Log("", "", fmt.Sprintf(textLog, i.Name, what(i, v.Year)), before, i.Format(value(v))+"："+v.Source)); err != nil {
		return err
	}
	if err := t.Toast(textToast); err != nil {
		return err
	}
	return done(t, fmt.Sprintf(textTaken, i.Name, what(i, v.Year), i.Format(value(v)), v.Source)+"\n"+fromText(t, v))
}

// dropped forgets what was shown.
func dropped(t *desk.Turn, w shown) error {
	if _, ok, err := waiting(t, w); err != nil || !ok {
		return err
	}
	if err := storage.DeleteSetting(t.Tx, preview(t.Me.ID)); err != nil {
		return err
	}
	return done(t, textDropped)
}

// waiting returns the preview that a button belongs to. Where a deadline passed
// since it was shown, its day would be one that is over: it is an old button then.
func waiting(t *desk.Turn, w shown) (plan.YearValue, bool, error) {
	if !staff.Can(t.Me, staff.ActTargets) {
		return plan.YearValue{}, false, t.Toast(desk.TextNotAllowed)
	}
	row, ok, err := storage.Setting[heard](t.Tx, preview(t.Me.ID))
	if err != nil {
		return row.Value, false, err
	}
	if !ok || row.At.Unix() != w.At || row.Value.From != from(t, row.Value.Year) {
		return row.Value, false, t.Toast(desk.TextOldButton)
	}
	return row.Value, true, nil
}

// done puts the outcome in the preview's place.
func done(t *desk.Turn, words string) error {
	m := message(t, reports.T(words))
	return t.Redraw(m, nil)
}
