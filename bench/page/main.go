// Page measures the demo page in Debian's chromium: how soon it paints, how
// long a tap takes until the screen shows what came of it, and how smoothly a
// long chat scrolls.
//
//	go run ./bench/page
//
// It needs the packages chromium and fonts-noto-cjk.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"liubao/bench/town"
	"liubao/internal/app/demo"
	"liubao/internal/app/stage"
	"liubao/internal/clock"
	"liubao/sandbox"
)

type options struct {
	loads    int
	taps     int
	messages int
}

func main() {
	var o options
	flag.IntVar(&o.loads, "loads", 20, "how often the page is loaded")
	flag.IntVar(&o.taps, "taps", 100, "how many buttons are pressed")
	flag.IntVar(&o.messages, "messages", 2000, "length of the chat that is scrolled through")
	town.Main("page", func(ctx context.Context, out io.Writer) error { return measure(ctx, o, out) })
}

func measure(ctx context.Context, o options, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "liubao-page-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := onPage(ctx, dir, func(p page) error {
		if err := p.paint(ctx, o.loads, out); err != nil {
			return err
		}
		return p.taps(ctx, o.taps, out)
	}); err != nil {
		return err
	}
	if err := lengthen(dir, o.messages); err != nil {
		return err
	}
	return onPage(ctx, dir, func(p page) error { return p.scroll(ctx, out) })
}

// onPage opens the show that the folder holds, or a new one, and its page.
func onPage(ctx context.Context, dir string, do func(page) error) (err error) {
	show, err := demo.OpenShow(ctx, demo.ShowOptions{Dir: dir, Seed: 1})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, show.Close()) }()
	srv, err := demo.Serve(show, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, srv.Close()) }()
	return do(page{address: srv.URL(), dir: dir})
}

// lengthen adds messages to the group of a show that is closed: in turn what
// somebody says, and a card with buttons from the bot.
func lengthen(dir string, messages int) (err error) {
	name := filepath.Join(dir, "telegram.json")
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	tg := sandbox.New(sandbox.Options{Clock: clock.NewVirtual(evening), Limits: &sandbox.NoLimits})
	if err := errors.Join(tg.Load(f), f.Close()); err != nil {
		return err
	}
	who := tg.Person(stage.FirstUser)
	group := tg.Chats(who.ID())[0].ID
	for _, c := range tg.Chats(who.ID()) {
		group = min(group, c.ID) // a group's is negative
	}
	for i := range messages / 2 {
		if _, err := who.Send(group, fmt.Sprintf("第%d条：已走访企业，协调解决用工和用电问题。", i)); err != nil {
			return err
		}
		if err := card(tg, group, i); err != nil {
			return err
		}
	}
	if f, err = os.Create(name); err != nil {
		return err
	}
	return errors.Join(tg.Save(f), f.Close())
}

// evening is when the long chat was: after what the page began with.
var evening = time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC)

// card is a message as the bot sends it.
func card(tg *sandbox.Server, chat int64, n int) error {
	body, err := json.Marshal(map[string]any{
		"chat_id": chat, "parse_mode": "HTML",
		"text": fmt.Sprintf("<b>第%d号进度</b>\n应报6个领域，已报%d个。\n<b>保居民就业</b>（党群局）：已报\n<b>保基本民生</b>（社管局）：未报\n<i>截止 12月15日 17:30</i>", n, n%7),
		"reply_markup": map[string]any{"inline_keyboard": [][]map[string]string{
			{{"text": "看 保居民就业", "callback_data": "a"}, {"text": "看 保基本民生", "callback_data": "b"}}, {{"text": "总览", "callback_data": "c"}},
		}},
	})
	if err != nil {
		return err
	}
	r := httptest.NewRequest(http.MethodPost, "/bot"+tg.Token()+"/sendMessage", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	tg.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		return fmt.Errorf("a card: %d %s", w.Code, w.Body)
	}
	return nil
}

