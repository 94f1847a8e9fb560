package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
)

// check judges a half-month on the morning after its deadline: what is said of it
// everywhere against what people did, what can be opened, and who was reminded.
func (y *year) check(ctx context.Context, n plan.Date) error {
	in := y.count(n)
	y.checkGroup(n)
	err := errors.Join(y.checkStatus(ctx, n, in), y.checkPapers(ctx, n, in), y.checkFacts(ctx), y.checkVisits(ctx), y.keep(ctx, n))
	y.checkReach(ctx)
	y.checkTold()
	fmt.Fprintf(y.o.out, "%s  %s  %d of %d, %d sent back\n", n, y.now().Format("2006-01-02 15:04"), in, len(areas), y.openBack(n))
	return err
}

// between judges a half-month before its deadline: what is not due is not missing.
func (y *year) between(ctx context.Context, n plan.Date) error {
	return errors.Join(y.checkStatus(ctx, n, y.count(n)), y.checkBook(ctx, n), y.checkFacts(ctx), y.checkVisits(ctx))
}

func (y *year) want(n plan.Date, where, said, words string) {
	if !strings.Contains(said, words) {
		y.fail("%s: %s says %q and not %s", n, where, said[:min(len(said), 300)], words)
	}
}

// checkGroup looks at what the group was told of a half-month: in words and in the
// picture. It is brought up to date later; either is right, and both must say the same.
func (y *year) checkGroup(n plan.Date) {
	label := stretch(y.of(n)[0].first, n)
	text, picture := "", ""
	for _, m := range y.tg.Messages(y.group.ID(), 0) {
		switch {
		case !m.FromBot:
		case strings.Contains(years.ReplaceAllString(m.Text, ""), "（"+label+"）"):
			text = m.Text
		case m.Photo != nil && strings.Contains(years.ReplaceAllString(m.Caption, ""), label):
			picture = m.Caption
		}
	}
	in, told := y.count(n), at(n, 17, 30)
	if told.After(y.away.from) && told.Before(y.away.to) {
		told = y.away.to
	}
	if then := y.countAt(n, told); !strings.Contains(text, fmt.Sprintf("已报%d个", in)) {
		in = then
	}
	y.want(n, "the group", text, fmt.Sprintf("应报6个领域，已报%d个", in))
	y.want(n, "the group's picture", picture, fmt.Sprintf("已报领域 %d", in))
}

// years stand before dates in some places.
var years = regexp.MustCompile(`\d{4}年`)

// asks has somebody ask something, and returns the answer.
func (y *year) asks(ctx context.Context, who, words string) (string, error) {
	err := y.actor(who).Says(ctx, words)
	return y.actor(who).Newest(), err
}

// checkStatus looks at the director's status: the count, and each area's line.
func (y *year) checkStatus(ctx context.Context, n plan.Date, in int) error {
	said, err := y.asks(ctx, y.boss, "/status")
	if err != nil {
		return err
	}
	boss := y.actor(y.boss)
	other := !strings.HasPrefix(said, y.of(n)[0].label(y.now()))
	if other { // the next one has begun
		if err := boss.Taps(ctx, "全部", "看 "+dayText(n, y.now())+"…"); err != nil {
			return err
		}
		said = boss.Newest()
	}
	y.want(n, "the status", said, fmt.Sprintf("已报 %d/6", in))
	for _, o := range y.of(n) {
		line := lineWith(said, o.name+"（"+unitName(o.unit, n)+"）")
		late, waits := strings.HasPrefix(line, "🔴"), strings.Contains(line, "已退回")
		if late == o.inBy(y.now()) && (line != "" || late) && !waits || waits != o.back.openAt(y.now()) {
			y.fail("%s: the status says %q of %s", n, line, o.name)
		}
	}
	return nil
}

func lineWith(text, words string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, words) {
			return line
		}
	}
	return ""
}

// counts is what is counted of a unit.
type counts struct{ owed, onTime, late, missing, returned int }

