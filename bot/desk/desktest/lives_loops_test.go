package desktest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/bot/telegram"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// begin lets every life begin with a request, planned points and a rota: what people
// then do at random meets them, whoever they are.
func (l *lives) begin() {
	was := l.signOff["progress"]
	l.signOff["progress"] = plan.SignNone
	l.reboot()
	for _, x := range [][2]string{
		{"财政局甲", "/report"}, {"财政局甲", "[○ 任务14]"}, {"财政局甲", "[有困难]"}, {"财政局甲", "资金调度压力较大。"}, {"财政局甲", "请核对缺口。"}, {"财政局甲", "请社管局支持。"},
		{"主任", "/steps"}, {"主任", "[添加或导入节点]"}, {"主任", "任务1 12月20日 岗位对接\n任务14 12月12日 资金到位\n任务2 2027年2月15日 补贴发放\n城镇新增就业 12月底 300"}, {"主任", "[记入]"},
		{"主任", "/duty"}, {"主任", "[副主任]"}, {"主任", "[组长]"}, {"主任", "[按周排班]"}, {"主任", "[空着的周按值班人顺排]"},
	} {
		l.does(l.stage.cast[x[0]], x[1])
	}
	l.answerAll(l.stage.cast["财政局甲"], reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a6"})
	l.settle()
	l.signOff["progress"] = was
	l.reboot()
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		all, err := storage.Requests(r)
		require.Len(l.t, all, 1, "nobody asks for anything")
		rota, _, err2 := storage.Setting[map[string]any](r, "rota")
		require.NotEmpty(l.t, rota["weeks"], "nobody is on duty")
		steps, err3 := storage.AddedSteps(r)
		require.Len(l.t, steps, 4, "nothing is planned")
		for _, e := range []error{err, err2, err3} {
			require.NoError(l.t, e)
		}
		return nil
	}))
}

// does has somebody write something, or press the newest button of that name.
func (l *lives) does(who *sandbox.Person, what string) {
	l.acting = who.ID()
	l.clock.Advance(5 * time.Second)
	if label, ok := strings.CutPrefix(what, "["); ok {
		l.tap(who, who.ID(), strings.TrimSuffix(label, "]"), false)
	} else {
		l.write(who, what)
	}
	l.settle()
	l.look()
}

// minds has somebody look at what slips: the office plans more points or takes some
// out, a unit says what is done and why something is not.
func (l *lives) minds(who *sandbox.Person) {
	l.does(who, "/steps")
	for range rapid.IntRange(1, 6).Draw(l.t, "steps") {
		switch rapid.IntRange(0, 4).Draw(l.t, "step") {
		case 0:
			l.pressBegins(who, "保")
		case 1:
			l.pressBegins(who, "✓ ", "改回未完成")
		case 2:
			if l.pressBegins(who, "说明 ") {
				l.settle()
				l.write(who, "正在协调。")
			}
		case 3:
			l.pressBegins(who, "删 ", "进度对照")
		default:
			if l.pressBegins(who, "添加或导入节点") {
				l.settle()
				l.write(who, fmt.Sprintf("任务%d %d月20日 验收", rapid.IntRange(0, 17).Draw(l.t, "task"), rapid.IntRange(1, 12).Draw(l.t, "month")))
				l.settle()
				l.pressBegins(who, "记入")
			}
		}
		l.settle()
		l.look()
		l.clock.Advance(5 * time.Second)
	}
}

// keepsWatch has somebody do what the rota offers: weeks are given, filled and traded.
func (l *lives) keepsWatch(who *sandbox.Person) {
	l.does(who, "/duty")
	for range rapid.IntRange(1, 6).Draw(l.t, "watches") {
		own := l.offered(who, "按周排班", "月", "返回", "空着的周", "换班", "同意换班", "✓ ", "主任", "组长")
		if len(own) == 0 {
			return
		}
		b := rapid.SampledFrom(own[max(0, len(own)-8):]).Draw(l.t, "watch")
		l.press(who, who.ID(), b.message, b.data)
		l.settle()
		l.look()
		l.clock.Advance(5 * time.Second)
	}
}

// onWatch are those whom the rota has.
var onWatch = []string{"主任", "副主任", "组长"}

// tradesWatch has somebody trade their week with a colleague who agrees.
func (l *lives) tradesWatch() {
	who := l.stage.cast[rapid.SampledFrom(onWatch).Draw(l.t, "who trades")]
	own := l.offered(who, "换班")
	if len(own) == 0 { // no week was theirs yet
		return
	}
	l.acting = who.ID()
	b := own[len(own)-1]
	l.press(who, who.ID(), b.message, b.data)
	l.settle()
	l.look()
	l.pressBegins(who, "月")
	l.settle()
	l.look()
	for _, name := range onWatch {
		l.acting = l.stage.cast[name].ID()
		l.pressBegins(l.stage.cast[name], "同意换班")
		l.settle()
		l.look()
	}
}

// handsOn has somebody hand what they owe now to a colleague: whoever has it is told
// of it, and requests stay with the unit.
func (l *lives) handsOn() {
	who := l.byChat(rapid.SampledFrom(l.contacts()).Draw(l.t, "who hands on").Chat)
	l.does(who, "/handover")
	if l.pressBegins(who, "转给 ") {
		l.lent++
	}
	l.settle()
	l.look()
}

// offered are the buttons that somebody was shown whose labels begin so, oldest first.
func (l *lives) offered(who *sandbox.Person, begins ...string) []shownButton {
	var own []shownButton
	for _, b := range l.shown {
		if b.chat == who.ID() && slices.ContainsFunc(begins, func(s string) bool {
			return strings.HasPrefix(b.label, s) || s == "月" && strings.Contains(b.label, "月")
		}) {
			own = append(own, b)
		}
	}
	return own
}

// pressBegins presses one of the buttons on the newest card whose labels begin so.
func (l *lives) pressBegins(who *sandbox.Person, begins ...string) bool {
	msgs := l.sandbox.Messages(who.ID(), 0)
	if len(msgs) == 0 {
		return false
	}
	last := msgs[len(msgs)-1]
	own := slices.DeleteFunc(l.offered(who, begins...), func(b shownButton) bool { return b.message != last.MessageID })
	if len(own) == 0 || last.ReplyMarkup == nil {
		return false
	}
	b := rapid.SampledFrom(own).Draw(l.t, "begins")
	l.press(who, who.ID(), b.message, b.data)
	return true
}

// requestHeard: nobody is sent a request to act on that is closed, given to others, or
// answered by their own unit already.
func (l *lives) requestHeard(m *sandbox.View) {
	if m.ReplyMarkup == nil || m.Chat.ID == l.acting {
		return
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			id, ok := strings.CutPrefix(b.CallbackData, "rq.d.")
			if !ok {
				continue
			}
			id, _, _ = strings.Cut(id, ".")
			require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
				x, ok, err := storage.Request(r, id)
				require.NoError(l.t, err)
				require.True(l.t, ok && x.Open(), "chat %d is asked to act on %s, which is over: %s", m.Chat.ID, id, m.Text)
				p, ok, err := storage.PersonByUser(r, telegram.At(m.Chat.ID))
				require.NoError(l.t, err)
				party, asked := x.Party(p.Unit)
				require.True(l.t, ok && asked, "chat %d is sent %s, which is not theirs: %s", m.Chat.ID, id, m.Text)
				require.False(l.t, party.Answered(), "chat %d is asked again what their unit has answered: %s", m.Chat.ID, m.Text)
				l.requested++
				return nil
			}))
		}
	}
}
