package app

import (
	"fmt"
	"strings"

	"liubao/internal/app/lang"
	"liubao/schedules"
)

// The sentences of the commands, in English; package lang has them in Chinese.
const (
	textTaken    = "Configuration: %s, which lies in this folder\n"
	textConfig   = "Configuration"
	textDefaults = "none: defaults"
	textZone     = "Time zone"
	textStarts   = "First day"
	textNow      = "Time"

	textDeadlines   = "Next deadlines"
	textDeadline    = "Deadline"
	textDutyID      = "Id"
	textDuty        = "Duty"
	textPeriod      = "Period"
	textFromTo      = "%s to %s"
	textMoments     = "What happens in the coming period"
	textWhen        = "When"
	textWhat        = "What"
	textNote        = "Note"
	textMerged      = "with %s"
	textPast        = "past"
	textUndated     = "Duties without a date"
	textUnset       = "reminders begin when the office director sets a date"
	textRestDay     = "day off"
	textWorkday     = "working day"
	textHoliday     = "holiday"
	textMadeUpDay   = "make-up working day"
	textWarnings    = "Please note"
	textUnknownYear = "the holidays of %d are not known, so that Monday to Friday count as working days; add them under [calendar], or have the director enter them in the chat"
	textNoToken     = "there is no bot token yet; set LIUBAO_TOKEN, or name a file of mode 0600 with telegram.token_file"

	textRemind       = "reminder (%s)"
	textNag          = "nag (%s)"
	textEscalate     = "up the chain (%s)"
	textContribution = "contributions asked for"
	textPreview      = "preview of the roll-up to the director"
	textPublish      = "roll-up published"
	textDigest       = "digest to the office"
	textWeekly       = "weekly lines to leaders and heads"
	textNotice       = "notice (%s)"
	textHead         = "head of the unit"
	textOffice       = "office"
	textLeader       = "leader and inspector"
	textLateDay      = "working day %d after"
	textSameDay      = "the day itself"
	textDayBefore    = "%s working days before"
)

var weekdayNames = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// momentName says what happens at a moment.
func momentName(l lang.Lang, m schedules.Moment) string {
	switch m.Kind {
	case schedules.Remind:
		return l.Sprintf(textRemind, stageName(l, m.Stage))
	case schedules.Nag:
		return l.Sprintf(textNag, stageName(l, m.Stage))
	case schedules.Escalate:
		return l.Sprintf(textEscalate, chainName(l, m.Stage))
	case schedules.Contribution:
		return l.Sprintf(textContribution)
	case schedules.Preview:
		return l.Sprintf(textPreview)
	case schedules.Publish:
		return l.Sprintf(textPublish)
	case schedules.Digest:
		return l.Sprintf(textDigest)
	case schedules.Weekly:
		return l.Sprintf(textWeekly)
	case schedules.Notice:
		return l.Sprintf(textNotice, m.Stage)
	}
	return string(m.Kind)
}

// chainName says who hears of what is overdue.
func chainName(l lang.Lang, stage string) string {
	tier, _ := schedules.TierOf(stage)
	switch tier {
	case schedules.ToHead:
		return l.Sprintf(textHead)
	case schedules.ToOffice:
		return l.Sprintf(textOffice)
	case schedules.ToLeader:
		return l.Sprintf(textLeader)
	}
	return stage
}

// stageName says in words when a step of the ladder falls.
func stageName(l lang.Lang, stage string) string {
	var n int
	if _, err := fmt.Sscanf(stage, "late-%d", &n); err == nil {
		return l.Sprintf(textLateDay, n)
	}
	if stage == "d0" {
		return l.Sprintf(textSameDay)
	}
	if before, ok := strings.CutPrefix(stage, "d-"); ok {
		return l.Sprintf(textDayBefore, before)
	}
	return stage
}

func stageNames(l lang.Lang, stages []string) string {
	out := make([]string, len(stages))
	for i, s := range stages {
		out[i] = stageName(l, s)
	}
	return strings.Join(out, l.Sprintf(textAnd))
}

// textAnd stands between two names.
const textAnd = ", "
