package codec

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
)

// Buttons that were written by hand before there was a codec stay on screens for as
// long as people scroll back: they are understood, and what makes no sense is not.
func TestButtonsOfBefore(t *testing.T) {
	type onOff struct {
		On   bool
		Name string
	}
	type preview struct {
		What   string
		Period Period
	}
	type review struct {
		Key     reports.Key
		Version int
		What    string
		Mask    string
	}
	for data, want := range map[string]any{
		"se.0.digest":                       onOff{false, "digest"},
		"se.1.digest":                       onOff{true, "digest"},
		"ru.d.2026-12-15":                   preview{"d", "2026-12-15"},
		"ru.d.20261215":                     preview{"d", "2026-12-15"},
		"rv.20261215.progress.a1.0.c":       review{reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}, 0, "c", ""},
		"rv.20261215.progress.a1":           review{Key: reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}},
		"rv.20261215.progress.a1.3.r.0":     review{reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}, 3, "r", "0"},
		"ru.d.2026-1-15":                    nil,
		"ru.d.2026-12-1x":                   nil,
		"se.2.digest":                       nil,
		"rv.20261215.progress.a1.x.c":       nil,
		"rv.20261215.progress.a1.3.r.0.1.2": review{reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}, 3, "r", "0.1.2"},
	} {
		parts := strings.Split(data, ".")
		var v any
		switch parts[0] {
		case "se":
			v = new(onOff)
		case "ru":
			v = new(preview)
		case "rv":
			v = new(review)
		default:
			t.Fatal(data)
		}
		ok := Decode(parts[1:], v)
		require.Equal(t, want != nil, ok, data)
		if ok {
			require.Equal(t, want, reflect.ValueOf(v).Elem().Interface(), data)
		}
	}
}
