package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTags are the tags served here and the entity each makes.
var htmlTags = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"u": "underline", "ins": "underline", "tg-spoiler": "spoiler", "tg-time": "date_time", "code": "code", "blockquote": "blockquote",
}

// htmlParser turns Telegram's HTML into text and entities. Offsets in errors
// are bytes of the source, offsets of entities UTF-16 units of the result.
type htmlParser struct {
	src   string
	pos   int
	out   strings.Builder
	units int
	open  []openTag
	done  []Entity
}

type openTag struct {
	name   string
	arg    string // href, "expandable" or a time
	format string // of the time
	units  int
	begin  int // in out
}

// parseHTML reads parse_mode HTML; its errors are the real server's texts.
func parseHTML(src string) (string, []Entity, error) {
	p := &htmlParser{src: src}
	p.out.Grow(len(src))
	for p.pos < len(p.src) {
		if err := p.step(); err != nil {
			return "", nil, badRequest("Can't parse entities: %s", err.Error())
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, badRequest("Can't parse entities: Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	if !utf8.ValidString(p.out.String()) {
		return "", nil, badRequest("Can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	return p.out.String(), p.done, nil
}

// at is the byte at i, 0 past the end.
func (p *htmlParser) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == 0
}

func (p *htmlParser) step() error {
	switch c := p.src[p.pos]; {
	case c == '&':
		if r, next, ok := decodeReference(p.src, p.pos); ok {
			p.units += 1
			if r > 0xffff {
				p.units++
			}
			var letter [utf8.UTFMax]byte
			p.out.Write(appendRune(letter[:0], r))
			p.pos = next
			return nil
		}
		p.out.WriteByte(c)
		p.units++
		p.pos++
	case c == '<' && p.at(p.pos+1) == '/':
		return p.endTag()
	case c == '<':
		return p.startTag()
	default: // up to what may be no text
		run := p.src[p.pos:]
		if n := strings.IndexAny(run, "&<"); n >= 0 {
			run = run[:n]
		}
		p.units += units(run)
		p.out.WriteString(run)
		p.pos += len(run)
	}
	return nil
}

// appendRune keeps half a surrogate pair as the invalid bytes it is, so that
// it is refused later.
func appendRune(b []byte, r rune) []byte {
	if r >= 0xd800 && r <= 0xdfff {
		return append(b, 0xed, byte(0x80|(r>>6)&0x3f), byte(0x80|r&0x3f))
	}
	return utf8.AppendRune(b, r)
}

// decodeReference reads &lt; &gt; &amp; &quot; and numeric references; the
// semicolon may be missing. What it does not know stays as it is.
func decodeReference(s string, pos int) (r rune, next int, ok bool) {
	at := func(i int) byte {
		if i < len(s) {
			return s[i]
		}
		return 0
	}
	end := pos + 1
	if at(end) == '#' {
		end++
		base := 10
		if at(end) == 'x' {
			base = 16
			end++
		}
		begin := end
		for strings.IndexByte("0123456789abcdefABCDEF"[:base+(base-10)], at(end)) >= 0 && at(end) != 0 {
			end++
		}
		n, err := strconv.ParseUint(s[begin:end], base, 32)
		if err != nil || n == 0 || n >= 0x10ffff || end-pos >= 10 {
			return 0, 0, false
		}
		r = rune(n)
	} else {
		for c := at(end) | 0x20; c >= 'a' && c <= 'z'; c = at(end) | 0x20 {
			end++
		}
		switch s[pos+1 : end] {
		case "lt":
			r = '<'
		case "gt":
			r = '>'
		case "amp":
			r = '&'
		case "quot":
			r = '"'
		default:
			return 0, 0, false
		}
	}
	if at(end) == ';' {
		end++
	}
	return r, end, true
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	for !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	if p.at(p.pos) == 0 {
		return fmt.Errorf("Unclosed start tag at byte offset %d", begin) //nolint:staticcheck // the server's text
	}
	name := asciiLower(p.src[begin+1 : p.pos])
	if _, ok := htmlTags[name]; !ok {
		return fmt.Errorf("Unsupported start tag \"%s\" at byte offset %d", name, begin) //nolint:staticcheck // the server's text
	}
	tag := openTag{name: name, units: p.units, begin: p.out.Len()}
	if err := p.attributes(&tag, begin); err != nil {
		return err
	}
	p.pos++
	p.open = append(p.open, tag)
	return nil
}

// attributes reads up to the closing '>' and keeps what matters.
func (p *htmlParser) attributes(tag *openTag, begin int) error {
	for p.at(p.pos) != '>' {
		p.spaces()
		if p.at(p.pos) == '>' {
			break
		}
		from := p.pos
		for c := p.at(p.pos); !isSpace(c) && strings.IndexByte(`=>/"'`, c) < 0; c = p.at(p.pos) {
			p.pos++
		}
		key := p.src[from:p.pos]
		if key == "" {
			return fmt.Errorf("Empty attribute name in the tag \"%s\" at byte offset %d", tag.name, begin) //nolint:staticcheck // the server's text
		}
		p.spaces()
		if p.at(p.pos) == 0 {
			return fmt.Errorf("Unclosed start tag \"%s\" at byte offset %d", tag.name, begin) //nolint:staticcheck // the server's text
		}
		value := ""
		if p.at(p.pos) == '=' {
			p.pos++
			var err error
			if value, err = p.value(tag.name, begin); err != nil {
				return err
			}
		}
		tag.attribute(key, value)
	}
	return nil
}

func (p *htmlParser) spaces() {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
	}
}

func (p *htmlParser) value(tag string, begin int) (string, error) {
	p.spaces()
	quote := p.at(p.pos)
	if quote == 0 {
		return "", fmt.Errorf("Unclosed start tag \"%s\" at byte offset %d", tag, begin) //nolint:staticcheck // the server's text
	}
	var value []byte
	if quote != '"' && quote != '\'' {
		from := p.pos
		for c := p.at(p.pos); isAlnum(c) || c == '.' || c == '-'; c = p.at(p.pos) {
			p.pos++
		}
		if !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
			return "", fmt.Errorf("Unexpected end of name token at byte offset %d", from) //nolint:staticcheck // the server's text
		}
		value = []byte(asciiLower(p.src[from:p.pos]))
	} else {
		for p.pos++; p.at(p.pos) != quote && p.at(p.pos) != 0; {
			if p.src[p.pos] == '&' {
				if r, next, ok := decodeReference(p.src, p.pos); ok {
					value = appendRune(value, r)
					p.pos = next
					continue
				}
			}
			value = append(value, p.src[p.pos])
			p.pos++
		}
		if p.at(p.pos) == quote {
			p.pos++
		}
	}
	if p.at(p.pos) == 0 {
		return "", fmt.Errorf("Unclosed start tag at byte offset %d", begin) //nolint:staticcheck // the server's text
	}
	return string(value), nil
}

func (t *openTag) attribute(key, value string) {
	switch t.name + " " + key {
	case "a href", "tg-time unix":
		t.arg = value
	case "tg-time format":
		t.format = value
	case "blockquote expandable":
		t.arg = "expandable"
	}
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return fmt.Errorf("Unexpected end tag at byte offset %d", begin) //nolint:staticcheck // the server's text
	}
	p.pos += 2
	from := p.pos
	for !isSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	name := asciiLower(p.src[from:p.pos])
	p.spaces()
	if p.at(p.pos) != '>' {
		return fmt.Errorf("Unclosed end tag at byte offset %d", begin) //nolint:staticcheck // the server's text
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		//nolint:staticcheck // the server's text
		return fmt.Errorf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units == tag.units {
		return nil
	}
	return p.close(tag)
}

func (p *htmlParser) close(tag openTag) error {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.units, Length: p.units - tag.units}
	switch tag.name {
	case "tg-time":
		var err error
		if e.UnixTime, err = strconv.ParseInt(tag.arg, 10, 64); err != nil || !validTime(e.UnixTime, tag.format) {
			return fmt.Errorf("Invalid date and time specified") //nolint:staticcheck // in the server's manner; its own text is not published
		}
		e.TimeFormat = tag.format
	case "blockquote":
		if tag.arg != "" {
			e.Type = "expandable_blockquote"
		}
	case "a":
		var ok bool
		if e.URL, ok = checkedLink(cmp.Or(tag.arg, p.out.String()[tag.begin:])); !ok {
			return nil // the real server drops links that are none
		}
	}
	p.done = append(p.done, e)
	return nil
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// asciiLower leaves letters beyond ASCII alone, as the server does.
func asciiLower(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' }) < 0 {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// sortEntities orders by offset, longer first; of equal ones code comes first,
// since nothing may nest in it.
func sortEntities(es []Entity) {
	slices.SortStableFunc(es, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		if a.Length != b.Length {
			return b.Length - a.Length
		}
		return verbatim(b) - verbatim(a)
	})
}

func verbatim(e Entity) int {
	if e.Type == "code" {
		return 1
	}
	return 0
}
