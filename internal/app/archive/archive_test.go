package archive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/bot/desk"
	"liubao/internal/app/archive"
	"liubao/internal/app/papers"
	"liubao/internal/app/scenes"
	"liubao/internal/app/service"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/bolt"
	"liubao/storage/files"
)

// played is the folder of a store in which the demo's half-month was lived through
// once for all tests.
var played = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "liubao-archive-")
	if err != nil {
		return "", err
	}
	return dir, scenes.Play(context.Background(), dir, io.Discard, true)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := played(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// copied opens a copy of the played store as something to be taken out.
func copied(t *testing.T) archive.Source {
	t.Helper()
	dir, err := played()
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join(dir, "liubao.db"))
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "liubao.db")
	require.NoError(t, os.WriteFile(name, data, 0o600))
	e, err := bolt.Open(name, bolt.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil), Features: service.Features()})
	require.NoError(t, err)
	return archive.Source{Engine: e, Desk: d, Press: papers.New(d, docx.Fonts{}), Files: files.Store{Engine: e}}
}

var now = time.Date(2026, time.December, 17, 10, 0, 0, 0, time.FixedZone("", 8*3600))

// taken is a folder as it was put.
func taken(t *testing.T, s archive.Source) (map[string][]byte, archive.Made) {
	t.Helper()
	out := map[string][]byte{}
	made, err := archive.Write(t.Context(), s, now, func(name string, data []byte) error {
		require.NotContains(t, out, name)
		out[name] = bytes.Clone(data)
		return nil
	})
	require.NoError(t, err)
	return out, made
}

func update(t *testing.T, s archive.Source, fn func(tx storage.Tx) error) {
	t.Helper()
	require.NoError(t, s.Engine.Update(t.Context(), fn))
}

// place writes a folder to the disk.
func place(t *testing.T, all map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range all {
		at := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o700))
		require.NoError(t, os.WriteFile(at, data, 0o600))
	}
	return dir
}

var href = regexp.MustCompile(`href="\./([^"]*)"`)

func TestEverythingIsInTheFolderAndOnThePage(t *testing.T) {
	s := copied(t)
	sum, err := s.Files.Put(t.Context(), []byte("照片"))
	require.NoError(t, err)
	update(t, s, func(tx storage.Tx) error {
		photo := reports.File{ID: "id", UID: "uid", Name: "现场.jpg", Kind: "photo", SHA256: sum, At: now}
		return errors.Join(
			storage.SaveProblem(tx, reports.Problem{ID: "p1", Unit: "caizheng", What: "库款紧张", Since: "12月初", Needs: "加快拨付", Major: true, At: now, Evidence: []reports.File{photo}}),
			storage.Put(tx, storage.RowFinding.Key("f1"), reports.Finding{V: 1, ID: "f1", Unit: "caizheng", Text: "台账不全", At: now}),
			storage.SaveContribution(tx, reports.Contribution{V: 1, Period: "2026-12-15", Task: 14, Unit: "caizheng", Words: []reports.Piece{{Text: "素材"}}, Updated: now}),
			storage.Put(tx, storage.RowCollection.Key("202612-001"), reports.Collection{V: 1, ID: "202612-001", Number: 1, Title: "消费券", Units: []string{"caizheng"},
				Questions: []reports.Question{{Title: "发放数", Kind: reports.AskNumber}}, SentAt: now, Due: now}),
			storage.Put(tx, storage.LedgerRowKey(s.Desk.Plan.Ledgers[0].ID, 1), map[string]any{"v": 1, "number": 1, "name": "某企业", "unit": "jingfa", "cells": []string{"甲"}, "at": now}),
		)
	})
	all, made := taken(t, s)
	assert.Len(t, all, made.Files)
	assert.Zero(t, made.Failed)
	linked := map[string]bool{"index.html": true, archive.ListName: true}
	for _, m := range href.FindAllStringSubmatch(string(all["index.html"]), -1) {
		at, err := url.PathUnescape(html.UnescapeString(m[1]))
		require.NoError(t, err)
		assert.Contains(t, all, at, "a link leads nowhere")
		linked[at] = true
	}
	var names []string
	for name := range all {
		assert.True(t, linked[name], "%s is on no page", name)
		names = append(names, name)
	}
	list := strings.Join(names, "\n")
	for _, want := range []string{`汇总/2026-12-15/.*\.docx`, `汇总/2026-12-15/.*\.png`, `各单位报告/2026-12-15/.*保基层运转.*\.docx`, `台账和清单/.*台账.*\.xlsx`,
		`台账和清单/重大问题清单.*\.xlsx`, `台账和清单/督查事项\.xlsx`, `台账和清单/素材\.xlsx`, `台账和清单/协调事项、批示和交办\.xlsx`,
		`台账和清单/` + s.Desk.Plan.Ledgers[0].Title + `\.xlsx`, `临时调度/.*消费券.*\.docx`, `临时调度/.*消费券.*\.xlsx`, `大家发来的文件/现场\.jpg`, `审计日志/2026-12-15/2026-12-15_财政局\.txt`, `审计日志/核验结果\.txt`, `原始数据/audit\.jsonl`, `原始数据/report\.jsonl`} {
		assert.Regexp(t, "(?m)^"+want+"$", list)
	}
	assert.Contains(t, string(all["审计日志/核验结果.txt"]), "核验通过")
	book, err := excelize.OpenReader(bytes.NewReader(all["台账和清单/重大问题清单.xlsx"]))
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()
	rows, err := book.GetRows(book.GetSheetName(0))
	require.NoError(t, err)
	for _, want := range []string{"重大", "12月初", "加快拨付"} {
		assert.Contains(t, rows[len(rows)-1], want)
	}
	for name := range all {
		assert.NotRegexp(t, `invite|outbox|inbox`, name)
	}
}

