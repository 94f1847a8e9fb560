package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/archive"
	"liubao/plan"
	"liubao/sandbox"
)

func TestExportOfEverything(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	dir := filepath.Join(t.TempDir(), "all")
	code, out, errs := runWith(t, "", "export", "--config", s.config, "--kind", "all", "--out", dir)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, filepath.Join(dir, "index.html"))
	ownersAlone(t, dir)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".liubao-export*"))
	require.NoError(t, err)
	assert.Empty(t, left)

	code, out, errs = runWith(t, "", "audit", "verify", "--config", s.config, "--folder", dir)
	require.Equal(t, ExitOK, code, out+errs)
	code, _, errs = runWith(t, "", "export", "--config", s.config, "--kind", "all", "--out", dir)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "is there already")
	code, _, errs = runWith(t, "", "export", "--config", s.config, "--kind", "all", "--out", dir+"2", "--unit", "财政局")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "leave --period, --unit and --indicator out")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("x"), 0o600))
	code, out, _ = runWith(t, "", "audit", "verify", "--config", s.config, "--folder", dir)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, out, "index.html")
}

// ownersAlone holds everything below a folder to its owner.
func ownersAlone(t *testing.T, dir string) {
	t.Helper()
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := d.Info()
		require.NoError(t, err)
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		} else {
			files++
		}
		assert.Equal(t, want, info.Mode().Perm(), at)
		return nil
	}))
	assert.Greater(t, files, 5)
}

// The director closes the plan in the chat of a bot that runs; a day later the folder
// is there, and the director knows where.
func TestAClosedPlanIsExported(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T21:00:00+08:00", "--speed=14400")
	code, out, errs := runWith(t, "", "claim", "--config", s.config)
	require.Equal(t, ExitOK, code, errs)
	at, _, ok := strings.Cut(strings.TrimPrefix(out, "The link stands in "), " ")
	require.True(t, ok, out)
	link, err := os.ReadFile(at)
	require.NoError(t, err)
	_, secret, ok := strings.Cut(string(link), "start=")
	require.True(t, ok, string(link))
	boss := s.tg.AddUser(sandbox.User{FirstName: "主任"})
	_, err = boss.Start(strings.Fields(secret)[0])
	require.NoError(t, err)
	hears := func(words string) {
		t.Helper()
		require.Eventually(t, func() bool {
			for _, m := range s.tg.Messages(boss.ID(), 0) {
				if m.FromBot && strings.Contains(m.Text, words) {
					return true
				}
			}
			return false
		}, 60*time.Second, 5*time.Millisecond, "%s\n%s", words, s.log)
	}
	hears("办公室主任")
	_, err = boss.Send(boss.ID(), "/close 今天")
	require.NoError(t, err)
	hears("收官预览")
	msgs := s.tg.Messages(boss.ID(), 0)
	card := msgs[len(msgs)-1]
	_, err = boss.TapData(boss.ID(), card.MessageID, card.ReplyMarkup.Rows[0][0].CallbackData)
	require.NoError(t, err)
	hears("收官资料已导出")
	msgs = s.tg.Messages(boss.ID(), 0)
	folder := ""
	for _, m := range msgs {
		if _, rest, ok := strings.Cut(m.Text, "服务器上的文件夹："); ok {
			folder, _, _ = strings.Cut(rest, "\n")
		}
	}
	require.DirExists(t, folder)
	ownersAlone(t, folder)
	assert.FileExists(t, filepath.Join(folder, "index.html"))
	p, err := plan.Default()
	require.NoError(t, err)
	next := filepath.Join(t.TempDir(), "next.toml")
	require.NoError(t, os.WriteFile(next, p.Text(), 0o600))
	code, _, errs = runWith(t, "", "plan", "apply", "--config", s.config, "--plan", next, "--from", "2027-06-01")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the plan is closed and stays as it is")
	damaged, found, err := archive.Verify(t.Context(), folder, "")
	require.NoError(t, err)
	assert.Empty(t, damaged)
	assert.True(t, found.OK(), "%v", found.List)
}
