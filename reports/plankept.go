package reports

import "strings"

// PlanAnswer is what was planned last time with what became of it in brackets, as
// 逐户走访。→ 逐户走访（完成）; "" where nobody has said.
func (e Entry) PlanAnswer() string {
	if e.Kept == "" || e.Planned == "" {
		return ""
	}
	return Unstopped(strings.Join(strings.Fields(e.Planned), " ")) + "（" + e.Kept.Label() + "）"
}

// UnkeptOften is from how many periods running on the office is shown that what
// was planned was not done.
const UnkeptOften = 3
