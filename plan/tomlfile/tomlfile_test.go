package tomlfile

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatIsNoTOML: each way in which a file goes wrong is told with what to
// write, and with the line it is on.
func TestWhatIsNoTOML(t *testing.T) {
	for _, c := range []struct {
		name, in string
		line     int
		want     string
	}{
		{"UTF-16", "\xff\xfea\x00", 1, "is saved as UTF-16; save it as UTF-8 in the editor"},
		{"GBK", "a = 1\nb = \"\xc4\xe3\xba\xc3\"", 2, "is not UTF-8, probably GBK (ANSI); save it as UTF-8 in the editor"},
		{"GBK in a comment", "# \xc4\xe3\xba\xc3\na = 1", 1, "is not UTF-8, probably GBK (ANSI); save it as UTF-8 in the editor"},
		{"curly quotes", "a = 1\nb = “x”", 2, `“ is a quotation mark for prose; write straight ones: "…"`},
		{"full-width equals sign", "b ＝ 1", 1, `＝ is a full-width character; switch the input method and write = , [ ] # " instead`},
		{"full-width comment sign", "；x", 1, `； is a full-width character; switch the input method and write = , [ ] # " instead`},
		{"comment of another format", "a = 1\n; b = 2", 2, "; begins no comment here; write # instead"},
		{"YAML table", "telegram:\n  api: x\n", 1, `"telegram:" looks like YAML; write TOML instead: a line [telegram] for a table, telegram = … for a key`},
		{"YAML key", "[log]\nlevel: info", 2, `"level: info" looks like YAML; write TOML instead: a line [level] for a table, level = … for a key`},
		{"JSON", " {\"log\": {}}", 1, `looks like JSON; write TOML instead: a line [log], below it level = "info"`},
		{"month 13", "a = 2026-13-01", 1, "2026-13-01 is no day of the calendar; write for example 2026-12-01"},
		{"30 February", "a = 2026-02-30", 1, "2026-02-30 is no day of the calendar; write for example 2026-12-01"},
		{"day with slashes", "a = 2026/12/1", 1, "write a day as 2026-12-01"},
		{"day with dots", "a = 2026.12.1", 1, "write a day as 2026-12-01"},
		{"Windows path", `a = "C:\data\x.db"`, 1, `\ means something else in "…"; write a Windows path in single quotes, for example file = 'C:\liubao\liubao.db', or with /`},
		{"Windows path of a user", `a = "C:\Users\x"`, 1, `\ means something else in "…"; write a Windows path in single quotes, for example file = 'C:\liubao\liubao.db', or with /`},
		{"True", "a = True", 1, "True is neither true nor false; write true or false, in small letters"},
		{"yes", "a = yes # really", 1, "yes is neither true nor false; write true or false, in small letters"},
		{"hour 25", "a = 25:00:00", 1, `this is no time of day; write one from "00:00" to "23:59"`},
		{"leading zero", "a = 09", 1, "a number has no zero in front; write for example 9, not 09"},
		{"no closing quote", "a = \"x\nb = 1", 1, `the text has no quotation mark at its end; write one: "…"`},
		{"no closing single quote", "a = 'x", 1, `the text has no quotation mark at its end; write one: "…"`},
		{"no closing bracket", "a = [1,\n2", 2, "the list has no end; write ] behind its last item"},
		{"no value", "a = ", 1, `there is nothing behind the equals sign; write a value, or put # in front of the line`},
		{"no end of a table's name", "[log", 1, "the name of the table has no end; write it as [log], or [[areas]] for one of a list"},
		{"two on a line", "a = 1 b = 2", 1, "there is more on the line than one value, from character 7 on; write one key = value on each line"},
		{"a key twice", "a = 1\na = 2", 2, "key a is already defined; leave one of the two"},
		{"a table twice", "[a]\nx = 1\n[a]", 3, "table a already exists; leave one of the two"},
		{"text without quotes", "a = json", 1, `json is text; write it in quotes: "json"`},
		{"text that begins like infinity", "a = info # often", 1, `info is text; write it in quotes: "info"`},
		{"comment of programs", "a = 1\n// b", 2, "// begins no comment here; write # instead"},
		{"XML", "<a/>", 1, `looks like XML; write TOML instead: a line [log], below it level = "info"`},
		{"full-width space", "[a]\n\u3000b = 1", 2, "there is a white space on the line that no TOML knows, such as a full-width one; delete it and write a plain one"},
		{"hard space", "a = 1\u00a0", 1, "there is a white space on the line that no TOML knows, such as a full-width one; delete it and write a plain one"},
		{"full-width digit", "a = ６", 1, `６ is a full-width character; switch the input method and write = , [ ] # " instead`},
		{"full-width bracket", "【a】", 1, `【 is a full-width character; switch the input method and write = , [ ] # " instead`},
		{"key in Chinese", "a = 1\n代理 = \"\"", 2, "代理 is no key; keys are English words, as in config.example.toml, and a remark begins with #"},
		{"table in Chinese", "[电报]", 1, "电报 is no key; keys are English words, as in config.example.toml, and a remark begins with #"},
		{"number in Chinese", "a = 六 # six", 1, `六 is text; write it in quotes: "六"`},
		{"day without zeroes", "a = 2026-12-1", 1, "write a day as 2026-12-01"},
		{"day without zeroes in a list", "a = [2026-1-1]", 1, "write a day as 2026-01-01"},
		{"time of day without quotes", "[a]\nb = 9:30", 2, `write a time of day in quotes: "09:30"`},
		{"time of day without quotes or seconds", "[a]\nb = 17:30", 2, `write a time of day in quotes: "17:30"`},
		{"no value before a comment", "a = # one\nb = 1", 1, `there is nothing behind the equals sign; write a value, or put # in front of the line`},
		{"no value and more lines", "a =\nb = 1", 1, `there is nothing behind the equals sign; write a value, or put # in front of the line`},
		{"no comma in a list", "a = [1\n2]", 2, "the list goes wrong here; write a comma between its items and ] behind the last one"},
		{"anything else", "a = ?", 1, `cannot be read as TOML: unexpected character U+003F '?' at start of value; write key = value, with text in quotes: format = "json"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte(c.in))
			var m *Mistake
			require.ErrorAs(t, err, &m)
			assert.Equal(t, Mistake{c.line, c.want}, *m)
		})
	}
}

func TestAMarkOfUTF8IsNoMistake(t *testing.T) {
	f, err := Read([]byte("\xef\xbb\xbf# 注释\r\n[log]\r\nlevel = \"info\"\r\n"))
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"log": map[string]any{"level": "info"}}, f.Values)
	assert.Equal(t, 3, f.Line("log.level"))
}

func TestLines(t *testing.T) {
	f, err := Read([]byte("a.b = 1 # one\n\nlist = [\n 1, # first\n # between\n {x = 2},\n]\n[[t]]\n[[t]]\ny = '''\n\n'''\n[t.sub]\nz = 3\n[[t.more]]\n[t.more.k]\n"))
	require.NoError(t, err)
	for path, line := range map[string]int{
		"a": 1, "a.b": 1, "list": 3, "list[0]": 4, "list[1]": 6, "list[1].x": 6, "list[7].x": 3,
		"t": 8, "t[0]": 8, "t[1]": 9, "t[1].y": 10, "t[1].sub": 13, "t[1].sub.z": 14, "t[1].more[0]": 15, "t[1].more[0].k": 16,
		"nothing": 0, "": 0,
	} {
		assert.Equal(t, line, f.Line(path), path)
	}
	assert.True(t, f.Has("t[1].sub.z"))
	assert.False(t, f.Has("t[1].sub.y"))
}

// FuzzRead: whatever a file holds, its values have lines of it, and its
// mistakes too.
func FuzzRead(f *testing.F) {
	// Short ones: the shipped plan would take the fuzzer a second each time.
	f.Add([]byte("[log]\nlevel = \"info\" # 注释\n[calendar]\nholidays = [2027-01-01,\n2027-01-02]\n"))
	f.Add([]byte("a.b = [{c = 1}, [2, {}]]\n[[t]]\n[t.x]\n[[t]]\n[t.x]\ny = \"\"\"\nz\"\"\""))
	f.Add([]byte("a = “x”"))
	f.Fuzz(func(t *testing.T, data []byte) {
		last := 1 + strings.Count(string(data), "\n")
		doc, err := Read(data)
		if err != nil {
			var m *Mistake
			require.ErrorAs(t, err, &m)
			require.GreaterOrEqual(t, m.Line, 1)
			require.LessOrEqual(t, m.Line, last)
			require.NotEmpty(t, m.Text)
			return
		}
		for key := range doc.Values {
			if strings.ContainsAny(key, ".[") {
				continue // a quoted key that looks like a path
			}
			require.GreaterOrEqual(t, doc.Line(key), 1, key)
			require.LessOrEqual(t, doc.Line(key), last, key)
		}
	})
}
