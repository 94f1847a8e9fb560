package match

import (
	"regexp"
	"strings"

	"liubao/reports/intake/document"
	"liubao/reports/intake/outline"
)

// counted is what sentences that count begin with.
var counted = regexp.MustCompile(`^\s*(?:[一二三四五六七八九十]是|第?[一二三四五六七八九十]+[,，、])\s*`)

// split takes lines apart that tell of several tasks, each by its title: 一是…;
// 二是…. Lines that speak of one stay whole.
func (c *cutter) split(all []outline.Row) []outline.Row {
	var out []outline.Row
	for _, r := range all {
		if r.Cells != nil || r.Kind == document.Cell || r.Level > 0 || len(r.Text) > 6000 || strings.Count(r.Text, "；")+strings.Count(r.Text, ";")+strings.Count(r.Text, "。") < 1 {
			out = append(out, r)
			continue
		}
		out = append(out, c.parted(r)...)
	}
	return out
}

func (c *cutter) parted(r outline.Row) []outline.Row {
	var cuts []int
	tasks := map[int]bool{}
	from := 0
	for from < len(r.Text) {
		end := len(r.Text)
		if i := strings.IndexAny(r.Text[from:], "；;。"); i >= 0 {
			end = from + i + len(string([]rune(r.Text[from+i:])[0]))
		}
		text := r.Text[from:end]
		x := outline.Row{Text: text[len(counted.FindString(text)):]}
		if _, rest, s := c.headed(x); (s.value >= Sure || s.value >= Likely && aspect.MatchString(x.Text)) && rest != "" && !tasks[s.task.Number] {
			cuts = append(cuts, from)
			tasks[s.task.Number] = true
		}
		from = end
	}
	if len(cuts) < 2 {
		return []outline.Row{r}
	}
	var out []outline.Row
	for k, at := range append([]int{0}, cuts...) {
		end := len(r.Text)
		if k < len(cuts) {
			end = cuts[k]
		}
		text := strings.TrimSpace(r.Text[at:end])
		if text == "" {
			continue
		}
		x := outline.Row{Kind: r.Kind, Table: r.Table}
		if m := counted.FindString(text); m != "" {
			x.Label.Text = strings.TrimSpace(m)
		}
		x.Text = text[len(counted.FindString(text)):]
		if at == 0 && r.Label.Text != "" {
			x.Label = r.Label
			x.Text = text
		}
		out = append(out, x)
	}
	return out
}
