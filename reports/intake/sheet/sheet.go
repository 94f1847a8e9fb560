// Package sheet reads workbooks and tables of comma-separated values. The cells
// of a workbook are read by excelize, as they are shown; what it is given has
// been looked over, and emptied of empty cells, by package archive.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"liubao/reports/intake/archive"
	"liubao/reports/intake/document"
)

// maxRows is how many rows a sheet can have.
const maxRows = 1 << 20

// tab is one sheet of a workbook.
type tab struct{ name, part string }

// Read reads the sheets that are shown, in the order of their tabs. Cells hold
// values as last computed; formulas are not looked at.
func Read(b *document.Builder, a *archive.Archive, main string) (err error) {
	defer func() { // the library is given whatever people send
		if p := recover(); p != nil {
			err = document.Refuse(document.Damaged, "workbook: %v", p)
		}
	}()
	for name := range a.Files {
		switch {
		case strings.HasPrefix(name, "xl/media/"):
			b.Note(document.NotePictures)
		case strings.HasPrefix(name, "xl/comments"):
			b.Note(document.NoteComments)
		}
	}
	tabs, parts, err := shown(b, a, main)
	if err != nil || len(tabs) == 0 {
		return err
	}
	sheets := map[string]bool{}
	for _, t := range tabs {
		sheets[t.part] = true
	}
	small, hidden, err := a.Repack(parts, sheets)
	if err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(small), excelize.Options{
		UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 1 << 30, // nothing is written to disk; the limits are archive's
		ShortDatePattern: "yyyy/m/d", LongDatePattern: "yyyy/m/d",
	})
	if err != nil {
		return fmt.Errorf("open workbook: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for i, t := range tabs {
		s := &reader{b: b, f: f, tab: t, number: i + 1, hidden: hidden[t.part]}
		if full, err := s.read(); full || err != nil {
			return err
		}
	}
	return nil
}

