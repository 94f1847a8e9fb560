package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"liubao/reports/intake/document"
)

// objects are the objects of a file that its text takes, by number, each as it
// stands between obj and endobj, its stream unpacked.
type objects struct {
	bodies map[int][]byte
	left   int // bytes of streams that may still be unpacked
	root   []byte

	pictures bool // some were left out
}

var (
	begin    = regexp.MustCompile(`(?:^|[\s>])(\d{1,7})\s+(\d{1,5})\s+obj\b`)
	rootRef  = regexp.MustCompile(`/Root\s+(\d{1,7}\s+\d{1,5}\s+R)`)
	encrypt  = regexp.MustCompile(`/Encrypt\b`)
	streamAt = regexp.MustCompile(`>>\s*stream\r?\n`)
	// needless are streams without text: pictures, fonts, metadata, and the tables
	// that are written anew.
	needless = regexp.MustCompile(`/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Type\s*/(?:XRef|Metadata|EmbeddedFile)\b|/Length1\b`)
	picture  = regexp.MustCompile(`/Subtype\s*/Image\b`)
	flate    = regexp.MustCompile(`/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\s*(?:\]|/(?:[^FA]|F[^l])|\s*>>|\s)`)
	filtered = regexp.MustCompile(`/Filter\b`)
	inStream = regexp.MustCompile(`/Type\s*/ObjStm\b`)
	count    = regexp.MustCompile(`/N\s+(\d{1,6})`)
	first    = regexp.MustCompile(`/First\s+(\d{1,8})`)
	length   = regexp.MustCompile(`/(?:Filter\s*(?:\[[^\]]*\]|/\w+)|DecodeParms\s*(?:\[[^\]]*\]|<<[^>]*>>)|Length\s+\d+(?:\s+\d+\s+R)?)`)
)

// streamEnd stands at the end of each stream: a comment, and no digits of a string of such
// that is never closed. The library would look for its end for ever.
const streamEnd = "\n%%\n"

// maxContent is the longest stream that is looked at for text, and maxStates how
// many graphics states may be open.
const (
	maxContent = 2 << 20
	maxStates  = 500
)

// maxObjects is how many objects are taken.
const maxObjects = 100000

// collect finds the objects by looking through the file, which needs none of
// its tables: those may be broken, or made to lead in circles.
func collect(data []byte, lim document.Limits) (*objects, error) {
	o := &objects{bodies: map[int][]byte{}, left: lim.XML}
	if encrypt.Match(data) {
		return nil, document.Refuse(document.Locked, "an encrypted pdf")
	}
	starts := begin.FindAllSubmatchIndex(data, -1)
	for k, m := range starts {
		end := len(data)
		if k+1 < len(starts) {
			end = starts[k+1][0]
		}
		n, err := strconv.Atoi(string(data[m[2]:m[3]]))
		if err != nil || n > maxObjects {
			continue
		}
		if err := o.add(n, data[m[1]:end]); err != nil {
			return nil, err
		}
	}
	if all := rootRef.FindAllSubmatch(data, -1); len(all) > 0 {
		o.root = all[len(all)-1][1]
	}
	if o.root == nil {
		return nil, document.Refuse(document.PDF, "a pdf without a root")
	}
	return o, nil
}

// add takes one object; of several with one number the last counts.
func (o *objects) add(n int, body []byte) error {
	m := streamAt.FindIndex(body)
	if m == nil {
		if i := bytes.Index(body, []byte("endobj")); i >= 0 {
			body = body[:i]
		}
		o.bodies[n] = body
		return nil
	}
	dict, packed := body[:m[0]+2], body[m[1]:]
	switch {
	case needless.Match(dict):
		o.pictures = o.pictures || picture.Match(dict)
		o.bodies[n] = []byte("null")
		return nil
	case filtered.Match(dict) && !flate.Match(dict):
		o.bodies[n] = []byte("null") // a picture, or packed in a way that text is not
		return nil
	}
	content := packed
	if i := bytes.LastIndex(content, []byte("endstream")); i >= 0 {
		content = content[:i]
	}
	if filtered.Match(dict) {
		var err error
		if content, err = o.unpack(packed); err != nil {
			return err
		}
	}
	if inStream.Match(dict) {
		o.addPacked(dict, content)
		return nil
	}
	dict = length.ReplaceAll(dict, nil)
	if len(content) > maxContent || nested(content) {
		content = nil // a drawing, or made to be slow
	}
	content = append(bytes.Clone(content), streamEnd...)
	o.bodies[n] = fmt.Appendf(nil, "%s /Length %d >>\nstream\n%s\nendstream\n", bytes.TrimSuffix(dict, []byte(">>")), len(content), content)
	return nil
}

// unpack unpacks a stream as far as it goes: what is damaged at its end is
// still text in front, and what is damaged at its start holds none.
func (o *objects) unpack(packed []byte) ([]byte, error) {
	var out []byte
	if z, err := zlib.NewReader(bytes.NewReader(packed)); err == nil {
		out, _ = io.ReadAll(io.LimitReader(z, int64(o.left)+1))
	}
	if o.left -= len(out); o.left < 0 {
		return nil, document.Refuse(document.Swollen, "pdf streams of too many bytes")
	}
	return out, nil
}

// addPacked takes the objects out of an object stream.
func (o *objects) addPacked(dict, content []byte) {
	n, from := numberIn(count, dict), numberIn(first, dict)
	if from <= 0 || from > len(content) {
		return
	}
	fields := bytes.Fields(content[:from])
	for k := 0; k+1 < len(fields) && k < 2*n; k += 2 {
		id, err1 := strconv.Atoi(string(fields[k]))
		at, err2 := strconv.Atoi(string(fields[k+1]))
		end := len(content)
		if k+3 < len(fields) {
			if next, err := strconv.Atoi(string(fields[k+3])); err == nil {
				end = from + next
			}
		}
		if err1 != nil || err2 != nil || id <= 0 || id > maxObjects || at < 0 || from+at > end || end > len(content) {
			continue
		}
		o.bodies[id] = content[from+at : end]
	}
}

func numberIn(re *regexp.Regexp, dict []byte) int {
	m := re.FindSubmatch(dict)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return 0
	}
	return n
}

// file writes the objects as a file of the simplest kind: one table, no packed
// streams.
func (o *objects) file() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	last := 0
	for n := range o.bodies {
		last = max(last, n)
	}
	at := make([]int, last+1)
	for n := 1; n <= last; n++ {
		body, ok := o.bodies[n]
		if !ok {
			continue
		}
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, bytes.TrimSpace(body))
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n", last+1)
	for n := range at {
		if at[n] == 0 {
			b.WriteString("0000000000 65535 f \n")
			continue
		}
		fmt.Fprintf(&b, "%010d 00000 n \n", at[n])
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n", last+1, plainRef(o.root), table)
	return b.Bytes()
}

// generation finds references to a later generation of an object: all are
// written as the first.
var generation = regexp.MustCompile(`(\d{1,7})\s+\d{1,5}\s+R`)

func plainRef(ref []byte) []byte { return generation.ReplaceAll(ref, []byte("$1 0 R")) }
