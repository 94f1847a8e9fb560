package paper

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// What a bulletin counts is counted; what it means, and what is asked of the units, the
// director writes before it is made, and may change and have it made again.

// The parts of a bulletin that are written.
const (
	bulletinRemarks = "w"
	bulletinDemands = "d"
	bulletinMake    = "-"
)

const (
	// mostRemarks bounds 情况说明, in characters.
	mostRemarks = 3000
	// mostDemands bounds 有关要求, and mostDemand each of them, in characters.
	mostDemands, mostDemand = 20, 500
)

// bulletinPart is what a question about a bulletin asks for.
type bulletinPart struct {
	Period string `json:"period"`
	What   string `json:"what"`
}

var askBulletin = desk.NewAsk[bulletinPart]("bulletin")

// bulletin answers the buttons of a bulletin that is being written.
func bulletin(t *desk.Turn, p plan.Period, what string) error {
	if t.Now.Before(p.Deadline) {
		t.Answer = bot.Answer{Text: fmt.Sprintf(textBulletinOpen, t.TimeText(p.Deadline)), Alert: true}
		return nil
	}
	words := map[string]string{bulletinRemarks: textAskRemarks, bulletinDemands: textAskDemands}[what]
	switch {
	case what == "":
		return showBulletin(t, p, bot.Edit)
	case words == "":
		return t.Toast(desk.TextOldButton)
	case !staff.Can(t.Me, staff.ActPublish):
		return t.Toast(desk.TextNotAllowed)
	}
	return askBulletin.Put(t, bulletinPart{p.ID, what}, "%s", words)
}

// showBulletin shows what is written so far. 情况说明 and 有关要求 are written by
// whoever publishes; others that export see them.
func showBulletin(t *desk.Turn, p plan.Period, kind bot.MessageKind) error {
	said, _, err := storage.Get[reports.BulletinWords](t.Tx, storage.RowBulletin.Key(p.ID))
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textBulletinHead, periodLabel(p)))
	x = x.Add(reports.Bold, textRemarksHead).Line(cmp.Or(said.Remarks, textBulletinNone))
	x = x.Add(reports.Bold, textDemandsHead)
	if len(said.Demands) == 0 {
		x = x.Line(textBulletinNone)
	} else {
		x = x.Line("")
	}
	for i, d := range said.Demands {
		x = x.Line(fmt.Sprintf("%d.%s", i+1, d))
	}
	var rows [][]bot.Button
	if staff.Can(t.Me, staff.ActPublish) {
		rows = append(rows, []bot.Button{{Label: desk.OnOff(said.Remarks != "", buttonRemarksAnew, buttonRemarks), Data: exportData(p.ID, "b", bulletinRemarks)},
			{Label: desk.OnOff(len(said.Demands) > 0, buttonDemandsAnew, buttonDemands), Data: exportData(p.ID, "b", bulletinDemands)}})
	}
	m := exportMessage(t, "", append(rows, []bot.Button{{Label: buttonBulletin, Data: exportData(p.ID, "b", bulletinMake), Style: bot.MainButton}},
		[]bot.Button{{Label: buttonExportOne, Data: exportData("", "", "")}}))
	m.Text, m.Kind = x.Trim(), kind
	m.Replaces, m.OrSend = kind == bot.Send, kind == bot.Edit
	return bot.Enqueue(t.Tx, m)
}

// bulletinWritten takes 情况说明 or 有关要求; 无 takes out what was written.
func bulletinWritten(t *desk.Turn, a bulletinPart, words string) error {
	duty, ok := t.Progress()
	p, is := t.Period(duty, a.Period)
	if !ok || !is || !staff.Can(t.Me, staff.ActPublish) {
		return t.Sayf(desk.TextNotAllowed)
	}
	said, _, err := storage.Get[reports.BulletinWords](t.Tx, storage.RowBulletin.Key(p.ID))
	if err != nil {
		return err
	}
	if conversations.Remarked(words) == conversations.Nothing {
		words = ""
	}
	what, before, after := textRemarksHead, said.Remarks, words
	if a.What == bulletinDemands {
		what, before = textDemandsHead, strings.Join(said.Demands, "\n")
		said.Demands = readDemands(words)
		after = strings.Join(said.Demands, "\n")
	} else {
		said.Remarks = conversations.Clip(words, mostRemarks)
	}
	said.V, said.Period, said.By, said.At = 1, p.ID, t.Me.ID, t.Now
	if err := storage.Put(t.Tx, storage.RowBulletin.Key(p.ID), said); err != nil {
		return err
	}
	if err := t.Log("", p.ID, fmt.Sprintf(textLogBulletin, strings.Trim(what, "：")), before, after); err != nil {
		return err
	}
	return showBulletin(t, p, bot.Send)
}

// demandMark is what stands before a demand in a list: 1. 2、（三）四、 ①.
var demandMark = regexp.MustCompile(`^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、．.]|^[①-⑳·•]`)

// unmarked takes the mark off a demand; 1.5 begins with a number and no mark.
func unmarked(line string) (string, bool) {
	line = strings.TrimSpace(line)
	mark := demandMark.FindString(line)
	rest := strings.TrimSpace(line[len(mark):])
	if mark == "" || strings.HasSuffix(mark, ".") && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return line, false
	}
	return rest, true
}

// readDemands takes a text apart into demands: one a line, or as they are numbered
// within one (1.按时报送。2.数据真实。).
func readDemands(words string) []string {
	var out []string
	for line := range strings.SplitSeq(words, "\n") {
		for begin, i := 0, 0; i <= len(line); i++ {
			end := i == len(line)
			if !end {
				c, n := utf8.DecodeRuneInString(line[i:])
				if !strings.ContainsRune("。；;", c) {
					i += n - 1
					continue
				}
				i += n - 1
				if _, marked := unmarked(line[i+1:]); !marked {
					continue
				}
			}
			part, _ := unmarked(line[begin:min(i+1, len(line))])
			begin = min(i+1, len(line))
			if part != "" && len(out) < mostDemands {
				out = append(out, conversations.Clip(part, mostDemand))
			}
		}
	}
	return out
}