// shown returns the sheets that are shown and the parts that their cells take.
func shown(b *document.Builder, a *archive.Archive, main string) ([]tab, []string, error) {
	rels, err := a.RelationsOf(main)
	if err != nil {
		return nil, nil, err
	}
	dir, file := path.Split(main)
	parts := []string{"[Content_Types].xml", "_rels/.rels", main, dir + "_rels/" + file + ".rels"}
	targets := map[string]string{}
	for _, r := range rels {
		targets[r.ID] = r.Target
		if strings.HasSuffix(r.Kind, "/sharedStrings") || strings.HasSuffix(r.Kind, "/styles") {
			parts = append(parts, r.Target)
		}
	}
	x, err := a.XML(main)
	if err != nil {
		return nil, nil, err
	}
	var tabs []tab
	err = x.Each(func(e archive.Element) error {
		if e.Name != "sheet" {
			return nil
		}
		if s := e.Attr("state"); s != "" && s != "visible" {
			b.Hide(fmt.Sprintf(textHiddenSheet, e.Attr("name")))
			return nil
		}
		t := tab{name: e.Attr("name")}
		for _, x := range e.Attrs {
			if x.Name.Local == "id" && x.Name.Space != "" {
				t.part = targets[x.Value]
			}
		}
		if t.part != "" && a.Has(t.part) && path.Ext(t.part) == ".xml" {
			tabs, parts = append(tabs, t), append(parts, t.part)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return tabs, parts, nil
}

// reader reads one sheet.
type reader struct {
	b      *document.Builder
	f      *excelize.File
	tab    tab
	number int // from 1
	hidden []archive.Columns
	cells  []document.Block
}

// read adds the sheet's cells; full says that no more is taken.
func (s *reader) read() (full bool, err error) {
	if err := s.shown(); err != nil {
		return false, err
	}
	if err := s.precise(); err != nil {
		return false, err
	}
	for _, c := range s.cells {
		if !s.b.Add(c) {
			return true, nil
		}
	}
	return false, nil
}

// shown collects the cells as they are shown, one more than are taken.
func (s *reader) shown() error {
	rows, err := s.f.Rows(s.tab.name)
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	defer rows.Close() //nolint:errcheck // nothing was written
	runes := 0
	for row := 1; rows.Next() && row <= maxRows; row++ {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
		gone := rows.GetRowOpts().Hidden
		for i, text := range cells {
			if text = cell(text); text == "" {
				continue
			}
			if gone || s.isHidden(i+1) {
				s.hide(row, i+1, gone)
				continue
			}
			s.cells = append(s.cells, document.Block{Kind: document.Cell, Text: text, Table: s.number, Row: row, Col: i + 1})
			runes += len(text)
		}
		if len(s.cells) > 8*s.b.Limits.Blocks || runes > 32*s.b.Limits.Runes {
			break
		}
	}
	return rows.Error()
}

func (s *reader) isHidden(col int) bool {
	for _, h := range s.hidden {
		if h.From <= col && col <= h.To {
			return true
		}
	}
	return false
}

// hide names what is not read.
func (s *reader) hide(row, col int, wholeRow bool) {
	if wholeRow {
		s.b.Hide(fmt.Sprintf(textHiddenRow, s.tab.name, row))
		return
	}
	name, err := excelize.ColumnNumberToName(col)
	if err == nil {
		s.b.Hide(fmt.Sprintf(textHiddenColumn, s.tab.name, name))
	}
}

// failed finds the results of formulas that failed.
var failed = regexp.MustCompile(`^#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$`)

// cell tidies what a cell shows.
func cell(text string) string {
	const most = 32767 // characters, as Excel allows
	switch text = strings.TrimSpace(text); {
	case text == "TRUE":
		return "是"
	case text == "FALSE":
		return "否"
	case failed.MatchString(text):
		return ""
	}
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// precise puts the places back that a number's format hides: 15.5% shown as 16%.
func (s *reader) precise() error {
	if len(s.cells) == 0 {
		return nil
	}
	rows, err := s.f.Rows(s.tab.name)
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	defer rows.Close() //nolint:errcheck // nothing was written
	at := 0
	for row := 1; at < len(s.cells) && rows.Next() && row <= maxRows; row++ {
		raw, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
		for ; at < len(s.cells) && s.cells[at].Row == row; at++ {
			if c := &s.cells[at]; c.Col <= len(raw) {
				c.Text = withPlaces(c.Text, raw[c.Col-1])
			}
		}
	}
	return rows.Error()
}

// figure finds the number at the start of what a cell shows.
var figure = regexp.MustCompile(`^-?[\d,]+(?:\.\d+)?`)

// withPlaces returns what is shown with the places that were rounded away.
func withPlaces(shown, raw string) string {
	v, err := strconv.ParseFloat(raw, 64)
	m := figure.FindString(shown)
	if err != nil || m == "" {
		return shown
	}
	rest := shown[len(m):]
	if strings.HasPrefix(rest, "%") {
		v *= 100
	} else if strings.ContainsAny(rest, "-/:年月日") {
		return shown
	}
	_, frac, _ := strings.Cut(m, ".")
	if of := strconv.FormatFloat(v/1e4, 'f', len(frac), 64); strings.HasPrefix(rest, "万") && v >= 1e4 && of == strings.ReplaceAll(m, ",", "") {
		v /= 1e4 // 0!.0,"万元"
	}
	if strconv.FormatFloat(v, 'f', len(frac), 64) != strings.ReplaceAll(m, ",", "") {
		for _, by := range []float64{1e3, 1e6} {
			if v != 0 && strconv.FormatFloat(v/by, 'f', len(frac), 64) == strings.ReplaceAll(m, ",", "") {
				return shown + "（" + raw + "）" // shown in thousands: which of the two is meant, a person says
			}
		}
		return shown // a date: not the number itself
	}
	exact := strconv.FormatFloat(v, 'f', -1, 64)
	if _, places, _ := strings.Cut(exact, "."); len(places) > 8 { // 1/3, or no decimal at all
		exact = strconv.FormatFloat(v, 'f', 4, 64) // the places of a number here
	}
	if !strings.Contains(exact, ".") {
		return exact + rest
	}
	return strings.TrimSuffix(strings.TrimRight(exact, "0"), ".") + rest
}
