package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxQuotes is how many quotation marks may stand between two tags: one tag
// with a million attributes would cost far more memory than its bytes.
const maxQuotes = 10000

// xmlReader reads the elements of one part. Document type declarations are
// refused, so that no entity can be defined, and so is what nests too deep.
type xmlReader struct {
	d     *xml.Decoder
	depth int
	limit int
	left  *int // tags that may still be read
}

// element is a start tag.
type element struct {
	space, name string
	attrs       []xml.Attr
}

// attr returns the attribute with the local name, whatever its prefix.
func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// word reports whether the element belongs to WordprocessingML, transitional
// or strict.
func (e element) word() bool {
	return strings.HasSuffix(e.space, "/main") && strings.Contains(e.space, "/wordprocessingml/")
}

func newXML(part []byte, depth int, tags *int) (*xmlReader, error) {
	quotes := 0
	for _, c := range part {
		switch c {
		case '<':
			quotes = 0
		case '"', '\'':
			if quotes++; quotes > maxQuotes {
				return nil, refuse(Deep, "a tag with too many attributes")
			}
		}
	}
	return &xmlReader{d: xml.NewDecoder(bytes.NewReader(part)), limit: depth, left: tags}, nil
}

// next returns the next start tag, end tag or text; io.EOF at the end.
func (x *xmlReader) next() (start *element, text []byte, err error) {
	for {
		t, err := x.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil, nil, io.EOF
			}
			return nil, nil, fmt.Errorf("read xml: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if x.depth++; x.depth > x.limit {
				return nil, nil, refuse(Deep, "more than %d levels", x.limit)
			}
			if *x.left--; *x.left < 0 {
				return nil, nil, refuse(Deep, "too many tags")
			}
			return &element{t.Name.Space, t.Name.Local, t.Attr}, nil, nil
		case xml.EndElement:
			x.depth--
			return nil, nil, nil
		case xml.CharData:
			return nil, t, nil
		case xml.Directive:
			return nil, nil, refuse(Entities, "a document type declaration")
		}
	}
}

// each calls fn for every element of the part.
func (x *xmlReader) each(fn func(element) error) error {
	for {
		e, _, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e != nil {
			if err := fn(*e); err != nil {
				return err
			}
		}
	}
}

// children reads up to the end of the element that was started last. For each
// child it calls fn, which must read the child to its end or leave it unread.
// Text of the element itself goes to chars, where that is not nil.
func (x *xmlReader) children(fn func(element) error, chars func([]byte)) error {
	level := x.depth
	for x.depth >= level {
		e, text, err := x.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = refuse(Damaged, "xml ends early")
			}
			return err
		}
		switch {
		case e != nil:
			inner := x.depth
			if err := fn(*e); err != nil {
				return err
			}
			if x.depth == inner {
				if err := x.skip(); err != nil {
					return err
				}
			}
		case text != nil && chars != nil:
			chars(text)
		}
	}
	return nil
}

// skip reads past the end of the element that was started last.
func (x *xmlReader) skip() error {
	for level := x.depth; x.depth >= level; {
		if _, _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// text reads the element that was started last and returns its text, that of
// its children included.
func (x *xmlReader) text() (string, error) {
	var b strings.Builder
	for level := x.depth; x.depth >= level; {
		_, t, err := x.next()
		if err != nil {
			return "", err
		}
		b.Write(t)
	}
	return b.String(), nil
}
