package intake

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"liubao/reports/intake/document"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile builds files that are made to harm whoever reads them.
func hostile(t testing.TB) map[string]struct {
	data []byte
	want Reason
} {
	type file = struct {
		data []byte
		want Reason
	}
	body := func(s string) []byte { return docxOf(t, s) }
	named := func(name string) []byte { return docxOf(t, p("字"), part{name, "x"}) }
	doctype := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`
	replaced := func(document string) []byte {
		return zipped(t, part{"[Content_Types].xml", contentTypes}, part{"_rels/.rels", wordRels}, part{"word/document.xml", document})
	}
	many := make([]part, 2100)
	for i := range many {
		many[i] = part{fmt.Sprintf("word/media/%d.bin", i), ""}
	}
	return map[string]file{
		"bomb in the document": {body(p(strings.Repeat("字", 60<<20/3))), document.Swollen},
		"bomb beside it":       {docxOf(t, p("字"), part{"word/media/a.bin", strings.Repeat("\x00", 30<<20)}), document.Swollen},
		"slow bomb":            {body(varied(300000, "<w:p><w:r><w:t>第%d段</w:t></w:r></w:p>")), document.Swollen},
		"many entries":         {docxOf(t, p("字"), many...), document.Swollen},
		"lying about size":     {lying(t), document.Damaged},
		"directory of bombs":   {append([]byte("PK\x03\x04"), bytes.Repeat([]byte("PK\x01\x02"), 100000)...), document.Swollen},
		"billion laughs":       {replaced(doctype + `<w:document><w:t>&b;</w:t></w:document>`), document.Entities},
		"external entity":      {replaced(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`), document.Entities},
		"unknown entity":       {body(p("&nbsp;&xxe;")), document.Damaged},
		"other encoding":       {replaced(`<?xml version="1.0" encoding="UTF-16"?><x/>`), document.Damaged},
		"nested elements":      {body(strings.Repeat("<w:p><w:r>", 100000)), document.Deep},
		"nested tables":        {body(strings.Repeat("<w:tbl><w:tr><w:tc>", 5000)), document.Deep},
		"attributes":           {body("<w:p " + varied(300000, `a%d="" `) + "/>"), document.Deep},
		"many tags":            {body(varied(220000, `<w:p w:id="%d"><w:r><w:t/></w:r></w:p>`)), document.Deep},
		"not closed":           {replaced(`<w:document><w:body><w:p>`), document.Damaged},
		"no root":              {replaced(` `), document.Damaged},
		"missing document":     {zipped(t, part{"[Content_Types].xml", contentTypes}, part{"_rels/.rels", wordRels}), document.Damaged},
		"outside path":         {named("../../etc/cron.d/x"), document.Crooked},
		"inner path":           {named("word/../../x"), document.Crooked},
		"absolute path":        {named("/etc/passwd"), document.Crooked},
		"windows path":         {named(`..\..\x`), document.Crooked},
		"drive":                {named(`C:/x`), document.Crooked},
		"twice":                {named("Word/Document.xml"), document.Crooked},
		"link":                 {link(t), document.Crooked},
		"relation outside": {zipped(t, part{"[Content_Types].xml", contentTypes},
			part{"_rels/.rels", strings.Replace(wordRels, "word/document.xml", "../../../etc/passwd", 1)}), document.Crooked},
		"relation elsewhere": {zipped(t, part{"[Content_Types].xml", contentTypes},
			part{"_rels/.rels", strings.Replace(wordRels, `Target="word`, `TargetMode="External" Target="http://x/word`, 1)}), document.Damaged},
		"plain archive": {zipped(t, part{"a.txt", "x"}), document.Packed},
		"slides": {zipped(t, part{"[Content_Types].xml", contentTypes},
			part{"_rels/.rels", strings.Replace(wordRels, "word/document.xml", "ppt/presentation.xml", 1)}), document.OtherOffice},
		"open document":      {zipped(t, part{"mimetype", "application/vnd.oasis.opendocument.text"}, part{"content.xml", "<x/>"}), document.OtherOffice},
		"cut":                {body(p("字"))[:300], document.Damaged},
		"sheet of no string": {xlsxOf(t, varied(100000, `<row r="%d"><c t="s"><v>2</v></c></row>`)), document.Empty},
	}
}

// varied repeats a pattern with a number in it, so that it packs no better than
// honest XML.
func varied(n int, pattern string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, pattern, i*7919%1000003)
	}
	return b.String()
}

