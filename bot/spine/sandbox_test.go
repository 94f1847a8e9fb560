package spine_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"log/slog"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/spine"
	"liubao/bot/telegram"
	"liubao/internal/clock"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
)

// answering says every text back and shows a card below it; a pressed button
// edits the card. Whoever writes panic makes it panic.
func answering(_ context.Context, tx storage.Tx, u bot.Event, _ time.Time) (bot.Answer, error) {
	rows := [][]bot.Button{{{Label: "按", Data: "press"}}}
	switch {
	case u.Callback != nil:
		return bot.Answer{Text: "好"}, bot.Enqueue(tx, bot.Message{Kind: bot.Edit, Chat: u.Chat.ID, Slot: "card", Text: reports.T("按过"), Rows: rows, OrSend: true})
	case u.Text == "panic":
		panic(u.Text)
	case u.Text == "" || strings.HasPrefix(u.Text, "/"):
		return bot.Answer{}, nil
	}
	if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: u.Chat.ID, Text: reports.T("收到 " + u.Text)}); err != nil {
		return bot.Answer{}, err
	}
	return bot.Answer{}, bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: u.Chat.ID, Slot: "card", Replaces: true, Text: reports.T("卡 " + u.Text), Rows: rows})
}

// world is a sandbox and a bot on a bbolt file, both on a clock a hundred
// times as fast as the machine's.
type world struct {
	t   *testing.T
	srv *sandbox.Server
	bot *spine.Bot
	api *telegram.Client
	sub *sandbox.Subscription
}

func newWorld(t *testing.T) *world {
	t.Helper()
	v := clock.NewVirtual(time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC))
	v.SetSpeed(100)
	opt := sandbox.Options{Clock: v, Seed: 7}
	if path := os.Getenv(sandbox.SpecEnv); path != "" {
		spec, err := sandbox.LoadSpec(path)
		require.NoError(t, err)
		opt.Spec = spec
	}
	srv := sandbox.New(opt)
	l, err := srv.Listen("127.0.0.1:0")
	require.NoError(t, err)
	eng, err := bolt.Open(t.TempDir()+"/liubao.db", bolt.Options{})
	require.NoError(t, err)
	api, err := telegram.New(telegram.Config{Token: srv.Token(), BaseURL: l.URL()})
	require.NoError(t, err)
	b, err := spine.New(spine.Config{Engine: eng, Channel: api, Handler: answering, Clock: v, Log: slog.New(slog.DiscardHandler),
		Files: files{"1": picture, "2": "演示数据"}})
	require.NoError(t, err)
	w := &world{t: t, srv: srv, bot: b, api: api, sub: srv.Subscribe()}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		b.Stop(ctx)
		w.sub.Close()
		assert.NoError(t, eng.Close())
		api.Close()
		assert.NoError(t, l.Close())
		srv.Close()
		v.SetSpeed(0)
		for _, f := range srv.Findings() {
			t.Errorf("against the specification: %s", f)
		}
	})
	return w
}

// until waits, event by event, for something to come true.
func (w *world) until(what string, true_ func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	for !true_() {
		_, err := w.sub.Next(ctx)
		require.NoError(w.t, err, "waiting for %s: %+v", what, w.bot.Stats())
	}
}

// echoes are the texts the person was answered, repetitions included.
func (w *world) echoes(p *sandbox.Person) (out []string) {
	for _, m := range w.srv.Messages(p.ID(), p.ID()) {
		if s, ok := strings.CutPrefix(m.Text, "收到 "); ok && m.FromBot {
			out = append(out, s)
		}
	}
	return out
}

// cards are the texts of the person's cards that still have buttons.
func (w *world) cards(p *sandbox.Person) (out []string) {
	for _, m := range w.srv.Messages(p.ID(), p.ID()) {
		if m.FromBot && m.ReplyMarkup != nil && len(m.ReplyMarkup.Rows) > 0 {
			out = append(out, m.Text)
		}
	}
	return out
}

func unique(s []string) (out []string) {
	for i, x := range s {
		if i == 0 || s[i-1] != x {
			out = append(out, x)
		}
	}
	return out
}

