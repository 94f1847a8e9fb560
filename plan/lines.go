package plan

import (
	"bytes"
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"
)

// keyLines returns the line of every key, table header and array element of a
// TOML document that is known to parse. Paths are written like areas[1].lead;
// the n-th table of an array is counted from 0.
func keyLines(data []byte) map[string]int {
	k := keyWalk{data: data, line: 1, lines: map[string]int{}, count: map[string]int{}}
	k.p.Reset(data)
	table := ""
	for k.p.NextExpression() {
		e := k.p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = k.header(e)
		case unstable.KeyValue:
			k.pair(table, e)
		}
	}
	return k.lines
}

// keyWalk walks a document once, counting lines as it goes.
type keyWalk struct {
	p     unstable.Parser
	data  []byte
	off   int // the offset up to which lines are counted
	line  int // the line at off
	lines map[string]int
	count map[string]int // array tables seen so far
}

// header records a table's header and returns the table's path.
func (k *keyWalk) header(e *unstable.Node) string {
	path := ""
	it := e.Key()
	for it.Next() {
		n := it.Node()
		path = join(path, string(n.Data))
		seen := k.count[path]
		if it.IsLast() && e.Kind == unstable.ArrayTable {
			k.count[path]++
			path += "[" + strconv.Itoa(seen) + "]"
		} else if seen > 0 {
			path += "[" + strconv.Itoa(seen-1) + "]"
		}
		k.mark(path, n.Raw)
	}
	return path
}

// pair records one key and what its value holds.
func (k *keyWalk) pair(table string, e *unstable.Node) {
	path := table
	it := e.Key()
	for it.Next() {
		path = join(path, string(it.Node().Data))
		k.mark(path, it.Node().Raw)
	}
	k.value(path, e.Value())
}

// value records the elements of an array and the keys of an inline table.
func (k *keyWalk) value(path string, v *unstable.Node) {
	it := v.Children()
	switch v.Kind {
	case unstable.Array:
		for i := 0; it.Next(); {
			n := it.Node()
			if n.Kind == unstable.Comment {
				continue
			}
			at := path + "[" + strconv.Itoa(i) + "]"
			if n.Raw.Length > 0 {
				k.mark(at, n.Raw)
			}
			k.value(at, n)
			i++
		}
	case unstable.InlineTable:
		for it.Next() {
			if it.Node().Kind == unstable.KeyValue {
				k.pair(path, it.Node())
			}
		}
	}
}

// mark records the line at which the range starts.
func (k *keyWalk) mark(path string, r unstable.Range) {
	to := int(r.Offset)
	if to < k.off {
		k.off, k.line = 0, 1
	}
	k.line += bytes.Count(k.data[k.off:to], []byte{'\n'})
	k.off = to
	if _, ok := k.lines[path]; !ok {
		k.lines[path] = k.line
	}
}

// join adds a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