// lying returns a document whose directory tells a smaller size than what
// comes out.
func lying(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, x := range []part{{"[Content_Types].xml", contentTypes}, {"_rels/.rels", wordRels}} {
		w, err := z.Create(x.name)
		require.NoError(t, err)
		_, _ = w.Write([]byte(x.text))
	}
	text := []byte(fmt.Sprintf(wordRoot, p(strings.Repeat("字", 1000))))
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "word/document.xml", Method: zip.Store, CRC32: crc32.ChecksumIEEE(text),
		CompressedSize64: uint64(len(text)), UncompressedSize64: 100,
	})
	require.NoError(t, err)
	_, _ = w.Write(text)
	require.NoError(t, z.Close())
	return b.Bytes()
}

// link returns a document with a symbolic link in it.
func link(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "word/link"}
	h.SetMode(os.ModeSymlink | 0o777)
	w, err := z.CreateHeader(h)
	require.NoError(t, err)
	_, _ = w.Write([]byte("/etc/passwd"))
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestHostileFiles(t *testing.T) {
	for name, x := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Read("x.docx", x.data, Limits{})
			runtime.ReadMemStats(&after)
			assert.Equal(t, x.want, reason(t, err), "%v", err)
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(256<<20), "bytes allocated in all, the race detector included")
		})
	}
}

func TestEncryptedEntry(t *testing.T) {
	data := docxOf(t, p("字"))
	// Bit 0 of the flags, 8 bytes into each entry of the directory.
	for i := 0; ; {
		j := bytes.Index(data[i:], []byte("PK\x01\x02"))
		if j < 0 {
			break
		}
		i += j + 4
		flags := binary.LittleEndian.Uint16(data[i+4:])
		binary.LittleEndian.PutUint16(data[i+4:], flags|1)
	}
	_, err := Read("x.docx", data, Limits{})
	assert.Equal(t, document.Locked, reason(t, err))
}

// TestSharedStringShownOften shows one string in many more cells than are kept.
func TestSharedStringShownOften(t *testing.T) {
	w := xlsxOf(t, varied(100000, `<row r="%d"><c t="s"><v>0</v></c></row>`))
	d := mustRead(t, "x.xlsx", w)
	assert.True(t, len(d.Blocks) == 8*5000) //nolint:testifylint // Len would print them all
	assert.Contains(t, d.Notes, document.NoteTruncated)
}

func BenchmarkHostile(b *testing.B) {
	for name, x := range hostile(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Read("x.docx", x.data, Limits{})
			}
		})
	}
}

// FuzzRead is run with -fuzzminimizetime=10x: shrinking the first archive that
// reaches something new takes the default minute, in which nothing else is tried.
func FuzzRead(f *testing.F) {
	f.Add("a.docx", docxOf(f, p("一、甲")+`<w:tbl><w:tr><w:tc>`+p("乙")+`</w:tc></w:tr></w:tbl>`, part{"word/numbering.xml", listXML}))
	f.Add("a.xlsx", xlsxOf(f, `<row r="2"><c r="B2" t="s"><v>0</v></c><c s="2"><v>44165</v></c></row>`))
	f.Add("a.txt", []byte(march))
	f.Add("b.txt", []byte("\xff\xfe\x00\x4e"))
	f.Add("c.txt", []byte{0xd2, 0xbb, 0xa1, 0xa2})
	f.Add("a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	pl := thePlan(f)
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		d, err := Read(name, data, Limits{})
		if err != nil {
			reason(t, err)
			return
		}
		require.NotEmpty(t, d.Blocks)
		Match(pl, "a1", d)
	})
}

// FuzzDocument tries XML in the document's place, which FuzzRead would have to
// pack with a right checksum.
func FuzzDocument(f *testing.F) {
	f.Add(p("甲") + `<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>`)
	f.Add(`<w:p><mc:AlternateContent><mc:Choice><w:txbxContent>` + p("框") + `</w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:p>`)
	f.Add(`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent/></w:sdt><w:tbl><w:tc/><w:tr/></w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		if _, err := Read("a.docx", docxOf(t, body, part{"word/numbering.xml", listXML}), Limits{}); err != nil {
			reason(t, err)
		}
	})
}

// BenchmarkReadWorst reads as many tags as are read at all, without a word in
// them.
func BenchmarkReadWorst(b *testing.B) {
	data := docxOf(b, varied(133000, `<w:p w:id="%d"><w:r><w:t/></w:r></w:p>`))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Read("x.docx", data, Limits{})
	}
}
