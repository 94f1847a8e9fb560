package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

const fontName = "宋体"

// kindStyle names the style of each kind of column.
var kindStyle = map[kind]string{words: "words", word: "word", number: "number", serial: "serial", day: "day", moment: "moment"}

// makeStyles makes every style once. Text styles have the text format and the
// quote prefix, which the library has no option for: it is set in its table of
// styles.
func (w *writer) makeStyles() error {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	font := &excelize.Font{Family: fontName, Size: 10}
	at := func(h string) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: h, Vertical: "center", WrapText: true}
	}
	dayFormat, timeFormat := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	w.styles = map[string]int{}
	for _, s := range []struct {
		name  string
		style excelize.Style
		text  bool
	}{
		{"title", excelize.Style{Font: &excelize.Font{Family: fontName, Size: 16, Bold: true}, NumFmt: 49,
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}}, true},
		{"head", excelize.Style{Font: &excelize.Font{Family: fontName, Size: 10, Bold: true}, Border: border, Alignment: at("center"),
			NumFmt: 49, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E1F2"}}}, true},
		{"words", excelize.Style{Font: font, Border: border, Alignment: at("left"), NumFmt: 49}, true},
		{"word", excelize.Style{Font: font, Border: border, Alignment: at("center"), NumFmt: 49}, true},
		{"number", excelize.Style{Font: font, Border: border, Alignment: at("right")}, false},
		{"serial", excelize.Style{Font: font, Border: border, Alignment: at("center")}, false},
		{"day", excelize.Style{Font: font, Border: border, Alignment: at("center"), CustomNumFmt: &dayFormat}, false},
		{"moment", excelize.Style{Font: font, Border: border, Alignment: at("center"), CustomNumFmt: &timeFormat}, false},
	} {
		id, err := w.f.NewStyle(&s.style)
		if err != nil {
			return fmt.Errorf("style %s: %w", s.name, err)
		}
		w.styles[s.name] = id
		if s.text {
			yes := true
			w.f.Styles.CellXfs.Xf[id].QuotePrefix = &yes
		}
	}
	for _, c := range colours {
		id, err := w.f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: c.font},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.fill}},
		})
		if err != nil {
			return fmt.Errorf("colour of %s: %w", c.word, err)
		}
		rule := excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"` + c.word + `"`, Format: &id}
		if c.word == textDone || c.word == textShortBy {
			rule.Type, rule.Criteria, rule.Value = "text", "begins with", c.word
		}
		w.rules = append(w.rules, rule)
	}
	return nil
}

// Paper sizes as the file format numbers them, and how wide a table may be for
// the smaller one, in characters: beyond it print would shrink below 8 points.
const (
	paperA3, paperA4 = 8, 9
	widestA4         = 172
)

// paper returns the smallest size on which the table can be read.
func paper(t table) int {
	sum := 0.0
	for _, c := range t.cols {
		sum += c.width
	}
	if sum > widestA4 {
		return paperA3
	}
	return paperA4
}

// page sets filter, landscape, one page wide, print titles and footer. The
// filter comes first: it resets what the page setup adds to.
func (w *writer) page(name, lastCol string, lastRow, size int) error {
	if err := w.f.AutoFilter(name, fmt.Sprintf("A%d:%s%d", headRow, lastCol, lastRow), nil); err != nil {
		return err
	}
	landscape, wide, tall, fit := "landscape", 1, 0, true
	if err := w.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := w.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape,
		FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	side, end, foot, yes := 0.5, 0.7, 0.3, true
	if err := w.f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end,
		Footer: &foot, Horizontally: &yes}); err != nil {
		return err
	}
	if err := w.f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C" + textPage}); err != nil {
		return err
	}
	for _, n := range []excelize.DefinedName{
		{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$1:$%d", name, headRow)},
		{Name: "_xlnm.Print_Area", Scope: name, RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", name, lastCol, lastRow)},
	} {
		if err := w.f.SetDefinedName(&n); err != nil {
			return err
		}
	}
	return nil
}

// choices adds drop-downs and the colours of their words to the columns that
// have a list. A choice outside the list is warned of, not refused; a share of a
// target is no mistake.
func (w *writer) choices(name string, t table, lastRow int) error {
	for i, c := range t.cols {
		cells, ok := w.ranges[c.list]
		if !ok {
			continue
		}
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		dv := excelize.NewDataValidation(true)
		dv.Sqref = fmt.Sprintf("%s%d:%s%d", col, firstRow, col, lastRow)
		dv.SetSqrefDropList(cells)
		if c.list != listGoals {
			dv.SetError(excelize.DataValidationErrorStyleWarning, textBadTitle, textBadValue)
		}
		if err := w.f.AddDataValidation(name, dv); err != nil {
			return err
		}
		if c.list == "单位" {
			continue
		}
		if err := w.f.SetConditionalFormat(name, dv.Sqref, w.rules); err != nil {
			return err
		}
	}
	return nil
}
