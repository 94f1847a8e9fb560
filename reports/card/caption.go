package card

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"liubao/reports/clean"
)

// captionLimit is Telegram's limit for captions, in UTF-16 units.
const captionLimit = 1024

// Caption says in words what the card shows, for people who do not see the
// picture and for the chat's search: at most 1024 UTF-16 units. What is shown
// first matters most, so what does not fit is left off at the end.
func Caption(c Card) string {
	lines := []string{c.Title, joinWords(" ", c.Subtitle, c.AsOf)}
	var counts []string
	for _, t := range c.Tiles {
		counts = append(counts, t.Label+" "+t.Value)
	}
	lines = append(lines, strings.Join(counts, "，"))
	lines = append(lines, captionGrid(c))
	if n := len(c.Problems); n > 0 {
		lines = append(lines, fmt.Sprintf("%s：%d件", textProblems, n))
		for i, p := range c.Problems[:min(n, MaxProblems)] {
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, joinWords("，", cut(p.What, 40), p.Cell.Word)))
		}
	} else if !c.HideProblems {
		lines = append(lines, textNoProblems)
	}
	for _, b := range c.Bars[:min(len(c.Bars), MaxBars)] {
		lines = append(lines, b.Name+"："+joinWords("，", b.Value, b.Target, b.Word))
	}
	return fit(lines)
}

// captionGrid says how each area stands in the last period shown, areas with
// the same word together.
func captionGrid(c Card) string {
	last := len(c.Columns) - 1
	if last < 0 || len(c.Rows) == 0 {
		return ""
	}
	var words []string
	names := map[string][]string{}
	for _, r := range c.Rows[:min(len(c.Rows), MaxRows)] {
		word := textBlank
		if last < len(r.Cells) && r.Cells[last].Word != "" {
			word = r.Cells[last].Word
		}
		if names[word] == nil {
			words = append(words, word)
		}
		names[word] = append(names[word], r.Name)
	}
	var parts []string
	for _, w := range words {
		parts = append(parts, w+"："+strings.Join(names[w], "、"))
	}
	return c.Columns[last] + " " + strings.Join(parts, "；")
}

// TrendCaption says in words what a trend shows, in at most 1024 UTF-16 units.
func TrendCaption(t Trend) string {
	lines := []string{t.Title, joinWords(" ", t.Subtitle, t.AsOf), joinWords("，", t.GoalWords, t.State.Word)}
	points := t.Points[max(0, len(t.Points)-MaxPoints):]
	for _, p := range points {
		value := textNoValue
		if p.Value != nil {
			value = p.Value.String() + t.Measure
		}
		lines = append(lines, p.Label+"："+value)
	}
	if len(points) == 0 {
		lines = append(lines, textNoPoints)
	}
	return fit(lines)
}

func joinWords(sep string, words ...string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, sep)
}

// fit joins lines as long as the limit holds, ending with … where it does not.
func fit(lines []string) string {
	var b strings.Builder
	left := captionLimit - 2 // the mark and its line break
	for _, l := range lines {
		if l = clean.Line(l); l == "" {
			continue
		}
		n := len(utf16.Encode([]rune(l)))
		if b.Len() > 0 {
			n++
		}
		if n > left {
			if b.Len() == 0 {
				return cutUnits(l, captionLimit-1) + "…"
			}
			return b.String() + "\n…"
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l)
		left -= n
	}
	return b.String()
}

// cutUnits returns the longest beginning of s within n UTF-16 units.
func cutUnits(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i]
		}
	}
	return s
}
