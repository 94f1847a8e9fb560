package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/scenes"
)

// tab is the page in a real browser.
type tab struct {
	t     *testing.T
	ctx   context.Context
	close func()
}

// openTab opens a show's page. It skips where there is no browser, but not in CI.
func openTab(t *testing.T, srv *Server, width, height int64) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			require.NoError(t, err, "the page is tested in Debian's chromium: apt-get install chromium")
		}
		t.Skip("there is no chromium to test the page in: apt-get install chromium fonts-noto-cjk")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()))
	for _, f := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(f, true))
	}
	actx, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	bctx, end := chromedp.NewContext(actx)
	t.Cleanup(end)
	require.NoError(t, chromedp.Do(bctx, chromedp.EmulateViewport(width, height)))
	messages := chromedp.Console(bctx)
	quiet := make(chan []string, 1)
	stop, halt := context.WithCancel(context.Background())
	go func() {
		var bad []string
		for m, err := range messages {
			if err != nil || stop.Err() != nil {
				break
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				bad = append(bad, m.String())
			}
		}
		quiet <- bad
	}()
	ctx, cancel := context.WithTimeout(bctx, 5*time.Minute) // a busy machine takes two for all that opens
	x := &tab{t: t, ctx: ctx, close: sync.OnceFunc(func() {
		cancel()
		_ = chromedp.Cancel(bctx)
		halt()
		assert.Empty(t, <-quiet, "the console")
	})}
	t.Cleanup(x.close)
	x.do(chromedp.Navigate(srv.URL()), chromedp.WaitReady("body.ready"))
	return x
}

func (x *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	x.t.Helper()
	require.NoError(x.t, chromedp.Do(x.ctx, steps...))
}

// until waits for a condition in the page.
func (x *tab) until(condition string, args ...any) {
	x.t.Helper()
	script := fmt.Sprintf(condition, args...)
	_, err := chromedp.Run(x.ctx, chromedp.Poll[bool](script, chromedp.WithPollingTimeout(30*time.Second)))
	if err != nil {
		text, _ := chromedp.Run(x.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(-3000)`))
		require.NoError(x.t, err, "%s\n%s", script, text)
	}
}

func (x *tab) eval(script string, args ...any) string {
	x.t.Helper()
	v, err := chromedp.Run(x.ctx, chromedp.Evaluate[string](fmt.Sprintf("String(%s)", fmt.Sprintf(script, args...)), chromedp.EvalAwaitPromise))
	require.NoError(x.t, err, script)
	return v
}

// phone is a phone by its place, from 1.
func phone(n int) string { return fmt.Sprintf("#phones .phone:nth-child(%d)", n) }

// tap clicks the newest element with the words in a place.
func (x *tab) tap(place, selector, words string) {
	x.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].filter((e) => e.textContent.includes(%q) && e.offsetParent !== null && !e.disabled && !e.closest('[inert]')).pop()`, strings.TrimSpace(place+" "+selector), words)
	x.until(`!!(%s)`, find)
	x.eval(`(%s).click()`, find)
}

// key presses an inline button and waits until it is answered.
func (x *tab) key(n int, words string) {
	x.t.Helper()
	x.tap(phone(n), ".key", words)
	x.until(`!document.querySelector('.key.busy')`)
}

// say types words and sends them.
func (x *tab) say(n int, words string) {
	x.t.Helper()
	x.do(chromedp.SendKeys(phone(n)+" textarea", words+"\r"))
	x.hears(n, words)
}

// hears waits for words among a phone's last messages.
func (x *tab) hears(n int, words string) {
	x.t.Helper()
	x.until(`[...document.querySelectorAll(%q)].slice(-6).some((m) => m.textContent.includes(%q))`, phone(n)+" .msg", words)
}

// link opens the newest deep link on a phone for a person.
func (x *tab) link(n int, who string) {
	x.t.Helper()
	x.tap(phone(n), ".textlink", "start=")
	x.tap("dialog", ".person", who)
	x.until(`!document.querySelector('dialog')`)
}

// TestFirstStartInTheBrowser claims, invites and binds, reports by taps and
// stage.Typing, and lives over two deadlines.
func TestFirstStartInTheBrowser(t *testing.T) {
	show, srv := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "first"))
	x := openTab(t, srv, 1440, 900)
	x.do(chromedp.Click("#claim"))
	x.hears(2, "办公室主任")
	x.say(2, "/invite")
	x.key(2, "党群局")
	x.key(2, "联络员")
	x.hears(2, "只能用一次")
	x.link(2, scenes.Contact("党群局"))
	x.hears(1, "保居民就业")
	x.hears(2, "已加入")
	x.tap(phone(3), "button", "把机器人拉进群")
	x.until(`!!document.querySelector(%q)`, phone(3)+" .notice")
	x.say(3, "/bind@liubao_bot")
	x.hears(3, "本群已设为")
	report(x)
	x.tap("#clock", ".moves button", "到截止")
	x.hears(3, "应报6个领域，已报1个")
	x.tap("#clock", ".moves button", "到截止")
	x.until(`document.querySelector('.bigdate').textContent.includes('12月30日') || document.querySelector('.bigdate').textContent.includes('12月16日')`)
}

