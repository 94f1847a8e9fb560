package match

import (
	"fmt"
	"regexp"
	"strings"

	"liubao/reports/intake/document"
	"liubao/reports/intake/outline"
)

// What stands around a report and is no part of it, as GB/T 9704-2012 has it.
var (
	titleLine = regexp.MustCompile(`(?:报告|汇报|总结|通报|材料|台账|汇总表?|统计表|小结|简报|情况|进展|表)(?:[（(].{0,30}[)）])?$|^关于.*的`)
	underline = regexp.MustCompile(`^[（(].{2,40}[)）]$|^\d{4}年.{1,20}$|^.{2,20}[〔\[]\d{4}[〕\]].{1,8}号$`)
	docNumber = regexp.MustCompile(`^.{2,20}[〔\[【(（](?:19|20)\d\d[〕\]】)）]\s*第?\d{1,4}号(?:签发人[:：]?\p{Han}{1,12})?$|^第\d{1,4}期$`)
	// marks stand over a letterhead: the number of the copy, how secret it is, and how urgent.
	marks     = regexp.MustCompile(`^(?:\d{6}|(?:绝密|机密|秘密|内部)(?:★.{0,6})?|特提|特急|加急|平急|急件)$`)
	letter    = regexp.MustCompile(`^[\p{Han}（()）]{2,30}文件?$`) // a PDF may break it before its last character
	remarked  = regexp.MustCompile(`\s*[（(](?:联系人|联系电话|此件)[^（(]*[)）]$`)
	addressee = regexp.MustCompile(`^[^。；;]{2,40}[:：]$`)
	preamble  = regexp.MustCompile(`(?:报告|汇报|报送|通报|总结|说明|上报|情况)如下[：:。.]?$|(?:报告|汇报|报送|通报|总结|说明)如下[,，]请\pL{0,10}[：:。.]?$`)

	closing   = regexp.MustCompile(`^(?:特此报告|特此汇报|特此说明|特此上报|以上报告|以上汇报|专此报告|此报告|妥否|当否|如无不妥|请审阅|请审示|请批示|(?:报告|汇报)完毕|谢谢)|^(?:以上)?[,，]?请\pL{0,8}(?:审定|审阅|审示|批示|指示|阅示|查收|指正|知悉)[。！!]?$`)
	dateLine  = regexp.MustCompile(`^(?:[\d二〇零○一三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日)$`)
	dated     = regexp.MustCompile(`(?:[\d二〇零○一三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:印发)?$`)
	signature = regexp.MustCompile(`^[\p{Han}（()） ]{2,24}(?:局|办|办公室|中心|委|委员会|大队|公司|政府|站|所|处|社区|镇|村|院|校|专班|供电所|分局)(?:[（(](?:盖章|公章|章)[)）])?$`)
	footLine  = regexp.MustCompile(`^(?:附件?|抄送|抄报|主送|联系人|联系电话|联系方式|电话|印发|填报人|填表人|制表人?|审核人?|审签人?|签发人?|复核人?|分管领导|单位负责人签字|办公室主任签字|单位负责人|负责人|经办人|汇报人|报告人|撰稿人?|报送单位|报送人|报送[时日]间?期?|填报单位|填报[时日]间?期?|填表[时日]间?期?|制表[时日]间?期?|统计[时日]间?期?|审计链|校验)[^。]{0,3}[:：]|^(?:报|送|发|日期|时间)[:：]|^[（(](?:联系人|加?盖章?|公章|此件|共印)|^[—\-–]\s*\d+\s*[—\-–]$|^第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?$`)
	attached  = regexp.MustCompile(`^附件?\s*(?:\d|[:：])`)
	appendix  = regexp.MustCompile(`^附(?:件|表|录)\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?$`)
)

// opening is how many rows the title, the addressee and what begins a report may
// take.
const opening = 12

// frame says which rows are the frame of a report: title, addressee and the
// sentence that begins it in front, and what follows 特此报告 behind.
func (c *cutter) frame(all []outline.Row) map[int]bool {
	out := map[int]bool{}
	if n := c.front(all); n > 0 {
		for i := range n {
			out[i] = true
		}
	}
	c.foot(all, out)
	return out
}

// front returns how many rows stand in front of a report: up to the sentence
// that begins it, or its addressee, or the end of its title. A title of several
// lines ends in its last.
func (c *cutter) front(all []outline.Row) (n int) {
	title, plain := false, true
	for i := 0; i < len(all) && i < opening; i++ {
		r := all[i]
		text := strings.Join(strings.Fields(r.Whole()), "")
		if r.Label.Rank != outline.Unranked || r.Kind != document.Paragraph && len(outline.Filled(r.Cells)) != 1 && r.Cells != nil {
			return n
		}
		if _, _, s := c.headed(r); s.value >= Sure {
			return n
		}
		short := len([]rune(text)) <= 50 && !strings.ContainsAny(text, "。，,；;")
		switch {
		case len([]rune(text)) <= 200 && preamble.MatchString(text) && (plain || n == i):
			return i + 1
		case short && addressee.MatchString(text) && about(text).kind == nothing && (plain || n == i):
			n = i + 1
		case short && docNumber.MatchString(text), short && n == i && i < 4 && (letter.MatchString(text) || marks.MatchString(text) || text == "件" && i > 0), short && footLine.MatchString(text) && !strings.HasPrefix(text, "附"):
			n = max(n, i+1)
		case short && i < 6 && titleLine.MatchString(text) && (plain || n == i):
			n, title = i+1, true
		case title && n == i && (underline.MatchString(text) || ending(text)):
			n = i + 1
		case !short || i > 0 && n < i-3:
			return n
		default:
			plain = plain && titled(text) // may be the beginning of a title
		}
	}
	return n
}

