package intake

import (
	"errors"
	"path"
	"strconv"
	"strings"
	"time"

	"liubao/internal/numbers"
	"liubao/reports/clean"
)

// xlsx reads the visible sheets of a workbook.
type xlsx struct {
	b       *builder
	a       *archive
	shared  []string
	formats []cellFormat // by style index
	since   time.Time    // day 0 of dates
}

// cellFormat says how a number is shown, as far as its meaning depends on it.
type cellFormat int

const (
	general cellFormat = iota
	percent
	date
)

// readXlsx reads sheets in the order of their tabs. Cells hold values as last
// computed; formulas are not looked at.
func readXlsx(b *builder, a *archive, main string) error {
	w := &xlsx{b: b, a: a, since: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	rels, err := a.relationsOf(main)
	if err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range rels {
		targets[r.id] = r.target
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = w.readShared(r.target)
		case strings.HasSuffix(r.kind, "/styles"):
			err = w.readFormats(r.target)
		}
		if err != nil {
			return err
		}
	}
	for name := range a.files {
		if strings.HasPrefix(name, "xl/media/") {
			b.note(NotePictures)
		}
		if strings.HasPrefix(name, "xl/comments") {
			b.note(NoteComments)
		}
	}
	sheets, err := w.sheets(main)
	if err != nil {
		return err
	}
	for i, id := range sheets {
		err := w.sheet(targets[id], i+1)
		if errors.Is(err, errFull) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sheets returns the relation ids of the sheets that are shown.
func (w *xlsx) sheets(main string) ([]string, error) {
	x, err := w.a.open(main)
	if err != nil {
		return nil, err
	}
	var out []string
	err = x.each(func(e element) error {
		switch e.name {
		case "workbookPr":
			if v := e.attr("date1904"); v == "1" || v == "true" {
				w.since = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
			}
		case "sheet":
			if s := e.attr("state"); s != "" && s != "visible" {
				w.b.note(NoteHidden)
				return nil
			}
			for _, a := range e.attrs {
				if a.Name.Local == "id" && a.Name.Space != "" {
					out = append(out, a.Value)
				}
			}
		}
		return nil
	})
	return out, err
}

// readShared reads the table of strings. Phonetic readings are not text.
func (w *xlsx) readShared(part string) error {
	x, err := w.a.open(part)
	if err != nil {
		return err
	}
	return x.each(func(e element) error {
		if e.name != "si" {
			return nil
		}
		s, err := richText(x)
		w.shared = append(w.shared, trimCell(s))
		return err
	})
}

// trimCell cleans a string once, however many cells show it, and cuts it at
// what Excel allows in a cell.
func trimCell(s string) string {
	const most = 32767
	s = strings.Join(clean.Lines(s), "\n")
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// richText reads the element that was started last and returns its text.
func richText(x *xmlReader) (string, error) {
	var b strings.Builder
	var read func(element) error
	read = func(e element) error {
		switch e.name {
		case "t":
			s, err := x.text()
			b.WriteString(s)
			return err
		case "r":
			return x.children(read, nil)
		}
		return nil
	}
	err := x.children(read, nil)
	return b.String(), err
}

// readFormats reads which styles show percentages and dates.
func (w *xlsx) readFormats(part string) error {
	x, err := w.a.open(part)
	if err != nil {
		return err
	}
	custom := map[string]string{}
	return x.each(func(e element) error {
		switch e.name {
		case "numFmt":
			custom[e.attr("numFmtId")] = e.attr("formatCode")
		case "cellXfs":
			return x.children(func(e element) error {
				id := e.attr("numFmtId")
				w.formats = append(w.formats, formatOf(number(id), custom[id]))
				return nil
			}, nil)
		}
		return nil
	})
}

// formatOf classifies a number format: by the ids of ECMA-376 18.8.30, Chinese
// ones included, or by its code.
func formatOf(id int, code string) cellFormat {
	switch {
	case id == 9 || id == 10:
		return percent
	case id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 58:
		return date
	}
	plain := strings.Builder{}
	quoted := false
	for _, r := range code {
		if r == '"' {
			quoted = !quoted
		} else if !quoted {
			plain.WriteRune(r)
		}
	}
	switch s := strings.ToLower(plain.String()); {
	case strings.Contains(s, "%"):
		return percent
	case strings.Contains(s, "yy"), strings.Contains(s, "d") && strings.Contains(s, "m"):
		return date
	}
	return general
}

// sheet reads the cells of one sheet.
func (w *xlsx) sheet(part string, table int) error {
	if part == "" || !w.a.has(part) || path.Ext(part) != ".xml" {
		return nil
	}
	x, err := w.a.open(part)
	if err != nil {
		return err
	}
	row, col := 0, 0
	return x.each(func(e element) error {
		switch e.name {
		case "row":
			row, col = row+1, 0
			if n := number(e.attr("r")); n > 0 {
				row = n
			}
			if v := e.attr("hidden"); v == "1" || v == "true" {
				w.b.note(NoteHidden)
				return x.skip()
			}
		case "c":
			col++
			if n := column(e.attr("r")); n > 0 {
				col = n
			}
			text, err := w.cell(x, e)
			if err != nil {
				return err
			}
			if !w.b.add(Block{Kind: Cell, Text: text, Table: table, Row: row, Col: col}) {
				return errFull
			}
		}
		return nil
	})
}

// column reads the column of a reference such as AB12, 0 where there is none.
func column(ref string) int {
	n := 0
	for i := 0; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n
}

// cell reads the cell that was started last and returns what it shows.
func (w *xlsx) cell(x *xmlReader, e element) (string, error) {
	var v, inline string
	err := x.children(func(e element) (err error) {
		switch e.name {
		case "v":
			v, err = x.text()
		case "is":
			inline, err = richText(x)
		}
		return err
	}, nil)
	switch e.attr("t") {
	case "s":
		if i, bad := strconv.Atoi(v); bad == nil && i >= 0 && i < len(w.shared) {
			return w.shared[i], err
		}
		return "", err
	case "inlineStr":
		return inline, err
	case "str":
		return v, err
	case "b":
		if v == "1" {
			return "是", err
		}
		return "否", err
	case "e":
		return "", err
	}
	f := general
	if i := number(e.attr("s")); i >= 0 && i < len(w.formats) {
		f = w.formats[i]
	}
	return w.show(v, f), err
}

// show writes a number the way the sheet shows it: 0.15 as 15% where the cell is
// a percentage, a day's number as a date, and without the dust of binary
// fractions.
func (w *xlsx) show(v string, f cellFormat) string {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	switch {
	case f == date && n >= 1 && n < 200000:
		return w.since.AddDate(0, 0, int(n)).Format("2006年1月2日")
	case f == percent:
		return tidy(n*100) + "%"
	}
	return tidy(n)
}

// tidy writes a number with at most four places, as plan.Number has.
func tidy(n float64) string {
	s := strconv.FormatFloat(n, 'f', 4, 64)
	if d, err := numbers.Parse(s); err == nil {
		return d.String()
	}
	return s
}
