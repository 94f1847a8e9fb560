// Package codec writes what a button carries and reads it again: a struct of strings,
// whole numbers, truths, dates, periods and report keys, in their order. Only the last
// may be a string with full stops in it, which stand between them.
package codec

import (
	"reflect"
	"strconv"
	"strings"

	"liubao/plan"
	"liubao/reports"
)

// Period is a period's id, such as 2026-12-15, as a button carries it: 20261215.
type Period string

// Encode returns the fields of a struct as a button's data have them, "" for what is zero.
func Encode(a any) []string {
	var parts []string
	v := reflect.ValueOf(a)
	for i := range v.NumField() {
		parts = append(parts, encodeField(v.Field(i))...)
	}
	return parts
}

func encodeField(v reflect.Value) []string {
	switch x := v.Interface().(type) {
	case reports.Key:
		return []string{strings.ReplaceAll(x.Period, "-", ""), x.Duty, x.Subject}
	case Period:
		return []string{strings.ReplaceAll(string(x), "-", "")}
	case plan.Date:
		if x.IsZero() {
			return []string{""}
		}
		return []string{strings.ReplaceAll(x.String(), "-", "")}
	case bool:
		if x {
			return []string{"1"}
		}
		return []string{""}
	case string:
		return []string{x}
	}
	if n := v.Int(); n != 0 {
		return []string{strconv.FormatInt(n, 10)}
	}
	return []string{""}
}

// Decode reads into the struct that a points to what [Encode] writes, and what was
// written by hand before it: dates with hyphens, 0 for no. It reports false for
// anything else.
func Decode(parts []string, a any) bool {
	v := reflect.ValueOf(a).Elem()
	for i := range v.NumField() {
		n := 1
		if v.Field(i).Type() == reflect.TypeFor[reports.Key]() {
			n = 3
		}
		last := i == v.NumField()-1
		if last && v.Field(i).Kind() == reflect.String && len(parts) > 1 && n == 1 {
			parts = []string{strings.Join(parts, ".")}
		}
		here := make([]string, n)
		copy(here, parts)
		parts = parts[min(n, len(parts)):]
		if !decodeField(v.Field(i), here) {
			return false
		}
	}
	return len(parts) == 0
}

func decodeField(v reflect.Value, s []string) bool {
	switch v.Interface().(type) {
	case reports.Key:
		if s[0]+s[1]+s[2] == "" {
			return true
		}
		period, ok := datedPart(s[0])
		v.Set(reflect.ValueOf(reports.Key{Period: period, Duty: s[1], Subject: s[2]}))
		return ok && s[1] != ""
	case Period:
		period, ok := datedPart(s[0])
		v.SetString(period)
		return ok || s[0] == ""
	case plan.Date:
		if s[0] == "" {
			return true
		}
		text, ok := datedPart(s[0])
		d, err := plan.ParseDate(text)
		v.Set(reflect.ValueOf(d))
		return ok && err == nil
	case bool:
		v.SetBool(s[0] == "1")
		return s[0] == "1" || s[0] == "0" || s[0] == ""
	case string:
		v.SetString(s[0])
		return true
	}
	if s[0] == "" {
		return true
	}
	n, err := strconv.ParseInt(s[0], 10, 64)
	v.SetInt(n)
	return err == nil
}

// datedPart reads 20261215 as 2026-12-15. Some buttons of before have it written so.
func datedPart(s string) (string, bool) {
	if len(s) == len("2026-12-15") {
		s = strings.ReplaceAll(s, "-", "")
	}
	if len(s) != 8 {
		return "", false
	}
	if _, err := strconv.Atoi(s); err != nil {
		return "", false
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:], true
}
