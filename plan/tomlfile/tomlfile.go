// Package tomlfile reads TOML files that people write: the values, the line on
// which each stands, and, where a file is no TOML, what to write instead.
//
// Promises: every key, table and list item that a file writes has a line;
// what cannot be read has the line on which reading ended and a sentence for
// somebody who has never heard of TOML; a byte order mark is no mistake.
package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/creachadair/tomledit/parser"
	"github.com/creachadair/tomledit/scanner"
	"github.com/pelletier/go-toml/v2"
)

// File is a TOML file's content.
type File struct {
	Values map[string]any

	lines map[string]int // by path: reminders.ladder[0].at
}

// Mistake is the reason for which a file cannot be read.
type Mistake struct {
	Line int // from 1
	Text string
}

func (m *Mistake) Error() string { return fmt.Sprintf("line %d: %s", m.Line, m.Text) }

// mark is what some editors write before a text to say that it is UTF-8.
var mark = []byte("\xef\xbb\xbf")

// Read takes a file apart. Its error is a [*Mistake].
func Read(data []byte) (*File, error) {
	data = bytes.TrimPrefix(data, mark)
	if m := encoding(data); m != nil {
		return nil, m
	}
	f := &File{Values: map[string]any{}, lines: map[string]int{}}
	if err := toml.Unmarshal(data, &f.Values); err != nil {
		return nil, explain(data, err)
	}
	items, err := parser.New(bytes.NewReader(data)).Items()
	if err != nil {
		return nil, apart(data, err)
	}
	w := walk{lines: f.lines, count: map[string]int{}}
	for _, item := range items {
		w.item(item)
	}
	return f, nil
}

// explain turns the reader's error into a mistake.
func explain(data []byte, err error) *Mistake {
	m := &Mistake{Line: 1}
	text := strings.TrimPrefix(err.Error(), "toml: ")
	column := 0
	if at, ok := errors.AsType[*toml.DecodeError](err); ok {
		m.Line, column = at.Position()
	}
	m.Text = advice(data, m.Line, column, text)
	return m
}

// offset is how the parser says where it ended: it knows TOML 1.0 alone, and
// the reader before it more (a time of day without seconds).
var offset = regexp.MustCompile(`offset (\d+): (.*)`)

// apart turns the parser's error into a mistake.
func apart(data []byte, err error) *Mistake {
	m := &Mistake{Line: 1}
	text := err.Error()
	if at := offset.FindStringSubmatch(text); at != nil {
		n, _ := strconv.Atoi(at[1])
		m.Line, text = 1+bytes.Count(data[:min(n, len(data))], []byte("\n")), at[2]
	}
	m.Text = advice(data, m.Line, 0, text)
	return m
}

// Line returns the line of the path, or of the nearest table around it; 0
// where the file says nothing of it.
func (f *File) Line(path string) int {
	for path != "" {
		if n, ok := f.lines[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 0
}

// Has reports whether the file says anything at the path.
func (f *File) Has(path string) bool {
	_, ok := f.lines[path]
	return ok
}

// Join adds a key to a path.
func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Index adds a list item, counted from 0, to a path.
func Index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// walk notes the line of every table, key and list item, the first time that
// it is named.
type walk struct {
	lines map[string]int
	count map[string]int // how many tables of a list have begun
	table string         // the path of the table that the lines below belong to
	// more is how many lines texts in ''' have taken so far: tomledit counts
	// those of """ alone.
	more int
}

func (w *walk) item(item parser.Item) {
	switch item := item.(type) {
	case *parser.Heading:
		w.heading(item)
	case *parser.KeyValue:
		w.pair(w.table, item)
	}
}

// heading enters a table. A name that is a list of tables stands for its
// latest one.
func (w *walk) heading(h *parser.Heading) {
	path := ""
	for i, name := range h.Name {
		path = Join(path, name)
		seen := w.count[path]
		switch {
		case i == len(h.Name)-1 && h.IsArray:
			w.count[path]++
			w.note(path, h.Line)
			path = Index(path, seen)
		case seen > 0:
			path = Index(path, seen-1)
		}
		w.note(path, h.Line)
	}
	w.table = path
}

func (w *walk) pair(table string, kv *parser.KeyValue) {
	path := table
	for _, name := range kv.Name {
		path = Join(path, name)
		w.note(path, kv.Line)
	}
	w.value(path, kv.Value.X)
}

// value notes what stands inside a list or a table on one line.
func (w *walk) value(path string, v parser.Datum) {
	switch v := v.(type) {
	case parser.Array:
		i := 0
		for _, item := range v {
			if x, ok := item.(parser.Value); ok { // the others are comments
				w.note(Index(path, i), x.Line)
				w.value(Index(path, i), x.X)
				i++
			}
		}
	case parser.Inline:
		for _, kv := range v {
			w.pair(path, kv)
		}
	case parser.Token:
		if v.Type == scanner.MLString {
			w.more += strings.Count(v.String(), "\n")
		}
	}
}

func (w *walk) note(path string, line int) {
	if _, ok := w.lines[path]; !ok {
		w.lines[path] = line + w.more
	}
}
