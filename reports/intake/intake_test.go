package intake

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"liubao/plan"
	"liubao/reports/intake/document"
)

func thePlan(t testing.TB) *plan.Plan {
	p, err := plan.Default()
	require.NoError(t, err)
	return p
}

func texts(d Document) []string {
	var out []string
	for _, b := range d.Blocks {
		out = append(out, b.Label+b.Text)
	}
	return out
}

func reason(t *testing.T, err error) Reason {
	t.Helper()
	var r *Refusal
	require.ErrorAs(t, err, &r)
	assert.NotEmpty(t, r.Sentence())
	assert.NotContains(t, r.Sentence(), "!")
	return r.Reason
}

func TestTextEncodings(t *testing.T) {
	const text = "一、保居民就业\r\n城镇新增就业320人，完成“任务”。\n\n  第二段  "
	want := []string{"一、保居民就业", "城镇新增就业320人，完成“任务”。", "第二段"}
	for name, e := range map[string]encoding.Encoding{
		"utf-8":        encoding.Nop,
		"utf-8 bom":    unicode.UTF8BOM,
		"utf-16 le":    unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"utf-16 be":    unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"utf-16 le no": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"utf-16 be no": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
		"gb18030":      simplifiedchinese.GB18030,
		"gbk":          simplifiedchinese.GBK,
	} {
		b, err := e.NewEncoder().Bytes([]byte(text))
		require.NoError(t, err, name)
		d, err := Read("报告.txt", b, Limits{})
		require.NoError(t, err, name)
		assert.Equal(t, want, texts(d), name)
		assert.Equal(t, document.Plain, d.Format)
	}
}

func TestWrongFiles(t *testing.T) {
	for name, x := range map[string]struct {
		data string
		want Reason
	}{
		"old.doc":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), document.OldOffice},
		"a.wps":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", document.OldOffice},
		"a.rtf":       {`{\rtf1\ansi hello}`, document.OldOffice},
		"scan.pdf":    {"%PDF-1.7\n...", document.PDF},
		"a.docx":      {"\xff\xd8\xff\xe0 jpeg called docx", document.Picture},
		"b.docx":      {"\x89PNG\r\n\x1a\n", document.Picture},
		"c.heic":      {"\x00\x00\x00\x18ftypheic", document.Picture},
		"d.docx":      {"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00(", document.Picture},
		"a.rar":       {"Rar!\x1a\x07\x01\x00", document.Packed},
		"a.exe":       {"MZ\x90\x00\x03", document.Unknown},
		"noise.txt":   {"\x01\x02\x03\x00\xfe\xfe\x80\x81\x00\x00\x02", document.Unknown},
		"page.doc":    {"  <HTML><body>x</body></HTML>", document.Markup},
		"word.xml":    {"<?xml version=\"1.0\"?><a/>", document.Markup},
		"empty.docx":  {"", document.Empty},
		"blank.txt":   {" \n\t\r\n ", document.Empty},
		"unseen.txt":  {"\u200b\u200b", document.Empty},
		"cut.docx":    {"PK\x03\x04\x14\x00\x06", document.Damaged},
		"nothing.zip": {"PK\x05\x06" + strings.Repeat("\x00", 18), document.Empty},
	} {
		_, err := Read(name, []byte(x.data), Limits{})
		assert.Equal(t, x.want, reason(t, err), name)
	}
	_, err := Read("big.txt", make([]byte, 20<<20+1), Limits{})
	assert.Equal(t, document.TooLarge, reason(t, err))
	var r *Refusal
	require.ErrorAs(t, err, &r)
	assert.False(t, r.Evidence())
}

func TestEveryReasonAndNoteHasASentence(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range []Reason{document.TooLarge, document.Empty, document.OnlyPictures, document.Picture, document.PDF, document.OldOffice, document.Locked,
		document.Packed, document.OtherOffice, document.Markup, document.Swollen, document.Crooked, document.Entities, document.Deep, document.Damaged, document.Unknown} {
		s := (&Refusal{Reason: r}).Sentence()
		assert.NotEmpty(t, s, r)
		assert.False(t, seen[s], "every reason has its own sentence: %s", s)
		seen[s] = true
	}
	for _, n := range []Note{document.NotePictures, document.NoteMacros, document.NoteTruncated, document.NoteHidden, document.NoteEmbedded, document.NoteAside,
		document.NoteComments, document.NoteChanges, document.NoteContents} {
		assert.NotEmpty(t, n.Sentence(), n)
	}
}

func TestLongTextIsTruncated(t *testing.T) {
	d := Paste(strings.Repeat("很长的一段话。\n", 50000), Limits{})
	assert.True(t, len(d.Blocks) == 8*5000, "more is read than is kept: the end matters") //nolint:testifylint // Len would print them all
	assert.Equal(t, []Note{document.NoteTruncated}, d.Notes)
}
