package uploads

import (
	"errors"
	"fmt"

	"liubao/reports"
	"liubao/reports/intake"
	"liubao/storage"
)

// MostTable is how long a file with a table may be, in bytes: such files are small, and
// they are read while others wait.
const MostTable = 512 << 10

// mostUnread is how many rows that were not understood are named.
const mostUnread = 8

// Fetch has a file's bytes fetched, and something happen once they are here.
func Fetch(tx storage.Tx, f reports.File, what, arg string) error {
	if err := Await(tx, f, what, arg); err != nil {
		return err
	}
	return storage.SaveFetch(tx, f)
}

// Table takes a file apart that holds a table. refused is what its sender is told where
// that cannot be done: tooLong, if it is longer than [MostTable].
func (f Arrived) Table(tooLong string) (doc intake.Document, refused string, err error) {
	if f.Size > MostTable {
		return doc, tooLong, nil
	}
	doc, err = intake.Read(f.Name, f.Content, intake.Limits{Bytes: MostTable, Total: 8 << 20})
	if refusal, ok := errors.AsType[*intake.Refusal](err); ok {
		return doc, refusal.Sentence(), nil
	}
	return doc, "", err
}

// Unread names the first of n rows that were not understood, and with more, a format,
// how many there are besides.
func Unread(x reports.Text, n int, row func(i int) string, more string) reports.Text {
	for i := range n {
		if i == mostUnread {
			return x.Line(fmt.Sprintf(more, n-i))
		}
		x = x.Line(row(i))
	}
	return x
}