// titled reports whether a line may be part of a title: the name of who writes,
// or what the report is on.
func titled(text string) bool {
	return strings.Contains(text, "关于") || signature.MatchString(text) || letter.MatchString(text) || len([]rune(text)) <= 4
}

// foot goes from the end up as long as rows are no part of the report. What is
// appended behind its date belongs to it, too, but for tables of tasks and of
// figures.
func (c *cutter) foot(all []outline.Row, out map[int]bool) {
	end := len(all)
	for i := len(all) - 1; i > 0 && len(all)-i < maxAppendix; i-- {
		if appendix.MatchString(strings.TrimSpace(all[i].Whole())) && dated.MatchString(strings.TrimSpace(all[i-1].Whole())) {
			end = i
		}
	}
	for i := end; i < len(all); i++ {
		if all[i].Table == 0 {
			out[i] = true
		} else if c.tables[all[i].Table] == other {
			c.tables[all[i].Table] = besides
		}
	}
	for i := end - 1; i > 0 && end-i < 40; i-- {
		r := all[i]
		text := strings.TrimSpace(r.Whole())
		switch n := len([]rune(text)); {
		case out[i] || r.Cells != nil || r.Kind == document.TextBox:
			return
		case n <= 40 && ending(text), n <= 100 && footLine.MatchString(text):
			out[i] = true
		case n <= 60 && r.Label.Rank != outline.Unranked && c.listed(all, i):
			out[i] = true
		default:
			return
		}
	}
}

// maxAppendix is how far from the end an appendix may begin, in rows.
const maxAppendix = 400

// ending reports whether a line is one of those that a report ends in: who wrote
// it, when, in one line or two, and a usual closing.
func ending(text string) bool {
	text = remarked.ReplaceAllString(text, "")
	if dateLine.MatchString(text) || signature.MatchString(text) || closing.MatchString(text) {
		return true
	}
	m := dated.FindStringIndex(text)
	return m != nil && signature.MatchString(strings.TrimSpace(text[:m[0]]))
}

// filledFoot reports whether a table's row holds nothing but who filled it in,
// and when.
func filledFoot(cells []string) bool {
	all := outline.Filled(cells)
	for _, c := range all {
		if !footLine.MatchString(c) {
			return false
		}
	}
	return len(all) > 0
}

// listed reports whether a numbered row goes on with a list of attachments.
func (c *cutter) listed(all []outline.Row, i int) bool {
	for ; i > 0; i-- {
		switch text := all[i].Whole(); {
		case attached.MatchString(text):
			return true
		case all[i].Label.Rank == outline.Unranked:
			return false
		}
	}
	return false
}

// trimmed cuts what is too much out of the longest pieces, so that the end of a
// document stays. It returns what to call the pieces that were cut.
func trimmed(pieces []Piece, keep int) ([]Piece, []string) {
	total := 0
	for _, p := range pieces {
		total += len([]rune(p.Text))
	}
	if keep <= 0 || total <= keep {
		return pieces, nil
	}
	share := fair(pieces, keep)
	var short []string
	for i, p := range pieces {
		if r := []rune(p.Text); len(r) > share {
			pieces[i].Text = strings.TrimSpace(string(r[:share]))
			short = append(short, clipped(p.Label+p.Heading+p.Text))
		}
	}
	return pieces, short
}

// fair returns how many characters each piece may have so that all together
// have no more than keep: the short ones whole.
func fair(pieces []Piece, keep int) int {
	low, high := 1, keep
	for low < high {
		mid := (low + high + 1) / 2
		sum := 0
		for _, p := range pieces {
			sum += min(len([]rune(p.Text)), mid)
		}
		if sum <= keep {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// said tells the sender in Chinese what is not offered: lines and columns by
// name, headings without words, and what was cut.
func said(left []Left, pieces []Piece, short []string) []string {
	var names []string
	seen := map[string]bool{}
	add := func(n string) {
		if n = clipped(n); n != "" && !seen[n] {
			seen[n] = true
			names = append(names, "“"+n+"”")
		}
	}
	for _, l := range left {
		add(l.Name)
	}
	for _, p := range pieces {
		if p.Bare() && (p.Task == 0 || p.alone) {
			add(p.Label + p.Heading)
		}
	}
	var out []string
	if n := len(names); n > mostNamed {
		out = append(out, fmt.Sprintf(textLeftMany, strings.Join(names[:mostNamed], ""), n))
	} else if n > 0 {
		out = append(out, fmt.Sprintf(textLeft, strings.Join(names, "")))
	}
	for i, s := range short {
		if i == 3 {
			break
		}
		out = append(out, fmt.Sprintf(textShort, s))
	}
	return out
}

// mostNamed is how many lines and columns are named at most.
const mostNamed = 8

func clipped(s string) string {
	const most = 16
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
