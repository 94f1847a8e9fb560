package pdf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"liubao/reports/intake/document"
)

// small is how large the words of a footnote are at most, of the words above them, and
// raised how large its mark is, of the word that it stands behind.
const (
	small  = 0.92
	raised = 0.75
)

// largestNote is how large the words of a footnote are at most, in points.
const largestNote = 12

// mark finds the number or sign of a footnote.
var mark = regexp.MustCompile(`^\s*(?:\d{1,2}|[①-⑳]|[\[〔【(（]\d{1,2}[\]〕】)）]|[*＊※†]+)\s*$`)

// marked finds a footnote that begins with its mark.
var marked = regexp.MustCompile(`^\s*(?:\d{1,2}(?:[^\d.．、,，%年月日时点:：]|$)|[①-⑳]|[\[〔【(（]\d{1,2}[\]〕】)）]|[*＊※†]|注[:：])`)

// withoutMarks leaves out the marks that stand raised behind the words that have a
// footnote: 2140 and a small 1 is not 21401. The 2 of m2 stays.
func withoutMarks(runs []run) []run {
	var out []run
	for _, r := range runs {
		if !mark.MatchString(r.text) || !raisedBehind(r, runs) {
			out = append(out, r)
		}
	}
	return out
}

// raisedBehind reports whether a run stands higher than the larger one it follows.
func raisedBehind(r run, all []run) bool {
	for _, b := range all {
		up, gap := r.y-b.y, r.from-b.to
		if r.size > raised*b.size || up < 0.15*b.size || up > 0.8*b.size || gap < -0.3*b.size || gap > 0.3*b.size {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(b.text))
		return last >= utf8.RuneSelf || !unicode.IsLetter(last)
	}
	return false
}

// notes takes the footnotes off the foot of a page: lines that are smaller than the
// one above them and begin with a mark. Rows of a table, and what ends higher up, are
// none.
func notes(all []line) (rest []line, found []string) {
	from := start(all)
	if from == 0 {
		return all, nil
	}
	for _, l := range all[from:] {
		text := strings.TrimSpace(l.String())
		if marked.MatchString(text) {
			found = append(found, unmarked(l))
			continue
		}
		found[len(found)-1] += text
	}
	return all[:from], found
}

// start returns where the footnotes of a page begin, 0 for none.
func start(all []line) (at int) {
	if len(all) < 2 || all[len(all)-1].y > foot {
		return 0
	}
	largest := 0.0
	for i := len(all) - 1; i > 0 && len(all[i].parts) < 3; i-- {
		if largest = max(largest, all[i].size); largest > largestNote {
			break
		}
		if largest < small*all[i-1].size && marked.MatchString(all[i].String()) {
			at = i
		}
	}
	return at
}

// unmarked returns the words of a footnote behind its mark.
func unmarked(l line) string {
	text := strings.TrimSpace(l.String())
	for _, s := range l.parts[:1] {
		at := len(s.text)
		if len(s.joints) > 0 {
			at = s.joints[0].at
		}
		if mark.MatchString(s.text[:at]) {
			return strings.TrimSpace(text[min(at, len(text)):])
		}
	}
	return strings.TrimSpace(text[len(typed.FindString(text)):])
}

// typed is a mark that is typed with the words, or was shown with them.
var typed = regexp.MustCompile(`^(?:\d{1,2}\s+|[①-⑳]|[\[〔【(（]\d{1,2}[\]〕】)）]|[*＊※†]+)`)

// footnote is a block that belongs to no paragraph.
func footnote(text string) document.Block {
	return document.Block{Kind: document.Footnote, Text: text}
}
