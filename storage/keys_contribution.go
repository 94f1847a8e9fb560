package storage

import (
	"strconv"

	"liubao/reports"
)

// ContributionKey is where a responsible unit's contribution to a task stands.
// Tasks sort by their number, up to 9999.
func ContributionKey(period string, task int, unit string) string {
	return RowContribution.Key(period, pad4(task), unit)
}

// TaskContributionsPrefix covers the contributions to one task.
func TaskContributionsPrefix(period string, task int) string {
	return RowContribution.Prefix(period, pad4(task))
}

func pad4(n int) string {
	s := strconv.Itoa(n)
	for len(s) < 4 {
		s = "0" + s
	}
	return s
}

// SaveContribution stores a contribution.
func SaveContribution(tx Tx, c reports.Contribution) error {
	c.V = format
	return Put(tx, ContributionKey(c.Period, c.Task, c.Unit), c)
}

// Contribution returns a unit's contribution to a task.
func Contribution(r Reader, period string, task int, unit string) (reports.Contribution, bool, error) {
	return Get[reports.Contribution](r, ContributionKey(period, task, unit))
}

// Contributions returns everything contributed to a task in a period, by unit.
func Contributions(r Reader, period string, task int) ([]reports.Contribution, error) {
	return AllSound[reports.Contribution](r, TaskContributionsPrefix(period, task))
}
