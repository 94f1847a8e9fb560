// Package archive takes everything a store holds out into one folder that opens
// without the bot: papers, tables, the files people sent, the audit log, and all
// rows as they are stored.
//
// Promises: every file is named on the page of contents and in the list of
// checksums; names are safe on Windows and never climb out of the folder; what
// cannot be made is named with the reason and stops nothing else; no secret that
// still opens anything is in it.
package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/internal/app/papers"
	"liubao/reports/clean"
	"liubao/storage"
	"liubao/storage/files"
)

// Source is what is taken out.
type Source struct {
	Engine storage.Engine
	Desk   *desk.Desk
	Press  *papers.Press
	Files  files.Store
}

// Put takes a file of the folder: a name with slashes, below the folder, and its bytes.
type Put func(name string, data []byte) error

// Made is what was put.
type Made struct {
	Files  int    `json:"files"`  // how many, the page and the list among them
	List   string `json:"list"`   // name of the list of checksums
	SHA256 string `json:"sha256"` // of that list, hex
	Failed int    `json:"failed"` // papers and files that are named and not there
}

// entry is a file as the page of contents names it.
type entry struct {
	path, title, note string
}

// section is a part of the page.
type section struct {
	title, about string
	entries      []entry
}

// folder is what has been put so far.
type folder struct {
	Source
	ctx      context.Context
	now      time.Time
	put      Put
	taken    map[string]bool // by name as Windows compares them
	sums     []string
	sections []section
	failed   int
}

// Write puts everything there is at a time. An error of put ends it.
func Write(ctx context.Context, s Source, now time.Time, put Put) (Made, error) {
	f := &folder{Source: s, ctx: ctx, now: now, put: put, taken: map[string]bool{}}
	var err error
	if err := s.Engine.View(ctx, func(r storage.Reader) error {
		f.Desk, err = s.Desk.With(r)
		return err
	}); err != nil {
		return Made{}, fmt.Errorf("archive: %w", err)
	}
	for _, part := range []func() error{f.summaries, f.reports, f.tables, f.collections, f.sent, f.log, f.rows} {
		if err := part(); err != nil {
			return Made{}, fmt.Errorf("archive: %w", err)
		}
	}
	if err := f.close(); err != nil {
		return Made{}, fmt.Errorf("archive: %w", err)
	}
	sum := sha256.Sum256([]byte(f.list()))
	return Made{Files: len(f.sums) + 1, List: ListName, SHA256: hex.EncodeToString(sum[:]), Failed: f.failed}, nil
}

// begin begins a section; what is added next belongs to it.
func (f *folder) begin(title, about string) {
	f.sections = append(f.sections, section{title: title, about: about})
}

// add puts a file under dirs and names it in the section that began last.
func (f *folder) add(dirs []string, name, title, note string, data []byte) error {
	at, err := f.save(dirs, name, data)
	if err != nil {
		return err
	}
	last := &f.sections[len(f.sections)-1]
	last.entries = append(last.entries, entry{at, title, note})
	return nil
}

// lacks names what is not there, and why.
func (f *folder) lacks(title string, why error) {
	f.failed++
	last := &f.sections[len(f.sections)-1]
	last.entries = append(last.entries, entry{title: title, note: fmt.Sprintf(textLacks, why)})
}

// save puts a file under a name of its own and notes its checksum.
func (f *folder) save(dirs []string, name string, data []byte) (string, error) {
	var parts []string
	for _, d := range dirs {
		parts = append(parts, clean.Filename(d))
	}
	at := f.free(path.Join(parts...), clean.Filename(name))
	if err := f.put(at, data); err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	f.sums = append(f.sums, hex.EncodeToString(sum[:])+"  "+at)
	return at, nil
}

// free returns a name that no file has, whatever the case of its letters.
func (f *folder) free(dir, name string) string {
	ext := path.Ext(name)
	base := strings.TrimSuffix(name, ext)
	for n := 1; ; n++ {
		at := path.Join(dir, name)
		if n > 1 {
			at = path.Join(dir, fmt.Sprintf("%s_%d%s", base, n, ext))
		}
		if key := strings.ToLower(at); !f.taken[key] {
			f.taken[key] = true
			return at
		}
	}
}

// ListName is the list of checksums: lines as sha256sum writes and checks them.
const ListName = "SHA256SUMS.txt"

func (f *folder) list() string { return strings.Join(f.sums, "\n") + "\n" }

// close puts the page of contents and the list.
func (f *folder) close() error {
	page, err := f.index()
	if err != nil {
		return err
	}
	if _, err := f.save(nil, "index.html", page); err != nil {
		return err
	}
	return f.put(ListName, []byte(f.list()))
}

// view reads in one snapshot.
func (f *folder) view(fn func(r storage.Reader) error) error { return f.Engine.View(f.ctx, fn) }
