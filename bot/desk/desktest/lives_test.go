package desktest

import (
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/migrate"
)

var (
	manyLives = flag.Int("lives", 1, "how many random lives to live on each engine")
	etcdLives = flag.Bool("etcd", false, "live on etcd, too, which takes minutes")
)

// TestRandomLives has people do anything at all for months, with the
// process ending and starting anew between. Whatever they do: nobody is
// reminded of what is reported, nobody hears more than the cap in a period, no
// phone rings in the quiet hours but for whom acts and for serious problems,
// every button is answered, no sentence is lost, and nothing ends among the dead letters. After
// every restart the audit log is whole, every open problem stands on somebody's
// list, and nobody has passed or returned a report of their own unit.
func TestRandomLives(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if old := checks.Value.String(); old == checks.DefValue { // each is long
		require.NoError(t, checks.Value.Set(fmt.Sprint(*manyLives)))
		defer func() { require.NoError(t, checks.Value.Set(old)) }()
	}
	require.NoError(t, flag.Set("rapid.shrinktime", "0s")) // across a bubble rapid cannot tell one failure from another
	require.NoError(t, flag.Set("rapid.nofailfile", "true"))
	if seed := flag.Lookup("rapid.seed"); *manyLives == 1 && seed.Value.String() == seed.DefValue {
		// One life is the same for everybody, so that a change fails for what it changed;
		// other lives are lived by command, with -lives.
		require.NoError(t, seed.Value.Set("11"))
		defer func() { require.NoError(t, seed.Value.Set(seed.DefValue)) }()
	}
	var seen lived
	if !underRace || *manyLives > 1 {
		t.Run("mem", func(t *testing.T) { randomLives(t, nil, &seen) })
	}
	t.Run("bolt", func(t *testing.T) { randomLives(t, onFiles(t), &seen) })
	if *etcdLives {
		t.Run("etcd", func(t *testing.T) { randomLives(t, onEtcd(t), &seen) })
	}
	t.Logf("%d reports, %d reviews, %d problems, %d answers collected, %d requests, asked of somebody %d times, %d points done or explained, %d watches traded, %d hand-overs, %d for a period",
		seen.reports, seen.reviews, seen.problems, seen.collected, seen.requests, seen.requested, seen.minded, seen.traded, seen.handed, seen.lent)
	if underRace && *manyLives == 1 {
		return // a month is too short to ask for everything
	}
	require.Greater(t, seen.reports, seen.begun, "nobody ever submitted anything: the lives prove nothing")
	require.NotZero(t, seen.problems, "nobody ever reported a problem")
	require.NotZero(t, seen.requested, "nobody was ever asked for anything")
	require.NotZero(t, seen.handed, "nobody ever handed their work over")
}

// stores makes a new store for a life, and opens it anew whenever it is asked to.
type stores func() (open func() (storage.Engine, error))

// randomLives lives in memory or, where there are other stores, in a new one each, which
// is opened anew after every restart.
func randomLives(t *testing.T, on stores, seen *lived) {
	rapid.Check(t, func(rt *rapid.T) {
		var failed any // rapid fails by panicking, which must not end the bubble
		var open func() (storage.Engine, error)
		if on != nil {
			open = on()
		}
		synctest.Test(t, func(*testing.T) {
			defer func() { failed = recover() }()
			live(rt, open, seen)
		})
		if failed != nil {
			panic(failed)
		}
	})
}

// lived counts what came of the lives.
type lived struct {
	reports, reviews, problems, collected, requests, requested, minded, traded, handed, lent, begun int
}

// lifetime is how many months a life lasts: half a year by command, and a quarter, with
// six periods, where every change is tested.
func lifetime() int {
	switch {
	case *manyLives > 1:
		return 6
	case underRace:
		return 1
	}
	return 3
}

