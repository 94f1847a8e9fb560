package plan

import (
	"cmp"
	"errors"
	"fmt"
	"liubao/internal/numbers"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"liubao/plan/tomlfile"
)

// Error is one mistake in a plan file.
type Error struct {
	File string
	Line int    // from 1
	Key  string // as the file writes it: starts, or [[areas]] lead
	Msg  string // what is wrong and what to write
}

func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
	}
	return fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Key, e.Msg)
}

// loader collects the mistakes of one file.
type loader struct {
	file string
	doc  *tomlfile.File
	errs []*Error
}

// fail records a mistake at the path, or at what the path stands in where the
// file does not write it.
func (l *loader) fail(path, format string, args ...any) {
	l.errs = append(l.errs, &Error{l.file, max(l.doc.Line(path), 1), label(path), fmt.Sprintf(format, args...)})
}

// err joins the mistakes in the order of the file.
func (l *loader) err() error {
	slices.SortStableFunc(l.errs, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	var errs []error
	for _, e := range l.errs {
		errs = append(errs, e)
	}
	return errors.Join(errs...)
}

var index = regexp.MustCompile(`\[\d+\]`)

// label writes a path as the file does: areas[1].lead becomes [[areas]] lead.
func label(path string) string {
	i := strings.LastIndex(path, "].")
	head, key := "", path
	if i >= 0 {
		head, key = path[:i+1], path[i+2:]
	} else if strings.HasSuffix(path, "]") && strings.Count(path, "[") == 1 {
		head, key = path, ""
	}
	key = index.ReplaceAllString(key, "")
	if head == "" {
		return key
	}
	return strings.TrimSuffix("[["+index.ReplaceAllString(head, "")+"]] "+key, " ")
}

// table reads one table's keys and notes those it was asked for.
type table struct {
	l     *loader
	path  string
	m     map[string]any
	known []string
}

// at returns the path of a key of the table.
func (t *table) at(key string) string { return tomlfile.Join(t.path, key) }

// get returns the key's value, nil where the file leaves it out.
func (t *table) get(key string) any {
	t.known = append(t.known, key)
	return t.m[key]
}

// wrong says that a value has the wrong type.
func (t *table) wrong(key, want string) { t.l.fail(t.at(key), "write %s", want) }

// str returns an optional text.
func (t *table) str(key string) string {
	v := t.get(key)
	s, ok := v.(string)
	if v != nil && !ok {
		t.wrong(key, `a text in quotes, such as `+key+` = "…"`)
	}
	if strings.TrimSpace(s) != s {
		t.l.fail(t.at(key), "remove the white space around %q", s)
	}
	return s
}

// need returns a text that must be there.
func (t *table) need(key string) string {
	s := t.str(key)
	if _, isText := t.m[key].(string); s == "" && (isText || t.m[key] == nil) {
		t.l.fail(t.at(key), `missing: write %s = "…"`, key)
	}
	return s
}

// num returns a whole number that must be there if needed.
func (t *table) num(key string, needed bool) int {
	v := t.get(key)
	n, ok := v.(int64)
	switch {
	case v == nil && needed:
		t.l.fail(t.at(key), "missing: write a whole number, such as %s = 1", key)
	case v != nil && !ok || int64(int(n)) != n:
		t.wrong(key, "a whole number, such as "+key+" = 1")
	}
	return int(n)
}

// flag returns a yes or no; no where the file leaves it out.
func (t *table) flag(key string) bool {
	v := t.get(key)
	b, ok := v.(bool)
	if v != nil && !ok {
		t.wrong(key, key+" = true or "+key+" = false")
	}
	return b
}

// date returns a day, zero where the file leaves it out.
func (t *table) date(key string) Date {
	switch v := t.get(key).(type) {
	case nil:
	case toml.LocalDate:
		return Date{v.Year, time.Month(v.Month), v.Day}
	case string:
		d, err := ParseDate(v)
		if err == nil {
			return d
		}
		t.l.fail(t.at(key), "%v", err)
	default:
		t.wrong(key, "a day, such as "+key+" = 2027-02-28")
	}
	return Date{}
}

// clock returns a time of day that must be there.
func (t *table) clock(key string) Clock {
	switch v := t.get(key).(type) {
	case nil:
		t.l.fail(t.at(key), `missing: write a time of day, such as %s = "17:30"`, key)
	case string:
		c, err := ParseClock(v)
		if err == nil {
			return c
		}
		t.l.fail(t.at(key), "%v", err)
	default:
		t.wrong(key, `a time of day in quotes, such as `+key+` = "17:30"`)
	}
	return Clock{}
}

// decimal returns an exact number, nil where the file leaves it out.
func (t *table) decimal(key string) *Number {
	var s string
	switch v := t.get(key).(type) {
	case nil:
		return nil
	case int64:
		s = strconv.FormatInt(v, 10)
	case float64:
		s = strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		s = v
	default:
		t.wrong(key, "a number, such as "+key+" = 15")
		return nil
	}
	n, err := numbers.Parse(s)
	if err != nil {
		t.l.fail(t.at(key), "%v", err)
		return nil
	}
	return &n
}

// strs returns a list of texts, none of them empty.
func (t *table) strs(key string) []string {
	var out []string
	for i, v := range t.list(key, `["…", "…"]`) {
		s, ok := v.(string)
		if !ok || strings.TrimSpace(s) != s || s == "" {
			t.l.fail(t.at(key)+"["+strconv.Itoa(i)+"]", "write a text in quotes, not empty and without white space around it")
		}
		out = append(out, s)
	}
	return out
}

// nums returns a list of whole numbers.
func (t *table) nums(key string) []int {
	var out []int
	for i, v := range t.list(key, "[15, 30]") {
		n, ok := v.(int64)
		if !ok || int64(int(n)) != n {
			t.l.fail(t.at(key)+"["+strconv.Itoa(i)+"]", "write whole numbers, such as %s = [15, 30]", key)
		}
		out = append(out, int(n))
	}
	return out
}

func (t *table) list(key, example string) []any {
	v := t.get(key)
	l, ok := v.([]any)
	if v != nil && !ok {
		t.wrong(key, "a list, such as "+key+" = "+example)
	}
	return l
}

// tables returns the tables written [[key]].
func (t *table) tables(key string) []*table {
	var out []*table
	for i, v := range t.list(key, "tables with the header [["+key+"]]") {
		path := t.at(key) + "[" + strconv.Itoa(i) + "]"
		m, ok := v.(map[string]any)
		if !ok {
			t.l.fail(path, "write tables with the header [[%s]]", key)
		}
		out = append(out, &table{l: t.l, path: path, m: m})
	}
	return out
}

// done reports the keys that nothing asked for.
func (t *table) done() {
	for key := range t.m {
		if !slices.Contains(t.known, key) {
			t.l.fail(t.at(key), "unknown key; write one of %s", strings.Join(t.known, ", "))
		}
	}
}
