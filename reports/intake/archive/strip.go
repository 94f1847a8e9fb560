package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"liubao/reports/intake/document"
)

// maxTag is the longest tag that is taken.
const maxTag = 1 << 20

// Repack writes a new archive, without packing, that holds the parts alone,
// each looked over as [Reader] looks over what it reads. Sheets lose their empty
// cells and rows on the way: a ledger whose borders were drawn down to row
// 65,536 is tens of megabytes of nothing. It is for libraries that want an
// archive of their own and know no limits. hidden holds the columns of each
// sheet that are not shown.
func (a *Archive) Repack(parts []string, sheets map[string]bool) (_ []byte, hidden map[string][]Columns, _ error) {
	hidden = map[string][]Columns{}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range parts {
		if !a.Has(name) {
			continue
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, nil, fmt.Errorf("repack: %w", err)
		}
		if hidden[name], err = a.copyPart(w, name, sheets[name]); err != nil {
			return nil, nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, nil, fmt.Errorf("repack: %w", err)
	}
	return out.Bytes(), hidden, nil
}

// Columns is a run of a sheet's columns, counted from 1.
type Columns struct{ From, To int }

func (a *Archive) copyPart(w io.Writer, name string, sheet bool) ([]Columns, error) {
	r, err := a.stream(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	s := &stripper{in: bufio.NewReaderSize(io.LimitReader(r, a.lim.Total), 64<<10), out: w, a: a, sheet: sheet}
	if head, err := s.in.Peek(2); err == nil && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		s.in = bufio.NewReader(transform.NewReader(s.in, unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder()))
	}
	if err := s.copy(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("part %q: %w", name, err)
	}
	return s.hidden, nil
}

// stripper copies XML tag by tag.
type stripper struct {
	in    *bufio.Reader
	out   io.Writer
	a     *Archive
	sheet bool
	depth int
	held  [][]byte // start tags of a row and a cell in it that may be empty

	hidden []Columns
}

// copy returns io.EOF at the end.
func (s *stripper) copy() error {
	for {
		text, err := s.until('<')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(bytes.TrimSpace(text)) > 0 || len(s.held) == 0 {
			if err := s.write(text); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		tag, err := s.tag()
		if err != nil {
			return err
		}
		if err := s.take(tag); err != nil {
			return err
		}
	}
}

// until reads up to a mark, which it leaves out.
func (s *stripper) until(mark byte) ([]byte, error) {
	var text []byte
	for {
		more, err := s.in.ReadSlice(mark)
		if text = append(text, more...); len(text) > s.a.left {
			return nil, s.swollen()
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(text, []byte{mark}), err
		}
	}
}

func (s *stripper) swollen() error {
	return document.Refuse(document.Swollen, "more than %d bytes of XML", s.a.lim.XML)
}

// tag reads the rest of a tag whose < was read, and gives it back whole.
func (s *stripper) tag() ([]byte, error) {
	tag := []byte{'<'}
	quote, quotes := byte(0), 0
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return nil, document.Refuse(document.Damaged, "xml ends within a tag")
		}
		tag = append(tag, c)
		special := len(tag) > 1 && tag[1] == '!'
		switch {
		case special && c == '>' && ended(tag):
			return tag, nil
		case special:
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
			quotes++
		case c == '>':
			return tag, nil
		}
		if len(tag) > maxTag || quotes > maxQuotes {
			return nil, document.Refuse(document.Deep, "a tag of %d bytes", len(tag))
		}
	}
}

// ended reports whether a comment, a piece of raw text or a declaration is at
// its end.
func ended(tag []byte) bool {
	switch {
	case bytes.HasPrefix(tag, []byte("<!--")):
		return len(tag) > 6 && bytes.HasSuffix(tag, []byte("-->"))
	case bytes.HasPrefix(tag, []byte("<![CDATA[")):
		return bytes.HasSuffix(tag, []byte("]]>"))
	}
	return true
}

// take copies a tag, or holds or drops it where a row or cell is empty.
func (s *stripper) take(tag []byte) error {
	switch {
	case bytes.HasPrefix(tag, []byte("<?")), bytes.HasPrefix(tag, []byte("<!--")):
		return nil // what declares an encoding would no longer be true
	case bytes.HasPrefix(tag, []byte("<![CDATA[")):
		return s.write(tag)
	case bytes.HasPrefix(tag, []byte("<!")):
		return document.Refuse(document.Entities, "a document type declaration")
	}
	closing, single := tag[1] == '/', tag[len(tag)-2] == '/'
	if closing {
		s.depth--
	} else if !single {
		if s.depth++; s.depth > s.a.lim.Depth {
			return document.Refuse(document.Deep, "more than %d levels", s.a.lim.Depth)
		}
	}
	if !s.sheet {
		if local(tag) == "numFmt" {
			tag = escaped(tag)
		}
		return s.write(tag)
	}
	switch n := local(tag); {
	case n == "col":
		s.column(tag)
		return s.write(tag)
	case n != "c" && n != "row":
		return s.write(tag)
	case single && (n == "c" || bytes.Contains(tag, []byte(" r="))):
		return nil
	case closing && len(s.held) > 0:
		s.held = s.held[:len(s.held)-1]
		return nil
	case closing || single || n == "row" && !bytes.Contains(tag, []byte(" r=")):
		return s.write(tag) // a row without a number counts, empty or not
	}
	s.held = append(s.held, tag)
	if len(s.held) > 2 {
		return document.Refuse(document.Damaged, "cells within cells")
	}
	return nil
}

// escaped writes a number format's ! as \, which says the same and is known to the
// library: Excel writes 0!.0,"万元" where a comma in the wrong place makes 万元 of 元.
func escaped(tag []byte) []byte {
	parts := bytes.Split(tag, []byte("&quot;"))
	for i := 0; i < len(parts); i += 2 { // what stands in quotes is shown as it is
		parts[i] = bytes.ReplaceAll(parts[i], []byte("!"), []byte(`\`))
	}
	return bytes.Join(parts, []byte("&quot;"))
}

// attribute finds the numbers in a column's tag.
var attribute = regexp.MustCompile(`\s(min|max|hidden)=["'](\d+|true)["']`)

// column notes a column that is hidden.
func (s *stripper) column(tag []byte) {
	var c Columns
	hidden := false
	for _, m := range attribute.FindAllSubmatch(tag, -1) {
		n, _ := strconv.Atoi(string(m[2]))
		switch string(m[1]) {
		case "min":
			c.From = n
		case "max":
			c.To = n
		case "hidden":
			hidden = n != 0 || string(m[2]) == "true"
		}
	}
	if hidden && c.From > 0 && c.To >= c.From && len(s.hidden) < 1000 {
		s.hidden = append(s.hidden, c)
	}
}

// local returns the name of a tag without its prefix.
func local(tag []byte) string {
	n := bytes.TrimLeft(tag, "</")
	if i := bytes.IndexAny(n, " \t\r\n/>"); i >= 0 {
		n = n[:i]
	}
	return string(n[bytes.IndexByte(n, ':')+1:])
}

func (s *stripper) write(b []byte) error {
	for _, h := range s.held {
		if err := s.put(h); err != nil {
			return err
		}
	}
	s.held = s.held[:0]
	return s.put(b)
}

func (s *stripper) put(b []byte) error {
	if s.a.left -= len(b); s.a.left < 0 {
		return s.swollen()
	}
	if len(b) > 1 && b[0] == '<' && b[1] != '/' {
		if s.a.tags--; s.a.tags < 0 {
			return document.Refuse(document.Deep, "too many tags")
		}
	}
	_, err := s.out.Write(b)
	return err
}