func TestEveryReportThatIsStoredIsAWordFile(t *testing.T) {
	s := copied(t)
	want := map[string]int{}
	require.NoError(t, s.Engine.View(t.Context(), func(r storage.Reader) error {
		return storage.Each(r, storage.RowReport.Prefix(), "", 0, func(_ string, x reports.Report) error {
			want[x.Key.Period]++
			return nil
		})
	}))
	require.NotEmpty(t, want)
	all, _ := taken(t, s)
	got := map[string]int{}
	for name := range all {
		if dir, ok := strings.CutPrefix(path.Dir(name), "各单位报告/"); ok {
			got[dir]++
		}
	}
	assert.Equal(t, want, got)
}

// TestASummaryIsAsItWent: what went to the superiors is in the folder as it went, with its
// date and number, once, and no empty report of the office beside it.
func TestASummaryIsAsItWent(t *testing.T) {
	s := copied(t)
	k := reports.Key{Period: "2026-12-15", Duty: "summary", Subject: "jingfa"}
	at := time.Date(2026, time.December, 16, 9, 0, 0, 0, now.Location())
	letter := []byte("as it went")
	hash, err := s.Files.Put(t.Context(), letter)
	require.NoError(t, err)
	update(t, s, func(tx storage.Tx) error {
		if err := storage.SaveReport(tx, reports.Report{V: 1, Key: k, Unit: "jingfa", Version: 1, State: reports.Submitted, SubmittedAt: at, FirstAt: at}); err != nil {
			return err
		}
		return storage.Put(tx, storage.RowFiling.Of(k), map[string]any{"v": 1, "key": k, "filedAt": at, "notedAt": at, "number": "恒六保办〔2026〕3号",
			"made": []map[string]any{{"sha256": hash, "name": "汇总_报送版.docx", "at": at}, {"sha256": "00", "name": "又一份.docx", "at": at.Add(time.Hour)}}})
	})
	all, _ := taken(t, s)
	assert.Equal(t, letter, all["汇总/2026-12-15/汇总_报送版.docx"])
	assert.NotContains(t, all, "汇总/2026-12-15/六保专班半月汇总_2026-12-15_报送版.docx")
	assert.Contains(t, string(all["index.html"]), "2026-12-16 09:00报送，恒六保办〔2026〕3号")
	for name := range all {
		assert.NotContains(t, name, "工作进展情况汇总")
	}
}