// report fills in a report on the first phone.
func report(x *tab) {
	x.t.Helper()
	x.tap("#clock", ".moves button", "下一次提醒")
	x.hears(1, "有材料要报")
	x.key(1, "填报")
	x.key(1, "开始填报")
	x.key(1, "有进展")
	x.say(1, "返乡农民工新增就业 42 人。")
	x.hears(1, "任务2")
	x.say(1, "新社区工厂 1 家投产。")
	x.hears(1, "请发一个数")
	x.say(1, "0")
	x.hears(1, "下步打算做什么")
	x.say(1, "继续做好摸底。")
	x.key(1, "提交")
	x.hears(1, "已提交")
}

func TestKillAndResumeInTheBrowser(t *testing.T) {
	show, srv := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "ordinary"))
	x := openTab(t, srv, 1440, 900)
	x.do(chromedp.Click(`[data-fault=killed]`))
	x.until(`document.querySelector('.health').textContent.includes('机器人已停止')`)
	x.say(1, "/help")
	x.until(`document.querySelector('.health').textContent.includes('1 条消息')`)
	x.do(chromedp.Click(`[data-fault=killed]`))
	x.hears(1, "贵单位需要报送")
	x.until(`document.querySelector('.health').textContent.includes('一切正常')`)
}

func TestScenesActsAndTimelineInTheBrowser(t *testing.T) {
	_, srv := newShow(t)
	x := openTab(t, srv, 1440, 900)
	x.do(chromedp.Click(`[data-scene=silent]`))
	x.until(`document.querySelector('.scene.on .scenehead').dataset.scene === 'silent' && document.querySelectorAll('.phone').length === 3`)
	x.tap("#side", "#nextact", "")
	x.hears(1, "有材料要报")
	// The mark leads to everybody it reached, once the last of them has the message.
	x.until(`(() => {
		const d = document.querySelector('dialog[open]');
		if (d && d.textContent.includes(%q)) return true;
		if (d) d.close();
		document.querySelector('.mark-remind.sent')?.click();
		return false;
	})()`, scenes.Contact("社管局"))
	x.tap("dialog", ".person", scenes.Contact("社管局"))
	x.until(`!!document.querySelector('.msg.found')`)
	x.tap("#side", "button", "预演")
	x.until(`document.querySelectorAll('.rrow').length > 3`)
}