// page is the page under measurement.
type page struct {
	address string
	dir     string
}

// tab opens a browser of its own.
func (p page) tab(ctx context.Context) (context.Context, func(), error) {
	profile, err := os.MkdirTemp(p.dir, "chromium-")
	if err != nil {
		return nil, nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(profile))
	for _, f := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-component-update", "no-first-run"} {
		flags = append(flags, chromedp.Flag(f, true))
	}
	actx, end := chromedp.NewExecAllocator(ctx, flags...)
	bctx, shut := chromedp.NewContext(actx)
	if err := chromedp.Do(bctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		shut()
		end()
		return nil, nil, err
	}
	return bctx, func() { _ = chromedp.Cancel(bctx); shut(); end() }, nil
}

func (p page) open(ctx context.Context) error {
	return chromedp.Do(ctx, chromedp.Navigate(p.address), chromedp.WaitReady("body.ready"))
}

// painted gives when the first words stood on the screen, and when every phone
// had its chat, in milliseconds since the address was opened.
const painted = `new Promise((done) => new PerformanceObserver((list) => {
	const first = list.getEntriesByName('first-contentful-paint')[0];
	if (first) done([first.startTime, performance.getEntriesByName('ready')[0].startTime]);
}).observe({type: 'paint', buffered: true}))`

// paint loads the page again and again.
func (p page) paint(ctx context.Context, loads int, out io.Writer) error {
	tab, end, err := p.tab(ctx)
	if err != nil {
		return err
	}
	defer end()
	var first, ready []float64
	for range loads {
		if err := p.open(tab); err != nil {
			return err
		}
		t, err := chromedp.Run(tab, chromedp.Evaluate[[2]float64](painted, chromedp.EvalAwaitPromise))
		if err != nil {
			return err
		}
		first, ready = append(first, t[0]), append(ready, t[1])
	}
	fmt.Fprintf(out, "first paint, %d loads:                 p50 %4.0f ms, p95 %4.0f ms\n", loads, rank(first, 50), rank(first, 95))
	fmt.Fprintf(out, "all phones with their chats:           p50 %4.0f ms, p95 %4.0f ms\n", rank(ready, 50), rank(ready, 95))
	return nil
}

// tap presses a button of the director's newest card and gives the
// milliseconds until the frame that shows the changed card.
const tap = `((words) => new Promise((done, failed) => {
	const phone = [...document.querySelectorAll('.phone')].find((p) => p.querySelector('.whoname').textContent.includes('主任'));
	const keys = [...phone.querySelectorAll('.key')].filter((k) => k.textContent.includes(words));
	if (!keys.length) { failed(new Error('no button ' + words)); return; }
	const begun = performance.now();
	const seen = new MutationObserver(() => {
		if (!phone.querySelector('.msg.changed')) return;
		seen.disconnect();
		requestAnimationFrame(() => requestAnimationFrame(() => {
			phone.querySelectorAll('.msg.changed').forEach((m) => m.classList.remove('changed'));
			done(performance.now() - begun);
		}));
	});
	seen.observe(phone.querySelector('.rows'), { childList: true, subtree: true });
	keys.at(-1).click();
}))`

