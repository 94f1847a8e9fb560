package ops

import (
	"context"
	"errors"
	"net/url"

	"liubao/bot/desk"
	"liubao/internal/app/papers"
)

// Export is what an export made.
type Export struct{ Files []papers.File }

// export makes the files that the arguments name: period, kind, unit,
// indicator. The files travel in the answer: a workbook of many years is a few
// megabytes.
func (p *Program) export(ctx context.Context, args url.Values) (Export, error) {
	d, err := desk.New(p.deskNow())
	if err != nil {
		return Export{}, err
	}
	files, err := papers.New(d, p.Config.Documents.Fonts()).Outside(p.Outside).Export(ctx, p.engine, papers.Request{
		Period: args.Get("period"), Kind: args.Get("kind"), Unit: args.Get("unit"), Indicator: args.Get("indicator"),
	}, p.Clock.Now())
	if errors.Is(err, papers.ErrNothing) {
		return Export{}, errors.New("there is nothing to export: " + err.Error())
	}
	return Export{Files: files}, err
}
