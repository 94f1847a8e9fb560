package review

import (
	"slices"

	"liubao/bot/desk"
	"liubao/reports"
)

// mostFiles is how many files one press sends.
const mostFiles = 20

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
	sent, err := t.SendFiles(files[:min(len(files), mostFiles)], t.ReportName(r.Key), "review")
	if err != nil {
		return err
	}
	if sent < len(files) {
		return t.Toast(textFilesLacking, sent, len(files)-sent)
	}
	return t.Toast(textFilesSent, sent)
}
