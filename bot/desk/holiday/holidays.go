package holiday

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// heard is a preview that waits for the director's tap. It holds what was read
// and not the words, so that what counts is what was shown.
type heard struct {
	V    int                 `json:"v"`
	Days []rules.CalendarDay `json:"days"`
	At   time.Time           `json:"at"`
}

// preview names the row of a person's preview among the settings.
func preview(person string) string { return "calendar-" + person }

// shown is which preview a button belongs to: the second in which it was made.
type shown struct{ At int64 }

var (
	tapTake = desk.NewTap[shown]("hy")
	tapDrop = desk.NewTap[shown]("hn")
	askDays = desk.NewAsk[struct{}]("holidays")
)

// holidays answers /holidays: what is known, and how to enter more; words behind
// the command are taken as if they were the answer.
func holidays(t *desk.Turn, words string) error {
	if words != "" {
		return given(t, words)
	}
	return askDays.Put(t, struct{}{}, textHolidays, yearsText(t), lastText(t))
}

// yearsText says of this year and the next whether their holidays are known.
func yearsText(t *desk.Turn) string {
	var out []string
	for year := t.Today(t).Year; len(out) < 2; year++ {
		state := textKnown
		if !t.Calendar.Known(year) {
			state = textUnknown
		}
		out = append(out, fmt.Sprintf(textYearIs, year, state))
	}
	return strings.Join(out, "，")
}

// lastText lists the days to come that were entered in the chat.
func lastText(t *desk.Turn) string {
	row, err := rules.ReadCalendarDays(t.Tx)
	var out []string
	for _, d := range row.Days {
		if err == nil && !d.Date.Before(t.Today(t)) && len(out) < 8 {
			out = append(out, dayText(d))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "\n" + textEntered + strings.Join(out, "、")
}

func dayText(d rules.CalendarDay) string {
	word := textOff
	if d.Work {
		word = textWork
	}
	return fmt.Sprintf("%d年%d月%d日", d.Date.Year, int(d.Date.Month), d.Date.Day) + word
}

// pasted takes the text of an announcement that nobody asked for. Two holidays
// with their days are no coincidence.
func pasted(t *desk.Turn) (bool, error) {
	if !staff.Can(t.Me, staff.ActDates) {
		return false, nil
	}
	a, ok := schedules.ReadHolidays(t.Update.Words(), expected(t))
	if !ok || len(a.Holidays) < 2 {
		return false, nil
	}
	return true, show(t, days(a), arrangementText(a))
}

// expected is the year that a text without one means: the nearest unknown, or
// from November on the next.
func expected(t *desk.Turn) int {
	today := t.Today(t)
	if year, unknown := schedules.UnknownYear(t.Calendar, today); unknown || today.Month >= time.November {
		return year
	}
	return today.Year
}

// given takes the answer: an announcement, or single days.
func given(t *desk.Turn, words string) error {
	if a, ok := schedules.ReadHolidays(words, expected(t)); ok {
		return show(t, days(a), arrangementText(a))
	}
	a, ok := schedules.ReadHolidays(textOneDay+words, expected(t))
	if !ok {
		return askDays.Put(t, struct{}{}, textUnread)
	}
	single := days(a)
	for i := range single {
		single[i].Name = ""
	}
	return show(t, single, "")
}

// days returns what was read as rows.
func days(a schedules.Arrangement) []rules.CalendarDay {
	var out []rules.CalendarDay
	for _, o := range a.Overrides() {
		out = append(out, rules.CalendarDay{Date: o.Date, Work: o.Work, Name: o.Name})
	}
	return out
}

// show previews days; they count once the director says so.
func show(t *desk.Turn, read []rules.CalendarDay, words string) error {
	if words == "" {
		var list []string
		for _, d := range read {
			list = append(list, dayText(d)+"（"+reports.Weekday(d.Date.Weekday())+"）")
		}
		words = strings.Join(list, "\n")
	}
	if err := storage.SaveSetting(t.Tx, preview(t.Me.ID), heard{V: 1, Days: read, At: t.Now}); err != nil {
		return err
	}
	which := shown{t.Now.Unix()}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: "holidays",
		Text:    reports.Text{}.Head(textPreview).Line(words).Line(textPreviewFoot).Trim(),
		Rows:    [][]bot.Button{{{Label: buttonTake, Data: tapTake.Data(which)}, {Label: buttonDrop, Data: tapDrop.Data(which)}}},
		Purpose: "dates", Person: t.Me.ID, At: t.Now})
}

// arrangementText writes what was read, a holiday a line, and what does not add up.
func arrangementText(a schedules.Arrangement) string {
	var out []string
	for _, h := range a.Holidays {
		line := fmt.Sprintf(textHoliday, h.Name, spans(h.Off), len(h.Off))
		if len(h.Work) > 0 {
			line += textAlsoWork + spans(h.Work)
		}
		out = append(out, line)
	}
	out[0] = fmt.Sprintf(textOfYear, a.Year) + "\n" + out[0]
	for _, d := range a.Doubts {
		out = append(out, textDoubt+doubtText(d))
	}
	return strings.Join(out, "\n")
}

