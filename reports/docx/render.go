package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"time"

	"liubao/reports/clean"
)

// epoch is the time of every file in the package: zip knows none earlier, and
// the same document must always be the same bytes.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// part is one file of the package.
type part struct {
	name string
	data []byte
}

// Render returns the document as .docx bytes. Fonts that f leaves empty come
// from the official profile. It fails only where a table's rows and widths do
// not fit its head or a heading's level is not 1 to 3.
func Render(d Doc, f Fonts) ([]byte, error) {
	b := body{}
	if err := b.document(d); err != nil {
		return nil, err
	}
	f = f.or(Official)
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	custom := clean.Line(d.Anchor) != ""
	parts := []part{
		{"[Content_Types].xml", contentTypes(custom)},
		{"_rels/.rels", rootRels(custom)},
		{"docProps/core.xml", coreProps(d)},
		{"docProps/app.xml", appProps()},
		{"word/document.xml", b.o.Bytes()},
		{"word/_rels/document.xml.rels", documentRels(len(b.media))},
		{"word/styles.xml", styles(f)},
		{"word/settings.xml", settings()},
		{"word/fontTable.xml", fontTable(f)},
		{"word/footer1.xml", footer("FooterOdd")},
		{"word/footer2.xml", footer("FooterEven")},
	}
	if custom {
		parts = append(parts, part{"docProps/custom.xml", customProps(d.Anchor)})
	}
	for _, p := range parts {
		if err := store(zw, p.name, zip.Deflate, p.data); err != nil {
			return nil, err
		}
	}
	for i, m := range b.media {
		// JPEG does not get smaller; storing saves time.
		if err := store(zw, mediaName(i), zip.Store, m.JPEG); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, fmt.Errorf("close document: %w", err)
	}
	return buf.Bytes(), nil
}

func mediaName(i int) string { return "word/media/image" + strconv.Itoa(i+1) + ".jpeg" }

func store(zw *zip.Writer, name string, method uint16, data []byte) error {
	w, err := zw.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: epoch})
	if err != nil {
		return fmt.Errorf("add %s: %w", name, err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
