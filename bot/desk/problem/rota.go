package problem

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// rotaRow says who is on duty in which week, by the week's Monday. A week without
// anybody has the standing duty officers.
type rotaRow struct {
	V     int                 `json:"v"`
	Weeks map[string][]string `json:"weeks,omitempty"` // ids of people
}

const settingRota = "rota"

// rotaWeeks is how many weeks the rota shows, this one first.
const rotaWeeks = 8

// ofWeek names a week by its Monday; seat somebody in it; trade two weeks, the first
// one that of the person who asks.
type (
	ofWeek struct{ Week plan.Date }
	seat   struct {
		Week   plan.Date
		Person string
	}
	trade struct {
		Week, With plan.Date
		Person     string
	}
)

var (
	tapRota   = desk.NewTap[struct{}]("dr1")
	tapWeek   = desk.NewTap[ofWeek]("dr2")
	tapSeat   = desk.NewTap[seat]("dr3")
	tapFill   = desk.NewTap[struct{}]("dr4")
	tapSwap   = desk.NewTap[ofWeek]("dr5")
	tapOffer  = desk.NewTap[trade]("dr6")
	tapAgree  = desk.NewTap[trade]("dr7")
	timerWeek = desk.NewTimer[ofWeek]("duty-week", nil)
)

// monday returns the first day of a day's week.
func monday(d plan.Date) plan.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

func readRota(r storage.Reader) (rotaRow, error) {
	row, _, err := storage.Setting[rotaRow](r, settingRota)
	return row, err
}

// thisWeek returns the ids of those whom the rota has on duty now.
func thisWeek(d *desk.Desk, r storage.Reader, now time.Time) ([]string, error) {
	row, _, err := storage.SettingSound[rotaRow](r, settingRota)
	return row.Weeks[monday(plan.DateOf(now.In(d.Loc))).String()], err
}

// dutyIDs returns the ids of all who may confirm because they are on duty.
func dutyIDs(d *desk.Desk, r storage.Reader, now time.Time) ([]string, error) {
	row, _, err := storage.SettingSound[dutyRow](r, settingDuty)
	if err != nil {
		return nil, err
	}
	week, err := thisWeek(d, r, now)
	return slices.Concat(row.People, week), err
}

func weekText(week plan.Date) string {
	end := week.AddDays(6)
	return fmt.Sprintf("%d月%d日至%d月%d日", int(week.Month), week.Day, int(end.Month), end.Day)
}

// rotaShown shows the coming weeks.
func rotaShown(t *desk.Turn, _ struct{}) error {
	if !staff.Can(t.Me, staff.ActDuty) {
		return t.Toast(desk.TextNotAllowed)
	}
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(textRotaHead).Line(textRotaAbout)
	var weeks []bot.Button
	first := monday(t.Today(t))
	for n := range rotaWeeks {
		week := first.AddDays(7 * n)
		names, err := namesOf(t.Tx, row.Weeks[week.String()])
		if err != nil {
			return err
		}
		if names == "" {
			names = textRotaNobody
		}
		x = x.Line(fmt.Sprintf("· %s：%s", weekText(week), names))
		weeks = append(weeks, bot.Button{Label: fmt.Sprintf("%d月%d日起", int(week.Month), week.Day), Data: tapWeek.Data(ofWeek{week})})
	}
	rows := append(desk.InRows(nil, weeks, 2), []bot.Button{{Label: buttonFill, Data: tapFill.Data(struct{}{})}})
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: slotDuty, Text: x, Rows: rows, Purpose: "duty", Person: t.Me.ID, At: t.Now})
}

func namesOf(r storage.Reader, ids []string) (string, error) {
	var out []reports.Person
	for _, id := range ids {
		p, ok, err := storage.GetSound[reports.Person](r, storage.RowPerson.Key(id))
		if err != nil {
			return "", err
		}
		if ok && p.Left.IsZero() {
			out = append(out, p)
		}
	}
	return reports.NamesOf(out), nil
}

// weekShown offers the people of a week.
func weekShown(t *desk.Turn, w ofWeek) error { return weekOn(t, w.Week, 0) }