// Names that people chose neither lead out of the folder nor are refused by Windows,
// and neither do their words become markup.
func TestNamesAndWordsOfPeople(t *testing.T) {
	s := copied(t)
	sum, err := s.Files.Put(t.Context(), []byte("内容"))
	require.NoError(t, err)
	sent := []string{"../../etc/passwd", "CON", "a<b>:c?.txt", "A.TXT", "a.txt", "<script>alert(1)</script>.pdf", `"onload="x.docx`, "说明 100%#1.docx"}
	update(t, s, func(tx storage.Tx) error {
		var evidence []reports.File
		for i, name := range sent {
			evidence = append(evidence, reports.File{ID: fmt.Sprint("id", i), UID: fmt.Sprint("uid", i), Name: name, Kind: "document", SHA256: sum, At: now})
		}
		return storage.Put(tx, storage.RowFinding.Key("f9"), reports.Finding{V: 1, ID: "f9", Unit: "caizheng", Text: "<b>整改</b>", At: now, Evidence: evidence})
	})
	all, _ := taken(t, s)
	seen, found := map[string]bool{}, 0
	for name, data := range all {
		assert.True(t, filepath.IsLocal(name), name)
		assert.NotRegexp(t, `[<>:"|?*\\]`, name)
		for _, part := range strings.Split(name, "/") {
			assert.NotRegexp(t, `^(?i)(con|prn|aux|nul)(\.|$)`, part)
			assert.NotRegexp(t, `[. ]$|^\.`, part)
		}
		low := strings.ToLower(name)
		assert.False(t, seen[low], "%s is there twice on Windows", name)
		seen[low] = true
		if string(data) == "内容" {
			found++
		}
	}
	assert.Equal(t, len(sent), found, "each is there under a name of its own")
	page := string(all["index.html"])
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, `"onload="x`)
	assert.Contains(t, page, "&lt;script&gt;")
	for _, m := range href.FindAllStringSubmatch(page, -1) {
		at, err := url.PathUnescape(html.UnescapeString(m[1]))
		require.NoError(t, err)
		assert.Contains(t, all, at)
	}
}

func TestWhatIsDamagedIsNamedAndStopsNothing(t *testing.T) {
	s := copied(t)
	update(t, s, func(tx storage.Tx) error {
		if err := tx.Put(storage.RowFinding.Key("f1"), []byte("J????")); err != nil {
			return err
		}
		return storage.Put(tx, storage.RowFinding.Key("f2"), reports.Finding{V: 1, ID: "f2", At: now, Evidence: []reports.File{{ID: "x", UID: "never", Name: "现场.jpg", Kind: "photo"}}})
	})
	all, made := taken(t, s)
	assert.Equal(t, 2, made.Failed)
	page := string(all["index.html"])
	assert.Contains(t, page, "现场.jpg <small>未能导出：库里没有它的内容")
	assert.Contains(t, page, "finding <small>未能导出：1条记录损坏")
	assert.Contains(t, string(all["审计日志/核验结果.txt"]), "核验发现")
}

func TestAFolderIsVerifiedByItself(t *testing.T) {
	s := copied(t)
	a, err := audit.MakeAnchor(t.Context(), s.Engine, "2026-12-17", now)
	require.NoError(t, err)
	all, _ := taken(t, s)
	damaged, found, err := archive.Verify(t.Context(), place(t, all), a.String())
	require.NoError(t, err)
	assert.Empty(t, damaged)
	assert.True(t, found.OK(), "%v", found.List)
	assert.Positive(t, found.Rows)
	assert.Positive(t, found.Stored, "reports are compared with what the log tells of them")

	change := func(name, old, to string) string {
		all := map[string][]byte{}
		for k, v := range mustTake(t, s) {
			all[k] = v
		}
		require.Contains(t, string(all[name]), old)
		all[name] = []byte(strings.Replace(string(all[name]), old, to, 1))
		return place(t, all)
	}
	damaged, found, err = archive.Verify(t.Context(), change("原始数据/report.jsonl", "演示数据", "已全部完成"), "")
	require.NoError(t, err)
	assert.Equal(t, []string{"原始数据/report.jsonl"}, damaged)
	require.Len(t, found.List, 1)
	assert.Equal(t, audit.Altered, found.List[0].Fault)

	damaged, found, err = archive.Verify(t.Context(), change("index.html", "</html>", "</html> "), "")
	require.NoError(t, err)
	assert.Equal(t, []string{"index.html"}, damaged)
	assert.True(t, found.OK())

	_, _, err = archive.Verify(t.Context(), t.TempDir(), "")
	require.Error(t, err)
}

func mustTake(t *testing.T, s archive.Source) map[string][]byte {
	all, _ := taken(t, s)
	return all
}
