// Package intake takes documents apart: a long text, a .txt, a .docx or an
// .xlsx becomes paragraphs and table cells in reading order ([Read], [Paste]),
// and those become pieces, each with the task it seems to belong to, and
// numbers that stand near the names of indicators ([Match]). It only proposes:
// a person decides.
//
// Files come from anywhere. Reading one takes at most about a second and a
// bounded amount of memory, whatever is in it: archives that swell, XML with
// entities, parts nested without end and files that are not what they are
// called all end in a [Refusal], which says in Chinese what the sender can do.
// Nothing in a file is run, followed or written to disk.
package intake

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"liubao/reports/clean"
)

// Format is what a file turned out to be, whatever its name says.
type Format string

// The formats that can be read.
const (
	Pasted Format = "pasted"
	Plain  Format = "txt"
	Word   Format = "docx"
	Excel  Format = "xlsx"
)

// Limits bound the reading of one file. A zero field means its default.
type Limits struct {
	Bytes   int     // of the file; default 20 MB, Telegram's limit for downloads
	Entries int     // of an archive; default 2,000
	Total   int64   // bytes of an archive's entries when unpacked; default 200 MB
	Ratio   float64 // unpacked to packed, for entries over 1 MiB; default 200
	XML     int     // bytes of XML read from one archive; default 10 MB
	Tags    int     // read from one archive; default 400,000
	Depth   int     // of nested XML elements; default 200
	Blocks  int     // kept; default 5,000
	Runes   int     // of text kept; default 100,000
}

func (l Limits) orDefault() Limits {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.Bytes, 20<<20)
	set(&l.Entries, 2000)
	set(&l.XML, 10<<20)
	set(&l.Tags, 400000)
	set(&l.Depth, 200)
	set(&l.Blocks, 5000)
	set(&l.Runes, 100000)
	if l.Total <= 0 {
		l.Total = 200 << 20
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	return l
}

// Kind says where a block stood.
type Kind int

// The kinds of block.
const (
	Paragraph Kind = iota
	Cell           // of a table or a sheet
	TextBox
	Footnote
)

// Block is one line of the document: a paragraph, or a line of one.
type Block struct {
	Kind Kind
	// Label is the number that Word generated for the paragraph, such as 一、 or
	// 1.; numbers that were typed are part of Text.
	Label string
	// Level is the outline level of a heading, 1 to 9, or 0.
	Level int
	Text  string
	// Table, Row and Col count from 1 and are 0 outside of tables.
	Table, Row, Col int
}

// Note says what was seen in a document and not read as text.
type Note string

// The notes.
const (
	NotePictures  Note = "pictures"  // pictures, which stay in the file as evidence
	NoteMacros    Note = "macros"    // macros, which are never run
	NoteTruncated Note = "truncated" // more text than is taken at once
	NoteHidden    Note = "hidden"    // hidden sheets or hidden text
	NoteEmbedded  Note = "embedded"  // other files inside
	NoteComments  Note = "comments"  // reviewers' comments
	NoteChanges   Note = "changes"   // tracked deletions
)

// Sentence says the note in Chinese.
func (n Note) Sentence() string { return noteSentences[n] }

// Document is what was read, in reading order.
type Document struct {
	Name   string // as sent, cleaned; never used as a path
	Format Format
	Blocks []Block
	Notes  []Note // each at most once
}

// Text returns the document's words, one block a line.
func (d Document) Text() string {
	var b strings.Builder
	for i, x := range d.Blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.Label + x.Text)
	}
	return b.String()
}

// builder collects blocks up to the limits.
type builder struct {
	doc   Document
	lim   Limits
	runes int
}

// add keeps a block, line by line, and reports whether there is room for more.
// Text many times longer than what is kept is cut before it is cleaned: cleaning
// 20 MB takes half a second.
func (b *builder) add(x Block) bool {
	if most := 16 * b.lim.Runes; len(x.Text) > most { // a character has at most 4 bytes
		for most > 0 && !utf8.RuneStart(x.Text[most]) {
			most--
		}
		x.Text = x.Text[:most]
		b.note(NoteTruncated)
	}
	for _, l := range clean.Lines(x.Text) {
		n := utf8.RuneCountInString(l)
		if len(b.doc.Blocks) >= b.lim.Blocks || b.runes+n > b.lim.Runes {
			b.note(NoteTruncated)
			return false
		}
		b.runes += n
		x.Text = l
		b.doc.Blocks = append(b.doc.Blocks, x)
		x.Label, x.Level = "", 0
	}
	return true
}

func (b *builder) note(n Note) {
	for _, have := range b.doc.Notes {
		if have == n {
			return
		}
	}
	b.doc.Notes = append(b.doc.Notes, n)
}

// Paste takes in a text that was typed or pasted into the chat.
func Paste(text string, lim Limits) Document {
	b := builder{doc: Document{Format: Pasted}, lim: lim.orDefault()}
	b.add(Block{Text: text})
	return b.doc
}

// Read takes in a file. What it is follows from its bytes, not from its name.
// The error is a [*Refusal].
func Read(name string, data []byte, lim Limits) (Document, error) {
	lim = lim.orDefault()
	b := &builder{doc: Document{Name: clean.Line(name)}, lim: lim}
	var err error
	switch {
	case len(data) > lim.Bytes:
		err = refuse(TooLarge, "%d bytes", len(data))
	case len(bytes.TrimSpace(data)) == 0:
		err = refuse(Empty, "no bytes")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		err = readArchive(b, data)
	default:
		if r := sniff(data); r != "" {
			err = refuse(r, "by its first bytes")
		} else {
			err = readText(b, data)
		}
	}
	if err != nil {
		return Document{}, asRefusal(err)
	}
	if len(b.doc.Blocks) == 0 {
		for _, n := range b.doc.Notes {
			if n == NotePictures {
				return Document{}, refuse(OnlyPictures, "pictures and no text")
			}
		}
		return Document{}, refuse(Empty, "no text")
	}
	return b.doc, nil
}

// sniff returns why a file that is neither an archive nor text cannot be read,
// "" where it may be text.
func sniff(data []byte) Reason {
	for _, m := range magics {
		if len(data) >= m.at+len(m.bytes) && string(data[m.at:m.at+len(m.bytes)]) == m.bytes {
			return m.reason
		}
	}
	head := strings.ToLower(string(bytes.TrimLeft(data[:min(len(data), 512)], "\xef\xbb\xbf \t\r\n")))
	for _, m := range []string{"<!doctype", "<html", "<?xml", "mime-version:"} {
		if strings.HasPrefix(head, m) {
			return Markup
		}
	}
	return ""
}

// magics are the first bytes of files that people send by mistake.
var magics = []struct {
	at     int
	bytes  string
	reason Reason
}{
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldOffice}, // .doc, .xls, .wps, .et; and Office files with a password
	{0, `{\rtf`, OldOffice},
	{0, "%PDF", PDF},
	{0, "\xff\xd8\xff", Picture},
	{0, "\x89PNG", Picture},
	{0, "GIF8", Picture},
	{0, "II*\x00", Picture},
	{0, "MM\x00*", Picture},
	{8, "WEBP", Picture},
	{4, "ftyp", Picture}, // HEIC, and films
	{0, "Rar!", Packed},
	{0, "7z\xbc\xaf\x27\x1c", Packed},
	{0, "\x1f\x8b", Packed},
	{0, "PK\x05\x06", Empty}, // an archive without entries
	{0, "PK", Packed},
	{0, "MZ", Unknown},
	{0, "\x7fELF", Unknown},
}
