package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// archive is an Office file whose entries have been looked over. Parts are
// unpacked one at a time, within one budget.
type archive struct {
	files map[string]*zip.File // by lower-case name
	lim   Limits
	left  int // bytes of XML that may still be unpacked
	tags  int // that may still be read
}

// readArchive takes in an Office file.
func readArchive(b *builder, data []byte) error {
	a, err := openArchive(data, b.lim)
	if err != nil {
		return err
	}
	main, err := a.main()
	if err != nil {
		return err
	}
	for name := range a.files {
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			b.note(NoteMacros)
		case strings.Contains(name, "/embeddings/"):
			b.note(NoteEmbedded)
		}
	}
	switch {
	case strings.HasPrefix(main, "word/"):
		b.doc.Format = Word
		return readDocx(b, a, main)
	case strings.HasPrefix(main, "xl/"):
		b.doc.Format = Excel
		return readXlsx(b, a, main)
	}
	return refuse(OtherOffice, "main part %q", main)
}

// openArchive reads the directory of a zip file and refuses what no office
// program writes: too many entries, entries that swell, names that point
// elsewhere or stand twice.
func openArchive(data []byte, lim Limits) (*archive, error) {
	// The reader believes the directory before it counts; so count first. Files
	// stored inside bring directories of their own, hence the margin.
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > 4*lim.Entries {
		return nil, refuse(Swollen, "%d entries", n)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if len(z.File) > lim.Entries {
		return nil, refuse(Swollen, "%d entries", len(z.File))
	}
	a := &archive{files: map[string]*zip.File{}, lim: lim, left: lim.XML, tags: lim.Tags}
	var total uint64
	for _, f := range z.File {
		if err := a.admit(f); err != nil {
			return nil, err
		}
		total += min(f.UncompressedSize64, 1<<40)
	}
	if total > uint64(lim.Total) {
		return nil, refuse(Swollen, "%d bytes unpacked", total)
	}
	return a, nil
}

// admit looks one entry over.
func (a *archive) admit(f *zip.File) error {
	name := f.Name
	if strings.HasSuffix(name, "/") && f.UncompressedSize64 == 0 {
		name = strings.TrimSuffix(name, "/")
	}
	if name == "" || name != path.Clean(name) || path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") ||
		strings.ContainsAny(name, "\\:\x00") || len(name) > 255 {
		return refuse(Crooked, "entry name %.80q", f.Name)
	}
	key := strings.ToLower(name)
	if _, twice := a.files[key]; twice {
		return refuse(Crooked, "entry %.80q twice", name)
	}
	if f.Flags&1 != 0 {
		return refuse(Locked, "entry %.80q is encrypted", name)
	}
	if !f.Mode().IsRegular() && !f.Mode().IsDir() {
		return refuse(Crooked, "entry %.80q is no file", name)
	}
	if f.UncompressedSize64 > 1<<20 && float64(f.UncompressedSize64) > a.lim.Ratio*float64(f.CompressedSize64) {
		return refuse(Swollen, "entry %.80q swells from %d to %d", name, f.CompressedSize64, f.UncompressedSize64)
	}
	a.files[key] = f
	return nil
}

// has reports whether there is such a part.
func (a *archive) has(name string) bool {
	_, ok := a.files[strings.ToLower(name)]
	return ok
}

// part unpacks one part. Sizes in the directory may lie: what counts is what
// comes out.
func (a *archive) part(name string) ([]byte, error) {
	f, ok := a.files[strings.ToLower(name)]
	if !ok {
		return nil, refuse(Damaged, "part %q is missing", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open part %q: %w", name, err)
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, int64(a.left)+1))
	if len(out) > a.left {
		return nil, refuse(Swollen, "more than %d bytes of XML", a.lim.XML)
	}
	if err != nil {
		return nil, fmt.Errorf("unpack part %q: %w", name, err)
	}
	a.left -= len(out)
	return out, nil
}

// open unpacks a part and starts reading its XML.
func (a *archive) open(name string) (*xmlReader, error) {
	b, err := a.part(name)
	if err != nil {
		return nil, err
	}
	return newXML(b, a.lim.Depth, &a.tags)
}

// main finds the part that holds the document.
func (a *archive) main() (string, error) {
	if a.has("mimetype") || a.has("META-INF/manifest.xml") {
		return "", refuse(OtherOffice, "an OpenDocument or another format")
	}
	if !a.has("[Content_Types].xml") || !a.has("_rels/.rels") {
		return "", refuse(Packed, "an archive that is no office file")
	}
	rels, err := a.relations("_rels/.rels", "")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			return r.target, nil
		}
	}
	return "", refuse(Damaged, "no main part")
}

// relation is one relation of a part to another part.
type relation struct{ id, kind, target string }

// relations reads a relations part. Targets outside the file are left out;
// the others are resolved against the folder of the part.
func (a *archive) relations(name, folder string) ([]relation, error) {
	if !a.has(name) {
		return nil, nil
	}
	x, err := a.open(name)
	if err != nil {
		return nil, err
	}
	var out []relation
	err = x.each(func(e element) error {
		if e.name != "Relationship" || e.attr("TargetMode") == "External" {
			return nil
		}
		target := e.attr("Target")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)[1:]
		} else {
			target = path.Join(folder, target)
		}
		if strings.HasPrefix(target, "..") {
			return refuse(Crooked, "relation to %.80q", target)
		}
		out = append(out, relation{e.attr("Id"), e.attr("Type"), target})
		return nil
	})
	return out, err
}

// relationsOf reads the relations of a part.
func (a *archive) relationsOf(part string) ([]relation, error) {
	dir, file := path.Split(part)
	return a.relations(dir+"_rels/"+file+".rels", strings.TrimSuffix(dir, "/"))
}