// doubtText says what does not add up.
func doubtText(d schedules.Doubt) string {
	day := ""
	if !d.Date.IsZero() {
		day = reports.DayText(d.Date)
	}
	switch d.Kind {
	case schedules.CountDiffers:
		return fmt.Sprintf(textDoubtCount, d.Name, d.Said)
	case schedules.WeekdayDiffers:
		return fmt.Sprintf(textDoubtWeekday, day, d.Said)
	case schedules.WorkOnWeekday:
		return fmt.Sprintf(textDoubtWork, day)
	case schedules.HolidayMissing:
		return fmt.Sprintf(textDoubtMissing, d.Name)
	case schedules.OffAndWork:
		return fmt.Sprintf(textDoubtBoth, day)
	case schedules.YearNotTheTexts:
		return fmt.Sprintf(textDoubtYear, d.Said)
	}
	return fmt.Sprintf(textDoubtUnread, d.Said)
}

// spans writes days, those in a row as a stretch.
func spans(days []plan.Date) string {
	var out []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == days[j].AddDays(1) {
			j++
		}
		text := monthDay(days[i])
		if j > i {
			text += "至" + monthDay(days[j])
		}
		out, i = append(out, text), j+1
	}
	return strings.Join(out, "、")
}

func monthDay(d plan.Date) string { return fmt.Sprintf("%d月%d日", int(d.Month), d.Day) }

// taken lets the shown days count from now on.
func taken(t *desk.Turn, which shown) error {
	row, ok, err := waiting(t, which)
	if err != nil || !ok {
		return err
	}
	all, err := rules.ReadCalendarDays(t.Tx)
	if err != nil {
		return err
	}
	for _, d := range row.Days {
		i, found := slices.BinarySearchFunc(all.Days, d, func(a, b rules.CalendarDay) int { return a.Date.Compare(b.Date) })
		if found {
			all.Days[i] = d
			continue
		}
		all.Days = slices.Insert(all.Days, i, d)
	}
	if err := rules.SaveCalendarDays(t.Tx, all); err != nil {
		return err
	}
	if err := cmp.Or(storage.DeleteSetting(t.Tx, preview(t.Me.ID)), t.Log("", "", textLogDays, "", listText(row.Days))); err != nil {
		return err
	}
	return done(t, fmt.Sprintf(textTaken, len(row.Days)))
}

// listText writes days for the audit log.
func listText(days []rules.CalendarDay) string {
	var off, work []plan.Date
	for _, d := range days {
		if d.Work {
			work = append(work, d.Date)
		} else {
			off = append(off, d.Date)
		}
	}
	return fmt.Sprintf(textOfYear, days[len(days)-1].Date.Year) + textOff + "：" + spans(off) + "；" + textWork + "：" + spans(work)
}

// dropped forgets the shown days.
func dropped(t *desk.Turn, which shown) error {
	if _, ok, err := waiting(t, which); err != nil || !ok {
		return err
	}
	if err := storage.DeleteSetting(t.Tx, preview(t.Me.ID)); err != nil {
		return err
	}
	return done(t, textDropped)
}

// waiting returns the preview that a button belongs to.
func waiting(t *desk.Turn, which shown) (heard, bool, error) {
	if !staff.Can(t.Me, staff.ActDates) {
		return heard{}, false, t.Toast(desk.TextNotAllowed)
	}
	row, ok, err := storage.Setting[heard](t.Tx, preview(t.Me.ID))
	if err != nil {
		return row, false, err
	}
	if !ok || row.At.Unix() != which.At {
		return row, false, t.Toast(desk.TextOldButton)
	}
	return row, true, nil
}

// done puts the outcome in the preview's place.
func done(t *desk.Turn, words string) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: "holidays", Text: reports.T(words),
		Purpose: "dates", Person: t.Me.ID, At: t.Now})
}

// asked asks the office for the holidays of a year that is near.
func asked(d *desk.Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
	m := ms[len(ms)-1]
	return u.Update(ctx, func(tx storage.Tx) error {
		people, err := staff.Holders(tx, reports.Director)
		if err != nil {
			return err
		}
		for _, p := range people {
			if _, err := d.Post(tx, gate.Post{To: p, Weight: gate.Counted, Once: []gate.Mark{{Period: m.Period.ID, Duty: "-", Stage: m.Stage}},
				Message: bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textAskYear, m.Period.To.Year)), Purpose: "holidays"}}, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// unknownSection says in the status that a year has no holidays.
func unknownSection(d *desk.Desk, _ storage.Reader, now time.Time) (reports.Text, error) {
	year, unknown := schedules.UnknownYear(d.Calendar, plan.DateOf(now.In(d.Loc)))
	if !unknown {
		return reports.Text{}, nil
	}
	return reports.T(fmt.Sprintf(textSection, strconv.Itoa(year))), nil
}
