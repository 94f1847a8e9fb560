// Package docx writes official documents as .docx in the layout of GB/T
// 9704-2012 (党政机关公文格式), with the standard library alone.
//
// [Area], [Summary], [Bulletin], [Problems] and [Finance] build a [Doc] from
// plan and reports; [Render] turns any Doc into bytes. Both are pure: no I/O,
// no clock, and the same input always gives the same bytes, so that a file can
// be made again and compared. All words are cleaned by package clean on their
// way in; nothing anybody writes can become markup. Private indicators appear
// in the finance report and nowhere else.
//
// The layout: A4 with margins of 37, 35, 28 and 26 mm (top, bottom, left,
// right); 22 lines of 28 characters on a page; body 三号 (16 pt) on fixed lines
// of 28.95 pt; page numbers "— 1 —" outside, right on odd and left on even pages.
package docx

import (
	"liubao/plan"
	"liubao/reports/picture"
)

// Doc is one document. Empty parts are left out.
type Doc struct {
	Title     string   // centred; a line break starts a new line
	Subtitle  string   // below the title in 楷体, usually the period in brackets
	Addressee []string // 主送机关, joined by 、
	Copies    []string // 抄送机关, between two lines at the very end
	Blocks    []Block
	// Attachments are listed after the text; those with blocks of their own
	// follow the signature, each on a new page.
	Attachments []Attachment
	Signature   string    // 发文机关署名
	Date        plan.Date // 成文日期; also the file's date
	SignOff     []SignOff // places for signatures by hand, below the date
	// Anchor is kept in the file's properties and printed nowhere: the ends of the
	// audit log's chains, so that the log cannot be rewritten unseen.
	Anchor string
}

// Block is a part of a document's text.
type Block interface{ block() }

// Heading is a heading of level 1 (一、), 2 (（一）) or 3 (1.). The number is
// set by [Render], counting within the heading above.
type Heading struct {
	Level int
	Text  string
	// Number is said in place of the count where it is not 0, for what has a
	// number of its own; the headings after it count on from there.
	Number int
}

// Para is a paragraph of text; each line break starts a new paragraph. Label
// is set before the first in 楷体, such as 存在困难：, or, Strong, in bold.
type Para struct {
	Label  string
	Text   string
	Strong bool
}

// Note is a small line without an indent, such as the caption of a table.
type Note struct{ Text string }

// Table is a table over the whole width of the page. The first row repeats on
// each page, and rows do not split. A row of one cell goes over all columns
// and heads the rows below it.
type Table struct {
	Head   []string
	Widths []int // relative widths of the columns, as many as Head
	Rows   [][]string
	Centre []bool // columns that are centred; missing ones are not
}

// Photos is a group of photos, set in two columns where there are several.
type Photos struct{ Items []Photo }

// Photo is a picture with its caption.
type Photo struct {
	Picture picture.Picture
	Caption string
}

func (Heading) block() {}
func (Para) block()    {}
func (Note) block()    {}
func (Table) block()   {}
func (Photos) block()  {}

// Attachment is one entry of the list of attachments.
type Attachment struct {
	Title  string
	Blocks []Block // empty for a file that goes along on its own
}

// SignOff is a place for a signature by hand. Name is printed where somebody
// has already signed in the system.
type SignOff struct {
	Label string // 单位负责人签字
	Name  string // empty leaves a line to write on
	Date  string // when signed in the system
}

// Fonts names the fonts of a document. Fonts are never embedded: the reader's
// machine must have them, so the names are configuration.
type Fonts struct {
	Title string // 小标宋: the title
	Body  string // 仿宋: the text
	Hei   string // 黑体: headings of the first level, heads of tables
	Kai   string // 楷体: headings of the second level, labels
	Song  string // 宋体: page numbers
	Latin string // letters and digits
}

// The font profiles. Official has the names that GB/T 9704-2012 is usually set
// with; Common has those that every Chinese Windows has.
var (
	Official = Fonts{
		Title: "方正小标宋简体", Body: "仿宋_GB2312", Hei: "黑体", Kai: "楷体_GB2312",
		Song: "宋体", Latin: "Times New Roman",
	}
	Common = Fonts{
		Title: "宋体", Body: "仿宋", Hei: "黑体", Kai: "楷体", Song: "宋体", Latin: "Times New Roman",
	}
)

// Profile returns the font profile with the name, official or common.
func Profile(name string) (Fonts, bool) {
	switch name {
	case "official", "":
		return Official, true
	case "common":
		return Common, true
	}
	return Fonts{}, false
}

// or returns f with what is missing taken from the official profile.
func (f Fonts) or(g Fonts) Fonts {
	pick := func(a, b string) string {
		if a == "" {
			return b
		}
		return a
	}
	return Fonts{
		Title: pick(f.Title, g.Title), Body: pick(f.Body, g.Body), Hei: pick(f.Hei, g.Hei),
		Kai: pick(f.Kai, g.Kai), Song: pick(f.Song, g.Song), Latin: pick(f.Latin, g.Latin),
	}
}
