// Package archive opens Office files safely: entries that swell, names that
// point elsewhere, XML that nests or declares entities all end in a refusal.
// Parts are unpacked one at a time, within one budget, and never to disk.
package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"liubao/reports/intake/document"
	"path"
	"strings"
)

// Archive is an Office file whose entries have been looked over. Parts are
// unpacked one at a time, within one budget.
type Archive struct {
	Files map[string]*zip.File // by lower-case name
	lim   document.Limits
	left  int // bytes of XML that may still be unpacked
	tags  int // that may still be read
}

// Open reads the directory of a zip file and refuses what no office
// program writes: too many entries, entries that swell, names that point
// elsewhere or stand twice.
func Open(data []byte, lim document.Limits) (*Archive, error) {
	// The reader believes the directory before it counts; so count first. Files
	// stored inside bring directories of their own, hence the margin.
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > 4*lim.Entries {
		return nil, document.Refuse(document.Swollen, "%d entries", n)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if len(z.File) > lim.Entries {
		return nil, document.Refuse(document.Swollen, "%d entries", len(z.File))
	}
	a := &Archive{Files: map[string]*zip.File{}, lim: lim, left: lim.XML, tags: lim.Tags}
	var total uint64
	for _, f := range z.File {
		if err := a.admit(f); err != nil {
			return nil, err
		}
		total += min(f.UncompressedSize64, 1<<40)
	}
	if total > uint64(lim.Total) {
		return nil, document.Refuse(document.Swollen, "%d bytes unpacked", total)
	}
	return a, nil
}

// admit looks one entry over.
func (a *Archive) admit(f *zip.File) error {
	name := strings.ReplaceAll(f.Name, "\\", "/") // some programs on Windows write it so
	if strings.HasSuffix(name, "/") && f.UncompressedSize64 == 0 {
		name = strings.TrimSuffix(name, "/")
	}
	if name == "" || name != path.Clean(name) || path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") ||
		strings.ContainsAny(name, ":\x00") || len(name) > 255 {
		return document.Refuse(document.Crooked, "entry name %.80q", f.Name)
	}
	key := strings.ToLower(name)
	if _, twice := a.Files[key]; twice {
		return document.Refuse(document.Crooked, "entry %.80q twice", name)
	}
	if f.Flags&1 != 0 {
		return document.Refuse(document.Locked, "entry %.80q is encrypted", name)
	}
	if !f.Mode().IsRegular() && !f.Mode().IsDir() {
		return document.Refuse(document.Crooked, "entry %.80q is no file", name)
	}
	if f.UncompressedSize64 > 1<<20 && float64(f.UncompressedSize64) > a.lim.Ratio*float64(f.CompressedSize64) {
		return document.Refuse(document.Swollen, "entry %.80q swells from %d to %d", name, f.CompressedSize64, f.UncompressedSize64)
	}
	a.Files[key] = f
	return nil
}

// Has reports whether there is such a part.
func (a *Archive) Has(name string) bool {
	_, ok := a.Files[strings.ToLower(name)]
	return ok
}

// Part unpacks one part. Sizes in the directory may lie: what counts is what
// comes out.
func (a *Archive) Part(name string) ([]byte, error) {
	r, err := a.stream(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, int64(a.left)+1))
	if len(out) > a.left {
		return nil, document.Refuse(document.Swollen, "more than %d bytes of XML", a.lim.XML)
	}
	if err != nil {
		return nil, fmt.Errorf("unpack part %q: %w", name, err)
	}
	a.left -= len(out)
	return out, nil
}

// stream starts to unpack one part.
func (a *Archive) stream(name string) (io.ReadCloser, error) {
	f, ok := a.Files[strings.ToLower(name)]
	if !ok {
		return nil, document.Refuse(document.Damaged, "part %q is missing", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open part %q: %w", name, err)
	}
	return r, nil
}

// XML unpacks a part and starts reading its XML.
func (a *Archive) XML(name string) (*Reader, error) {
	b, err := a.Part(name)
	if err != nil {
		return nil, err
	}
	return newXML(b, a.lim.Depth, &a.tags)
}

// Main finds the part that holds the document.
func (a *Archive) Main() (string, error) {
	if a.Has("mimetype") || a.Has("META-INF/manifest.xml") {
		return "", document.Refuse(document.OtherOffice, "an OpenDocument or another format")
	}
	if !a.Has("[Content_Types].xml") || !a.Has("_rels/.rels") {
		return "", document.Refuse(document.Packed, "an archive that is no office file")
	}
	rels, err := a.relations("_rels/.rels", "")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.Kind, "/officeDocument") {
			return r.Target, nil
		}
	}
	return "", document.Refuse(document.Damaged, "no main part")
}

// Relation is one relation of a part to another part.
type Relation struct{ ID, Kind, Target string }

// relations reads a relations part. Targets outside the file are left out;
// the others are resolved against the folder of the part.
func (a *Archive) relations(name, folder string) ([]Relation, error) {
	if !a.Has(name) {
		return nil, nil
	}
	x, err := a.XML(name)
	if err != nil {
		return nil, err
	}
	var out []Relation
	err = x.Each(func(e Element) error {
		if e.Name != "Relationship" || e.Attr("TargetMode") == "External" {
			return nil
		}
		target := e.Attr("Target")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)[1:]
		} else {
			target = path.Join(folder, target)
		}
		if strings.HasPrefix(target, "..") {
			return document.Refuse(document.Crooked, "relation to %.80q", target)
		}
		out = append(out, Relation{e.Attr("Id"), e.Attr("Type"), target})
		return nil
	})
	return out, err
}

// RelationsOf reads the relations of a part.
func (a *Archive) RelationsOf(part string) ([]Relation, error) {
	dir, file := path.Split(part)
	return a.relations(dir+"_rels/"+file+".rels", strings.TrimSuffix(dir, "/"))
}
