package review

import (
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
)

// mostFiles is how many files one press sends.
const mostFiles = 10

// filesOf returns what was sent with a report, in its order.
func filesOf(r reports.Report) []reports.File {
	out := slices.Clone(r.Evidence)
	for _, e := range r.Entries {
		out = append(out, e.Evidence...)
	}
	if r.Scan != nil {
		out = append(out, *r.Scan)
	}
	return out
}

// sendFiles sends the reviewer what came with a report.
func sendFiles(t *desk.Turn, r reports.Report) error {
	files := filesOf(r)
	if len(files) == 0 {
		return t.Toast(textNoFiles)
	}
	sent := 0
	for _, f := range files[:min(len(files), mostFiles)] {
		sum, err := desk.Hash(t.Tx, f)
		if err != nil {
			return err
		}
		if sum == "" {
			continue
		}
		kind := bot.Document
		if f.Kind == "photo" {
			kind = bot.Photo
		}
		if err := bot.Enqueue(t.Tx, bot.Message{Kind: kind, Chat: t.Update.Chat.ID, File: bot.FileRef{Hash: sum, Name: f.Label()},
			Text: reports.T(t.SubjectName(r.Key)), Purpose: "review", Person: t.Me.ID, At: t.Now}); err != nil {
			return err
		}
		sent++
	}
	if sent < len(files) {
		return t.Toast(textFilesLacking, sent, len(files)-sent)
	}
	return t.Toast(textFilesSent, sent)
}