// live lives a life.
func live(t *rapid.T, open func() (storage.Engine, error), seen *lived) {
	s := newStage(t)
	defer func() {
		if s.svc != nil {
			s.svc.Stop(s.ctx())
		}
		s.sub.Close()
		s.sandbox.Close()
		_ = s.engine.Close() // where a life failed half-way, that is not the failure
	}()
	s.signOff["progress"] = rapid.SampledFrom([]plan.SignOff{plan.SignNone, plan.SignHead, plan.SignScan}).Draw(t, "sign-off")
	s.rules.Cap = rapid.IntRange(2, 6).Draw(t, "cap") // the ladder alone has six rungs
	l := &lives{stage: s, t: t, reminded: map[string][]string{}}
	if l.open = open; open != nil {
		l.reopen()
		require.NoError(t, migrate.Run(s.ctx(), s.engine, nil))
	}
	l.cast()
	l.begin()
	seen.begun++ // the one report that it begins with proves nothing
	end := s.clock.Now().AddDate(0, lifetime(), 0)
	for s.clock.Now().Before(end) {
		l.wait()
		l.act()
	}
	l.reboot() // looks at the dead letters
	s.halt()
	l.nothingLost()
	seen.requested += l.requested
	seen.traded += l.traded
	seen.handed += l.handed
	seen.lent += l.lent
	for key := range s.dump() {
		switch kind, _, _ := strings.Cut(key, "/"); kind {
		case "report":
			seen.reports++
		case "review":
			seen.reviews++
		case "problem":
			seen.problems++
		case "request":
			seen.requests++
		case "stepdone", "slipreason":
			seen.minded++
		case "collectanswer":
			seen.collected++
		}
	}
}

// lives is what random people do, and what is held against it.
type lives struct {
	*stage
	t        *rapid.T
	people   []string
	acting   int64
	reminded map[string][]string            // by person and period: when, and what it said
	said     []int                          // ids of messages people wrote, as they came
	words    []spoken                       // the sentences among them
	open     func() (storage.Engine, error) // nil where the lives are in memory

	requested, traded, handed, lent int // how often somebody was sent a request, traded a week, left their work to a colleague, or some of it
}

func (l *lives) cast() {
	l.person("主任", "jingfa", reports.Director)
	for _, u := range []string{"党群局", "社管局", "应急和市场监管局", "经发招商局", "财政局"} {
		l.person(u+"甲", l.unit(u), reports.Contact)
		l.person(u+"长", l.unit(u), reports.Head)
	}
	l.person("党群局乙", "dangqun", reports.Deputy)
	l.person("副主任", "dangqun", reports.DeputyDir)
	l.person("组长", "", reports.Leader)
	l.boundGroup("专班群", "主任")
	l.user("路人")
	l.people = append([]string{}, l.order...)
	l.boot()
	l.settle()
	l.look()
}

// wait lets time pass: some minutes, or days.
func (l *lives) wait() {
	d := time.Duration(rapid.IntRange(1, 90).Draw(l.t, "minutes")) * time.Minute
	if rapid.IntRange(0, 2).Draw(l.t, "long") == 0 {
		d = time.Duration(rapid.IntRange(1, 6*24).Draw(l.t, "hours")) * time.Hour
	}
	l.acting = 0
	switch rapid.IntRange(0, 9).Draw(l.t, "process") {
	case 0:
		l.reboot()
	case 1: // down meanwhile
		l.halt()
		l.clock.Advance(d)
		l.boot()
	}
	l.advanceTo(l.clock.Now().Add(d), l.look)
}

