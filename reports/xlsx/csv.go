package xlsx

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports/clean"
)

// CSV returns one sheet as CSV: UTF-8 with a byte order mark, without which
// Excel reads Chinese as garbage, lines ended by CR LF. Words that a
// spreadsheet would read as a formula get an apostrophe; numbers do not.
func CSV(in Input, s Sheet) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	t := in.build(s)
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	row := make([]string, len(t.cols))
	for i, c := range t.cols {
		row[i] = c.head
	}
	if err := w.Write(row); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	for _, r := range t.rows {
		for i, v := range r {
			row[i] = field(v)
		}
		if err := w.Write(row); err != nil {
			return nil, fmt.Errorf("write csv: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func field(v any) string {
	switch v := v.(type) {
	case string:
		return Defuse(clean.Text(v))
	case int:
		return strconv.Itoa(v)
	case plan.Number:
		return v.String()
	case plan.Date:
		if v.IsZero() {
			return ""
		}
		return v.String()
	case time.Time:
		return v.Format("2006-01-02 15:04")
	}
	return ""
}

// Defuse puts an apostrophe before words that a spreadsheet would read as a
// formula or a command: those whose first character, spaces aside, is one of
// = + - @ | %, full width or not.
func Defuse(s string) string {
	t := strings.TrimLeft(s, " \n\t\r\u00a0\u3000")
	if t != "" && strings.ContainsAny(t[:1], "=+-@|%") {
		return "'" + s
	}
	for _, p := range []string{"＝", "＋", "－", "＠", "−"} {
		if strings.HasPrefix(t, p) {
			return "'" + s
		}
	}
	return s
}
