package docx_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports/docx"
)

// local are fonts that Debian has: fonts-noto-cjk, fonts-arphic-uming and
// fonts-arphic-ukai. Their characters are as wide as the official fonts'.
var local = docx.Fonts{
	Title: "Noto Serif CJK SC", Body: "AR PL UMing CN", Hei: "Noto Sans CJK SC", Kai: "AR PL UKai CN",
	Song: "AR PL UMing CN", Latin: "Liberation Serif",
}

// pages renders documents with LibreOffice in one go and returns the text of
// each one's pages, and the folder with the PDFs.
func pages(t *testing.T, docs map[string]docx.Doc) (text map[string][]string, dir string) {
	t.Helper()
	for _, tool := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is missing: install libreoffice-writer-nogui, poppler-utils, fonts-noto-cjk, fonts-arphic-uming and "+
				"fonts-arphic-ukai to see documents as pages", tool)
		}
	}
	dir = t.TempDir()
	args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}
	for name, d := range docs {
		b, err := docx.Render(d, local)
		require.NoError(t, err)
		in := filepath.Join(dir, name+".docx")
		require.NoError(t, os.WriteFile(in, b, 0o600))
		args = append(args, in)
	}
	out, err := exec.Command("soffice", args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	text = map[string][]string{}
	for name := range docs {
		out, err = exec.Command("pdftotext", "-layout", filepath.Join(dir, name+".pdf"), "-").Output()
		require.NoError(t, err)
		text[name] = strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	}
	return text, dir
}

// TestGrid fills three pages and a line: 22 lines of 28 characters each, the
// first line two less for its indent.
func TestGrid(t *testing.T) {
	all, _ := pages(t, map[string]docx.Doc{"grid": grid()})
	text := all["grid"]
	require.Len(t, text, 4)
	for n, page := range text {
		var got []int
		for l := range strings.Lines(page) {
			if l = strings.TrimSpace(l); l != "" && !strings.Contains(l, "—") {
				got = append(got, utf8.RuneCountInString(l))
			}
		}
		if n == 3 {
			assert.Equal(t, []int{10}, got)
			continue
		}
		require.Len(t, got, 22, "lines of page %d", n+1)
		for i, w := range got {
			if n == 0 && i == 0 {
				w += 2
			}
			assert.Equal(t, 28, w, "characters on line %d of page %d", i+1, n+1)
		}
	}
}

// bbox is what pdftotext -bbox says.
type bbox struct {
	Pages []struct {
		Width float64 `xml:"width,attr"`
		Words []struct {
			XMin float64 `xml:"xMin,attr"`
			XMax float64 `xml:"xMax,attr"`
			YMin float64 `xml:"yMin,attr"`
			Text string  `xml:",chardata"`
		} `xml:"word"`
	} `xml:"body>doc>page"`
}

func TestPageNumbers(t *testing.T) {
	all, dir := pages(t, map[string]docx.Doc{"numbers": grid()})
	text := all["numbers"]
	out, err := exec.Command("pdftotext", "-bbox", filepath.Join(dir, "numbers.pdf"), "-").Output()
	require.NoError(t, err)
	var b bbox
	dec := xml.NewDecoder(strings.NewReader(string(out)))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	require.NoError(t, dec.Decode(&b))
	require.Len(t, b.Pages, len(text))
	for i, p := range b.Pages {
		assert.Contains(t, text[i], "— "+string(rune('1'+i))+" —")
		found := false
		for _, w := range p.Words {
			if w.YMin < 750 {
				continue
			}
			found = true
			if i%2 == 0 {
				assert.Greater(t, w.XMin, p.Width/2, "odd pages have it on the right")
				assert.Less(t, w.XMax, p.Width-26*72/25.4)
			} else {
				assert.Less(t, w.XMax, p.Width/2, "even pages have it on the left")
				assert.Greater(t, w.XMin, 28*72/25.4)
			}
		}
		assert.True(t, found, "page %d has no number", i+1)
	}
}

func TestPapersAsPages(t *testing.T) {
	p := shipped(t)
	rendered, _ := pages(t, papers(t, p, evidence(t, p, 12, photo(t, 800, 600))))
	for name, want := range map[string]struct {
		pages int
		first []string
		last  []string
	}{
		"area":    {4, []string{"党群局关于落实“六保”任务保居民就业工作进展情况的报告", "一、总体情况"}, []string{"附件1", "工作照片", "任务2"}},
		"summary": {9, []string{"关于落实“六保”任务工作进展情况的报告", "保居民就业（牵头单位：党群局）"}, []string{"演示照片12", "抄送：市“六保”任务工作专班。"}},
		// The bulletin ends at the foot of a page: where LibreOffice parts it depends on
		// the order in which it lays it out. What Word keeps together is in TestClosing.
		"bulletin": {0, []string{"示范区（试验区）各工作部门、投资集团公司：", "（迟1天）", "2.数据要真实准确。"}, []string{"落实“六保”任务工作专班办公室"}},
		"problems": {1, []string{"落实“六保”任务重大问题清单", "已办结的重大问题"}, nil},
		"finance":  {2, []string{"市级财政部门：", "库款水平"}, []string{"单位负责人签字"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := rendered[name]
			if want.pages > 0 {
				assert.Len(t, text, want.pages)
			}
			for _, s := range want.first {
				assert.Contains(t, squeeze(text[0]), s)
			}
			for _, s := range want.last {
				assert.Contains(t, squeeze(text[len(text)-1]), s)
			}
		})
	}
}

// squeeze takes out the spaces that the layout puts between characters.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