// act has somebody do something.
func (l *lives) act() {
	name := rapid.SampledFrom(l.people).Draw(l.t, "who")
	who := l.stage.cast[name]
	l.acting = who.ID()
	l.clock.Advance(5 * time.Second)
	switch what := rapid.IntRange(0, 29).Draw(l.t, "what"); {
	case what < 6:
		l.tapAny(who)
	case what < 8:
		l.write(who, rapid.SampledFrom([]string{"有序推进。", "3户", "0", "百分之十八", "<b>", "没有", "13912345678"}).Draw(l.t, "words"))
	case what == 8:
		l.write(who, rapid.SampledFrom([]string{"/report", "/status", "/nag", "/rollup", "/people", "/help", "/problem", "/problems", "/facts"}).Draw(l.t, "command"))
	case what == 9 && len(l.said) > 0:
		_ = who.Edit(who.ID(), rapid.SampledFrom(l.said).Draw(l.t, "edited"), "改过的话。") // another's is refused
	case what == 10:
		_, _ = who.SendPhoto(who.ID(), picture, "现场") // refused where blocked
	case what == 11:
		who.Block()
	case what == 12:
		who.Unblock()
	case what == 13:
		l.raise(who)
	case what == 14:
		l.officeActs(who)
	case what == 15:
		l.collects(who)
	case what == 16:
		l.instructs(who)
	case what == 17:
		l.minds(who)
	case what == 18:
		if l.tradesWatch(); rapid.Bool().Draw(l.t, "rota") {
			l.keepsWatch(who)
		}
	case what == 19:
		l.handsOver()
	case what == 20 && rapid.Bool().Draw(l.t, "hands on"):
		l.handsOn()
	default:
		l.goOn(who)
	}
	l.settle()
	l.look()
}

// goOn has somebody answer what is asked for a while, sensibly: reports come
// to their end that way.
func (l *lives) goOn(who *sandbox.Person) {
	l.write(who, "/report")
	trouble := rapid.IntRange(0, 2).Draw(l.t, "trouble") == 0
	for range rapid.IntRange(1, 25).Draw(l.t, "answers") {
		l.settle()
		l.look()
		l.clock.Advance(5 * time.Second)
		msgs := l.sandbox.Messages(who.ID(), 0)
		if len(msgs) == 0 { // a stranger who has blocked the bot
			return
		}
		card := msgs[len(msgs)-1]
		if trouble && strings.Contains(card.Text, "请选本期情况") && l.pressOneOf(who, "有困难") {
			trouble = rapid.Bool().Draw(l.t, "more")
			continue
		}
		switch label := l.answer(card); {
		case label != "" && !card.FromBot:
			return
		case label != "":
			l.tap(who, who.ID(), label, false)
		case strings.Contains(card.Text, "请发一个数"):
			l.write(who, "0")
		case strings.Contains(card.Text, "请谁支持"):
			l.write(who, "请"+rapid.SampledFrom([]string{"财政局", "社管局", "党群局和财政局", "上级"}).Draw(l.t, "supporter")+"支持。")
		default:
			l.write(who, "有序推进。")
		}
	}
}

func (l *lives) write(who *sandbox.Person, words string) {
	prose := strings.HasSuffix(words, "。")
	if prose { // so that it is like no other
		words += fmt.Sprintf("（第%d句）", len(l.said))
	}
	id, err := who.Send(who.ID(), words)
	if err != nil { // who has blocked the bot cannot
		return
	}
	l.said = append(l.said, id)
	if prose && l.member(who) {
		l.words = append(l.words, spoken{who.ID(), id, words})
	}
}

// spoken is something somebody wrote.
type spoken struct {
	chat    int64
	message int
	text    string
}

// notTaken is what the bot says where it cannot take words.
var notTaken = []string{"请发一个文件或一张照片", "您目前不用填报", "目前没有需要贵单位报送的内容", "这件问题已不在办理中", "已经结束，没有记入"}

// nothingLost looks for every sentence: it stands in what is stored, were it
// only the log of what was taken back, or the bot said at once that it cannot
// take it.
func (l *lives) nothingLost() {
	var all strings.Builder
	for key, val := range l.dump() {
		kind, _, _ := strings.Cut(key, "/")
		js, err := storage.Decode[json.RawMessage](key, []byte(val)) // compressed or not
		if err == nil && kind != "inbox" && kind != "outbox" {
			all.Write(js)
		}
	}
	stored := all.String()
	for _, w := range l.words {
		if strings.Contains(stored, w.text) {
			continue
		}
		answer := ""
		for _, m := range l.sandbox.Messages(w.chat, 0) {
			if m.MessageID > w.message && m.FromBot {
				answer = m.Text
				break
			}
		}
		if slices.ContainsFunc(notTaken, func(s string) bool { return strings.Contains(answer, s) }) {
			continue
		}
		l.t.Fatalf("chat %d wrote %q, which is nowhere; the answer was %q", w.chat, w.text, answer)
	}
}

