package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"liubao/plan"
	"liubao/schedules"
)

// LoadPlan returns the plan to run, with what this place overrides: the
// built-in one, the one that plan.file names, or, where file is not "", the
// one in that file. Its error is [Problems] where the configuration speaks of
// what the plan does not have.
func (c *Config) LoadPlan(file string) (*plan.Plan, error) {
	p, err := readPlan(firstOf(file, c.Plan.File))
	if e, missing := errors.AsType[*fs.PathError](err); missing && file == "" {
		return nil, c.Mistake("plan.file", "%w", e)
	}
	if err != nil {
		return nil, err
	}
	if !c.Plan.Starts.IsZero() {
		p.Starts = c.Plan.Starts
	}
	if c.doc.has("plan.deadline") {
		p.Deadline = c.Plan.Deadline
	}
	return p, errors.Join(c.signOff(p), c.targets(p))
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func readPlan(file string) (*plan.Plan, error) {
	if file == "" {
		return plan.Default()
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return plan.Load(file, data)
}

// Override makes a plan of another day what the configuration says. It leaves out
// what that plan does not have: whether the present one has it is for [Config.LoadPlan].
func (c *Config) Override(p *plan.Plan) error {
	here := *c
	here.SignOff, here.Targets = map[string]string{}, map[string]string{}
	for id, way := range c.SignOff {
		if _, ok := p.Duty(id); ok {
			here.SignOff[id] = way
		}
	}
	for id, n := range c.Targets {
		if _, ok := p.Indicator(id); ok {
			here.Targets[id] = n
		}
	}
	return errors.Join(here.signOff(p), here.targets(p))
}

// signOff sets the duties' way of signing off as the configuration has it.
func (c *Config) signOff(p *plan.Plan) error {
	d := document{file: c.doc.file, toml: c.doc.toml}
	for _, id := range slices.Sorted(maps.Keys(c.SignOff)) {
		i := slices.IndexFunc(p.Duties, func(d plan.Duty) bool { return d.ID == id })
		if i < 0 {
			d.bad(join("sign_off", id), "the plan has no such duty; write one of %s", dutyIDs(p))
			continue
		}
		p.Duties[i].SignOff = plan.SignOff(c.SignOff[id])
	}
	return d.problems.err()
}

func dutyIDs(p *plan.Plan) string {
	var out string
	for i, d := range p.Duties {
		if i > 0 {
			out += ", "
		}
		out += d.ID
	}
	return out
}

// Rules returns the configuration's rules about time for the plan.
func (c *Config) Rules(p *plan.Plan) (schedules.Rules, error) {
	r := schedules.DefaultRules()
	r.Ladder = nil
	for _, s := range c.Reminders.Ladder {
		r.Ladder = append(r.Ladder, schedules.Step{Workdays: s.Workdays, At: s.At})
	}
	r.Quiet = schedules.Quiet{From: c.Reminders.SendUntil, To: c.Reminders.SendFrom}
	r.Cap = c.Reminders.Cap
	r.PreviewBefore = c.Rollup.Preview
	r.DeadlineOnHoliday = schedules.OnHoliday(c.Reminders.DeadlineOnHoliday)
	r.ContributionDaysBefore, r.ContributionAt = c.Reminders.ContributionWorkdays, c.Reminders.ContributionAt
	if at := c.Reminders.DigestAt; at != (plan.Clock{}) {
		r.DigestAt = &at
	}
	r.Chain, r.Chains = c.chains()
	for _, e := range c.Reminders.Extra {
		s, err := schedules.ParseCron(e.Cron, p.Location())
		if err != nil {
			return schedules.Rules{}, fmt.Errorf("reminders.extra: %w", err)
		}
		r.Extras = append(r.Extras, schedules.Extra{ID: e.ID, Schedule: s})
	}
	if err := c.chainDuties(p); err != nil {
		return schedules.Rules{}, err
	}
	if err := r.Check(p); err != nil {
		return schedules.Rules{}, fmt.Errorf("%s: reminders: %w", c.doc.file, err)
	}
	return r, nil
}

// chainDuties refuses stations for duties that the plan does not have.
func (c *Config) chainDuties(p *plan.Plan) error {
	d := document{file: c.doc.file, toml: c.doc.toml}
	for i, x := range c.Reminders.Chain {
		if _, ok := p.Duty(x.Duty); !ok && x.Duty != "" {
			d.bad(join(index("reminders.chain", i), "duty"), "the plan has no duty %q; write one of %s", x.Duty, dutyIDs(p))
		}
	}
	return d.problems.err()
}

// chains returns the chain of all duties, and those of single ones.
func (c *Config) chains() (all []schedules.Rung, single map[string][]schedules.Rung) {
	for _, x := range c.Reminders.Chain {
		r := schedules.Rung{To: schedules.Tier(x.To), Workdays: x.Workdays, At: x.At}
		if x.Duty == "" {
			all = append(all, r)
			continue
		}
		if single == nil {
			single = map[string][]schedules.Rung{}
		}
		single[x.Duty] = append(single[x.Duty], r)
	}
	return all, single
}

// NoticeText returns what the notice with the id says, "" for an id that the
// configuration no longer has.
func (c *Config) NoticeText(id string) string {
	for _, e := range c.Reminders.Extra {
		if e.ID == id {
			return e.Text
		}
	}
	return ""
}

// Workdays returns the calendar with the configuration's days in it.
func (c *Config) Workdays() schedules.Calendar {
	var days []schedules.DayOverride
	for _, d := range c.Calendar.Holidays {
		days = append(days, schedules.DayOverride{Date: d, Name: "放假"})
	}
	for _, d := range c.Calendar.Workdays {
		days = append(days, schedules.DayOverride{Date: d, Work: true, Name: "调休上班"})
	}
	return schedules.NewCalendar(days)
}
