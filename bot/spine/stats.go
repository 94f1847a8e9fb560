package spine

import (
	"sync/atomic"
	"time"

	"liubao/bot"
)

// counters count what happened since the start.
type counters struct {
	received, handled, panics, deadIn, deadOut atomic.Int64
	sent, failed, floods, doubts, expired      atomic.Int64
	unreachable, conflicts, pollFails          atomic.Int64
	commitFails, answers, answersFailed        atomic.Int64
	commits, commitNanos                       atomic.Int64
	polled, failingSince, refusedSince         atomic.Int64
	died, setBack, untakenSince, fell          atomic.Int64
}

// Stats is what the spine has done since it was made, and how it stands now.
type Stats struct {
	Received      int64 // updates taken in, without repetitions
	Handled       int64 // updates handled
	Panics        int64 // handlers that panicked
	DeadIn        int64 // updates put among the dead letters
	DeadOut       int64 // messages put among the dead letters
	Sent          int64 // messages made, changed or deleted
	Failed        int64 // attempts that certainly failed and are repeated
	Floods        int64 // answers 429
	Doubts        int64 // attempts whose result is not known
	Expired       int64 // messages dropped because their time was over
	Unreachable   int64 // chats found unreachable
	Conflicts     int64 // answers 409: somebody else polls
	PollFails     int64 // failed polls, conflicts included
	CommitFails   int64 // transactions of the spine that storage failed
	Commits       int64 // transactions of the spine
	CommitTime    time.Duration
	Answers       int64 // pressed buttons answered
	AnswersFailed int64
	Polled        time.Time // when getUpdates last succeeded; zero for not yet
	FailingSince  time.Time // since when nothing could be committed; zero where the last commit succeeded
	UntakenSince  time.Time // since when no event can be taken in that has come; zero where the last could
	Fell          time.Time // when a job last ended early
	RefusedSince  time.Time // since when the channel lets the bot not in; zero where it does
	Died          time.Time // when something was last put among the dead letters
	SetBack       time.Time // when the clock was last found set back

	Waiting     int           // updates in memory that wait or are being handled
	Busy        int           // chats whose updates are being handled
	Outbox      int           // chats with messages that wait
	OutboxAge   time.Duration // age of the oldest first message of a chat
	Sending     int           // messages under way
	HoldingTill time.Time     // all sending rests till then; zero where it does not
	StuckSince  time.Time     // since when a chat has had a message due and none has gone out; zero where there is none
	BusySince   time.Time     // since when the oldest event under way is being handled; zero where there is none
}

// heard notes what the channel says to whether it lets the bot in.
func (b *Bot) heard(err error) {
	switch class := bot.ClassOf(err); class {
	case bot.Unauthorized:
		b.stats.refusedSince.CompareAndSwap(0, b.cfg.Clock.Now().UnixNano())
	case bot.Temporary, bot.InDoubt: // that says nothing of it
	default:
		b.stats.refusedSince.Store(0)
	}
}

// Stats returns the figures.
func (b *Bot) Stats() Stats {
	c := &b.stats
	s := Stats{
		Received: c.received.Load(), Handled: c.handled.Load(), Panics: c.panics.Load(),
		DeadIn: c.deadIn.Load(), DeadOut: c.deadOut.Load(), Sent: c.sent.Load(), Failed: c.failed.Load(),
		Floods: c.floods.Load(), Doubts: c.doubts.Load(), Expired: c.expired.Load(),
		Unreachable: c.unreachable.Load(), Conflicts: c.conflicts.Load(),
		PollFails: c.pollFails.Load(), CommitFails: c.commitFails.Load(), Commits: c.commits.Load(),
		CommitTime: time.Duration(c.commitNanos.Load()), Answers: c.answers.Load(), AnswersFailed: c.answersFailed.Load(),
	}
	for into, from := range map[*time.Time]*atomic.Int64{&s.Polled: &c.polled, &s.FailingSince: &c.failingSince, &s.RefusedSince: &c.refusedSince,
		&s.Died: &c.died, &s.SetBack: &c.setBack, &s.UntakenSince: &c.untakenSince, &s.Fell: &c.fell} {
		if at := from.Load(); at != 0 {
			*into = time.Unix(0, at)
		}
	}
	s.Waiting, s.Busy, s.BusySince = b.lanes.figures()
	b.delivery.gauge(&s)
	return s
}