// tapAny presses any button that the person was ever shown, the newest ones
// for preference, and nothing that would take people or the group away, or that
// asks for one more reminder than the cap allows.
func (l *lives) tapAny(who *sandbox.Person) {
	var own []shownButton
	for _, b := range l.shown {
		if b.chat == who.ID() && !strings.HasPrefix(b.data, "rm.") && !strings.Contains(b.label, "提醒我") {
			own = append(own, b)
		}
	}
	if len(own) == 0 {
		return
	}
	if rapid.IntRange(0, 9).Draw(l.t, "old") > 0 {
		own = own[max(0, len(own)-8):]
	}
	b := rapid.SampledFrom(own).Draw(l.t, "button")
	l.press(who, who.ID(), b.message, b.data)
}

// look holds everything the bot has done against what must never be.
func (l *lives) look() {
	for {
		e, ok := l.sub.Try()
		if !ok {
			return
		}
		if e.Kind != sandbox.EventMessage && e.Kind != sandbox.EventEdit || e.Message == nil || !e.Message.FromBot {
			continue
		}
		l.buttons(e.Message)
		if e.Kind == sandbox.EventMessage {
			l.heard(e.Message)
		}
	}
}

// running is the period in which a message of a time counts against the cap.
func (l *lives) running(at time.Time) string {
	p, ok := schedules.CapPeriod(l.plan, l.rules, schedules.NewCalendar(l.days), plan.DateOf(at))
	require.True(l.t, ok)
	return p.ID
}

func (l *lives) heard(m *sandbox.View) {
	at := m.At.In(l.loc)
	serious := l.serious(m.Text) // those wake people, and are meant to
	if m.Chat.ID != l.acting && !m.Silent && !serious && (at.Hour() < 8 || at.Hour() >= 20) {
		l.t.Fatalf("at %s, chat %d is told: %s", at, m.Chat.ID, m.Text)
	}
	l.leftAlone(m)
	l.collectionHeard(m)
	l.requestHeard(m)
	if strings.HasPrefix(m.Text, "已换班：") {
		l.traded++
	}
	if !strings.Contains(m.Text, "有材料要报") && !strings.Contains(m.Text, "以下材料还没收到") {
		return
	}
	if m.ReplyMarkup == nil {
		return
	}
	period, opens := l.running(at), false
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			p := strings.Split(b.CallbackData, ".")
			if p[0] != "o" || len(p) < 4 { // not one that opens a report
				continue
			}
			k := reports.Key{Period: p[1][:4] + "-" + p[1][4:6] + "-" + p[1][6:], Duty: p[2], Subject: p[3]}
			opens = true
			require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
				rep, ok, err := storage.Report(r, k)
				if ok && rep.State != reports.Returned {
					l.t.Fatalf("chat %d is reminded of %s, which is %s", m.Chat.ID, k, rep.State)
				}
				return err
			}))
		}
	}
	lastDay := strings.Contains(m.Text, "就是今天") || strings.Contains(m.Text, "此后都是休息日") || // moved to the working day before
		at.Format(time.DateOnly) == period && strings.Contains(m.Text, "已过") // a downtime over, minutes after the deadline
	if !opens || lastDay { // the reminder of the deadline's own day is never held back
		return
	}
	key := fmt.Sprint(m.Chat.ID, " ", period)
	l.reminded[key] = append(l.reminded[key], at.Format("01-02 15:04 ")+m.Text)
	if n := len(l.reminded[key]); n > l.rules.Cap {
		l.t.Fatalf("chat %d is reminded %d times in %s, the cap is %d:\n%s", m.Chat.ID, n, period, l.rules.Cap, strings.Join(l.reminded[key], "\n"))
	}
}
