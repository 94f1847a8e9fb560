package desktest

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/bot/desk/problem"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/audit"
)

// reopen opens the store anew.
func (l *lives) reopen() {
	require.NoError(l.t, l.engine.Close())
	e, err := l.open()
	require.NoError(l.t, err)
	l.engine = e
}

// reboot ends the process and starts it anew, and looks at what is on disk.
func (l *lives) reboot() {
	l.halt()
	if l.open != nil {
		l.reopen()
	}
	l.boot()
	l.settle()
	l.look()
	found, err := audit.Verify(l.ctx(), l.engine)
	require.NoError(l.t, err)
	require.True(l.t, found.OK(), "the audit log is damaged: %+v", found.List)
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		open, err := problem.OpenProblems(r)
		require.NoError(l.t, err)
		for _, p := range open {
			who, err := problem.Holders(l.svc.Desk, r, p, l.clock.Now())
			require.NoError(l.t, err)
			require.True(l.t, len(who) > 0 || !l.anybody(r), "problem %s stands on nobody's list", p.ID)
		}
		l.collectionsWhole(r)
		l.requestsWhole(r)
		reviews, err := storage.All[reports.Review](r, "review/")
		for _, v := range reviews {
			rep, ok, err := storage.Report(r, v.Key)
			require.NoError(l.t, err)
			require.True(l.t, ok)
			by, _, err := storage.Person(r, v.By)
			require.NoError(l.t, err)
			require.NotEqual(l.t, rep.Unit, by.Unit, "%s did %q to a report of their own unit", by.Name, v.Kind)
		}
		return err
	}))
}

// anybody reports whether anybody of the task force can be reached at all.
func (l *lives) anybody(r storage.Reader) bool {
	all, err := storage.AllPeople(r)
	require.NoError(l.t, err)
	return slices.ContainsFunc(all, func(p reports.Person) bool {
		return p.Reachable() && p.Has(reports.Director, reports.DeputyDir, reports.Leader, reports.Inspector)
	})
}

// serious reports whether a message is about a serious problem.
func (l *lives) serious(text string) bool {
	if strings.Contains(text, "重大问题") {
		return true
	}
	id := problemNumber.FindStringSubmatch(text)
	if id == nil {
		return false
	}
	var p reports.Problem
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) (err error) {
		p, _, err = storage.Problem(r, id[1])
		return err
	}))
	return p.Major
}

var problemNumber = regexp.MustCompile(`(\d{4,})号`)

// raise has somebody report a problem, to its end where nothing keeps them.
func (l *lives) raise(who *sandbox.Person) {
	l.write(who, "/problem")
	for range 12 {
		l.settle()
		l.look()
		l.clock.Advance(5 * time.Second)
		labels := []string{"上报", "完成", "下一步", "今天", "跳过"}
		if rapid.Bool().Draw(l.t, "major") {
			labels = append(labels, "重大，马上报", "一般")
		} else {
			labels = append(labels, "一般")
		}
		if !l.pressOneOf(who, labels...) {
			l.write(who, "渠道停水，影响两个村。")
		}
	}
}

// officeActs has somebody do what the office, or a unit that owes something,
// is offered on whatever they were sent.
func (l *lives) officeActs(who *sandbox.Person) {
	for range rapid.IntRange(1, 6).Draw(l.t, "acts") {
		var own []shownButton
		for _, b := range l.shown {
			if b.chat == who.ID() && slices.ContainsFunc(officeLabels, func(s string) bool { return strings.Contains(b.label, s) }) {
				own = append(own, b)
			}
		}
		if len(own) == 0 {
			return
		}
		b := rapid.SampledFrom(own[max(0, len(own)-6):]).Draw(l.t, "offered")
		l.press(who, who.ID(), b.message, b.data)
		l.settle()
		l.look()
		l.clock.Advance(5 * time.Second)
		if rapid.Bool().Draw(l.t, "why") {
			l.write(who, "请补充数据。")
			l.settle()
			l.look()
		}
	}
}

// officeLabels are what officeActs presses: reviews, what is done about a
// problem, and promises.
var officeLabels = []string{"通过", "退回", "审阅", "确认收到", "交办", "催进展", "说明进展", "办结", "承诺", "报", "天", "补文号",
	"收到", "已解决", "答复", "不属我单位", "还没有", "指定单位", "局", "暂不发出", "现在发出", "协调会", "报领导", "同意"}

// pressOneOf presses the first of the labels on the newest card, and reports
// whether there was one.
func (l *lives) pressOneOf(who *sandbox.Person, labels ...string) bool {
	msgs := l.sandbox.Messages(who.ID(), 0)
	if len(msgs) == 0 || msgs[len(msgs)-1].ReplyMarkup == nil {
		return false
	}
	last := msgs[len(msgs)-1]
	for _, label := range labels {
		for _, row := range last.ReplyMarkup.Rows {
			for _, b := range row {
				if b.Text == label && b.CallbackData != "" {
					l.press(who, who.ID(), last.MessageID, b.CallbackData)
					return true
				}
			}
		}
	}
	return false
}
