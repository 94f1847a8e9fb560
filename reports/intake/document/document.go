// Package document is what every reader of files makes: blocks of text in
// reading order, with where they stood, and notes of what was not read. It sets
// the limits that all of them keep, and the refusals that they end in.
package document

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"liubao/reports/clean"
)

// Format is what a file turned out to be, whatever its name says.
type Format string

// The formats that can be read.
const (
	Pasted   Format = "pasted"
	Plain    Format = "txt"
	Word     Format = "docx"
	Excel    Format = "xlsx"
	Table    Format = "csv"
	Portable Format = "pdf"
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
	Blocks  int     // read, an eighth of it; default 5,000
	Runes   int     // of text kept, and an eighth of what is read; default 100,000
}

// OrDefault fills in the defaults.
func (l Limits) OrDefault() Limits {
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
	NoteAside     Note = "aside"     // words in headers, footers, charts, or boxes on a sheet
	NoteChanges   Note = "changes"   // tracked deletions
	NotePages     Note = "pages"     // pages without text that could be read
	NoteContents  Note = "contents"  // a table of contents, which repeats every heading
)

// Sentence says the note in Chinese.
func (n Note) Sentence() string { return noteSentences[n] }

// Document is what was read, in reading order.
type Document struct {
	Name   string // as sent, cleaned; never used as a path
	Format Format
	Blocks []Block
	Notes  []Note   // each at most once
	Keep   int      // how many characters of it are to be offered at most
	Hidden []string // what of it was hidden and not read: a sheet, a column
}

// Sentences says in Chinese what was seen and not read.
func (d Document) Sentences() []string {
	var out []string
	for _, n := range d.Notes {
		s := n.Sentence()
		if n == NoteHidden && len(d.Hidden) > 0 {
			s = fmt.Sprintf(textHiddenNamed, strings.Join(d.Hidden[:min(len(d.Hidden), mostNamed)], "、"))
		}
		out = append(out, s)
	}
	return out
}

// mostNamed is how many hidden things are named in one sentence.
const mostNamed = 6

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

// reach is how many times more is read than is kept: the end of a document
// matters, so what is too much is cut out of its longest parts later.
const reach = 8

// Builder collects blocks up to the limits.
type Builder struct {
	Document Document
	Limits   Limits
	runes    int
}

// Add keeps a block, line by line, and reports whether there is room for more.
// Text many times longer than what is kept is cut before it is cleaned: cleaning
// 20 MB takes half a second.
func (b *Builder) Add(x Block) bool {
	if most := 4 * reach * b.Limits.Runes; len(x.Text) > most { // a character has at most 4 bytes
		for most > 0 && !utf8.RuneStart(x.Text[most]) {
			most--
		}
		x.Text = x.Text[:most]
		b.Note(NoteTruncated)
	}
	for _, l := range clean.Lines(x.Text) {
		n := utf8.RuneCountInString(l)
		if len(b.Document.Blocks) >= reach*b.Limits.Blocks || b.runes >= reach*b.Limits.Runes {
			b.Note(NoteTruncated)
			return false
		}
		if room := reach*b.Limits.Runes - b.runes; n > room { // a line without end: its beginning
			b.Note(NoteTruncated)
			l, n = string([]rune(l)[:room]), room
		}
		b.runes += n
		x.Text = l
		b.Document.Blocks = append(b.Document.Blocks, x)
		x.Label, x.Level = "", 0
	}
	return true
}

// Note notes something once.
func (b *Builder) Note(n Note) {
	for _, have := range b.Document.Notes {
		if have == n {
			return
		}
	}
	b.Document.Notes = append(b.Document.Notes, n)
}

// Hide notes something that was hidden and not read, by name.
func (b *Builder) Hide(name string) {
	b.Note(NoteHidden)
	if len(b.Document.Hidden) < 100 && !slices.Contains(b.Document.Hidden, name) {
		b.Document.Hidden = append(b.Document.Hidden, name)
	}
}
