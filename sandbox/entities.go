package sandbox

import (
	"math"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// units is the length of a text in UTF-16 units, Telegram's measure.
func units(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return n + wideUnits(s[i:])
		}
		n++
	}
	return n
}

func wideUnits(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// longer says whether a text has more units than so many; no text has more of
// them than bytes.
func longer(s string, limit int) bool { return len(s) > limit && units(s) > limit }

// byteOffset is the byte at which the given UTF-16 unit begins.
func byteOffset(s string, unit int) int {
	for i, r := range s {
		if unit <= 0 {
			return i
		}
		unit -= max(1, utf16.RuneLen(r))
	}
	return len(s)
}

// formatted reads a text or caption with parse_mode and gives what is shown.
func (s *Server) formatted(c *call, name string) (string, []Entity, error) {
	text := c.str(name)
	if !utf8.ValidString(text) {
		return "", nil, badRequest("Strings must be encoded in UTF-8")
	}
	if len(text) > 1<<15 {
		return "", nil, badRequest("Text is too long")
	}
	var es []Entity
	var err error
	switch mode := lower(c.str("parse_mode")); mode {
	case "html":
		text, es, err = parseHTML(text)
	case "", "none":
	case "markdown", "markdownv2":
		s.find(c.method, "parse_mode", "Markdown is not served here: use HTML")
		return "", nil, badRequest("Can't parse entities: Markdown is not served by the sandbox")
	default:
		return "", nil, badRequest("Unsupported parse_mode")
	}
	if err != nil {
		return "", nil, err
	}
	text, es = trim(text, es)
	return text, tidy(text, es), nil
}

// timeFormat is what a date_time may be shown as: how far away it is, or the
// weekday, the date (short, long) and the time (short, long) in this order.
// Without any the text stands as it is.
var timeFormat = regexp.MustCompile(`^(?:r|w?[dD]?[tT]?)$`)

func validTime(unix int64, format string) bool {
	return unix > 0 && unix <= math.MaxInt32 && timeFormat.MatchString(format)
}

// trim takes white space off both ends and moves the entities.
func trim(text string, es []Entity) (string, []Entity) {
	right := strings.TrimRight(text, " \t\r\n\v\x00")
	out := strings.TrimLeft(right, " \t\r\n\v\x00")
	if len(es) == 0 {
		return out, es
	}
	shift, total := len(right)-len(out), units(out) // white space has a byte and a unit each
	kept := es[:0:0]
	for _, e := range es {
		begin := max(0, e.Offset-shift)
		end := min(total, e.Offset+e.Length-shift)
		if end > begin {
			e.Offset, e.Length = begin, end-begin
			kept = append(kept, e)
		}
	}
	return out, kept
}

// tidy does what the server does to entities before it stores them: nothing
// nests in code, quotes do not nest, and commands, mentions and links in the
// text are found.
func tidy(text string, es []Entity) []Entity {
	sortEntities(es)
	var out []Entity
	for _, e := range es {
		if !nested(out, e) {
			out = append(out, e)
		}
	}
	for _, e := range found(text) {
		if !overlaps(out, e) {
			out = append(out, e)
		}
	}
	sortEntities(out)
	return out
}

func nested(out []Entity, e Entity) bool {
	for _, o := range out {
		if e.Offset >= o.Offset+o.Length {
			continue
		}
		quotes := strings.HasSuffix(o.Type, "blockquote") && strings.HasSuffix(e.Type, "blockquote")
		if o.Type == "code" || quotes || o.Type == e.Type {
			return true
		}
	}
	return false
}

func overlaps(es []Entity, e Entity) bool {
	for _, o := range es {
		apart := e.Offset >= o.Offset+o.Length || o.Offset >= e.Offset+e.Length
		if !apart && (o.Type == "code" || o.Type == "text_link") {
			return true
		}
	}
	return false
}

// detector finds one kind of entity.
type detector struct {
	kind string
	sign string // without which there is none
	re   *regexp.Regexp
}

// possible looks for the sign with a letter behind it that its expression
// allows there, and none before it that it does not: "3/5" is no command.
func (d *detector) possible(text string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], d.sign)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(d.sign)
		if d.kind == "url" {
			return true
		}
		before, behind := i > 0 && word(text[i-1]), at < len(text) && (word(text[at]) || text[at] >= utf8.RuneSelf)
		if !before && behind {
			return true
		}
	}
}

// word: the \w of the expressions, which none of the signs may follow.
func word(c byte) bool { return c == '_' || isAlnum(c) }

var detectors = []detector{
	{"bot_command", "/", regexp.MustCompile(`(?:^|[^\w/<>@:.])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)\b`)},
	{"mention", "@", regexp.MustCompile(`(?:^|[^\w@/.])(@[A-Za-z0-9_]{3,32})\b`)},
	{"url", "://", regexp.MustCompile(`((?:https?|tg)://[^\s<>"，。；）]+)`)},
	{"hashtag", "#", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_#])(#[\p{L}\p{N}_]+)`)},
}

// found are the entities that the server sees in plain text by itself.
func found(text string) []Entity {
	var out []Entity
	for _, d := range detectors {
		if !d.possible(text) {
			continue
		}
		for _, m := range d.re.FindAllStringSubmatchIndex(text, -1) {
			e := Entity{Type: d.kind, Offset: units(text[:m[2]]), Length: units(text[m[2]:m[3]])}
			if !overlapsAny(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

func overlapsAny(es []Entity, e Entity) bool {
	for _, o := range es {
		if e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}

// checkedLink completes a link and says whether it is one.
func checkedLink(link string) (string, bool) {
	out, reason := checkLink(link)
	return out, reason == ""
}

// checkLink gives the link with its scheme, or why the server refuses it.
func checkLink(link string) (out, reason string) {
	link = strings.TrimSpace(link)
	scheme, rest, ok := strings.Cut(link, "://")
	if !ok {
		scheme, rest = "http", link
	}
	scheme = asciiLower(scheme)
	switch scheme {
	case "tg", "ton", "tonsite":
		if rest == "" {
			return "", "Wrong tg URL"
		}
		return scheme + "://" + rest, ""
	case "http", "https":
	default:
		return "", "Unsupported URL protocol"
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil || strings.ContainsAny(rest, " \t\n") || !strings.Contains(strings.Trim(u.Hostname(), "."), ".") {
		return "", "Wrong HTTP URL"
	}
	if u.Path == "" && u.RawQuery == "" && u.Fragment == "" {
		u.Path = "/"
	}
	return u.String(), ""
}
