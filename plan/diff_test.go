package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// saidOf writes changes for a test.
func saidOf(changes []Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, fmt.Sprintf("%s|%s|%s→%s|%s", c.What, c.Key, c.Before, c.After, strings.Join(c.Units, ",")))
	}
	return out
}

func TestDiffSaysWhatChangesForWhom(t *testing.T) {
	a := shippedPlan(t)
	assert.Empty(t, Diff(a, shippedPlan(t)))
	b := changed(t, a6Lead, "name = \"保基层运转\"\nlead = \"dangqun\"", `name = "财政局"`, `name = "财政金融局"`,
		"days = [15, 30]", "days = [10, 25]", "target = 5\n", "target = 6\n", `deadline = "17:30"`, `deadline = "12:00"`,
		"\n[[units]]\nid = \"touzi\"\nname = \"投资集团公司\"\nfull = \"恒口示范区（试验区）投资集团公司\"\naliases = [\"投资集团\"]\n", "\n[[units]]\nid = \"water\"\nname = \"水务局\"\nsucceeds = [\"touzi\"]\n")
	assert.Equal(t, []string{
		"|deadline|17:30→12:00|",
		"财政局|name|财政局→财政金融局|caizheng",
		"投资集团公司||投资集团公司→|touzi",
		"水务局||→水务局|water",
		"水务局|succeeds|→投资集团公司|touzi,water",
		"保基层运转|lead|财政局→党群局|dangqun,caizheng",
		"“五上”企业净增|target|5→6|yingji",
		"工作落实情况|days|15、30→10、25|dangqun,sheguan,yingji,jingfa,caizheng",
	}, saidOf(Diff(a, b)))
}
