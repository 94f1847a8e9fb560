package form

// The questions that every progress report ends with, and the one that a duty
// without tasks or questions of its own asks.
const (
	QuestionDone     = "done"
	QuestionNext     = "next"
	QuestionPractice = "practice"
)

// QuestionTitle names the questions that are not a duty's own.
func QuestionTitle(id string) string {
	switch id {
	case QuestionDone:
		return textDoneTitle
	case QuestionNext:
		return textNextTitle
	case QuestionPractice:
		return textPracticeTitle
	}
	return id
}
