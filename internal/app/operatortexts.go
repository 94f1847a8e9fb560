package app

import (
	"fmt"
	"strings"
	"time"

	"liubao/internal/app/ops"
	"liubao/internal/app/rehearsal"
	"liubao/storage"
)

// The words of the operator's commands.
const (
	textClaimMade = "链接已写入 %s，有效期至 %s。先前的链接已作废。\n"
	textFromBot   = "运行中的机器人"
	textFromFile  = "数据文件（机器人未运行）"
	textSaved     = "已备份%s到 %s（%d 字节），并已核验。\n"
	textRestored  = "已把 %[2]s 恢复为 %[1]s。备份之后已发出的消息可能会再发一次。\n"
	textAside     = "原数据文件保存为 %s\n"

	textAuditCount = "审计日志：%d 条链，%d 行，%d 个日锚。\n"
	textAuditWhole = "没有发现改动或缺失。\n"
	textAuditBad   = "发现 %d 处问题：\n"
	textStoryNone  = "%s在%s没有记录。\n"
	textStoryHas   = "有记录的期：%s\n"

	textRehearsal  = "如果%s在报送期 %s 一直不报，其他单位按时报送（%s）：\n"
	textRealPeople = "收件人为已加入的人员"
	textMadeUp     = "尚无人员数据，每个岗位虚拟一人"
	textRehearsed  = "共 %d 条消息。以上只是推演，没有发出任何消息。\n"
	textLive       = "Telegram 上的情况"
	textAttention  = "← 请处理"

	textVersion   = "版本"
	textBot       = "机器人"
	textPlan      = "方案"
	textData      = "数据文件"
	textSince     = "运行自"
	textUpdates   = "更新"
	textPolled    = "上次取更新"
	textWebhook   = "由 Telegram 推送"
	textMessages  = "消息"
	textBackedUp  = "上次备份"
	textNever     = "本次运行尚无"
	textNotUp     = "未运行"
	textNotYet    = "运行中，尚未连上 Telegram"
	textUpdateN   = "收到 %d，处理 %d，等待 %d，搁置 %d"
	textMessageN  = "发出 %d，等待 %d 个会话，限速 %d 次，存疑 %d，搁置 %d"
	textTroubles  = "未就绪"
	textReadyLine = "就绪"
)

// purposes say why a message is sent.
var purposes = map[string]string{
	"reminder": "提醒", "preview": "汇总预览", "rollup": "汇总", "alarm": "提示", "escalation": "逐级催办", "digest": "每日摘要",
	"notice": "通知", "contribution": "征集素材",
}

// rehearsalText lists the messages of a rehearsal.
func rehearsalText(r rehearsal.Rehearsal, loc *time.Location) string {
	who := textRealPeople
	if r.Invented {
		who = textMadeUp
	}
	out := fmt.Sprintf(textRehearsal, r.Unit, strings.Join(r.Periods, "、"), who)
	var rows [][]string
	for _, m := range r.Sent {
		at := m.At.In(loc)
		why := purposes[m.Purpose]
		if why == "" {
			why = m.Purpose
		}
		rows = append(rows, []string{timeText(at), weekdays[at.Weekday()], m.To, why, beginning(m.Text)})
	}
	return out + table(2, rows) + fmt.Sprintf(textRehearsed, len(r.Sent))
}

// beginning returns the first two lines with words in them.
func beginning(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && len(lines) < 2 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

// liveText lists what Telegram says of the bot.
func liveText(found []ops.Finding) string {
	var rows [][]string
	for _, f := range found {
		sign := ""
		if f.Bad {
			sign = textAttention
		}
		rows = append(rows, []string{f.What, f.Text, sign})
	}
	return "\n" + textLive + "\n" + table(2, rows)
}

var faultNames = map[storage.Fault]string{
	storage.Changed: "内容被改", storage.Missing: "缺行", storage.Reordered: "错位", storage.Truncated: "末尾缺失",
	storage.Rewritten: "整链被改写", storage.Unreadable: "无法读取", storage.BadAnchor: "日锚不符",
}

// findingsText says what a check of the audit log found.
func findingsText(f storage.Findings) string {
	head := fmt.Sprintf(textAuditCount, f.Chains, f.Rows, f.Anchors)
	if f.OK() {
		return head + textAuditWhole
	}
	var rows [][]string
	for _, x := range f.List {
		where := x.Unit + " " + x.Period
		if x.Seq > 0 {
			where += fmt.Sprintf(" #%d", x.Seq)
		}
		rows = append(rows, []string{faultNames[x.Fault], strings.TrimSpace(where + " " + x.Date), x.Detail})
	}
	return head + fmt.Sprintf(textAuditBad, f.Total) + table(2, rows)
}

// storyText tells what happened, or of which periods something is known.
func storyText(s ops.Story, unit, period string) string {
	if len(s.Lines) > 0 {
		return strings.Join(s.Lines, "\n") + "\n"
	}
	out := fmt.Sprintf(textStoryNone, unit, period)
	if len(s.Periods) > 0 {
		out += fmt.Sprintf(textStoryHas, strings.Join(s.Periods, "、"))
	}
	return out
}

// statusText tells how a bot stands.
func statusText(s ops.Status, loc *time.Location) string {
	at := func(t time.Time, none string) string {
		if t.IsZero() {
			return none
		}
		return t.In(loc).Format("2006-01-02 15:04:05")
	}
	name := textNotYet
	switch {
	case !s.Serving:
		name = textNotUp
	case s.Bot != "":
		name = "@" + s.Bot
	}
	polled := at(s.Spine.Polled, textNever)
	if s.Webhook {
		polled = textWebhook
	}
	x := s.Spine
	rows := [][]string{{textVersion, s.Version}, {textBot, name}, {textPlan, s.Plan}, {textData, s.Data}}
	if s.Serving {
		rows = append(rows, [][]string{
			{textSince, at(s.Started, textNever)}, {textPolled, polled}, {textBackedUp, at(s.Backup, textNever)},
			{textUpdates, fmt.Sprintf(textUpdateN, x.Received, x.Handled, x.Waiting, x.DeadIn)},
			{textMessages, fmt.Sprintf(textMessageN, x.Sent, x.Outbox, x.Floods, x.Doubts, x.DeadOut)},
		}...)
	}
	out := table(0, rows)
	if len(s.Problems) == 0 {
		return out + textReadyLine + "\n"
	}
	return out + textTroubles + "\n  " + strings.Join(s.Problems, "\n  ") + "\n"
}
