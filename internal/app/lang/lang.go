// Package lang says what the command line has to say in the operator's
// language. Logs stay English and the chat Chinese, whoever runs the program.
//
// A sentence is known by its English, a format as package fmt takes it: errors
// and reasons come from packages that know of no languages, some of them from a
// bot in another process, and English is what they are made in. [Lang.Say]
// finds the format that a finished sentence was made from and says it anew.
//
// Promises: a sentence without a translation is said in English rather than
// not at all; names, keys, paths and examples inside a sentence stay as they are.
package lang

import (
	"fmt"
	"strings"
)

// Lang is a language of the command line.
type Lang string

// The languages.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)

// Of returns the language that a flag asks for, and otherwise the one of the
// machine's locale: Chinese where that is Chinese, English everywhere else.
func Of(flag string, getenv func(string) string) Lang {
	if flag != "" {
		return Lang(flag)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // in the order that POSIX gives them
		if v := getenv(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return Chinese
			}
			return English
		}
	}
	return English
}

// Sprintf says a sentence that is at hand as its English format.
func (l Lang) Sprintf(format string, args ...any) string {
	if l == Chinese {
		for i, a := range args {
			if err, ok := a.(error); ok {
				args[i] = l.Say(err.Error())
			}
		}
		if zh, ok := chinese[format]; ok {
			format = zh
		}
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Say says sentences that are finished already, one on each line.
func (l Lang) Say(text string) string {
	if l != Chinese {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		bare := strings.TrimLeft(line, " ")
		lines[i] = line[:len(line)-len(bare)] + say(bare)
	}
	return strings.Join(lines, "\n")
}

// say finds what the sentence was made from. In front of it may stand places
// and other sentences, which end in a colon or semicolon: of all the ways to
// part them the one counts whose format has most to say itself.
func say(s string) string {
	best, most := s, 0
	for _, between := range []struct{ en, zh string }{{"", ""}, {": ", "："}, {"; ", "；"}} {
		for from := 0; ; {
			left, right := s[:from], s[from:]
			if between.en != "" {
				i := strings.Index(right, between.en)
				if i < 0 {
					break
				}
				left, right = s[:from+i], right[i+len(between.en):]
				from += i + len(between.en)
			}
			if zh, weight := match(right); weight > 0 && weight >= most {
				best, most = before(left, between.en, between.zh)+zh, weight
			}
			if between.en == "" {
				break
			}
		}
	}
	return best
}

// before says what stands in front of a sentence. Behind a place or a name,
// which machines read as well, the mark stays as it is.
func before(left, en, zh string) string {
	if said := say(left); said != left {
		return said + zh
	}
	return left + en
}

// Known reports whether a format has a translation.
func Known(format string) bool {
	_, ok := chinese[format]
	return ok
}
