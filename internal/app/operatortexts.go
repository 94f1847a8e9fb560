package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/internal/app/backups"
	"liubao/internal/app/lang"
	"liubao/internal/app/ops"
	"liubao/internal/app/rehearsal"
	"liubao/reports/clean"
	"liubao/storage/audit"
)

// The sentences of the operator's commands, in English; package lang has them
// in Chinese.
const (
	textClaimMade = "The link stands in %s and is good until %s. Earlier links no longer are.\n"
	textFromBot   = "the running bot"
	textFromFile  = "the data file (no bot runs)"
	textSaved     = "Backed up %s to %s (%d bytes), and verified.\n"
	textRestored  = "%s is now what the backup %s holds. Messages sent since the backup may be sent once more.\n"
	textAside     = "What was there is kept as %s\n"

	textExamined  = "%s:\n"
	textRows      = "%d rows and %d files of %d bytes were read.\n"
	textUnchecked = "%d rows are of an earlier version and have no checksum: that they can be read is all that is known of them.\n"
	textOutside   = "%d files of %d bytes lie outside, in %s: here are their hashes alone; liubao files verify reads them.\n"
	textBadRows   = "%d rows cannot be trusted:\n"

	textAuditCount  = "Audit log: %d chains, %d rows; daily anchors: %d.\n"
	textAuditStored = "%d stored rows (reports, readings, decisions, people, settings) were compared with it.\n"
	textAuditOlder  = "%d of these are older than the log's telling of them; they have not changed since.\n"
	textAuditAnchor = "Anchor, to be kept elsewhere and compared with --anchor: %s\n"
	textAuditWhole  = "Nothing was changed and nothing is missing.\n"
	textAuditBad    = "%d damages:\n"
	textStoryNone   = "%s has no rows in %s.\n"
	textStoryHas    = "Periods with rows: %s\n"

	textRehearsal  = "If %s reported nothing for %s while all others reported in time (%s):\n"
	textRealPeople = "to the people who have joined"
	textMadeUp     = "nobody has joined yet: one person made up for each post"
	textRehearsed  = "%d messages. This was a rehearsal; nothing was sent.\n"
	textLive       = "As Telegram sees it"
	textAttention  = "<- please see to it"

	textVersion     = "Version"
	textBot         = "Bot"
	textPlan        = "Plan"
	textData        = "Data file"
	textSince       = "Runs since"
	textUpdates     = "Updates"
	textPolled      = "Last asked"
	textWebhook     = "posted by Telegram"
	textMessages    = "Messages"
	textBackedUp    = "Last backup"
	textNever       = "none in this run"
	textNotUp       = "not running"
	textNotYet      = "running, Telegram not reached yet"
	textUpdateN     = "%d received, %d handled, %d waiting, %d put aside"
	textMessageN    = "%d sent, %d chats waiting, %d times told to slow down, %d in doubt, %d put aside"
	textTroubles    = "Not ready"
	textNoDead      = "There are no dead letters: everything was handled and delivered."
	textDeadIn      = "update"
	textDeadOut     = "message"
	textDeadRetried = "Dead letter %d goes on where it came from."
	textDeadDropped = "Dead letter %d is thrown away."
	textCluster     = "Cluster"
	textNobodyLeads = "no bot leads at this moment"
	textThisLeads   = "%s leads (term %d), which is this bot"
	textOtherLeads  = "%s leads (term %d); this bot is %s"
	textStandbyLine = "Standing by: it takes over when the bot that leads falls silent."
	textAlsoWrong   = "Warnings"
	textReadyLine   = "Ready"
)

// purposes say why a message is sent.
var purposes = map[string]string{
	"reminder": "reminder", "preview": "preview", "rollup": "roll-up", "alarm": "hint", "escalation": "up the chain", "digest": "digest",
	"notice": "notice", "contribution": "contribution", "people": "invitation", "request": "request", "collection": "collection",
	"handover": "handover", "sign-off": "sign-off", "problem": "problem",
}

// otherPurpose stands for whatever a rehearsal meets besides.
const otherPurpose = "message"