func TestPhoneWidthAndDarkInTheBrowser(t *testing.T) {
	show, srv := newShow(t)
	require.NoError(t, show.Scene(t.Context(), "ordinary"))
	x := openTab(t, srv, 390, 844)
	light := x.eval(`getComputedStyle(document.querySelector('.phone.shown')).backgroundColor`)
	_, err := chromedp.Call(x.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	require.NoError(t, err)
	assert.NotEqual(t, light, x.eval(`getComputedStyle(document.querySelector('.phone.shown')).backgroundColor`))
	assert.Equal(t, "1", x.eval(`[...document.querySelectorAll('.phone')].filter((p) => p.offsetParent !== null).length`))
	assert.Equal(t, "390", x.eval(`document.documentElement.scrollWidth`))
	assert.Equal(t, "15px", x.eval(`getComputedStyle(document.querySelector('.phone.shown .key')).fontSize`))
	assert.Equal(t, "true", x.eval(`[...document.querySelectorAll('.phone.shown .key')].every((k) => k.offsetHeight >= 44)`), "a thumb finds every button")
	x.tap("#tabs", "button", "办公室主任甲")
	x.until(`document.querySelector('.phone.shown .whoname').textContent.includes('办公室主任甲')`)
	x.tap("#tabs", "button", "场景")
	x.until(`getComputedStyle(document.querySelector('#side')).visibility === 'visible'`)
}

// TestWordsAreNeverMarkup writes what would be markup on a careless page.
func TestWordsAreNeverMarkup(t *testing.T) {
	_, srv := newShow(t)
	x := openTab(t, srv, 1440, 900)
	x.say(3, `<img src=x onerror=alert(1)><b>粗</b>`)
	assert.Equal(t, "0", x.eval(`document.querySelectorAll('.words img, .words b').length`))
}

func TestLongChatStaysLight(t *testing.T) {
	show, srv := newShow(t)
	d := mustStage(show).Sandbox.Person(person(t, show, scenes.Director).ID)
	for i := range 2000 {
		_, err := d.Send(d.ID(), fmt.Sprintf("第%d条", i))
		require.NoError(t, err)
	}
	x := openTab(t, srv, 1440, 900)
	x.hears(2, "第1999条")
	assert.Less(t, len(x.eval(`document.querySelectorAll('.msg').length`)), 4, "not all 2,000 are on the page")
	x.eval(`(() => { const l = document.querySelectorAll('.list')[1]; l.scrollTop = 0; l.dispatchEvent(new Event('scroll')); })()`)
	x.until(`document.querySelectorAll('.phone:nth-child(2) .msg').length > 100`)
}

// TestMenuKeysInTheBrowser opens a menu by the keyboard, moves in it and
// leaves it, and looks where the focus is.
func TestMenuKeysInTheBrowser(t *testing.T) {
	_, srv := newShow(t)
	x := openTab(t, srv, 1440, 900)
	const focus = `document.activeElement.textContent || document.activeElement.getAttribute('aria-label')`
	x.do(chromedp.KeyEvent(kb.Tab))
	assert.Equal(t, "跳到手机", x.eval(focus), "the skip link comes first")
	x.eval(`document.querySelector('.composer .iconbutton').focus()`)
	x.do(chromedp.KeyEvent("\r"))
	x.until(`!!document.querySelector('.popover')`)
	assert.Contains(t, x.eval(focus), "照片")
	x.do(chromedp.KeyEvent(kb.ArrowDown))
	assert.Equal(t, "文件", x.eval(focus))
	x.do(chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp))
	assert.Equal(t, "🎉", x.eval(focus), "from the first to the last")
	x.do(chromedp.KeyEvent(kb.Escape))
	x.until(`!document.querySelector('.popover')`)
	assert.Contains(t, x.eval(focus), "添加")
	assert.Equal(t, "1", x.eval(`document.querySelectorAll('#main h1').length`))
}

