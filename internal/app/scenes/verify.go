package scenes

import (
	"fmt"
	"io"
	"strings"
)

// verify holds the end of the story against what it should be, and prints the
// roll-up as it stands in the group.
func (x *Troupe) verify(w io.Writer) error {
	var wrong []string
	check := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	status := x.actor(Director).Newest() // after the tap, the last period's
	check(strings.Contains(status, "已报 6/6"), "the director does not see six of six reported")
	check(strings.Contains(status, "更正1次"), "the correction is not marked")
	check(strings.Contains(status, "有困难1项"), "the difficulty is not counted")
	check(strings.Contains(status, "迟"), "the late report is not marked")
	var rollup []string
	added := false
	for _, m := range x.stage.Sandbox.Messages(x.group.ID(), 0) {
		switch {
		case !m.FromBot:
		case strings.Contains(m.Text, "汇总有新内容，已更新"):
			added = true
		case m.EditDate != 0 || strings.Contains(m.Text, "半月汇总"):
			rollup = append(rollup, m.Text)
		}
	}
	whole := strings.Join(rollup, "\n")
	check(strings.Count(whole, "半月汇总") == 1, "the roll-up stands in the group %d times", strings.Count(whole, "半月汇总"))
	check(added, "the late report was not announced in the group")
	for _, words := range []string{"应报6个领域，已报6个（迟报1个）；已报16项任务。", "“五上”企业净增（本年累计） 3户（目标净增5户，完成60%）"} {
		check(strings.Contains(whole, words), "the roll-up lacks %q", words)
	}
	for _, words := range []string{"资金调度压力", "有困难", "应急和市场监管局"} {
		check(!strings.Contains(whole, words), "the roll-up shows %q", words)
	}
	st := x.stage.Service.Stats()
	check(st.DeadIn+st.DeadOut == 0, "%d updates and %d messages are among the dead letters", st.DeadIn, st.DeadOut)
	check(st.Outbox == 0, "messages wait for %d chats", st.Outbox)
	check(st.Floods == 0, "the sandbox answered 429 %d times", st.Floods)
	for _, f := range x.stage.Sandbox.Findings() {
		check(false, "a request breaks the Bot API: %v", f)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the half-month did not end as it should:\n  %s", strings.Join(wrong, "\n  "))
	}
	fmt.Fprintf(w, "\n\n════ "+resultTitle+" ════\n\n%s\n\n演示结束：%d 条更新，%d 条消息，一字未丢。\n", whole, st.Handled, st.Sent)
	return nil
}
