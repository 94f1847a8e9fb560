package config

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"liubao/plan"
)

// The decoder fills a struct from a document and notes every mistake instead
// of stopping at the first. A field's tags are toml, its key, and eg, a value
// as it would stand in the file, shown when something else stands there.

// fill sets the struct's fields from the table at path.
func (d *document) fill(path string, table map[string]any, into reflect.Value) {
	keys := map[string]int{}
	for i := range into.NumField() {
		if name := into.Type().Field(i).Tag.Get("toml"); name != "" {
			keys[name] = i
		}
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		i, ok := keys[name]
		if !ok {
			d.bad(join(path, name), "%s", unknown(name, slices.Sorted(maps.Keys(keys))))
			continue
		}
		d.set(join(path, name), table[name], into.Field(i), name+" = "+into.Type().Field(i).Tag.Get("eg"))
	}
}

// set sets one field from a raw value.
func (d *document) set(path string, raw any, into reflect.Value, example string) {
	switch p := into.Addr().Interface().(type) {
	case *time.Duration:
		assign(d, path, raw, p, duration, example)
		return
	case *plan.Clock:
		assign(d, path, raw, p, clock, example)
		return
	case *plan.Date:
		assign(d, path, raw, p, date, example)
		return
	case *time.Time:
		assign(d, path, raw, p, instant, example)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		if table, ok := raw.(map[string]any); ok {
			d.fill(path, table, into)
			return
		}
		d.bad(path, "is a table; write its keys under a line [%s]", path)
	case reflect.Slice:
		d.list(path, raw, into, example)
	case reflect.Map:
		d.table(path, raw, into, example)
	default:
		d.plain(path, raw, into, example)
	}
}

// plain sets text, whole numbers, decimals and switches.
func (d *document) plain(path string, raw any, into reflect.Value, example string) {
	switch into.Kind() {
	case reflect.String:
		if s, ok := raw.(string); ok {
			into.SetString(s)
			return
		}
		d.bad(path, "%s is not text in quotes; write for example %s", show(raw), example)
	case reflect.Bool:
		if b, ok := raw.(bool); ok {
			into.SetBool(b)
			return
		}
		d.bad(path, "%s is neither true nor false; write for example %s", show(raw), example)
	case reflect.Int:
		if n, ok := raw.(int64); ok {
			into.SetInt(n)
			return
		}
		d.bad(path, "%s is not a whole number; write for example %s", show(raw), example)
	case reflect.Float64:
		switch n := raw.(type) {
		case int64:
			into.SetFloat(float64(n))
			return
		case float64:
			if !math.IsNaN(n) && !math.IsInf(n, 0) {
				into.SetFloat(n)
				return
			}
		}
		d.bad(path, "%s is not a number; write for example %s", show(raw), example)
	default:
		panic("config: no rule for a field of type " + into.Type().String())
	}
}

// list sets a slice; one that is given replaces the default as a whole.
func (d *document) list(path string, raw any, into reflect.Value, example string) {
	items, ok := raw.([]any)
	if !ok {
		if elem := into.Type().Elem(); elem.Kind() == reflect.Struct && elem.Field(0).Tag.Get("toml") != "" {
			d.bad(path, "is a list of tables; begin each with a line [[%s]]", path)
			return
		}
		d.bad(path, "%s is not a list; write for example %s", show(raw), example)
		return
	}
	out := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		d.set(index(path, i), item, out.Index(i), example)
	}
	into.Set(out)
}

// table sets a map from names the plan chose to plain values.
func (d *document) table(path string, raw any, into reflect.Value, example string) {
	items, ok := raw.(map[string]any)
	if !ok {
		d.bad(path, "is a table; write its keys under a line [%s]", path)
		return
	}
	out := reflect.MakeMapWithSize(into.Type(), len(items))
	_, value, _ := strings.Cut(example, " = ")
	for name, item := range items {
		v := reflect.New(into.Type().Elem()).Elem()
		d.set(join(path, name), item, v, name+" = "+value)
		out.SetMapIndex(reflect.ValueOf(name), v)
	}
	into.Set(out)
}

// assign sets a value that has a reader of its own.
func assign[T any](d *document, path string, raw any, into *T, read func(any) (T, bool), example string) {
	v, ok := read(raw)
	if !ok {
		d.bad(path, "%s is not %s; write for example %s", show(raw), nameOf(into), example)
		return
	}
	*into = v
}

func nameOf(into any) string {
	switch into.(type) {
	case *time.Duration:
		return "a length of time with its unit"
	case *plan.Clock:
		return "a time of day from 00:00 to 23:59"
	case *plan.Date:
		return "a day of the calendar"
	default:
		return "a moment with its offset from UTC"
	}
}

func duration(raw any) (time.Duration, bool) {
	s, _ := raw.(string)
	v, err := time.ParseDuration(s)
	return v, err == nil
}

func clock(raw any) (plan.Clock, bool) {
	s, _ := raw.(string)
	if t, ok := raw.(toml.LocalTime); ok && t.Second == 0 && t.Nanosecond == 0 {
		s = fmt.Sprintf("%02d:%02d", t.Hour, t.Minute)
	}
	v, err := plan.ParseClock(s)
	return v, err == nil
}

func date(raw any) (plan.Date, bool) {
	s, _ := raw.(string)
	if l, ok := raw.(toml.LocalDate); ok {
		s = l.String()
	}
	v, err := plan.ParseDate(s)
	return v, err == nil
}

func instant(raw any) (time.Time, bool) {
	switch v := raw.(type) {
	case time.Time:
		return v, true
	case string:
		t, err := time.Parse(time.RFC3339, v)
		return t, err == nil
	}
	return time.Time{}, false
}

// show writes a raw value as it stands in a file, cut to a readable length.
func show(raw any) string {
	switch v := raw.(type) {
	case string:
		if r := []rune(v); len(r) > 40 {
			v = string(r[:40]) + "…"
		}
		return fmt.Sprintf("%q", v)
	case map[string]any:
		return "a table"
	case []any:
		return "a list"
	}
	return fmt.Sprint(raw)
}

// tablesWith returns the tables that have the key, or are called so, as they
// stand in a file: keys are often written above the line of their table, or
// tables within another.
func tablesWith(name string) []string {
	var out []string
	for table := range reflect.TypeFor[Config]().Fields() {
		t := table.Tag.Get("toml")
		if t == "" {
			continue
		}
		if t == name {
			return []string{"[" + t + "]"}
		}
		if table.Type.Kind() != reflect.Struct {
			continue
		}
		for key := range table.Type.Fields() {
			if key.Tag.Get("toml") == name {
				out = append(out, "["+t+"]")
			}
		}
	}
	return out
}

// unknown says what to write instead of a key that does not exist.
func unknown(name string, keys []string) string {
	if name == "token" {
		return "the token never stands in this file; write it into a file of mode 0600 and name that with token_file, or set LIUBAO_TOKEN"
	}
	switch tables := tablesWith(name); len(tables) {
	case 0:
	case 1:
		return "there is no such key here; write it under a line " + tables[0]
	default:
		return "there is no such key here; write it under one of the lines " + strings.Join(tables, ", ")
	}
	for _, k := range keys {
		if n := plan.Distance(strings.ToLower(name), k); n <= 2 && 2*n <= len(k) {
			return fmt.Sprintf("there is no such key; did you mean %s?", k)
		}
	}
	return "there is no such key; the keys here are " + strings.Join(keys, ", ")
}