func TestEveryFaultIsSurvivedInTheMiddleOfATalk(t *testing.T) {
	const people, texts = 3, 6
	sends := []string{"sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery"}
	for name, faults := range map[string][]sandbox.Fault{
		"none":              nil,
		"slow":              {{Kind: sandbox.FaultLatency, Delay: 3 * time.Second, Count: 10}},
		"dropped before":    {{Kind: sandbox.FaultDrop, Skip: 3, Count: 1, Methods: sends}, {Kind: sandbox.FaultDrop, Skip: 2, Count: 2, Methods: []string{"getUpdates"}}},
		"dropped after":     {{Kind: sandbox.FaultDrop, After: true, Skip: 3, Count: 1, Methods: sends}},
		"polls cut after":   {{Kind: sandbox.FaultDrop, After: true, Skip: 1, Count: 3, Methods: []string{"getUpdates"}}},
		"502":               {{Kind: sandbox.FaultStatus, Skip: 2, Count: 12}},
		"html":              {{Kind: sandbox.FaultHTML, Skip: 2, Count: 12}},
		"429 storm":         {{Kind: sandbox.FaultTooMany, RetryAfter: 3, Skip: 2, Count: 8, Methods: sends}},
		"garbage polls":     {{Kind: sandbox.FaultGarbage, Skip: 2, Count: 5, Methods: []string{"getUpdates"}}},
		"garbage after":     {{Kind: sandbox.FaultGarbage, After: true, Skip: 4, Count: 1, Methods: sends}},
		"refused for a day": {{Kind: sandbox.FaultStatus, Status: 500, Skip: 5, Count: 25}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var ps []*sandbox.Person
			for i := range people {
				p := w.srv.AddUser(sandbox.User{FirstName: fmt.Sprintf("联络员%d", i)})
				_, err := p.Start("")
				require.NoError(t, err)
				ps = append(ps, p)
			}
			for _, f := range faults {
				w.srv.Inject(f)
			}
			w.bot.Start()
			var want []string
			for i := range texts {
				want = append(want, fmt.Sprint(i))
				for _, p := range ps {
					_, err := p.Send(p.ID(), fmt.Sprint(i))
					require.NoError(t, err)
				}
			}
			for _, p := range ps {
				w.until("the last echo and one card", func() bool {
					e, c := w.echoes(p), w.cards(p)
					return len(e) > 0 && e[len(e)-1] == "5" && len(c) > 0 && c[len(c)-1] == "卡 5"
				})
				assert.Equal(t, want, unique(w.echoes(p)), "each in order, none missing")
			}
			repeats := 0
			for _, p := range ps {
				repeats += len(w.echoes(p)) - texts
			}
			assert.LessOrEqual(t, repeats, 1, "only what was in doubt is repeated")
			assert.Zero(t, w.bot.Stats().DeadOut)
		})
	}
}

func TestPoisonPanicAndNewIdsFromTelegram(t *testing.T) {
	w := newWorld(t)
	p := w.srv.AddUser(sandbox.User{FirstName: "甲"})
	_, err := p.Start("")
	require.NoError(t, err)
	w.bot.Start()
	say := func(s string) {
		_, err := p.Send(p.ID(), s)
		require.NoError(t, err)
	}
	say("一")
	require.NoError(t, w.srv.InjectUpdate("message", `{"message_id":"a word"}`))
	say("panic")
	say("二")
	w.until("both echoes", func() bool { return len(w.echoes(p)) == 2 })
	assert.EqualValues(t, 2, w.bot.Stats().DeadIn)
}

func TestPressedButtonEditsTheCard(t *testing.T) {
	w := newWorld(t)
	p := w.srv.AddUser(sandbox.User{FirstName: "甲"})
	_, err := p.Start("")
	require.NoError(t, err)
	w.bot.Start()
	_, err = p.Send(p.ID(), "一")
	require.NoError(t, err)
	w.until("the card", func() bool { return len(w.cards(p)) == 1 })
	last, ok := w.srv.Last(p.ID())
	require.True(t, ok)
	tap, err := p.Tap(p.ID(), last.MessageID, "按")
	require.NoError(t, err)
	w.until("the edit", func() bool { return w.cards(p)[0] == "按过" })
	<-tap.Done()
	a, ok := tap.Answer()
	assert.True(t, ok)
	assert.Equal(t, "好", a.Text)
	before := len(w.srv.Messages(p.ID(), p.ID()))
	_, err = p.Tap(p.ID(), last.MessageID, "按") // again: the edit changes nothing
	require.NoError(t, err)
	_, err = p.Send(p.ID(), "二")
	require.NoError(t, err)
	w.until("the next card alone has buttons", func() bool { c := w.cards(p); return len(c) == 1 && c[0] == "卡 二" })
	assert.Len(t, w.srv.Messages(p.ID(), p.ID()), before+3)
}

