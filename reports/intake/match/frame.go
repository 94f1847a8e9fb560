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
	addressee = regexp.MustCompile(`^[^。；;]{2,40}[:：]$`)
	preamble  = regexp.MustCompile(`(?:报告|汇报|报送|通报|总结|说明|上报|情况)如下[：:。.]?$`)

	closing   = regexp.MustCompile(`^(?:特此报告|特此汇报|特此说明|特此上报|以上报告|以上汇报|专此报告|此报告|妥否|当否|如无不妥|请审阅|请审示|请批示|谢谢)`)
	dateLine  = regexp.MustCompile(`^[\d二〇零○一三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$`)
	signature = regexp.MustCompile(`^[\p{Han}（()） ]{2,24}(?:局|办|办公室|中心|委|委员会|大队|公司|政府|站|所|处|社区|镇|村|院|校|专班|供电所|分局)(?:[（(](?:盖章|公章|章)[)）])?$`)
	footLine  = regexp.MustCompile(`^(?:附件?|抄送|抄报|主送|联系人|联系电话|联系方式|电话|印发|填报人|填表人|审核人?|审签人?|签发人?|分管领导|单位负责人签字|办公室主任签字|单位负责人|经办人|报送单位|报送人|填报单位|填报日期|审计链|校验)[^。]{0,3}[:：]|^[（(](?:联系人|加?盖章?|公章|此件|共印)|^[—\-–]\s*\d+\s*[—\-–]$|^第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?$`)
	attached  = regexp.MustCompile(`^附件?\s*(?:\d|[:：])`)
)

// frame says which rows are the frame of a report: title, addressee and the
// sentence that begins it in front, and what follows 特此报告 behind.
func (c *cutter) frame(all []outline.Row) map[int]bool {
	out := map[int]bool{}
	begun := false
	for i := 0; i < len(all) && i < 8; i++ {
		r := all[i]
		text := r.Whole()
		n := len([]rune(text))
		if r.Label.Rank != outline.Unranked || r.Kind != document.Paragraph && len(outline.Filled(r.Cells)) != 1 && r.Cells != nil {
			break
		}
		if _, _, s := c.headed(r); s.value >= Sure {
			break
		}
		switch {
		case i == 0 && len(all) > 1 && signature.MatchString(text) && titleLine.MatchString(all[1].Whole()):
		case i < 3 && n <= 50 && titleLine.MatchString(text) && !strings.ContainsAny(text, "。，,"):
			begun = true
		case begun && n <= 45 && underline.MatchString(text), addressee.MatchString(text) && about(text).kind == nothing:
		case n <= 200 && preamble.MatchString(text):
			out[i] = true
			i = len(all)
			continue
		default:
			i = len(all)
			continue
		}
		out[i] = true
	}
	c.foot(all, out)
	return out
}

// foot goes from the end up as long as rows are no part of the report.
func (c *cutter) foot(all []outline.Row, out map[int]bool) {
	for i := len(all) - 1; i > 0 && len(all)-i < 40; i-- {
		r := all[i]
		text := strings.TrimSpace(r.Whole())
		switch n := len([]rune(text)); {
		case out[i] || r.Cells != nil || r.Kind == document.TextBox:
			return
		case n <= 40 && (dateLine.MatchString(text) || signature.MatchString(text) || closing.MatchString(text)), n <= 100 && footLine.MatchString(text):
			out[i] = true
		case n <= 60 && r.Label.Rank != outline.Unranked && c.listed(all, i):
			out[i] = true
		default:
			return
		}
	}
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
		if p.Bare() && p.Task == 0 {
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
