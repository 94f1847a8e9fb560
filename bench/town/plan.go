package town

import (
	"fmt"
	"strings"

	"liubao/plan"
)

// PlanFile writes a plan with so many units, each of which leads one area with
// so many tasks and one indicator, and reports on the 15th and the 30th. Plans
// number areas and tasks up to 999.
func PlanFile(units, tasks int, starts plan.Date) string {
	var b strings.Builder
	fmt.Fprintf(&b, "id = \"town\"\ntitle = \"测试方案\"\nname = \"测试专班\"\nzone = \"Asia/Shanghai\"\n"+
		"starts = %s\ndeadline = \"17:30\"\noffice = \"u0\"\n", starts)
	for u := range units {
		fmt.Fprintf(&b, "[[units]]\nid = %q\nname = \"第%d局\"\n", unitID(u), u)
		fmt.Fprintf(&b, "[[areas]]\nid = \"a%d\"\nnumber = %d\nname = \"第%d项保障\"\nlead = %q\ngoal = \"按期完成\"\n", u, u+1, u, unitID(u))
		for n := range tasks {
			fmt.Fprintf(&b, "[[tasks]]\nnumber = %d\narea = \"a%d\"\ntitle = \"第%d项工作\"\npoints = [\"摸清底数，建立台账\", \"逐项落实，按时办结\"]\nunits = [%q]\n",
				u*tasks+n+1, u, n+1, unitID(u))
		}
		fmt.Fprintf(&b, "[[indicators]]\nid = \"i%d\"\nname = \"新增户数\"\narea = \"a%d\"\nsource = %q\nkind = \"count\"\nmeasure = \"户\"\ncompare = \"at_least\"\ncadence = \"period\"\n",
			u, u, unitID(u))
	}
	b.WriteString("[[duties]]\nid = \"progress\"\ntitle = \"工作落实情况\"\ntiming = \"recurring\"\nsubject = \"area\"\n" +
		"addressee = [\"测试专班\"]\ndays = [15, 30]\n")
	return b.String()
}

func unitID(n int) string { return fmt.Sprintf("u%d", n) }