// taps goes to and fro between what is late and the whole board.
func (p page) taps(ctx context.Context, n int, out io.Writer) error {
	tab, end, err := p.tab(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := p.open(tab); err != nil {
		return err
	}
	if err := p.says(ctx, p.director(ctx), "/status"); err != nil {
		return err
	}
	var took []float64
	for i := range n {
		words := []string{"全部", "总览"}[i%2]
		ms, err := p.press(tab, words)
		if err != nil {
			return err
		}
		took = append(took, ms)
	}
	fmt.Fprintf(out, "from a tap to the changed card, %d:   p50 %4.0f ms, p95 %4.0f ms\n", n, rank(took, 50), rank(took, 95))
	return nil
}

// press waits for the button to be there and taps it.
func (p page) press(tab context.Context, words string) (float64, error) {
	there := fmt.Sprintf(`[...document.querySelectorAll('.key')].some((k) => k.textContent.includes(%q)) && !document.querySelector('.key.busy')`, words)
	if _, err := chromedp.Run(tab, chromedp.Poll[bool](there, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		return 0, fmt.Errorf("%s: %w", words, err)
	}
	return chromedp.Run(tab, chromedp.Evaluate[float64](fmt.Sprintf("%s(%q)", tap, words), chromedp.EvalAwaitPromise))
}

// scrolling goes up the group's chat, on the last phone, by 120 pixels a frame,
// which is a fling of the thumb, until its first message.
const scrolling = `(() => new Promise((done) => {
	const list = [...document.querySelectorAll('.phone .list')].at(-1);
	const begun = performance.now();
	const steps = [];
	let last = begun, still = 0;
	const step = (now) => {
		steps.push(now - last);
		last = now;
		still = list.scrollTop > 0 ? 0 : still + 1;
		if (still > 60) { done({ms: last - begun, steps: steps.slice(1), messages: list.querySelectorAll('.msg').length}); return; }
		list.scrollTop -= 120;
		requestAnimationFrame(step);
	};
	requestAnimationFrame(step);
}))()`

// scroll goes up through all of the long chat.
func (p page) scroll(ctx context.Context, out io.Writer) error {
	tab, end, err := p.tab(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := p.open(tab); err != nil {
		return err
	}
	before, err := computed(tab)
	if err != nil {
		return err
	}
	r, err := chromedp.Run(tab, chromedp.Evaluate[struct {
		MS       float64   `json:"ms"`
		Steps    []float64 `json:"steps"`
		Messages int       `json:"messages"`
	}](scrolling, chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	after, err := computed(tab)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "a chat of %d messages, scrolled up:  %.0f frames/s; a frame p50 %.0f ms, p95 %.0f ms, longest %.0f ms; %.1f ms of computing each\n",
		r.Messages, float64(len(r.Steps))/r.MS*1000, rank(r.Steps, 50), rank(r.Steps, 95), slices.Max(r.Steps),
		(after-before).Seconds()*1000/float64(len(r.Steps)))
	return nil
}

// computed is how long the page's own thread has computed, whatever else the
// machine does meanwhile.
func computed(tab context.Context) (time.Duration, error) {
	if _, err := chromedp.Call(tab, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		return 0, err
	}
	r, err := chromedp.Call(tab, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	for _, m := range r.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second)), nil
		}
	}
	return 0, errors.New("the browser tells no TaskDuration")
}

// director is the id of the head of the office, 0 where there is none.
func (p page) director(ctx context.Context) int64 {
	var st struct {
		People []struct {
			ID  int64  `json:"id"`
			Key string `json:"key"`
		} `json:"people"`
	}
	if p.ask(ctx, "state", nil, &st) != nil {
		return 0
	}
	for _, who := range st.People {
		if who.Key == "director" {
			return who.ID
		}
	}
	return 0
}

// says writes to the bot on somebody's phone.
func (p page) says(ctx context.Context, who int64, words string) error {
	return p.ask(ctx, "send", map[string]any{"viewer": who, "chat": who, "text": words}, nil)
}

// ask sends one of the page's own requests.
func (p page) ask(ctx context.Context, name string, body, into any) error {
	method, data := http.MethodGet, []byte(nil)
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, p.address+"api/"+name, bytes.NewReader(data))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	answer, err := io.ReadAll(resp.Body)
	if err = cmp.Or(err, resp.Body.Close()); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", name, resp.Status, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}

// rank is the value that so many percent do not exceed.
func rank(all []float64, percent int) float64 {
	s := slices.Sorted(slices.Values(all))
	return s[min(len(s)-1, len(s)*percent/100)]
}
