package cockpit

import (
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// lights: every one comes with its word, never the colour alone.
var progressLights = map[reports.Progress]string{
	reports.Same: "🔵", reports.Moving: "🟢", reports.Difficulty: "🟠", reports.Done: "✅",
}

// taskLight is a task's light with its word.
func taskLight(l standing.Standing, task int) (light, word string) {
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
