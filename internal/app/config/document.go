package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// document is a TOML file as values, with the line of every key in it.
type document struct {
	file     string
	values   map[string]any
	lines    map[string]int // by path: reminders.ladder[0].at
	problems Problems
}

// read parses the bytes. What is not TOML at all is the only problem then.
func read(file string, data []byte) (*document, error) {
	d := &document{file: file, values: map[string]any{}, lines: map[string]int{}}
	if err := toml.Unmarshal(data, &d.values); err != nil {
		return nil, Problems{syntax(file, err)}
	}
	if err := d.locate(data); err != nil {
		return nil, Problems{{File: file, Text: "cannot be read as TOML: " + err.Error()}}
	}
	return d, nil
}

func syntax(file string, err error) Problem {
	p := Problem{File: file, Text: "cannot be read as TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		p.Line, _ = at.Position()
		p.Text += `; write key = value, with text in quotes: format = "json"`
	}
	return p
}

// locate notes the line of every table and key.
func (d *document) locate(data []byte) error {
	var p unstable.Parser
	p.Reset(data)
	table := ""
	arrays := map[string]int{} // how many tables of an array have begun
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			path, line := d.path(&p, data, "", e.Key(), arrays)
			if e.Kind == unstable.ArrayTable {
				arrays[path]++
				path = index(path, arrays[path]-1)
			}
			table = path
			d.note(path, line)
		case unstable.KeyValue:
			d.keyValue(&p, data, table, e, arrays)
		default: // comments have no key
		}
	}
	return p.Error()
}

// keyValue notes the key's line, and those of the keys inside its value.
func (d *document) keyValue(p *unstable.Parser, data []byte, table string, e *unstable.Node, arrays map[string]int) {
	path, line := d.path(p, data, table, e.Key(), arrays)
	d.note(path, line)
	d.inside(p, data, path, e.Value())
}

func (d *document) inside(p *unstable.Parser, data []byte, path string, v *unstable.Node) {
	children := v.Children()
	switch v.Kind {
	case unstable.InlineTable:
		for children.Next() {
			d.keyValue(p, data, path, children.Node(), nil)
		}
	case unstable.Array:
		for i := 0; children.Next(); i++ {
			n := children.Node()
			if n.Raw.Length > 0 {
				d.note(index(path, i), lineAt(data, n.Raw))
			}
			d.inside(p, data, index(path, i), n)
		}
	default: // a plain value has nothing inside
	}
}

// path joins the keys to a dotted path; a name that is an array of tables
// stands for its latest element.
func (d *document) path(p *unstable.Parser, data []byte, table string, keys unstable.Iterator, arrays map[string]int) (string, int) {
	path, line := table, 0
	for keys.Next() {
		if n := arrays[path]; n > 0 && path != table {
			path = index(path, n-1)
		}
		path = join(path, string(keys.Node().Data))
		line = lineAt(data, keys.Node().Raw)
	}
	return path, line
}

func (d *document) note(path string, line int) {
	if _, ok := d.lines[path]; !ok {
		d.lines[path] = line
	}
}

func lineAt(data []byte, r unstable.Range) int {
	return 1 + bytes.Count(data[:r.Offset], []byte("\n"))
}

func join(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// line returns the path's line, or that of the nearest table around it; 0
// where the file says nothing of it.
func (d *document) line(path string) int {
	for path != "" {
		if n, ok := d.lines[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 0
}

// has reports whether the file says anything at the path.
func (d *document) has(path string) bool {
	_, ok := d.lines[path]
	return ok
}

// bad notes a problem with the key, the first one found only: what follows
// from it would not help.
func (d *document) bad(path, format string, args ...any) {
	if slices.ContainsFunc(d.problems, func(p Problem) bool { return p.Key == path }) {
		return
	}
	d.problems = append(d.problems, Problem{
		File: d.file, Line: d.line(path), Key: path, Text: fmt.Sprintf(format, args...),
	})
}
