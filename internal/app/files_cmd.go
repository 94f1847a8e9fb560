package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"liubao/internal/app/lang"
	"liubao/internal/app/ops"
	"liubao/reports/clean"
	"liubao/storage/audit"
)

// filesCmd is about the bytes of photos, documents and papers.
type filesCmd struct {
	Count  filesCountCmd  `cmd:"" default:"withargs" help:"Say how many files there are, and where."`
	Verify filesVerifyCmd `cmd:"" help:"Read every file, with the data and outside, and say which cannot be trusted."`
	Out    filesOutCmd    `cmd:"" help:"Move the data's files to the server that [files] names, so that backups are small."`
	In     filesInCmd     `cmd:"" help:"Bring the files of that server back to the data. They stay there too."`
}

type (
	filesCountCmd  struct{ where }
	filesVerifyCmd struct{ where }
	filesOutCmd    struct{ where }
	filesInCmd     struct{ where }
)

// The sentences of the command, in English; package lang has them in Chinese.
const (
	textFilesInside   = "%d files of %d bytes are with the data.\n"
	textFilesOutside  = "%d files of %d bytes are in %s.\n"
	textFilesNew      = "New files go to %s.\n"
	textFilesNewHere  = "New files go to the data.\n"
	textFilesMoved    = "%d files of %d bytes were moved, each read back before.\n"
	textFilesStay     = "%d files stay where they are:\n"
	textFilesBadOnes  = "%d files cannot be trusted or had:\n"
	textFilesAllWhole = "Every file is the one that was stored.\n"
)

// errFiles: files that cannot be trusted, had or moved were printed.
var errFiles = errors.New("there are files with the faults above")

// Run counts.
func (c *filesCountCmd) Run(ctx context.Context, sys System) error {
	_, err := c.ask(ctx, sys, "files/count")
	return err
}

// Run reads every file.
func (c *filesVerifyCmd) Run(ctx context.Context, sys System) error {
	k, err := c.ask(ctx, sys, "files/verify")
	if err != nil {
		return err
	}
	if len(k.Bad) == 0 {
		sys.printf(textFilesAllWhole)
		return nil
	}
	fmt.Fprint(sys.Stdout, damagesText(sys.say, textFilesBadOnes, k.Bad))
	return errFiles
}

// Run moves out.
func (c *filesOutCmd) Run(ctx context.Context, sys System) error {
	return c.move(ctx, sys, "files/out")
}

// Run moves in.
func (c *filesInCmd) Run(ctx context.Context, sys System) error { return c.move(ctx, sys, "files/in") }

// move has files moved, and says which.
func (w where) move(ctx context.Context, sys System, what string) error {
	k, err := w.ask(ctx, sys, what)
	if err != nil {
		return err
	}
	sys.printf(textFilesMoved, k.Files, k.Bytes)
	if len(k.Failed) == 0 {
		return nil
	}
	fmt.Fprint(sys.Stdout, damagesText(sys.say, textFilesStay, k.Failed))
	return errFiles
}

// ask has the running bot, or the data where none runs, do something with files, and
// says where they are.
func (w where) ask(ctx context.Context, sys System, what string) (ops.Kept, error) {
	k, _, err := requested[ops.Kept](ctx, sys, w, what, nil)
	if err != nil {
		return k, err
	}
	sys.printf(textFilesInside, k.Count.Inside, k.Count.InsideBytes)
	if k.Count.Outside > 0 {
		sys.printf(textFilesOutside, k.Count.Outside, k.Count.OutsideBytes, strings.Join(k.Count.Places, sys.say.Sprintf(textAnd)))
	}
	if k.Place == "" {
		sys.printf(textFilesNewHere)
	} else {
		sys.printf(textFilesNew, k.Place)
	}
	return k, nil
}

// damagesText lists damages below a sentence that counts them.
func damagesText(l lang.Lang, head string, all []audit.Damage) string {
	var rows [][]string
	for _, d := range all {
		rows = append(rows, []string{clean.Line(d.Key), l.Say(clean.Line(d.Detail))})
	}
	return l.Sprintf(head, len(all)) + table(2, rows)
}
