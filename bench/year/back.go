package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"liubao/plan"
)

// sentBack is that the office sent a report back once, and what came of it.
type sentBack struct {
	at    time.Time
	until time.Time // when the correction is due
	again time.Time // when it came, zero until then
}

// openAt reports whether the office waits for the correction at a time.
func (b sentBack) openAt(t time.Time) bool {
	return !b.at.IsZero() && !t.Before(b.at) && (b.again.IsZero() || t.Before(b.again))
}

// returned counts how often a report was sent back by a time.
func (o *owed) returned(t time.Time) int {
	if o.back.at.IsZero() || o.back.at.After(t) {
		return 0
	}
	return 1
}

// office is the unit to which the office belongs; nobody reviews their own.
const office = "jingfa"

// review lets the office read a report that has just come, and send some back: to be
// corrected the same day or on the next working day, which is done in time, late or
// very late.
func (y *year) review(ctx context.Context, o *owed) error {
	n, delay := y.reviews.IntN(6), y.reviews.IntN(3)
	due := at(y.days.from(plan.DateOf(y.now()), n), 17, 30)
	again := due.Add([]time.Duration{-90 * time.Minute, 22 * time.Hour, 70 * time.Hour}[delay])
	switch {
	case o.duty != progress || o.unit == office || n > 1 || due.Sub(y.now()) < 2*time.Hour:
		return nil
	case y.isAway(due) || y.isAway(again) || !again.Before(at(y.o.to, 24, 0)) || again.After(at(last, 24, 0)):
		return nil
	}
	boss := y.actor(y.boss)
	if err := boss.Taps(ctx, "退回", "下一步", whenLabel(due, y.now())); err != nil {
		return err
	}
	if err := boss.Says(ctx, "请补充具体做法。"); err != nil {
		return err
	}
	o.back = sentBack{at: y.now(), until: due}
	y.on(again, func(ctx context.Context) error { return y.correct(ctx, o) })
	return nil
}

// whenLabel begins the button for a time.
func whenLabel(t, now time.Time) string {
	switch plan.DateOf(t) {
	case plan.DateOf(now):
		return "今天17:30"
	case plan.DateOf(now).AddDays(1):
		return "明天17:30"
	}
	return dayText(plan.DateOf(t), now) + "…"
}

// correct lets the contact add to a report that was sent back, and submit it again.
func (y *year) correct(ctx context.Context, o *owed) error {
	who := y.contact(o.unit)
	if err := y.open(ctx, who, o); err != nil {
		return err
	}
	c := y.actor(who)
	if card := c.Newest(); !strings.Contains(card, "退回修改：请补充具体做法。") {
		y.fail("%s was sent back, and its card does not say why:\n%s", o.name, card)
	}
	err := errors.Join(c.Taps(ctx, "✓ 任务…"), c.Says(ctx, "已逐户上门核实。"), c.Taps(ctx, "预览并提交", "提交"))
	if err != nil {
		return err
	}
	o.back.again = y.now()
	return y.sign(ctx, o)
}

// openBack is how many reports of a half-month the office waits for again.
func (y *year) openBack(n plan.Date) (open int) {
	for _, o := range y.of(n) {
		if o.back.openAt(y.now()) {
			open++
		}
	}
	return open
}
