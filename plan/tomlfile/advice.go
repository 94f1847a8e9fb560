package tomlfile

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// encoding finds bytes that are no UTF-8. Windows saves Chinese as GBK, and
// some of its programs as UTF-16, unless told otherwise.
func encoding(data []byte) *Mistake {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return &Mistake{Line: 1, Text: "is saved as UTF-16; save it as UTF-8 in the editor"}
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return &Mistake{Line: i + 1, Text: "is not UTF-8, probably GBK (ANSI); save it as UTF-8 in the editor"}
		}
	}
	return nil
}

// The ways in which files go wrong that are not quite TOML, by the line on
// which reading ended.
var (
	curly    = regexp.MustCompile(`[“”‘’„‟「」]`)
	fullWide = regexp.MustCompile(`[＝，［］【】：；＃｛｝＂０-９]`)
	noSpace  = regexp.MustCompile(`[\x{3000}\x{a0}\x{200b}\x{2003}]`)
	ownName  = regexp.MustCompile(`^\s*\[{0,2}\s*([^\s\x00-\x7f][^\s=\]]*)`)
	remark   = regexp.MustCompile(`^\s*(;|//|/\*|--|%|!)`)
	yamlLike = regexp.MustCompile(`^\s*-?\s*"?[A-Za-z_][\w.-]*"?:(\s|$)`)
	noDate   = regexp.MustCompile(`\d{4}-\d{1,2}-\d{1,2}`)
	slashDay = regexp.MustCompile(`=\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})`)
	spelled  = regexp.MustCompile(`=\s*(True|TRUE|False|FALSE|yes|no|on|off|Yes|No|On|Off)\s*(#.*)?$`)
	zeroes   = regexp.MustCompile(`=\s*[+-]?0\d`)
	shortDay = regexp.MustCompile(`=\s*\[?\s*(\d{4})-(\d{1,2})-(\d{1,2})\b`)
	bareHour = regexp.MustCompile(`=\s*(\d{1,2}:\d{2})\b`)
	nothing  = regexp.MustCompile(`=\s*(#.*)?$`)
	bareWord = regexp.MustCompile(`=\s*(\p{L}[\p{L}\p{N}_.-]*)\s*(#.*)?$`)
	winPath  = regexp.MustCompile(`"[^"]*\\`)
)

// advice says what to write instead of what cannot be read.
func advice(data []byte, n, column int, text string) string {
	line := lineOf(data, n)
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		return `looks like JSON; write TOML instead: a line [log], below it level = "info"`
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")):
		return `looks like XML; write TOML instead: a line [log], below it level = "info"`
	case strings.Contains(text, "already defined") || strings.Contains(text, "already exists"):
		return text + "; leave one of the two"
	case yamlLike.MatchString(line):
		key, _, _ := strings.Cut(strings.TrimSpace(strings.TrimLeft(line, " -")), ":")
		return fmt.Sprintf(`%q looks like YAML; write TOML instead: a line [%s] for a table, %s = … for a key`, strings.TrimSpace(line), strings.Trim(key, `"`), strings.Trim(key, `"`))
	case curly.MatchString(line):
		return fmt.Sprintf(`%s is a quotation mark for prose; write straight ones: "…"`, curly.FindString(line))
	case fullWide.MatchString(outsideQuotes(line)):
		return fmt.Sprintf(`%s is a full-width character; switch the input method and write = , [ ] # " instead`, fullWide.FindString(outsideQuotes(line)))
	case noSpace.MatchString(outsideQuotes(line)):
		return "there is a white space on the line that no TOML knows, such as a full-width one; delete it and write a plain one"
	case remark.MatchString(line):
		return remark.FindStringSubmatch(line)[1] + " begins no comment here; write # instead"
	case ownName.MatchString(line):
		return fmt.Sprintf("%s is no key; keys are English words, as in config.example.toml, and a remark begins with #", ownName.FindStringSubmatch(line)[1])
	}
	return adviceOnValue(line, column, text)
}

// adviceOnValue looks at what stands behind the equals sign.
func adviceOnValue(line string, column int, text string) string {
	switch {
	case (strings.Contains(text, "escape") || strings.Contains(text, "unicode")) && winPath.MatchString(line):
		return `\ means something else in "…"; write a Windows path in single quotes, for example file = 'C:\liubao\liubao.db', or with /`
	case strings.Contains(text, "impossible date") || strings.Contains(text, "month") && noDate.MatchString(line):
		return fmt.Sprintf("%s is no day of the calendar; write for example 2026-12-01", noDate.FindString(line))
	case slashDay.MatchString(line):
		m := slashDay.FindStringSubmatch(line)
		return fmt.Sprintf("write a day as %s-%02s-%02s", m[1], m[2], m[3])
	case strings.Contains(text, "expected to have the format YYYY-MM-DD") && shortDay.MatchString(line):
		m := shortDay.FindStringSubmatch(line)
		return fmt.Sprintf("write a day as %s-%02s-%02s", m[1], m[2], m[3])
	case spelled.MatchString(line):
		return fmt.Sprintf("%s is neither true nor false; write true or false, in small letters", spelled.FindStringSubmatch(line)[1])
	case bareWord.MatchString(line):
		return fmt.Sprintf(`%[1]s is text; write it in quotes: "%[1]s"`, bareWord.FindStringSubmatch(line)[1])
	case strings.Contains(text, "hour cannot") || strings.Contains(text, "minute cannot"):
		return `this is no time of day; write one from "00:00" to "23:59"`
	case bareHour.MatchString(line):
		return fmt.Sprintf(`write a time of day in quotes: "%05s"`, bareHour.FindStringSubmatch(line)[1])
	case strings.Contains(text, "leading zeroes") && zeroes.MatchString(line):
		return "a number has no zero in front; write for example 9, not 09"
	case strings.Contains(text, "unterminated") || strings.Contains(text, "cannot have new lines") || strings.Contains(text, "not terminated"):
		return `the text has no quotation mark at its end; write one: "…"`
	case strings.Contains(text, "array is incomplete"):
		return "the list has no end; write ] behind its last item"
	case strings.Contains(text, "after array value"):
		return "the list goes wrong here; write a comma between its items and ] behind the last one"
	case nothing.MatchString(line):
		return `there is nothing behind the equals sign; write a value, or put # in front of the line`
	case strings.Contains(text, "close table name"):
		return "the name of the table has no end; write it as [log], or [[areas]] for one of a list"
	case strings.Contains(text, "expected newline"):
		return fmt.Sprintf("there is more on the line than one value, from character %d on; write one key = value on each line", column)
	}
	return "cannot be read as TOML: " + text + `; write key = value, with text in quotes: format = "json"`
}

// lineOf returns the nth line, from 1.
func lineOf(data []byte, n int) string {
	lines := bytes.Split(data, []byte("\n"))
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimRight(string(lines[n-1]), "\r")
}

// outsideQuotes returns the line without its texts.
func outsideQuotes(line string) string {
	var out strings.Builder
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 0 {
			out.WriteString(part)
		}
	}
	return out.String()
}