// rehearsalText lists the messages of a rehearsal.
func rehearsalText(l lang.Lang, r rehearsal.Rehearsal, loc *time.Location) string {
	who := textRealPeople
	if r.Invented {
		who = textMadeUp
	}
	out := l.Sprintf(textRehearsal, r.Unit, strings.Join(r.Periods, l.Sprintf(textAnd)), l.Sprintf(who))
	var rows [][]string
	for _, m := range r.Sent {
		at := m.At.In(loc)
		why := cmp.Or(purposes[m.Purpose], otherPurpose)
		rows = append(rows, []string{timeText(at), l.Sprintf(weekdayNames[at.Weekday()]), m.To, l.Sprintf(why), beginning(m.Text)})
	}
	return out + table(2, rows) + l.Sprintf(textRehearsed, len(r.Sent))
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
func liveText(l lang.Lang, found []ops.Finding) string {
	var rows [][]string
	for _, f := range found {
		sign := ""
		if f.Bad {
			sign = l.Sprintf(textAttention)
		}
		rows = append(rows, []string{l.Say(f.What), l.Say(f.Text), sign})
	}
	return "\n" + l.Sprintf(textLive) + "\n" + table(2, rows)
}

var faultNames = map[audit.Fault]string{
	audit.Changed: "changed", audit.Missing: "missing", audit.Reordered: "out of place", audit.Truncated: "end missing",
	audit.Rewritten: "chain rewritten", audit.Unreadable: "unreadable", audit.BadAnchor: "anchor does not fit",
	audit.Altered: "altered", audit.Untold: "not in the log", audit.Vanished: "gone", audit.Otherwise: "another log than the anchor's",
}

// examinedText says what a look at every row found.
func examinedText(l lang.Lang, x backups.Examined) string {
	out := l.Sprintf(textRows, x.Rows.Rows, x.Rows.Files, x.Rows.Bytes)
	if x.Rows.Unchecked > 0 {
		out += l.Sprintf(textUnchecked, x.Rows.Unchecked)
	}
	if x.Rows.Outside > 0 {
		out += l.Sprintf(textOutside, x.Rows.Outside, x.Rows.OutsideBytes, strings.Join(x.Rows.Places, l.Sprintf(textAnd)))
	}
	if !x.Rows.OK() {
		var rows [][]string
		for _, d := range x.Rows.List {
			rows = append(rows, []string{clean.Line(d.Key), l.Say(clean.Line(d.Detail))})
		}
		out += l.Sprintf(textBadRows, x.Rows.Total) + table(2, rows)
	}
	return out + findingsText(l, x.Audit)
}

// findingsText says what a check of the audit log found.
func findingsText(l lang.Lang, f audit.Findings) string {
	head := l.Sprintf(textAuditCount, f.Chains, f.Rows, f.Anchors) + l.Sprintf(textAuditStored, f.Stored)
	if f.Older > 0 {
		head += l.Sprintf(textAuditOlder, f.Older)
	}
	if f.Anchor != "" {
		head += l.Sprintf(textAuditAnchor, f.Anchor)
	}
	if f.OK() {
		return head + l.Sprintf(textAuditWhole)
	}
	var rows [][]string
	for _, x := range f.List {
		where := clean.Line(x.Unit + " " + x.Period)
		if x.Seq > 0 {
			where += fmt.Sprintf(" #%d", x.Seq)
		}
		rows = append(rows, []string{l.Sprintf(faultNames[x.Fault]), strings.TrimSpace(where + " " + clean.Line(x.Date) + " " + clean.Line(x.Key)), l.Say(clean.Line(x.Detail))})
	}
	return head + l.Sprintf(textAuditBad, f.Total) + table(2, rows)
}

// storyText tells what happened, or of which periods something is known.
func storyText(l lang.Lang, s ops.Story, unit, period string) string {
	if lines := slices.Concat(s.Lines, s.Versions); len(lines) > 0 {
		var out strings.Builder
		for _, line := range lines {
			words := strings.TrimLeft(line, " ")
			out.WriteString(line[:len(line)-len(words)] + clean.Line(words) + "\n")
		}
		return out.String()
	}
	out := l.Sprintf(textStoryNone, unit, period)
	if len(s.Periods) > 0 {
		out += l.Sprintf(textStoryHas, oneLine(strings.Join(s.Periods, l.Sprintf(textAnd))))
	}
	return out
}

// statusText tells how a bot stands.
func statusText(l lang.Lang, s ops.Status, loc *time.Location) string {
	at := func(t time.Time, none string) string {
		if t.IsZero() {
			return l.Sprintf(none)
		}
		return t.In(loc).Format("2006-01-02 15:04:05")
	}
	name := l.Sprintf(textNotYet)
	switch {
	case !s.Serving:
		name = l.Sprintf(textNotUp)
	case s.Bot != "":
		name = "@" + s.Bot
	}
	polled := at(s.Spine.Polled, textNever)
	if s.Webhook {
		polled = l.Sprintf(textWebhook)
	}
	x := s.Spine
	rows := [][]string{{textVersion, s.Version}, {textBot, name}, {textPlan, s.Plan}, {textData, s.Data}}
	if s.Serving {
		rows = append(rows, [][]string{
			{textSince, at(s.Started, textNever)}, {textPolled, polled}, {textBackedUp, at(s.Backup, textNever)},
			{textUpdates, l.Sprintf(textUpdateN, x.Received, x.Handled, x.Waiting, x.DeadIn)},
			{textMessages, l.Sprintf(textMessageN, x.Sent, x.Outbox, x.Floods, x.Doubts, x.DeadOut)},
		}...)
	}
	if c := s.Cluster; c != nil {
		rows = append(rows, []string{textCluster, clusterText(l, c)})
	}
	for i := range rows {
		rows[i][0] = l.Sprintf(rows[i][0])
	}
	out := table(0, rows)
	if s.Standby != "" {
		out += l.Sprintf(textStandbyLine) + "\n"
	}
	if len(s.Problems) == 0 && s.Standby == "" {
		out += l.Sprintf(textReadyLine) + "\n"
	} else if len(s.Problems) > 0 {
		out += reasonsText(l, textTroubles, s.Problems)
	}
	if len(s.Warnings) > 0 {
		out += reasonsText(l, textAlsoWrong, s.Warnings)
	}
	return out
}

// clusterText says which bot leads.
func clusterText(l lang.Lang, c *ops.Cluster) string {
	switch {
	case c.Leader == "":
		return l.Sprintf(textNobodyLeads)
	case c.Figures.Leads:
		return l.Sprintf(textThisLeads, c.Leader, c.Term)
	}
	return l.Sprintf(textOtherLeads, c.Leader, c.Term, c.Node)
}

func reasonsText(l lang.Lang, head string, reasons []string) string {
	out := l.Sprintf(head) + "\n"
	for _, r := range reasons {
		out += "  " + l.Say(r) + "\n"
	}
	return out
}
