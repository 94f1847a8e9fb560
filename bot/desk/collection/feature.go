// Package collection is what the office asks units once, outside of the duties
// (临时调度): a sentence of the director's becomes questions, everybody asked gets
// one message and answers in it, and the office sees who has answered, sums and a
// table.
//
// Promises: nobody is asked for what they reported already, unless the office says
// so; each person gets one message, at most one reminder before the time and one
// after; how often a unit was asked in a month is said before it is asked again.
package collection

import (
	"context"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/reports"
	"liubao/storage"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "collection",
		Taps: []desk.Tap{tapMenu.Do(tappedMenu), tapDraft.Do(tappedDraft), tapAnswer.Do(tappedAnswer), tapResult.Do(tappedResult)},
		Asks: []desk.Ask{askDraft.Do(false, draftGiven).Joined(), valueAsk(), askCap.Do(false, capGiven)},
		Timers: []desk.Timer{
			{What: timerSend, Many: sendToAll}, {What: timerBefore, Many: remindBefore}, {What: timerDue, Many: dueNow},
			{What: timerShut, Many: shutAll}, timerClose.Do(closeByItself),
		},
		Named: named,
		Said:  said,
		On:    desk.Events{Joined: joined, Succeeded: succeeded},
		Shows: desk.Shows{Known: answeredBefore, Facts: factLines, Asking: asking, Unit: unitLines, Digest: digest, Week: week, Open: waits},
		Rows: []desk.Noun{
			{Prefix: storage.RowCollection.Prefix(), Prune: pruned(func(c reports.Collection) time.Time { return c.ClosedAt })},
			{Prefix: storage.RowCollectionAnswer.Prefix(), Prune: pruned(func(a reports.CollectionAnswer) time.Time { return a.At })},
			{Prefix: storage.RowCollectionDraft.Prefix(), Prune: pruneDrafts},
		},
	}
}

// keptFor is how long a closed collection and its answers are kept: as long as
// they may be asked about. The audit log keeps what was asked and answered for ever.
const keptFor = 5 * 366 * 24 * time.Hour

// draftKept is how long a collection that was begun and not sent is kept.
const draftKept = 7 * 24 * time.Hour

func pruned[T any](ended func(T) time.Time) func(context.Context, storage.Engine, string, time.Time) error {
	return func(ctx context.Context, e storage.Engine, prefix string, now time.Time) error {
		return batch.Prune(ctx, e, prefix, func(v T) bool {
			at := ended(v)
			return !at.IsZero() && now.Sub(at) > keptFor
		})
	}
}

func pruneDrafts(ctx context.Context, e storage.Engine, prefix string, now time.Time) error {
	return batch.Prune(ctx, e, prefix, func(c reports.Collection) bool { return now.Sub(c.At) > draftKept })
}
