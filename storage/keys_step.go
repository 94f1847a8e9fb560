package storage

import "liubao/plan"

// StepDoneKey is where it stands that a task's planned point is done.
func StepDoneKey(s plan.Step) string {
	return Key("stepdone", Padded(uint64(s.Task), 4), s.Date.String())
}

// StepsDonePrefix covers the points that are done.
func StepsDonePrefix() string { return Prefix("stepdone") }

// SlipReasonsPrefix covers all units' words about what is slow.
func SlipReasonsPrefix() string { return Prefix("slipreason") }

// SlipReasonKey is where a unit's own words stand about why an indicator, or with
// "" a task, is slow.
func SlipReasonKey(indicator string, task int) string {
	return Key("slipreason", indicator, Padded(uint64(task), 4))
}
