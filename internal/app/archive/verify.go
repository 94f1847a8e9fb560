package archive

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"liubao/reports/clean"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
)

// Verify checks a folder by itself, without the data that it was taken from: every
// file against the list of checksums, and the audit log with the rows it tells of.
// anchor is one that was kept elsewhere, "" for none. A folder that lacks the list or
// the rows is an error.
func Verify(ctx context.Context, dir, anchor string) (damaged []string, found audit.Findings, err error) {
	if damaged, err = checkSums(dir); err != nil {
		return nil, found, err
	}
	e := mem.New()
	defer func() { err = errors.Join(err, e.Close()) }()
	if err := load(ctx, e, filepath.Join(dir, clean.Filename(textRows))); err != nil {
		return damaged, found, err
	}
	err = e.View(ctx, func(r storage.Reader) (err error) {
		if found, err = audit.VerifyOn(r); err != nil || anchor == "" {
			return err
		}
		return found.Compare(r, anchor)
	})
	return damaged, found, err
}

// checkSums names the files that are not what the list says, or not there.
func checkSums(dir string) ([]string, error) {
	list, err := os.ReadFile(filepath.Join(dir, ListName))
	if err != nil {
		return nil, fmt.Errorf("folder: %w", err)
	}
	var out []string
	for line := range strings.Lines(string(list)) {
		sum, name, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "  ")
		if !ok || !filepath.IsLocal(filepath.FromSlash(name)) {
			return nil, fmt.Errorf("folder: %s has a line that names no file: %.80q", ListName, line)
		}
		is, err := sumFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || is != sum {
			out = append(out, name)
		}
	}
	return out, nil
}

func sumFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}

// loadEach is how many rows one transaction takes, and loadBytes how long they are together.
const (
	loadEach  = 500
	loadBytes = 400 << 10
)

// row is one line of a file of rows.
type row struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

// load fills a store with the rows of a folder.
func load(ctx context.Context, e storage.Engine, dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(names) == 0 {
		return errors.Join(fmt.Errorf("folder: there are no rows in %s", dir), err)
	}
	for _, name := range names {
		if err := loadFile(ctx, e, name); err != nil {
			return fmt.Errorf("folder: %s: %w", filepath.Base(name), err)
		}
	}
	return nil
}

func loadFile(ctx context.Context, e storage.Engine, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 8<<20)
	var rows []row
	bytes := 0
	flush := func() error {
		err := e.Update(ctx, func(tx storage.Tx) error {
			for _, x := range rows {
				if err := storage.PutRaw(tx, x.Key, x.Value); err != nil {
					return err
				}
			}
			return nil
		})
		rows, bytes = nil, 0
		return err
	}
	for lines.Scan() {
		var x row
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			return fmt.Errorf("a line that is no row: %w", err)
		}
		if rows, bytes = append(rows, x), bytes+len(x.Value); len(rows) == loadEach || bytes > loadBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return errors.Join(lines.Err(), flush())
}
