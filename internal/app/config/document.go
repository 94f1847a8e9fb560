package config

import (
	"errors"
	"fmt"
	"slices"

	"liubao/plan/tomlfile"
)

// document is a configuration file, and what is wrong with it.
type document struct {
	file     string
	toml     *tomlfile.File
	problems Problems
}

// read parses the bytes. What is not TOML at all is the only problem then.
func read(file string, data []byte) (*document, error) {
	f, err := tomlfile.Read(data)
	if err != nil {
		m, _ := errors.AsType[*tomlfile.Mistake](err) // Read has no other errors
		return nil, Problems{{File: file, Line: m.Line, Text: m.Text}}
	}
	return &document{file: file, toml: f}, nil
}

func join(table, key string) string { return tomlfile.Join(table, key) }

func index(path string, i int) string { return tomlfile.Index(path, i) }

// line returns the path's line, or that of the nearest table around it; 0
// where the file says nothing of it.
func (d *document) line(path string) int { return d.toml.Line(path) }

// has reports whether the file says anything at the path.
func (d *document) has(path string) bool { return d.toml.Has(path) }

// Mistake returns a problem with the key, as it shows once the file has been
// read: that a place cannot be used, for example.
func (c *Config) Mistake(key, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	file := c.doc.file
	if file == noFile {
		file = ""
	}
	return Problem{File: file, Line: c.doc.line(key), Key: key, Text: err.Error(), cause: errors.Unwrap(err)}
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
