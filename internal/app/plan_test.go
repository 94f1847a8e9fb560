package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// planFileWith writes the shipped plan with texts replaced.
func planFileWith(t *testing.T, oldNew ...string) string {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	text := string(p.Text())
	for i := 0; i < len(oldNew); i += 2 {
		require.Contains(t, text, oldNew[i])
		text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
	}
	name := filepath.Join(t.TempDir(), "next.toml")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

const budgetLead = "name = \"保基层运转\"\nlead = \"caizheng\""

// A unit that changes its name is found by either name, and so is one that ends, by
// every command that takes a unit; each period is told of as it was or will be.
func TestUnitsByEachOfTheirNames(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	ended := "name = \"财政金融局\"\nsucceeds = [\"yingji\"]"
	next := planFileWith(t, `name = "财政局"`, ended, `id = "yingji"`, "id = \"yingji\"\nuntil = 2026-12-31")
	code, _, errs := runWith(t, "", "plan", "apply", "--config", s.config, "--plan", next, "--from", "2026-12-25")
	require.Equal(t, ExitOK, code, errs)
	ask := func(args ...string) string {
		code, out, errs := runWith(t, "", append(args, "--config", s.config)...)
		require.Equal(t, ExitOK, code, errs)
		return out
	}
	for _, name := range []string{"财政局", "财政金融局", "应急和市场监管局"} {
		assert.Contains(t, ask("rehearse", "--unit", name), "2026-12-15, 2026-12-30", name)
		assert.Contains(t, ask("export", "--kind", "csv", "--unit", name, "--out", t.TempDir()), "单位情况.csv", name)
		assert.Contains(t, ask("audit", "show", "--unit", name, "--period", "2026-12-15"), "no rows in 2026-12-15", name)
	}
	_, out, _ := runWith(t, "", "rehearse", "--config", s.config, "--unit", "应急和市场监管局")
	assert.NotContains(t, out, "2027-01-15", "it ends before")
}

func TestPlanChangesFromADayToCome(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	next := planFileWith(t, budgetLead, "name = \"保基层运转\"\nlead = \"dangqun\"")

	code, out, errs := runWith(t, "", "plan", "list", "--config", s.config)
	require.Equal(t, ExitOK, code, errs)
	assert.Equal(t, 1, strings.Count(out, "2026-12-10"), out)
	assert.Contains(t, out, "in force")

	code, out, errs = runWith(t, "", "plan", "diff", "--config", s.config, "--plan", next, "--from", "2027-01-01")
	require.Equal(t, ExitOK, code, errs)
	assert.Equal(t, "What changes from 2027-01-01 on:\n  保基层运转 lead  财政局 → 党群局  党群局、财政局\n", out)

	code, _, errs = runWith(t, "", "plan", "apply", "--config", s.config, "--plan", next, "--from", "2026-12-10")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the earliest is 2026-12-11, so that nothing in the past changes")

	code, out, errs = runWith(t, "", "plan", "apply", "--config", s.config, "--plan", next, "--from", "2027-01-01")
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "It holds from 2027-01-01 on.")
	code, out, _ = runWith(t, "", "plan", "list", "--config", s.config)
	assert.Equal(t, ExitOK, code)
	assert.Contains(t, out, "2027-01-01")

	again := planFileWith(t, budgetLead, "name = \"保基层运转\"\nlead = \"sheguan\"")
	code, _, errs = runWith(t, "", "plan", "apply", "--config", s.config, "--plan", again, "--from", "2026-12-20")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "there is a version from 2027-01-01 already")

	other := planFileWith(t, `id = "liubao"`, `id = "rivers"`)
	code, _, errs = runWith(t, "", "plan", "diff", "--config", s.config, "--plan", other, "--from", "2027-02-01")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, `belongs to the plan "liubao" and this is the plan "rivers"`)

	require.Equal(t, ExitOK, s.stop())
	// After the first start the data file decides.
	code, _, errs = runWith(t, s.tg.Token(), "serve", "--config", s.config, "--plan", other)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "write the plan's own file under plan.file, or name another data.file")
}

func TestPlanThatLeavesPeopleBehindIsRefused(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	claimed(t, s)
	gone := planFileWith(t, "[[units]]\nid = \"jingfa\"", "[[units]]\nid = \"jingfa2\"", "office = \"jingfa\"", "office = \"jingfa2\"")
	text, err := os.ReadFile(gone)
	require.NoError(t, err)
	all := strings.NewReplacer(`"jingfa"`, `"jingfa2"`, "示范区经发招商局\", \"示", "示范区经发招商局\", \"示")
	require.NoError(t, os.WriteFile(gone, []byte(all.Replace(string(text))), 0o600))
	code, out, errs := runWith(t, "", "plan", "diff", "--config", s.config, "--plan", gone, "--from", "2027-01-01")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, out, "经发招商局", "what would change is said all the same")
	assert.Contains(t, errs, "this version leaves behind the unit jingfa with 主任甲: move the people to another unit in the chat")
	code, _, _ = runWith(t, "", "plan", "apply", "--config", s.config, "--plan", gone, "--from", "2027-01-01")
	assert.Equal(t, ExitFailed, code)

	heir := strings.Replace(all.Replace(string(text)), "id = \"jingfa2\"\n", "id = \"jingfa2\"\nsucceeds = [\"jingfa\"]\n", 1)
	require.NoError(t, os.WriteFile(gone, []byte(heir), 0o600))
	code, _, errs = runWith(t, "", "plan", "apply", "--config", s.config, "--plan", gone, "--from", "2027-01-01")
	assert.Equal(t, ExitOK, code, errs)
}
