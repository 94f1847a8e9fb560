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
	assert.Equal(t, sentences[r.Reason], r.Sentence(), "every reason has its own sentence")
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
		assert.Equal(t, Plain, d.Format)
	}
}

func TestWrongFiles(t *testing.T) {
	for name, x := range map[string]struct {
		data string
		want Reason
	}{
		"old.doc":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), OldOffice},
		"a.wps":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", OldOffice},
		"a.rtf":       {`{\rtf1\ansi hello}`, OldOffice},
		"scan.pdf":    {"%PDF-1.7\n...", PDF},
		"a.docx":      {"\xff\xd8\xff\xe0 jpeg called docx", Picture},
		"b.docx":      {"\x89PNG\r\n\x1a\n", Picture},
		"c.heic":      {"\x00\x00\x00\x18ftypheic", Picture},
		"a.rar":       {"Rar!\x1a\x07\x01\x00", Packed},
		"a.exe":       {"MZ\x90\x00\x03", Unknown},
		"noise.txt":   {"\x01\x02\x03\x00\xfe\xfe\x80\x81\x00\x00\x02", Unknown},
		"page.doc":    {"  <HTML><body>x</body></HTML>", Markup},
		"word.xml":    {"<?xml version=\"1.0\"?><a/>", Markup},
		"empty.docx":  {"", Empty},
		"blank.txt":   {" \n\t\r\n ", Empty},
		"unseen.txt":  {"\u200b\u200b", Empty},
		"cut.docx":    {"PK\x03\x04\x14\x00\x06", Damaged},
		"nothing.zip": {"PK\x05\x06" + strings.Repeat("\x00", 18), Empty},
	} {
		_, err := Read(name, []byte(x.data), Limits{})
		assert.Equal(t, x.want, reason(t, err), name)
	}
	_, err := Read("big.txt", make([]byte, 20<<20+1), Limits{})
	assert.Equal(t, TooLarge, reason(t, err))
	var r *Refusal
	require.ErrorAs(t, err, &r)
	assert.False(t, r.Evidence())
}

func TestEveryReasonAndNoteHasASentence(t *testing.T) {
	for _, r := range []Reason{TooLarge, Empty, OnlyPictures, Picture, PDF, OldOffice, Locked, Packed, OtherOffice, Markup, Swollen, Crooked, Entities, Deep, Damaged, Unknown} {
		assert.NotEmpty(t, sentences[r], r)
	}
	for _, n := range []Note{NotePictures, NoteMacros, NoteTruncated, NoteHidden, NoteEmbedded, NoteComments, NoteChanges} {
		assert.NotEmpty(t, n.Sentence(), n)
	}
}

func TestLongTextIsTruncated(t *testing.T) {
	d := Paste(strings.Repeat("很长的一段话。\n", 50000), Limits{})
	assert.Len(t, d.Blocks, 5000)
	assert.Equal(t, []Note{NoteTruncated}, d.Notes)
}

func TestSplitLabel(t *testing.T) {
	for in, want := range map[string]label{
		"一、总体情况":             {"一、", han, 1},
		"十二、其他":              {"十二、", han, 12},
		"(一)做实农民工就业服务":       {"(一)", hanRound, 1},
		"（二）落实":              {"（二）", hanRound, 2},
		"㈢落实":                {"㈢", hanRound, 3},
		"1.做实农民工就业服务。":       {"1.", digits, 1},
		"12.促进":              {"12.", digits, 12},
		"3、巩固":               {"3、", digits, 3},
		"3 、巩固":              {},
		"(1)开展":              {"(1)", round, 1},
		"（2）开展":              {"（2）", round, 2},
		"1)开展":               {"1)", round, 1},
		"①开展":                {"①", circled, 1},
		"⒉开展":                {"⒉", digits, 2},
		"第一部分 工作进展":          {"第一部分", chapter, 1},
		"第一，抓好":              {"第一，", han, 1},
		"1.1 加强":             {"1.1", dotted, 0},
		"## 2. 提升":           {"2.", digits, 2},
		"1.5万亩高标准农田":         {},
		"15%的补助":             {},
		"2020年12月15日":        {},
		"320人实现就业":           {},
		"一是加强领导":             {},
		"A.方案":               {"A.", letter, 0},
		"普通的一段话，没有编号。":       {},
		"1. ":                {"1.", digits, 1},
		"\u3000\u3000二、任务分工": {"二、", han, 2},
	} {
		got, rest := splitLabel(in)
		assert.Equal(t, want, got, in)
		assert.True(t, strings.HasSuffix(strings.TrimSpace(in), rest), in)
	}
}
