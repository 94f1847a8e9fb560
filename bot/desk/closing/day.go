package closing

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
)

// dayTap names a day.
type dayTap struct{ Day plan.Date }

var (
	tapDay   = desk.NewTap[dayTap]("cld")
	tapSure  = desk.NewTap[dayTap]("cly")
	tapLeave = desk.NewTap[struct{}]("cln")
	tapUndo  = desk.NewTap[struct{}]("clu")
	askDay   = desk.NewAsk[struct{}]("closing-day")
)

// slotClosing names the message in which the day is decided.
const slotClosing = "closing"

// farthest is how many days ahead a plan may be closed: what lies farther is a slip
// of the year.
const farthest = 400

// overview answers /close: where it stands, or which day it is to be.
func overview(t *desk.Turn, words string) error {
	if t.Closing.Set() {
		return standing(t)
	}
	if words = strings.TrimSpace(words); words != "" {
		return given(t, words)
	}
	return askWhich(t)
}

func askWhich(t *desk.Turn) error {
	var row []bot.Button
	for _, d := range likely(t) {
		row = append(row, bot.Button{Label: reports.DayTextFrom(d, t.Today(t)), Data: tapDay.Data(dayTap{d})})
	}
	return askDay.PutWith(t, struct{}{}, reports.Text{}.Head(textHead).Line(textWhich).Trim(), desk.InRows(nil, row, 2)...)
}

// likely are the days that a plan is likely to end on: the next on which a
// recurring report, or the office's own to its superiors, is due.
func likely(t *desk.Turn) []plan.Date {
	var out []plan.Date
	for _, p := range schedules.Upcoming(t.Plan, t.Rules, t.Calendar, t.Now, 12) {
		day := plan.DateOf(p.Deadline.In(t.Loc))
		if duty, ok := t.Plan.Duty(p.Duty); ok && duty.Timing == plan.Recurring && t.Calendar.Workday(day) && !slices.Contains(out, day) {
			out = append(out, day)
		}
	}
	slices.SortFunc(out, plan.Date.Compare)
	return out[:min(len(out), 4)]
}

// given takes the day in words.
func given(t *desk.Turn, words string) error {
	day, ok := conversations.ReadDay(words, t.Today(t))
	if !ok {
		return askDay.Put(t, struct{}{}, textUnread, textExample)
	}
	return chosen(t, dayTap{day})
}

// chosen shows what closing on a day means.
func chosen(t *desk.Turn, a dayTap) error {
	if !staff.Can(t.Me, staff.ActClose) {
		return t.Toast(desk.TextNotAllowed)
	}
	if t.Closing.Set() {
		return standing(t)
	}
	if a.Day.IsZero() {
		return askWhich(t)
	}
	if why := refusal(t, a.Day); why != "" {
		return askDay.Put(t, struct{}{}, "%s", why)
	}
	x, err := preview(t, a.Day)
	if err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: slotClosing, Text: x,
		Rows: [][]bot.Button{{{Label: buttonSure, Data: tapSure.Data(a)}},
			{{Label: buttonAnother, Data: tapDay.Data(dayTap{})}, {Label: buttonLeave, Data: tapLeave.Data(struct{}{})}}},
		Purpose: "closing", Person: t.Me.ID, At: t.Now})
}

// refusal says why a plan cannot be closed on a day, "" where it can.
func refusal(t *desk.Turn, day plan.Date) string {
	today := t.Today(t)
	said := reports.DayTextFrom(day, today)
	switch {
	case day.Before(today):
		return fmt.Sprintf(textPast, said)
	case day.Before(t.Plan.Starts):
		return fmt.Sprintf(textBefore, reports.DayTextFrom(t.Plan.Starts, today))
	case day.After(today.AddDays(farthest)):
		return fmt.Sprintf(textFar, said)
	case !t.Calendar.Workday(day):
		return fmt.Sprintf(textRest, said, reports.DayTextFrom(schedules.AddWorkdays(t.Calendar, day, 1), today))
	}
	return ""
}

// left ends it without closing anything.
func left(t *desk.Turn, _ struct{}) error {
	if t.Closing.Set() {
		return t.Toast(desk.TextOldButton)
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: slotClosing, Text: reports.T(textLeft),
		Purpose: "closing", Person: t.Me.ID, At: t.Now})
}
