package slip

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/uploads"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/intake"
	"liubao/reports/steps"
	"liubao/storage"
)

// preview is what was read and waits for the tap. It holds what was read and not
// the words, so that what counts is what was shown.
type preview struct {
	V     int         `json:"v"`
	Steps []plan.Step `json:"steps"`
	At    time.Time   `json:"at"`
}

func settingPreview(person string) string { return "steps-" + person }

// which is the preview that a button belongs to: the second in which it was made.
type which struct{ At int64 }

var (
	tapAdd   = desk.NewTap[struct{}]("sl6")
	tapTake  = desk.NewTap[which]("sl7")
	tapDrop  = desk.NewTap[which]("sl8")
	askSteps = desk.NewAsk[struct{}]("steps")
)

const (
	awaitedSteps = "steps"
	// mostPreviewed is how many points a preview writes out.
	mostPreviewed = 40
)

func asked(t *desk.Turn, _ struct{}) error {
	if !staff.Can(t.Me, staff.ActSteps) {
		return t.Toast(desk.TextNotAllowed)
	}
	return askSteps.Put(t, struct{}{}, "%s", textAskSteps)
}

// given takes points out of a text, or waits for a file's bytes.
func given(t *desk.Turn, _ struct{}, words string) error {
	if !staff.Can(t.Me, staff.ActSteps) {
		return t.Sayf(desk.TextNotAllowed)
	}
	if t.Update.File != nil {
		return uploads.Fetch(t.Tx, t.File(), awaitedSteps, t.Me.ID)
	}
	return read(t.Desk, t.Tx, intake.Paste(words, intake.Limits{}), t.Me, t.Now)
}

// arrived reads points out of a file.
func arrived(d *desk.Desk, tx storage.Tx, f uploads.Arrived, arg string, now time.Time) error {
	p, ok, err := storage.Person(tx, arg)
	if err != nil || !ok || !staff.Can(p, staff.ActSteps) {
		return err
	}
	doc, refused, err := f.Table(textLarge)
	if err != nil {
		return err
	}
	if refused != "" {
		return tell(tx, p, reports.T(refused), nil, now)
	}
	return read(d, tx, doc, p, now)
}

// tell answers whoever sent the points.
func tell(tx storage.Tx, p reports.Person, x reports.Text, rows [][]bot.Button, now time.Time) error {
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Replaces: true, Slot: "steps", Chat: p.Chat, Text: x, Rows: rows, Purpose: "answer", Person: p.ID, At: now})
}

// read keeps what was read and shows it; nothing counts yet.
func read(d *desk.Desk, tx storage.Tx, doc intake.Document, by reports.Person, now time.Time) error {
	got := steps.Of(d.Plan, doc, today(d, now))
	x := reports.T(textReadNone)
	var rows [][]bot.Button
	if len(got.Steps) > 0 {
		if err := storage.SaveSetting(tx, settingPreview(by.ID), preview{V: 1, Steps: got.Steps, At: now}); err != nil {
			return err
		}
		x = reports.Text{}.Head(fmt.Sprintf(textRead, len(got.Steps)))
		for n, s := range got.Steps {
			if n == mostPreviewed {
				x = x.Line("…")
				break
			}
			x = x.Line("· " + stepWords(d, s))
		}
		at := which{now.Unix()}
		rows = [][]bot.Button{{{Label: buttonTake, Data: tapTake.Data(at), Style: bot.GoodButton}, {Label: buttonDrop, Data: tapDrop.Data(at)}}}
	}
	return tell(tx, by, unread(x, got.Problems).Trim(), rows, now)
}

// unread names the rows that were not understood.
func unread(x reports.Text, problems []steps.Problem) reports.Text {
	if len(problems) == 0 {
		return x
	}
	x = x.Trim().Line("").Line("").Line(fmt.Sprintf(textUnread, len(problems)))
	return uploads.Unread(x, len(problems), func(i int) string {
		p := problems[i]
		return fmt.Sprintf(textUnreadLine, p.Line, conversations.Clip(p.Row, 40), reasons[p.Why])
	}, textUnreadMore)
}

var reasons = map[steps.Reason]string{
	steps.Unknown: "不是方案里的指标或任务", steps.NoDay: "没有看懂日期", steps.NoValue: "没有确切的数值",
	steps.NoWords: "没有写要做什么", steps.TooLong: "事项太长，请不超过100字", steps.TooMuch: "一次最多200个节点",
	steps.TwiceDay: "与前面同一天重复",
}

// waiting returns the preview that a button belongs to.
func waiting(t *desk.Turn, w which) (preview, bool, error) {
	p, ok, err := storage.Setting[preview](t.Tx, settingPreview(t.Me.ID))
	return p, ok && len(p.Steps) > 0 && p.At.Unix() == w.At, err
}

// taken makes a preview count.
func taken(t *desk.Turn, w which) error {
	p, ok, err := waiting(t, w)
	switch {
	case err != nil:
		return err
	case !staff.Can(t.Me, staff.ActSteps):
		return t.Toast(desk.TextNotAllowed)
	case !ok:
		return t.Toast(textGone)
	}
	before, after := map[string][]string{}, map[string][]string{}
	for _, s := range p.Steps {
		if s.Check(t.Plan) != nil {
			continue // the plan has changed meanwhile
		}
		was, had, err := storage.Get[storage.AddedStep](t.Tx, storage.StepKey(s))
		if err != nil {
			return err
		}
		if err := storage.SaveStep(t.Tx, storage.AddedStep{Step: s, At: t.Now, By: t.Me.ID}); err != nil {
			return err
		}
		a, _ := areaOf(t.Plan, s.Task, s.Indicator)
		after[a.ID] = append(after[a.ID], stepWords(t.Desk, s))
		if had {
			before[a.ID] = append(before[a.ID], stepWords(t.Desk, was.Step))
		}
	}
	for _, a := range t.Plan.Areas { // a row for each area: two hundred would not fit into one transaction
		if len(after[a.ID]) == 0 {
			continue
		}
		if err := t.Log(a.Lead, "", fmt.Sprintf(textLogSet, a.Name), strings.Join(before[a.ID], "；"), strings.Join(after[a.ID], "；")); err != nil {
			return err
		}
	}
	if err := t.BoardChanged(t.Tx, t.Me.ID, t.Now); err != nil {
		return err
	}
	return answered(t, fmt.Sprintf(textTaken, len(p.Steps)))
}

// dropped forgets a preview.
func dropped(t *desk.Turn, w which) error {
	if _, ok, err := waiting(t, w); err != nil || !ok {
		if err != nil {
			return err
		}
		return t.Toast(textGone)
	}
	return answered(t, textDroppedAll)
}

// answered empties the preview and says so in its place.
func answered(t *desk.Turn, words string) error {
	if err := storage.SaveSetting(t.Tx, settingPreview(t.Me.ID), preview{V: 1, At: t.Now}); err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Slot: "steps", Chat: t.Update.Chat.ID, Text: reports.T(words), Purpose: "answer", Person: t.Me.ID, At: t.Now,
		Rows: [][]bot.Button{{{Label: buttonOverview, Data: tapOverview.Data(struct{}{})}}}})
}
