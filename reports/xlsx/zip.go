package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// epoch is the time of every file in the package: the earliest zip knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// steady is a zip writer that writes its files in a fixed order with a fixed
// time: the library writes streamed sheets in the order of a map.
type steady struct {
	w     io.Writer
	files []*entry
}

type entry struct {
	name string
	buf  bytes.Buffer
}

func newSteady(w io.Writer) excelize.ZipWriter { return &steady{w: w} }

// Create starts a file.
func (z *steady) Create(name string) (io.Writer, error) {
	e := &entry{name: name}
	z.files = append(z.files, e)
	return &e.buf, nil
}

// AddFS is never used by the library for workbooks of our own.
func (z *steady) AddFS(fs.FS) error {
	return fmt.Errorf("workbook: files cannot be added from a file system")
}

// Close writes everything: the content types first, as readers expect.
func (z *steady) Close() error {
	slices.SortFunc(z.files, func(a, b *entry) int {
		const types = "[Content_Types].xml"
		switch {
		case a.name == types:
			return -1
		case b.name == types:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	zw := zip.NewWriter(z.w)
	for _, e := range z.files {
		f, err := zw.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: epoch})
		if err != nil {
			return fmt.Errorf("add %s: %w", e.name, err)
		}
		if _, err := f.Write(e.buf.Bytes()); err != nil {
			return fmt.Errorf("write %s: %w", e.name, err)
		}
		e.buf = bytes.Buffer{}
	}
	return zw.Close()
}
