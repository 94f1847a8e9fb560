package report

import (
	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/reports"
)

// reportPaper sends whoever submitted a report its Word file, to be signed and
// filed.
func reportPaper(t *desk.Turn, r reports.Report) error {
	return orders.Place(t.Tx, orders.Row{Chat: t.Update.Chat.ID, Name: "report/" + r.Key.String(), Person: t.Me.ID, Purpose: "paper", At: t.Now,
		Paper: reports.Paper{Kind: reports.PaperReport, Period: r.Key.Period, Duty: r.Key.Duty, Subject: r.Key.Subject}})
}
