package reporttext

import (
	"fmt"

	"liubao/bot/desk/rules"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// changedWords is how many characters of what stood before are shown.
const changedWords = 120

// Changed says what a further version of a report changed, with what stood
// before; empty for the first. Whoever signs or reviews it need not compare.
func Changed(b *rules.Book, tx storage.Reader, r reports.Report) (reports.Text, error) {
	if r.Version < 2 {
		return nil, nil
	}
	was, ok, err := storage.Get[reports.Report](tx, storage.VersionKey(r.Key, r.Version-1))
	if err != nil || !ok {
		return nil, err
	}
	then := b.PlanOf(r.Key.Period)
	var x reports.Text
	for _, e := range r.Entries {
		old, _ := was.Entry(e.Task)
		before, now := conversations.OneLine(old.Progress.Label()+"："+old.Said()), conversations.OneLine(e.Progress.Label()+"："+e.Said())
		if before != now {
			x = x.Line(fmt.Sprintf(textChangedTask, e.Task, conversations.Clip(before, changedWords)))
		}
	}
	for _, v := range r.Readings {
		i, ok := then.Indicator(v.Indicator)
		old, had := was.Reading(v.Indicator)
		if ok && (!had || readingText(i, old) != readingText(i, v)) {
			before := NotReported
			if had {
				before = readingText(i, old)
			}
			x = x.Line(fmt.Sprintf(textChangedFigure, i.Name, before, readingText(i, v)))
		}
	}
	for _, a := range r.Answers {
		before, now := conversations.OneLine(was.Answer(a.Question)), conversations.OneLine(reports.Join(a.Words))
		if before != now {
			x = x.Line(fmt.Sprintf(textChangedAnswer, questionTitle(b, r.Key.Duty, a.Question), conversations.Clip(before, changedWords)))
		}
	}
	if len(x) == 0 {
		return nil, nil
	}
	return reports.Text{}.Add(reports.Bold, fmt.Sprintf(textChangedHead, r.Version-1)).Line("").Append(x), nil
}
