package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"liubao/internal/app/ops"
	"liubao/reports/clean"
)

// exportCmd writes reports as files, beside a running bot or without one.
type exportCmd struct {
	where
	Plan      string `type:"path" placeholder:"FILE" help:"Plan file. Left out: what the configuration says."`
	Period    string `placeholder:"DATE" help:"Period, by its nominal deadline, such as 2026-12-15. Left out: the present one."`
	Kind      string `required:"" placeholder:"KIND" help:"word, reports, finance, bulletin, problems, agenda, collections, excel, csv, picture or trend; all for one new folder with everything there is."`
	Unit      string `placeholder:"NAME" help:"One unit's reports or rows: for reports, finance, excel and csv. Left out: all."`
	Indicator string `placeholder:"ID" help:"Indicator of a trend."`
	Out       string `type:"path" required:"" placeholder:"DIR" help:"Folder to write to; it is made where it does not exist."`
}

// Run writes the files and names them. A file that is there already is not
// touched.
func (c *exportCmd) Run(ctx context.Context, sys System) error {
	o, err := c.options(sys, c.Plan)
	if err != nil {
		return err
	}
	if c.Kind == "all" {
		return c.all(ctx, sys, o)
	}
	made, err := ops.Ask[ops.Export](ctx, o, "export", url.Values{
		"period": {c.Period}, "kind": {c.Kind}, "unit": {c.Unit}, "indicator": {c.Indicator},
	})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return fmt.Errorf("out: %w", err)
	}
	var errs []error
	for _, f := range made.Files {
		name := filepath.Join(c.Out, clean.Filename(f.Name))
		if err := writeNew(name, f.Data); err != nil {
			errs = append(errs, err)
			continue
		}
		fmt.Fprintln(sys.Stdout, name)
	}
	return errors.Join(errs...)
}

// all writes everything there is into a folder that does not exist yet.
func (c *exportCmd) all(ctx context.Context, sys System, o ops.Options) error {
	if c.Period+c.Unit+c.Indicator != "" {
		return errors.New("all is everything there is; leave --period, --unit and --indicator out")
	}
	a, err := ops.ExportAll(ctx, o, c.Out)
	if err != nil {
		return err
	}
	sys.printf(textExportedAll, filepath.Join(a.Folder, "index.html"), a.Files, a.List, a.SHA256)
	if a.Failed > 0 {
		sys.printf(textExportLacks, a.Failed)
	}
	return nil
}

// The sentences of the export, in English; package lang has them in Chinese.
const (
	textExportedAll = "Everything is there; open %s. %d files; the SHA-256 of %s is %s.\n"
	textExportLacks = "%d of what was to be there could not be exported; the page says what and why.\n"
)

// writeNew writes a file that does not exist yet, for its owner alone.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; name another folder", name)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(fmt.Errorf("export: %w", err), f.Close(), os.Remove(name))
	}
	return f.Close()
}
