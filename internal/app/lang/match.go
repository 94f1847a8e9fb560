package lang

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// verb is a place in a format for an argument.
var verb = regexp.MustCompile(`%(\[\d\])?[#+0-9.]*[a-zA-Z]|%%`)

// sentence is a format of the catalogue, ready to be looked for.
type sentence struct {
	pattern *regexp.Regexp
	zh      string // with %[1]s for the first argument and so on
	weight  int    // how much it says itself
}

// sentences are all formats with something to look for, the more telling ones
// first: what stands in them for certain decides.
var sentences = sync.OnceValue(func() []sentence {
	var all []sentence
	for en, zh := range chinese {
		plain := verb.ReplaceAllString(en, "")
		if len(strings.Trim(plain, " \n:;,()")) < 3 {
			continue // hardly anything but arguments
		}
		all = append(all, sentence{pattern(strings.TrimSpace(en)), numbered(strings.TrimSpace(zh)), len(plain)})
	}
	slices.SortFunc(all, func(a, b sentence) int {
		return cmp.Or(b.weight-a.weight, strings.Compare(a.zh, b.zh))
	})
	return all
})

// pattern matches what the format can have made.
func pattern(format string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("^")
	rest := format
	for {
		at := verb.FindStringIndex(rest)
		if at == nil {
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:at[0]]))
		switch v := rest[at[0]:at[1]]; v[len(v)-1] {
		case '%':
			b.WriteString("%")
		case 'd', 'o', 'x':
			b.WriteString(`(-?(?:0x)?[0-9a-f]+)`)
		case 'q':
			b.WriteString(`("(?:[^"\\]|\\.)*")`)
		default:
			b.WriteString(`(.*?)`)
		}
		rest = rest[at[1]:]
	}
	b.WriteString(regexp.QuoteMeta(rest) + "$")
	return regexp.MustCompile(b.String())
}

// numbered writes a format's verbs as those of texts, by number.
func numbered(format string) string {
	n := 0
	return verb.ReplaceAllStringFunc(format, func(v string) string {
		if v == "%%" {
			return v
		}
		if i := strings.IndexByte(v, ']'); i > 0 {
			return "%" + v[1:i+1] + "s"
		}
		n++
		return "%[" + string(rune('0'+n)) + "]s"
	})
}

// match returns what a sentence says in Chinese, its arguments included, and
// how much of it the format says itself; 0 where no format fits.
func match(s string) (string, int) {
	if s == "" {
		return "", 0
	}
	if zh, ok := chinese[s]; ok && !verb.MatchString(s) {
		return zh, len(s)
	}
	for _, x := range sentences() {
		m := x.pattern.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		args := make([]any, len(m)-1)
		for i, arg := range m[1:] {
			args[i] = say(arg)
		}
		return fmt.Sprintf(x.zh, args...), x.weight
	}
	return "", 0
}
