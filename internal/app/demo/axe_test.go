package demo

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// axeEnv names the file axe.min.js of the npm package axe-core.
const axeEnv = "LIUBAO_AXE"

// axe reads the checker, or skips: it is no part of the repository.
func axe(t *testing.T) string {
	t.Helper()
	name := os.Getenv(axeEnv)
	if name == "" {
		t.Skipf("%s names no axe.min.js: npm install --prefix DIR axe-core, then %s=DIR/node_modules/axe-core/axe.min.js", axeEnv, axeEnv)
	}
	script, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(script)
}

// findings are what the checker has against the page as it stands, one a line.
const findings = `axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) =>
	v.id + ': ' + n.target.join(' ') + ': ' + n.html.slice(0, 160) + ': ' + n.failureSummary.replaceAll('\n', ' '))).join('\n'))`

// opened are what can be open on the page, by the script that opens it.
var opened = []struct{ name, script string }{
	{"at rest", `void 0`},
	{"the message menu", `document.querySelector('.phone:not([inert]) .msg:last-child .more').click()`},
	{"the attachment menu", `document.querySelector('.phone:not([inert]) .composer .iconbutton').click()`},
	{"the people", `document.querySelector('.phone:not([inert]) .who').click()`},
	{"the legend", `document.querySelector('.legendbutton').click()`},
	{"the rehearsal", `[...document.querySelectorAll('#side .wide')][0].click()`},
	{"the sidebar", `[...document.querySelectorAll('#tabs button')].pop().click()`},
}

// TestNothingForAxeToFind holds the page against axe-core's rules: wide and
// narrow, light and dark, at rest and with everything that opens, which is opened
// once in each width and once in each theme.
func TestNothingForAxeToFind(t *testing.T) {
	script := axe(t)
	show, srv := newShow(t)
	for range 7 {
		require.NoError(t, show.Act(t.Context(), false))
	}
	for _, width := range []int64{1440, 390} {
		x := openTab(t, srv, width, 900)
		for _, theme := range []string{"light", "dark"} {
			_, err := chromedp.Call(x.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
			}})
			require.NoError(t, err)
			for i, o := range opened {
				if i > 0 && (width == 390) == (theme == "light") {
					continue
				}
				x.do(chromedp.Navigate(srv.URL()), chromedp.WaitReady("body.ready"), chromedp.Evaluate[chromedp.Void](o.script+"\n;void 0"))
				x.until(`!document.querySelector('.loading')`)
				x.do(chromedp.Evaluate[chromedp.Void](script + "\n;void 0"))
				found, err := chromedp.Run(x.ctx, chromedp.Evaluate[string](findings, chromedp.EvalAwaitPromise))
				require.NoError(t, err)
				assert.Empty(t, found, "%d %s, %s", width, theme, o.name)
			}
		}
	}
}
