// Screenshots takes the pictures of the READMEs: it builds the program, opens
// its demo page in Debian's chromium and lives through a scene.
//
//	go run ./tools/screenshots            the pictures, into docs/images
//	go run ./tools/screenshots -all DIR   every scene, narrow and wide, light and dark
//
// It needs the packages chromium, fonts-noto-cjk and fonts-noto-color-emoji.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"liubao/internal/app/scenes"
)

func main() {
	all := flag.String("all", "", "folder for pictures of every scene instead of the READMEs'")
	only := flag.String("only", "", "take only pictures whose names contain this")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *all, *only); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// shot is a picture to take: a scene, how many of its acts are played, and the
// page's size and theme.
type shot struct {
	name  string
	scene string
	acts  int
	width int64
	dark  bool
}

func run(ctx context.Context, all, only string) error {
	shots := []shot{
		{"demo-light", "ordinary", 5, 1440, false},
		{"demo-dark", "ordinary", 7, 1440, true},
		{"phone", "ordinary", 4, 390, false},
	}
	dir := filepath.Join("docs", "images")
	if all != "" {
		dir, shots = all, everything()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	address, end, err := serve(ctx)
	if err != nil {
		return err
	}
	defer end()
	var stands shot // what the demo has played so far
	for _, s := range shots {
		if !strings.Contains(s.name, only) {
			continue
		}
		png, err := take(ctx, address, stands, s)
		stands = s
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, s.name+".png"), png, 0o644); err != nil {
			return err
		}
		fmt.Println(filepath.Join(dir, s.name+".png"))
	}
	return nil
}

func everything() []shot {
	var out []shot
	for _, x := range scenes.All() {
		for _, acts := range []int{0, len(x.Acts) / 2, len(x.Acts)} {
			for _, width := range []int64{390, 1440} {
				for _, dark := range []bool{false, true} {
					theme := map[bool]string{true: "dark", false: "light"}[dark]
					out = append(out, shot{fmt.Sprintf("%s-%d-%d-%s", x.ID, acts, width, theme), x.ID, acts, width, dark})
				}
			}
		}
	}
	return out
}

// serve builds the program and starts its demo; end stops it.
func serve(ctx context.Context) (address string, end func(), err error) {
	dir, err := os.MkdirTemp("", "liubao-screenshots-")
	if err != nil {
		return "", nil, err
	}
	program := filepath.Join(dir, "liubao")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		return "", nil, errors.Join(fmt.Errorf("go build: %w\n%s", err, out), os.RemoveAll(dir))
	}
	cmd := exec.CommandContext(ctx, program, "demo", "--no-open", "--beat=0", "--addr=127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	end = func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	}
	if err != nil {
		end()
		return "", nil, fmt.Errorf("the demo printed no address: %w", err)
	}
	return strings.TrimSpace(line), end, nil
}

// take goes on with the scene, or plays it anew, in a browser of its own and
// takes its picture.
func take(ctx context.Context, address string, stands, s shot) ([]byte, error) {
	profile, err := os.MkdirTemp("", "liubao-chromium-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(profile) }()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(profile))
	for _, f := range []string{"no-sandbox", "disable-gpu", "disable-quic", "disable-component-update", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(f, true))
	}
	actx, cancel := chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	bctx, cancel := chromedp.NewContext(actx)
	defer cancel()
	if err := chromedp.Do(bctx, viewport(s)); err != nil {
		return nil, err
	}
	tctx, cancel := context.WithTimeout(bctx, 5*time.Minute)
	defer cancel()
	if _, err := chromedp.Call(tctx, emulation.SetEmulatedMedia, media(s)); err != nil {
		return nil, err
	}
	if err := chromedp.Do(tctx,
		chromedp.Navigate(address), chromedp.WaitReady("body.ready"), play(stands, s),
		chromedp.Navigate(address), chromedp.WaitReady("body.ready"),
		chromedp.Sleep(900*time.Millisecond), // pictures and fonts
	); err != nil {
		return nil, err
	}
	return chromedp.Run(tctx, chromedp.CaptureScreenshot())
}

// phoneWidth is below which the page shows one phone.
const phoneWidth = 720

func viewport(s shot) chromedp.Action[chromedp.Void] {
	if s.width < phoneWidth {
		return chromedp.EmulateViewport(s.width, 844, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	return chromedp.EmulateViewport(s.width, 900)
}

func media(s shot) emulation.SetEmulatedMediaParams {
	theme := "light"
	if s.dark {
		theme = "dark"
	}
	return emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}
}

// play sets the scene, unless it stands already, and plays the acts that are
// missing, through the page's own requests.
func play(stands, s shot) chromedp.Action[chromedp.Void] {
	set, acts := fmt.Sprintf("await post('scene', {text: %q});", s.scene), s.acts
	if s.scene == stands.scene && s.acts >= stands.acts {
		set, acts = "", s.acts-stands.acts
	}
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(async () => {
		const post = async (name, body) => {
			const r = await fetch('api/' + name, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
			if (!r.ok) throw new Error(name + ' ' + r.status + ' ' + await r.text());
		};
		%s
		for (let i = 0; i < %d; i++) await post('act', {});
	})()`, set, acts), chromedp.EvalAwaitPromise)
}