func weekOn(t *desk.Turn, week plan.Date, page int) error {
	if !staff.Can(t.Me, staff.ActDuty) {
		return t.Toast(desk.TextNotAllowed)
	}
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	people, err := dutyCandidates(t)
	if err != nil {
		return err
	}
	var rows [][]bot.Button
	on, turn := offered(people, page, func(n int) string { return tapWeekPage.Data(weekPage{week, n}) })
	for _, p := range on {
		label := p.Name + desk.ReachText(p)
		if slices.Contains(row.Weeks[week.String()], p.ID) {
			label = fmt.Sprintf(textDutyOn, label)
		}
		rows = append(rows, []bot.Button{{Label: label, Data: tapSeat.Data(seat{week, p.ID})}})
	}
	if len(turn) > 0 {
		rows = append(rows, turn)
	}
	rows = append(rows, []bot.Button{{Label: desk.ButtonUp, Data: tapRota.Data(struct{}{})}})
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: slotDuty,
		Text: reports.T(fmt.Sprintf(textRotaWeek, weekText(week))), Rows: rows, Purpose: "duty", Person: t.Me.ID, At: t.Now})
}

// seated puts somebody on duty in a week, or takes them off.
func seated(t *desk.Turn, s seat) error {
	people, err := dutyCandidates(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(people, func(p reports.Person) bool { return p.ID == s.Person })
	if !staff.Can(t.Me, staff.ActDuty) || i < 0 || s.Week.Before(monday(t.Today(t))) || s.Week != monday(s.Week) {
		return t.Toast(desk.TextOldButton)
	}
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	ids := slices.Clone(row.Weeks[s.Week.String()])
	if n := slices.Index(ids, s.Person); n >= 0 {
		ids = slices.Delete(ids, n, n+1)
	} else {
		ids = append(ids, s.Person)
	}
	if err := saveWeeks(t, row, map[string][]string{s.Week.String(): ids}); err != nil {
		return err
	}
	return weekOn(t, s.Week, i/candidatesAPage)
}

// filledUp gives the weeks without anybody to the standing duty officers, in turn.
func filledUp(t *desk.Turn, _ struct{}) error {
	duty, _, err := storage.Setting[dutyRow](t.Tx, settingDuty)
	if err != nil {
		return err
	}
	if !staff.Can(t.Me, staff.ActDuty) || len(duty.People) == 0 {
		return t.Toast(textRotaNoDuty)
	}
	row, err := readRota(t.Tx)
	if err != nil {
		return err
	}
	set := map[string][]string{}
	for n := range rotaWeeks {
		week := monday(t.Today(t)).AddDays(7 * n).String()
		if len(row.Weeks[week]) == 0 {
			set[week] = []string{duty.People[n%len(duty.People)]}
		}
	}
	if err := saveWeeks(t, row, set); err != nil {
		return err
	}
	return rotaShown(t, struct{}{})
}

// saveWeeks stores weeks, forgets those that are long over, writes the audit row and
// sees to it that each week's officers are told when it begins.
func saveWeeks(t *desk.Turn, row rotaRow, set map[string][]string) error {
	row.V = 1
	row.Weeks = maps.Clone(row.Weeks)
	rules.Overlay(&row.Weeks, set)
	maps.DeleteFunc(row.Weeks, func(week string, ids []string) bool {
		d, err := plan.ParseDate(week)
		return err != nil || len(ids) == 0 || d.Before(t.Today(t).AddDays(-30))
	})
	if err := storage.SaveSetting(t.Tx, settingRota, row); err != nil {
		return err
	}
	for _, week := range slices.Sorted(maps.Keys(set)) {
		names, err := namesOf(t.Tx, set[week])
		if err != nil {
			return err
		}
		if err := t.Log("", "", textLogRota, "", week+" "+names); err != nil {
			return err
		}
		d, err := plan.ParseDate(week)
		if err != nil {
			return err
		}
		if at := d.At(plan.Clock{Hour: 8, Minute: 30}, t.Loc); at.After(t.Now) {
			if err := timerWeek.Set(t.Tx, at, ofWeek{d}); err != nil {
				return err
			}
		}
	}
	return nil
}

// weekBegins tells a week's officers that it is theirs.
func weekBegins(d *desk.Desk, tx storage.Tx, w ofWeek, now time.Time) error {
	row, err := readRota(tx)
	if err != nil {
		return err
	}
	for _, id := range row.Weeks[w.Week.String()] {
		p, ok, err := storage.GetSound[reports.Person](tx, storage.RowPerson.Key(id)) // a damaged row is nobody, and keeps nobody else from hearing
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if _, err := d.Post(tx, gate.Post{To: p, Weight: gate.Free, Once: []gate.Mark{{Period: w.Week.String(), Duty: "-", Stage: "duty-week"}},
			Message: bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textRotaYours, weekText(w.Week))), Purpose: "duty",
				Rows: [][]bot.Button{{{Label: buttonSwap, Data: tapSwap.Data(w)}}}}}, now); err != nil {
			return err
		}
	}
	return nil
}