func TestBlockedPersonDoesNotHoldUpTheOthers(t *testing.T) {
	w := newWorld(t)
	a, b := w.srv.AddUser(sandbox.User{FirstName: "甲"}), w.srv.AddUser(sandbox.User{FirstName: "乙"})
	for _, p := range []*sandbox.Person{a, b} {
		_, err := p.Start("")
		require.NoError(t, err)
		_, err = p.Send(p.ID(), "一")
		require.NoError(t, err)
	}
	a.Block()
	w.bot.Start()
	w.until("乙's echo", func() bool { return len(w.echoes(b)) == 1 })
	assert.Empty(t, w.echoes(a))
}

func TestGroupThatBecameASupergroupGetsWhatWaited(t *testing.T) {
	w := newWorld(t)
	owner := w.srv.AddUser(sandbox.User{FirstName: "主任"})
	g, err := w.srv.AddGroup("专班", sandbox.BasicGroup, owner)
	require.NoError(t, err)
	g.AddBot(owner)
	old := g.ID()
	id, err := g.Migrate(owner)
	require.NoError(t, err)
	require.NoError(t, w.bot.Update(t.Context(), func(tx storage.Tx) error {
		return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: telegram.At(old), Text: reports.T("收到 汇总")})
	}))
	w.bot.Start(spine.Delivering)
	w.until("the message in the supergroup", func() bool {
		last, ok := w.srv.Last(id)
		return ok && last.Text == "收到 汇总"
	})
}

// picture is a PNG of one grey dot.
const picture = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc\x68\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82"

// files are kept in memory.
type files map[string]string

func (f files) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(f[hash])), nil
}

// Telegram's newer means, through a server that checks every field: styles, the
// clipboard, a moment, protection, a hint, an album, a sign, a pin.
func TestNewerMeans(t *testing.T) {
	w := newWorld(t)
	p := w.srv.AddUser(sandbox.User{FirstName: "联络员"})
	_, err := p.Start("")
	require.NoError(t, err)
	said, err := p.Send(p.ID(), "填好了")
	require.NoError(t, err)
	chat := telegram.At(p.ID())
	deadline := time.Date(2026, 12, 15, 9, 30, 0, 0, time.UTC)
	for _, m := range []bot.Message{
		{Kind: bot.Send, Slot: "card", Protect: true, Text: reports.T("截止").When(deadline, "12月15日17:30"), Rows: [][]bot.Button{
			{{Label: "提交", Data: "a", Style: bot.GoodButton}, {Label: "退回", Data: "b", Style: bot.BadButton}, {Label: "复制链接", Copy: "https://example.org"}}}},
		{Kind: bot.Send, Text: reports.T("请写原因"), ForceReply: true, Hint: "退回原因"},
		{Kind: bot.Album, Photos: true, Text: reports.T("附件"), Files: []bot.FileRef{{Hash: "1", Name: "一.png"}, {Hash: "1", Name: "二.png"}}},
		{Kind: bot.Album, Files: []bot.FileRef{{Hash: "2", Name: "一.txt"}, {Hash: "2", Name: "二.txt"}}},
		{Kind: bot.React, ReplyToID: bot.Ref(fmt.Sprint(said)), Text: reports.T("👌")},
		{Kind: bot.Pin, Slot: "card"},
	} {
		m.Chat = chat
		require.NoError(t, w.bot.Update(t.Context(), func(tx storage.Tx) error { return bot.Enqueue(tx, m) }))
	}
	w.bot.Start(spine.Delivering)
	require.Eventually(t, func() bool { return w.bot.Stats().Sent == 6 && w.bot.Idle() }, 30*time.Second, 5*time.Millisecond)
	assert.Equal(t, []int{1, 1}, []int{w.srv.Calls("pinChatMessage"), w.srv.Calls("setMessageReaction")})
	require.NoError(t, w.api.Doing(t.Context(), chat, 0, bot.Uploading))
	all := w.srv.Messages(p.ID(), p.ID())[1:] // behind /start
	card := all[1]
	assert.Equal(t, "截止12月15日17:30", card.Text)
	assert.Equal(t, deadline.Unix(), card.Entities[0].UnixTime)
	row := card.ReplyMarkup.Rows[0]
	assert.Equal(t, []string{"success", "danger", ""}, []string{row[0].Style, row[1].Style, row[2].Style})
	assert.Equal(t, "https://example.org", row[2].CopyText.Text)
	require.Len(t, all[0].Reactions, 1)
	assert.GreaterOrEqual(t, len(all), 7)
	assert.Equal(t, all[3].MediaGroupID, all[4].MediaGroupID)
	assert.Zero(t, w.bot.Stats().DeadOut)
}
