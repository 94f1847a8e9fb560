package cockpit

import (
	"fmt"

	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// lights: every one comes with its word, never the colour alone.
var progressLights = map[reports.Progress]string{
	reports.Same: "🔵", reports.Moving: "🟢", reports.Difficulty: "🟠", reports.Done: "✅",
}

// taskLight is a task's light with its word.
func taskLight(l standing.Standing, task int) (light, word string) {
	if l.Unreadable() {
		return "⚠️", reports.Damaged.Label()
	}
	if l.Report != nil {
		if p := l.Report.Progress(task); p != "" {
			return progressLights[p], p.Label()
		}
	}
	if l.Draft != nil {
		for _, t := range l.Draft.Tasks {
			if t == task {
				return "✏️", textLightDrafts
			}
		}
	}
	return "⬜", reports.Progress("").Label()
}

// paceLines adds how a task stands by the calendar beside the light that its unit
// chose, or with task 0 the indicators that slip, with what the unit says about it.
func paceLines(t *desk.Turn, x reports.Text, all []standing.Pace, task int) reports.Text {
	for _, p := range all {
		if p.Task != task || task == 0 && !p.Pace.Slips() {
			continue
		}
		words := textPace
		if task == 0 {
			words = p.Name + "："
		}
		x = x.Line(words + p.Pace.Light() + " " + p.Paced.String())
		if p.Why != nil {
			x = x.Line(fmt.Sprintf(textPaceWhy, reports.Unstopped(p.Why.Text), t.TimeText(p.Why.At)))
		}
	}
	return x
}
