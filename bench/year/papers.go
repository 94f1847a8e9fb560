package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"liubao/internal/app/ops"
	"liubao/internal/app/papers"
	"liubao/plan"
)

// export has the running program make the files of a kind for a half-month.
func (y *year) export(ctx context.Context, n plan.Date, kind string) ([]papers.File, error) {
	var out ops.Export
	err := y.ask(ctx, "export", url.Values{"period": {n.String()}, "kind": {kind}}, &out)
	return out.Files, err
}

// checkPapers reads the roll-up in Word, the picture's words and the workbook.
func (y *year) checkPapers(ctx context.Context, n plan.Date, in int) error {
	text, err := y.word(ctx, n)
	if err != nil {
		return err
	}
	wanted := fmt.Sprintf("已有%d个领域", in)
	if in == 6 {
		wanted = "6个领域16项任务均已报送情况"
	}
	y.want(n, "the Word", text, wanted)
	pictures, err := y.export(ctx, n, "picture")
	if err != nil {
		return err
	}
	y.want(n, "the picture", pictures[0].Caption, fmt.Sprintf("已报领域 %d", in))
	return y.checkBook(ctx, n)
}

var tags = regexp.MustCompile(`<[^>]*>`)

// word is the text of a half-month's Word document, a line for each paragraph.
func (y *year) word(ctx context.Context, n plan.Date) (string, error) {
	files, err := y.export(ctx, n, "word")
	if err != nil {
		return "", err
	}
	z, err := zip.NewReader(bytes.NewReader(files[0].Data), int64(len(files[0].Data)))
	if err != nil {
		return "", err
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(f)
	return tags.ReplaceAllString(strings.ReplaceAll(string(text), "</w:p>", "\n"), ""), err
}

// titles are the duties as the workbook names them.
var titles = map[string]string{progress: "工作落实情况", budget: "保基层运转情况月报", once: "社保费免征缓缴到期情况", summary: "工作进展情况汇总"}

// bookPeriods is how many half-months a workbook shows: a year's.
const bookPeriods = 24

// checkBook reads the workbook's sheet on units: every row of a half-month and of all
// before it.
func (y *year) checkBook(ctx context.Context, n plan.Date) error {
	files, err := y.export(ctx, n, "excel")
	if err != nil {
		return err
	}
	book, err := excelize.OpenReader(bytes.NewReader(files[0].Data))
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows("单位情况")
	if err != nil {
		return err
	}
	want, got := map[string]counts{}, map[string]counts{}
	first := begin // of the half-months that a workbook goes back
	if h := halves(n); len(h) > bookPeriods {
		first = at(h[len(h)-bookPeriods], 0, 0)
	}
	for _, o := range y.owed { // what is not due yet is not owed, unless it is in
		if o.counted(y.now()) && o.duty != summary && !o.period.After(n) && (o.duty != progress || !o.deadline.Before(first)) {
			k := unitName(o.unit, o.period) + " " + o.period.String() + " " + titles[o.duty]
			want[k] = want[k].plus(o, y.now())
		}
	}
	for _, row := range rows {
		if len(row) < 10 || !slices.Contains([]string{titles[progress], titles[budget], titles[once]}, row[2]) {
			continue
		}
		k := row[0] + " " + row[1] + " " + row[2]
		f := func(i int) int { v, _ := strconv.Atoi(row[i]); return v }
		if c := (counts{f(3), f(4), f(5), f(7), f(9)}); c != (counts{}) {
			got[k] = c
		}
	}
	y.equal("the workbook's rows", want, got)
	return nil
}

// settled is after how many half-months nothing of one comes in any more.
const settled = 3

// keep remembers what is exported of a half-month of which nothing more comes in, and
// now and then holds the older ones against what was remembered.
func (y *year) keep(ctx context.Context, n plan.Date) error {
	all := halves(n)
	if len(all) <= settled {
		return nil
	}
	old := all[len(all)-1-settled]
	said, err := y.everything(ctx, old)
	y.said[old.String()] = said
	if err == nil && len(all)%6 == 0 {
		err = y.lookBack(ctx)
	}
	return err
}

// When a paper was made stands in it, and is left out of the comparison.
var (
	today = regexp.MustCompile(`(?m)^\d+年\d+月\d+日$`)
	asOf  = regexp.MustCompile(`截至\S+`)
)

// everything is what is exported of a half-month, by what it is.
func (y *year) everything(ctx context.Context, n plan.Date) (map[string]string, error) {
	out := map[string]string{}
	text, err := y.word(ctx, n)
	if err != nil {
		return nil, err
	}
	out["the Word"] = today.ReplaceAllString(text, "")
	pictures, err := y.export(ctx, n, "picture")
	if err != nil {
		return nil, err
	}
	out["the picture"] = asOf.ReplaceAllString(pictures[0].Caption, "")
	sheets, err := y.export(ctx, n, "csv")
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.Data, []byte("\ufeff")))).ReadAll()
		if err != nil {
			return nil, err
		}
		_, name, _ := strings.Cut(strings.TrimSuffix(s.Name, ".csv"), "_")
		for _, row := range rows {
			if slices.Contains(row, n.String()) || strings.HasSuffix(name, "任务台账") { // that is of one period
				out["the sheet "+name] += strings.Join(row, " | ") + "\n"
			}
		}
	}
	return out, nil
}

// lookBack holds what is exported of the past against what was exported of it then:
// nothing about the past is changed by the present.
func (y *year) lookBack(ctx context.Context) error {
	for id, then := range y.said {
		n, err := plan.ParseDate(id)
		if err != nil {
			return err
		}
		now, err := y.everything(ctx, n)
		if err != nil {
			return err
		}
		y.compare(id, then, now)
	}
	return nil
}

// compare holds two exports of one half-month against each other.
func (y *year) compare(id string, then, now map[string]string) {
	for what, text := range then {
		a, b := strings.Split(text, "\n"), strings.Split(now[what], "\n")
		for i := range max(len(a), len(b)) {
			if i >= len(a) || i >= len(b) || a[i] != b[i] {
				y.fail("%s of %s has changed: %q is now %q", what, id, a[min(i, len(a)-1)], b[min(i, len(b)-1)])
				break
			}
		}
	}
}

// audited lets the program verify its audit log, and all its rows.
func (y *year) audited(ctx context.Context) error {
	err := y.run(ctx, "audit", "verify")
	more := y.run(ctx, "verify")
	return errors.Join(err, more)
}
