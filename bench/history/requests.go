package main

import (
	"fmt"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// closedEach is how many requests were closed in each period that lies behind.
const closedEach = 100

// requestRows are the open requests, each asked of two units, and those that were closed
// in the periods before, oldest first.
func requestRows(p *plan.Plan, periods []plan.Period, open int) []func(storage.Tx) error {
	var rows []func(storage.Tx) error
	add := func(asked, closed time.Time) {
		n, units := len(rows), len(p.Units)
		u := func(k int) string { return p.Units[(n+k)%units].ID }
		x := reports.Request{V: 1, ID: fmt.Sprintf("r%06d", n+1), Number: n + 1, Kind: reports.Trouble, Unit: u(0), Task: n%units + 1,
			Key:  reports.Key{Period: periods[0].ID, Duty: "progress", Subject: p.Areas[n%units].ID},
			What: "资金调度压力较大，项目推进受阻。", Need: "请核对并及时拨付，协调用地指标。", Wanted: "第1局、第2局", At: asked,
			Parties: []reports.Party{{Unit: u(1), Told: asked}, {Unit: u(2), Told: asked}}, Due: plan.DateOf(asked.AddDate(0, 0, 7))}
		x.Story = []reports.RequestStep{{At: asked, Unit: u(0), What: "提出", Text: x.Need}}
		if x.ClosedAt = closed; !closed.IsZero() {
			x.State = reports.RequestClosed
			x.Story = append(x.Story, reports.RequestStep{At: closed, Unit: u(1), What: "答复已解决"}, reports.RequestStep{At: closed, Unit: u(0), What: "确认已解决"})
		}
		rows = append(rows, func(tx storage.Tx) error { return storage.SaveRequest(tx, x) })
	}
	for _, of := range periods {
		for i := range closedEach {
			closed := of.Deadline.Add(-time.Duration(i) * time.Hour)
			add(closed.AddDate(0, 0, -6), closed)
		}
	}
	for i := range open {
		add(now.Add(-time.Duration(i%400)*time.Hour), time.Time{})
	}
	return rows
}
