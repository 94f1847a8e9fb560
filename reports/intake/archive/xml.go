package archive

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"liubao/reports/intake/document"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxQuotes is how many quotation marks may stand between two tags: one tag
// with a million attributes would cost far more memory than its bytes.
const maxQuotes = 10000

// Reader reads the elements of one part. Document type declarations are
// refused, so that no entity can be defined, and so is what nests too deep.
type Reader struct {
	d     *xml.Decoder
	depth int
	limit int
	left  *int // tags that may still be read
}

// Element is a start tag.
type Element struct {
	Space, Name string
	Attrs       []xml.Attr
}

// Attr returns the attribute with the local name, whatever its prefix.
func (e Element) Attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Word reports whether the element belongs to WordprocessingML, transitional
// or strict.
func (e Element) Word() bool {
	return strings.HasSuffix(e.Space, "/main") && strings.Contains(e.Space, "/wordprocessingml/")
}

func newXML(part []byte, depth int, tags *int) (*Reader, error) {
	part, wide := narrow(part)
	quotes := 0
	for _, c := range part {
		switch c {
		case '<':
			quotes = 0
		case '"', '\'':
			if quotes++; quotes > maxQuotes {
				return nil, document.Refuse(document.Deep, "a tag with too many attributes")
			}
		}
	}
	d := xml.NewDecoder(bytes.NewReader(part))
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch l := strings.ToLower(label); {
		case strings.HasPrefix(l, "utf-16") && wide:
			return in, nil
		case l == "gbk" || l == "gb2312" || l == "gb18030":
			return transform.NewReader(in, simplifiedchinese.GB18030.NewDecoder()), nil
		}
		return nil, fmt.Errorf("encoding %q", label)
	}
	return &Reader{d: d, limit: depth, left: tags}, nil
}

// narrow turns UTF-16, which the format allows for every part, into UTF-8.
func narrow(part []byte) (_ []byte, was bool) {
	if !bytes.HasPrefix(part, []byte{0xff, 0xfe}) && !bytes.HasPrefix(part, []byte{0xfe, 0xff}) {
		return part, false
	}
	out, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(part)
	return out, err == nil
}

// Next returns the next start tag, end tag or text; io.EOF at the end.
func (x *Reader) Next() (start *Element, text []byte, err error) {
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
				return nil, nil, document.Refuse(document.Deep, "more than %d levels", x.limit)
			}
			if *x.left--; *x.left < 0 {
				return nil, nil, document.Refuse(document.Deep, "too many tags")
			}
			return &Element{t.Name.Space, t.Name.Local, t.Attr}, nil, nil
		case xml.EndElement:
			x.depth--
			return nil, nil, nil
		case xml.CharData:
			return nil, t, nil
		case xml.Directive:
			return nil, nil, document.Refuse(document.Entities, "a document type declaration")
		}
	}
}

// Each calls fn for every element of the part.
func (x *Reader) Each(fn func(Element) error) error {
	for {
		e, _, err := x.Next()
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

// Children reads up to the end of the element that was started last. For each
// child it calls fn, which must read the child to its end or leave it unread.
// Text of the element itself goes to chars, where that is not nil.
func (x *Reader) Children(fn func(Element) error, chars func([]byte)) error {
	level := x.depth
	for x.depth >= level {
		e, text, err := x.Next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = document.Refuse(document.Damaged, "xml ends early")
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
				if err := x.Skip(); err != nil {
					return err
				}
			}
		case text != nil && chars != nil:
			chars(text)
		}
	}
	return nil
}

// Skip reads past the end of the element that was started last.
func (x *Reader) Skip() error {
	for level := x.depth; x.depth >= level; {
		if _, _, err := x.Next(); err != nil {
			return err
		}
	}
	return nil
}

// Text reads the element that was started last and returns its text, that of
// its children included.
func (x *Reader) Text() (string, error) {
	var b strings.Builder
	for level := x.depth; x.depth >= level; {
		_, t, err := x.Next()
		if err != nil {
			return "", err
		}
		b.Write(t)
	}
	return b.String(), nil
}
