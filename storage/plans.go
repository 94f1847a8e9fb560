package storage

import (
	"time"

	"liubao/plan"
)

// The data file keeps every version of the plan, because what was owed in
// November is judged by November's plan whatever file lies beside the program
// today. A version holds the file as it was written, so that a newer program
// reads it anew by its own rules; what the director set for a year stands beside
// the versions and not in them.

// PlanVersion is a version of the plan as it was applied.
type PlanVersion struct {
	V    int       `json:"v"`
	From plan.Date `json:"from"` // the first day on which it holds
	ID   string    `json:"id"`   // the plan's id
	Hash string    `json:"hash"` // SHA-256 of the file, in hex
	File string    `json:"file"` // the file's text
	// Starts and Deadline are what the configuration said instead of the file
	// when the version was applied.
	Starts   plan.Date  `json:"starts,omitzero"`
	Deadline plan.Clock `json:"deadline,omitzero"`
	At       time.Time  `json:"at"`
	By       string     `json:"by"` // who applied it: start, apply
}

// PlanKey is where the version stands that holds from a day on.
func PlanKey(from plan.Date) string { return RowPlan.Key(from.String()) }

// Encode returns what is stored of a value.
func Encode[T any](v T) ([]byte, error) {
	b, _, err := encode(&v, compressOver)
	return b, err
}

// SavePlanVersion stores a version.
func SavePlanVersion(tx Tx, v PlanVersion) error {
	v.V = format
	if err := plansChanged(tx); err != nil {
		return err
	}
	return Put(tx, PlanKey(v.From), v)
}

// PlanVersions returns all versions, oldest first, for whoever puts another one in:
// it fails where one cannot be read, over which nothing is to be written.
func PlanVersions(r Reader) ([]PlanVersion, error) { return All[PlanVersion](r, RowPlan.Prefix()) }

// SoundPlanVersions are [PlanVersions] without those that cannot be read: whoever goes
// by the plan goes by the version before.
func SoundPlanVersions(r Reader) ([]PlanVersion, error) {
	return AllSound[PlanVersion](r, RowPlan.Prefix())
}

// Load reads the version's file.
func (v PlanVersion) Load() (*plan.Plan, error) {
	p, err := plan.Load("plan/"+v.From.String(), []byte(v.File))
	if err != nil {
		return nil, err
	}
	if !v.Starts.IsZero() {
		p.Starts = v.Starts
	}
	if v.Deadline != (plan.Clock{}) {
		p.Deadline = v.Deadline
	}
	return p, nil
}

// YearValue is a target, or last year's value, that the director set for a year.
type YearValue struct {
	V int `json:"v"`
	plan.YearValue
	At time.Time `json:"at"`
	By string    `json:"by"` // a person's id
}

// YearValueKey is where it stands what was set for an indicator and a year, from
// a day on: setting it again the same day replaces it.
func YearValueKey(v plan.YearValue) string {
	return RowYearValue.Key(Padded(uint64(v.Year), 4), v.Indicator, v.From.String())
}

// SaveYearValue stores what was set for a year.
func SaveYearValue(tx Tx, v YearValue) error {
	v.V = format
	if err := plansChanged(tx); err != nil {
		return err
	}
	return Put(tx, YearValueKey(v.YearValue), v)
}

// YearValues returns all that was set for single years, by year, indicator and day.
func YearValues(r Reader) ([]YearValue, error) { return AllSound[YearValue](r, RowYearValue.Prefix()) }

// AddedStep is a planned step that the office set, or imported from a table.
type AddedStep struct {
	V int `json:"v"`
	plan.Step
	At time.Time `json:"at"`
	By string    `json:"by"`
}

// StepKey is where a step stands that the office set: one for each indicator or
// task and day.
func StepKey(s plan.Step) string {
	return RowStep.Key(s.Indicator, Padded(uint64(s.Task), 4), s.Date.String())
}

// SaveStep stores a step.
func SaveStep(tx Tx, s AddedStep) error {
	s.V = format
	if err := plansChanged(tx); err != nil {
		return err
	}
	return Put(tx, StepKey(s.Step), s)
}

// DeleteStep removes a step.
func DeleteStep(tx Tx, s plan.Step) error {
	if err := plansChanged(tx); err != nil {
		return err
	}
	return Delete(tx, StepKey(s))
}

// AddedSteps returns the steps that the office set.
func AddedSteps(r Reader) ([]AddedStep, error) { return AllSound[AddedStep](r, RowStep.Prefix()) }

// plansChanged counts a change of the versions or of what lies over them.
func plansChanged(tx Tx) error {
	_, err := NextSeq(tx, seqPlans)
	return err
}

// seqPlans counts the changes of the plan over time.
const seqPlans = "plans"

// PlansCount returns how often the plan has changed: whoever remembers what was
// made of the versions compares it, and reads them again only where it differs. A
// count that cannot be read is 0; nothing changes then, see [NextSeq].
func PlansCount(r Reader) (uint64, error) {
	n, _, err := GetSound[uint64](r, RowSeq.Key(seqPlans))
	return n, err
}

// PlanOverTime puts the versions together with what lies over them. change makes
// each version's plan what the configuration says; nil changes nothing. It is
// nil where the file has no versions that can be read.
func PlanOverTime(r Reader, change func(*plan.Plan) error) (*plan.History, error) {
	versions, err := SoundPlanVersions(r)
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	values, err := YearValues(r)
	if err != nil {
		return nil, err
	}
	steps, err := AddedSteps(r)
	if err != nil {
		return nil, err
	}
	var set []plan.YearValue
	for _, v := range values {
		set = append(set, v.YearValue)
	}
	var all []plan.Version
	for _, v := range versions {
		p, err := v.Load()
		if err != nil {
			return nil, err
		}
		if change != nil {
			if err := change(p); err != nil {
				return nil, err
			}
		}
		for _, s := range steps {
			if s.Check(p) == nil {
				p.Steps = append(p.Steps, s.Step)
			}
		}
		all = append(all, plan.Version{From: v.From, Plan: p})
	}
	return plan.NewHistory(all, set...)
}
