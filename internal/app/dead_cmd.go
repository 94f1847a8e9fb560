package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"liubao/bot"
	"liubao/internal/app/lang"
)

// deadCmd is about what could not be handled or delivered.
type deadCmd struct {
	List  deadListCmd  `cmd:"" default:"1" help:"List what could not be handled or delivered."`
	Show  deadShowCmd  `cmd:"" help:"Print one of them whole, with its words."`
	Retry deadRetryCmd `cmd:"" help:"Have one handled or sent again."`
	Drop  deadDropCmd  `cmd:"" help:"Throw one away."`
}

type deadListCmd struct {
	where
}

// one names a dead letter.
type one struct {
	where
	Number uint64 `arg:"" help:"Its number, as the list has it."`
}

type (
	deadShowCmd  struct{ one }
	deadRetryCmd struct{ one }
	deadDropCmd  struct{ one }
)

// Run prints the dead letters, the oldest first, without anybody's words.
func (c *deadListCmd) Run(ctx context.Context, sys System) error {
	all, o, err := requested[[]bot.Letter](ctx, sys, c.where, "dead/list", nil)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(sys.Stdout, sys.say.Sprintf(textNoDead))
		return nil
	}
	var rows [][]string
	for _, l := range all {
		rows = append(rows, letterRow(sys.say, l, o.Plan.Location()))
	}
	fmt.Fprint(sys.Stdout, table(0, rows))
	return nil
}

// Run prints one.
func (c *deadShowCmd) Run(ctx context.Context, sys System) error {
	all, o, err := requested[[]bot.Letter](ctx, sys, c.where, "dead/list", nil)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.Number == c.Number {
			fmt.Fprint(sys.Stdout, table(0, [][]string{letterRow(sys.say, l, o.Plan.Location())}))
			fmt.Fprintln(sys.Stdout, letterWords(l))
			return nil
		}
	}
	return fmt.Errorf("there is no dead letter %d; liubao dead lists them", c.Number)
}

// Run puts it back to where it came from.
func (c *deadRetryCmd) Run(ctx context.Context, sys System) error {
	return c.do(ctx, sys, "dead/retry", textDeadRetried)
}

// Run throws it away.
func (c *deadDropCmd) Run(ctx context.Context, sys System) error {
	return c.do(ctx, sys, "dead/drop", textDeadDropped)
}

func (c *one) do(ctx context.Context, sys System, request, done string) error {
	l, _, err := requested[bot.Letter](ctx, sys, c.where, request, url.Values{"number": {strconv.FormatUint(c.Number, 10)}})
	if err != nil {
		return err
	}
	fmt.Fprintln(sys.Stdout, sys.say.Sprintf(done, l.Number))
	return nil
}

func letterRow(say lang.Lang, l bot.Letter, loc *time.Location) []string {
	what := textDeadIn
	if l.Source == "out" {
		what = textDeadOut
	}
	return []string{strconv.FormatUint(l.Number, 10), timeText(l.At.In(loc)), say.Sprintf(what), oneLine(string(l.Kind) + " " + l.Purpose),
		oneLine(string(l.Chat)), oneLine(firstLine(l.Reason))}
}

func letterWords(l bot.Letter) string {
	words := l.Words
	if l.Raw != nil {
		if b, err := json.MarshalIndent(l.Raw, "", "  "); err == nil {
			words = string(b)
		}
	}
	indented := func(s string) string { return printable(strings.ReplaceAll(s, "\n", "\n  ")) }
	return indented(l.Reason) + "\n\n" + indented(words) // no line of theirs looks like one of the program's
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// oneLine is printable words without line ends.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// printable leaves out what could change a terminal or turn the order of letters:
// control characters but line ends, and the marks of writing direction.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