// TestOddMessagesInTheBrowser sends what is no text, and takes it back.
func TestOddMessagesInTheBrowser(t *testing.T) {
	show, srv := newShow(t)
	x := openTab(t, srv, 1440, 900)
	attach := func(words string) {
		x.eval(`document.querySelector('.phone .composer .iconbutton').click()`)
		x.tap("", ".popover [role=menuitem]", words)
	}
	attach("语音")
	x.until(`!!document.querySelector('.msg.out .voice')`)
	attach("位置")
	x.until(`!!document.querySelector('.msg.out .place')`)
	attach("🙏")
	x.until(`!!document.querySelector('.msg.out .sticker')`)
	own := func(words string) {
		x.eval(`[...document.querySelectorAll('.msg.out')].find((m) => m.querySelector('.sticker'))?.querySelector('.more').click()`)
		x.tap("", ".popover [role=menuitem]", words)
	}
	own("👍")
	x.until(`!!document.querySelector('.reactions button.mine')`)
	own("转发到专班群")
	x.until(`!document.querySelector('.popover')`)
	own("删除")
	x.until(`!document.querySelector('.msg.out .sticker')`)
	st, err := show.State(t.Context())
	require.NoError(t, err)
	last, _ := mustStage(show).Sandbox.Last(st.Group.ID)
	require.NotNil(t, last.Sticker)
	require.NotNil(t, last.ForwardOrigin)
}

// TestDayFadesInTheBrowser: which day is above is told while a chat is
// scrolled, and nothing lies on the words at rest.
func TestDayFadesInTheBrowser(t *testing.T) {
	show, srv := newShow(t)
	for range 4 {
		require.NoError(t, show.Act(t.Context(), false))
	}
	x := openTab(t, srv, 390, 844)
	const shown = `getComputedStyle(document.querySelector('.phone.shown .floatday')).opacity`
	assert.Equal(t, "0", x.eval(shown))
	x.eval(`document.querySelector('.phone.shown .list').scrollBy(0, -600)`)
	x.until(`!!document.querySelector('.phone.shown .floatday.seen')`)
	x.until(`!document.querySelector('.phone.shown .floatday.seen') && ` + shown + ` === '0'`)
}

// TestNewMeansInTheBrowser shows what a bot may send besides words and buttons.
func TestNewMeansInTheBrowser(t *testing.T) {
	show, srv := newShow(t)
	id := person(t, show, scenes.Contact("党群局")).ID
	tg := mustStage(show).Sandbox
	ask := func(method, body string) {
		r := httptest.NewRequest(http.MethodPost, "/bot"+tg.Token()+"/"+method, strings.NewReader(fmt.Sprintf(body, id)))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		tg.ServeHTTP(w, r)
		require.Equal(t, 200, w.Code, w.Body)
	}
	x := openTab(t, srv, 1440, 900)
	ask("sendMessage", `{"chat_id":%d,"parse_mode":"HTML","protect_content":true,"text":"截止<tg-time unix=\"1797323400\" format=\"wDt\">那天</tg-time>\n<blockquote expandable>一\n二\n三\n四\n五</blockquote>",
		"reply_markup":{"inline_keyboard":[[{"text":"复制链接","copy_text":{"text":"甲"}},{"text":"退回","callback_data":"x","style":"danger"}]]}}`)
	last, ok := tg.Last(id)
	require.True(t, ok)
	x.until(`[...document.querySelectorAll('.words time')].some((e) => e.textContent === '周二 2026年12月15日 16:30')`)
	x.until(`!!document.querySelector('.icon-lock') && !!document.querySelector('.key-copy') && !!document.querySelector('.key-danger')`)
	x.tap("", ".unfold", "展开")
	x.until(`!document.querySelector('.folded')`)
	n := strconv.Itoa(last.MessageID)
	ask("setMessageReaction", `{"chat_id":%d,"message_id":`+n+`,"reaction":[{"type":"emoji","emoji":"👌"}]}`)
	x.until(`document.querySelector('.reactions button')?.textContent.includes('👌')`)
	ask("pinChatMessage", `{"chat_id":%d,"message_id":`+n+`}`)
	x.until(`document.querySelector('.pinned:not([hidden])')?.textContent.includes('截止')`)
	ask("sendChatAction", `{"chat_id":%d,"action":"typing"}`)
	x.until(`!!document.querySelector('.subtitle.typing')`)
	ask("sendMessage", `{"chat_id":%d,"text":"请写","reply_markup":{"force_reply":true,"input_field_placeholder":"例如 3 户"}}`)
	x.until(`document.querySelector('textarea').placeholder === '例如 3 户'`)
}
