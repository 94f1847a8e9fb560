// Package intake takes documents apart: a long text, a .txt, .csv, .docx, .xlsx
// or .pdf becomes paragraphs and table cells in reading order ([Read], [Paste]),
// and those become pieces, each with the task it seems to belong to, and
// numbers that stand near the names of indicators ([Match]). It only proposes:
// a person decides. Every character that enters is in a block, or a note says
// what was left out; every character of a block is in a piece.
//
// Files come from anywhere. Reading one takes at most about a second and a
// bounded amount of memory, whatever is in it: archives that swell, XML with
// entities, parts nested without end and files that are not what they are
// called all end in a [Refusal], which says in Chinese what the sender can do.
// Nothing in a file is run, followed or written to disk.
//
// The packages below do the work, one kind of file or one step each; what a
// caller needs of them is named here.
package intake

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"liubao/plan"
	"liubao/reports/clean"
	"liubao/reports/intake/archive"
	"liubao/reports/intake/document"
	"liubao/reports/intake/match"
	"liubao/reports/intake/pdf"
	"liubao/reports/intake/sheet"
	"liubao/reports/intake/text"
	"liubao/reports/intake/word"
)

// What documents are, why they are refused and what they seem to say.
type (
	Document = document.Document
	Limits   = document.Limits
	Note     = document.Note
	Refusal  = document.Refusal
	Reason   = document.Reason
	Proposal = match.Proposal
	Piece    = match.Piece
	Value    = match.Value
)

// Match takes a document apart and proposes where its pieces belong; with an
// area, in that area's report.
func Match(p *plan.Plan, area string, doc Document) Proposal { return match.Match(p, area, doc) }

// Paste takes in a text that was typed or pasted into the chat.
func Paste(words string, lim Limits) Document {
	b := document.Builder{Document: Document{Format: document.Pasted}, Limits: lim.OrDefault()}
	b.Document.Keep = b.Limits.Runes
	sheet.ReadText(&b, words)
	return b.Document
}

// Read takes in a file. What it is follows from its bytes, not from its name.
// The error is a [*Refusal].
func Read(name string, data []byte, lim Limits) (Document, error) {
	lim = lim.OrDefault()
	b := &document.Builder{Document: Document{Name: clean.Line(name), Keep: lim.Runes}, Limits: lim}
	var err error
	switch {
	case len(data) > lim.Bytes:
		err = document.Refuse(document.TooLarge, "%d bytes", len(data))
	case len(bytes.TrimSpace(data)) == 0:
		err = document.Refuse(document.Empty, "no bytes")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		err = readArchive(b, data)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		b.Document.Format = document.Portable
		err = pdf.Read(b, data)
	default:
		if r := sniff(data); r != "" {
			err = document.Refuse(r, "by its first bytes")
		} else {
			err = readText(b, name, data)
		}
	}
	if err != nil {
		return Document{}, document.AsRefusal(err)
	}
	if len(b.Document.Blocks) == 0 {
		for _, n := range b.Document.Notes {
			if n == document.NotePictures {
				return Document{}, document.Refuse(document.OnlyPictures, "pictures and no text")
			}
		}
		return Document{}, document.Refuse(document.Empty, "no text")
	}
	return b.Document, nil
}

// sniff returns why a file that is neither an archive nor text cannot be read,
// "" where it may be text.
func sniff(data []byte) Reason {
	if len(data) > 14 && string(data[:2]) == "BM" && string(data[6:10]) == "\x00\x00\x00\x00" {
		return document.Picture // a bitmap, and no text that begins so
	}
	for _, m := range magics {
		if len(data) >= m.at+len(m.bytes) && string(data[m.at:m.at+len(m.bytes)]) == m.bytes {
			return m.reason
		}
	}
	head := strings.ToLower(string(bytes.TrimLeft(data[:min(len(data), 512)], "\xef\xbb\xbf \t\r\n")))
	for _, m := range []string{"<!doctype", "<html", "<?xml", "mime-version:"} {
		if strings.HasPrefix(head, m) {
			return document.Markup
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
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", document.OldOffice}, // .doc, .xls, .wps, .et; and Office files with a password
	{0, `{\rtf`, document.OldOffice},
	{0, "%PDF", document.PDF},
	{0, "\xff\xd8\xff", document.Picture},
	{0, "\x89PNG", document.Picture},
	{0, "GIF8", document.Picture},
	{0, "II*\x00", document.Picture},
	{0, "MM\x00*", document.Picture},
	{8, "WEBP", document.Picture},
	{4, "ftyp", document.Picture}, // HEIC, and films
	{0, "Rar!", document.Packed},
	{0, "7z\xbc\xaf\x27\x1c", document.Packed},
	{0, "\x1f\x8b", document.Packed},
	{0, "PK\x05\x06", document.Empty}, // an archive without entries
	{0, "PK", document.Packed},
	{0, "MZ", document.Unknown},
	{0, "\x7fELF", document.Unknown},
}

// readText takes in a text file. Text has one line each paragraph, a table one
// row.
func readText(b *document.Builder, name string, data []byte) error {
	words, ok := text.Decode(data)
	if !ok {
		return document.Refuse(document.Unknown, "neither a known format nor text")
	}
	b.Document.Format = document.Plain
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv":
		if sheet.ReadCSV(b, words) {
			b.Document.Format = document.Table
			return nil
		}
	}
	sheet.ReadText(b, words)
	return nil
}

// readArchive takes in an Office file.
func readArchive(b *document.Builder, data []byte) error {
	a, err := archive.Open(data, b.Limits)
	if err != nil {
		return err
	}
	main, err := a.Main()
	if err != nil {
		return err
	}
	for name := range a.Files {
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			b.Note(document.NoteMacros)
		case strings.Contains(name, "/embeddings/"):
			b.Note(document.NoteEmbedded)
		}
	}
	switch {
	case strings.HasPrefix(main, "word/"):
		b.Document.Format = document.Word
		err = word.Read(b, a, main)
	case strings.HasPrefix(main, "xl/"):
		b.Document.Format = document.Excel
		err = sheet.Read(b, a, main)
	default:
		return document.Refuse(document.OtherOffice, "main part %q", main)
	}
	if err == nil && wordsAside(a) {
		b.Note(document.NoteAside)
	}
	return err
}

// asides are the parts of an Office file whose words are not read, and pageWords
// those of them that say nothing.
var (
	asides    = regexp.MustCompile(`^word/(?:header|footer|diagrams/data|charts/chart)\d*\.xml$|^xl/(?:drawings/drawing|diagrams/data|charts/chart)\d*\.xml$`)
	pageWords = regexp.MustCompile(`[第页共\P{Han}]|审计链|校验`)
)

// wordsAside reports whether a part that is not read holds words. A part that
// cannot be read holds none.
func wordsAside(a *archive.Archive) bool {
	for name := range a.Files {
		if !asides.MatchString(name) {
			continue
		}
		x, err := a.XML(name)
		for err == nil {
			var e *archive.Element
			if e, _, err = x.Next(); err != nil || e == nil || e.Name != "t" {
				continue
			}
			var words string
			if words, err = x.Text(); pageWords.ReplaceAllString(words, "") != "" {
				return true
			}
		}
	}
	return false
}