func (c counts) plus(o *owed, now time.Time) counts {
	c.owed++
	c.returned += o.returned(now)
	switch {
	case !o.inBy(now):
		c.missing++
	case o.in.After(o.deadline):
		c.late++
	default:
		c.onTime++
	}
	return c
}

var factLine = regexp.MustCompile(`(?m)^(.+?)：应报(\d+)，按时(\d+)，迟报(\d+)（共\d+小时），未报(\d+)，退回(\d+)`)

// checkFacts looks at the facts of the quarter, unit by unit.
func (y *year) checkFacts(ctx context.Context) error {
	quarter := func(d plan.Date) int { return d.Year*4 + (int(d.Month)-1)/3 }
	now := plan.DateOf(y.now())
	want := map[string]counts{}
	for _, o := range y.owed {
		if o.duty != summary && quarter(o.period) == quarter(now) && o.counted(y.now()) {
			want[o.unit] = want[o.unit].plus(o, y.now())
		}
	}
	said, err := y.asks(ctx, y.boss, "/facts")
	if err != nil {
		return err
	}
	y.equal("the facts of the quarter", want, factsOf(said))
	return nil
}

// factsOf reads what the facts say of each unit that owed anything.
func factsOf(said string) map[string]counts {
	out := map[string]counts{}
	for _, m := range factLine.FindAllStringSubmatch(said, -1) {
		f := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
		if c := (counts{f(2), f(3), f(4), f(5), f(6)}); c != (counts{}) {
			out[unitID(m[1])] = c
		}
	}
	return out
}

// equal holds what is said of each unit against what people did.
func (y *year) equal(where string, want, got map[string]counts) {
	keys := slices.Sorted(maps.Keys(want))
	for k := range got {
		if _, ok := want[k]; !ok {
			keys = append(keys, k)
		}
	}
	for _, k := range keys {
		if want[k] != got[k] {
			y.fail("%s say of %s %+v, and people did %+v", where, k, got[k], want[k])
		}
	}
}

// unitID finds a unit by any name it has had.
func unitID(name string) string {
	for _, u := range leads {
		if unitName(u, day(2020, 12, 1)) == name || unitName(u, day(2021, 12, 1)) == name {
			return u
		}
	}
	return name
}

var visit = regexp.MustCompile(`^([^（已逾]+)(?:（(.+?)）)?.*(?:逾期|未重报)`)

// checkVisits looks at what the inspector is shown: what is overdue and missing or was sent back, by
// the names of then.
func (y *year) checkVisits(ctx context.Context) error {
	said, err := y.asks(ctx, inspector, "/inspect")
	if err != nil {
		return err
	}
	want, got := map[string]bool{}, visitsOf(said)
	for _, o := range y.owed {
		if o.duty != summary && (o.deadline.Before(y.now()) && !o.inBy(y.now()) || o.back.openAt(y.now())) {
			want[o.unit+" "+o.name+" "+o.label(y.now())] = true
		}
	}
	if !maps.Equal(want, got) {
		y.fail("what needs a visit is %v and not %v:\n%s", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), said)
	}
	return nil
}

// visitsOf reads which reports the inspector is shown: unit, name and period of each.
func visitsOf(said string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.SplitSeq(said, "\n") {
		unit, what, ok := strings.Cut(line, "：")
		if !ok {
			continue
		}
		for part := range strings.SplitSeq(what, "；") {
			if m := visit.FindStringSubmatch(part); m != nil {
				out[unitID(unit)+" "+m[1]+" "+m[2]] = true
			}
		}
	}
	return out
}

// checkReach opens each report that is owed and has not come, from what /report shows.
func (y *year) checkReach(ctx context.Context) {
	if y.now().After(at(last, 24, 0)) {
		return // the plan is closed: it is read and not written
	}
	for _, unit := range leads {
		for _, o := range y.missing(unit, y.now()) {
			if err := y.open(ctx, y.contact(unit), o); err != nil {
				y.fail("not to be reached: %v", err)
			}
		}
	}
}
