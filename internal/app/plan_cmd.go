package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"liubao/internal/app/lang"
	"liubao/internal/app/ops"
	"liubao/plan"
)

// planCmd is about the plan over time: which versions the data file holds, what
// another file would change, and from when it is to hold.
type planCmd struct {
	List  planListCmd  `cmd:"" help:"List the versions of the plan that the data file holds."`
	Diff  planDiffCmd  `cmd:"" help:"Tell what a plan file would change, and for whom. Nothing is changed."`
	Apply planApplyCmd `cmd:"" help:"Let a plan file hold from a day on. Nothing before that day changes."`
}

type planListCmd struct {
	where
}

// Run lists the versions.
func (c *planListCmd) Run(ctx context.Context, sys System) error {
	held, _, err := requested[ops.Plans](ctx, sys, c.where, "plan/list", nil)
	if err != nil {
		return err
	}
	if len(held.Versions) == 0 {
		sys.printf(textNoVersions)
		return nil
	}
	rows := [][]string{{sys.say.Sprintf(textFrom), sys.say.Sprintf(textHash), ""}}
	for _, v := range held.Versions {
		note := ""
		if v.Now {
			note = sys.say.Sprintf(textInForce)
		}
		rows = append(rows, []string{v.From.String(), v.Hash[:min(12, len(v.Hash))], note})
	}
	sys.printf(textVersions, held.ID)
	fmt.Fprint(sys.Stdout, table(2, rows))
	if held.Differs {
		sys.printf(textPlanDiffers)
	}
	return nil
}

// planFile is the file of a version that is to be.
type planFile struct {
	where
	Plan string `type:"path" required:"" placeholder:"FILE" help:"Plan file."`
}

// ask has the file looked at, or applied.
func (c planFile) ask(ctx context.Context, sys System, name, from string) (ops.PlanChanges, error) {
	o, err := c.options(sys, "")
	if err != nil {
		return ops.PlanChanges{}, err
	}
	file, err := os.ReadFile(c.Plan)
	if err != nil {
		return ops.PlanChanges{}, fmt.Errorf("plan: %w", err)
	}
	if from == "" {
		from = plan.DateOf(sys.Now().In(o.Plan.Location())).AddDays(1).String()
	}
	return ops.Ask[ops.PlanChanges](ctx, o, name, url.Values{"name": {c.Plan}, "file": {string(file)}, "from": {from}})
}

type planDiffCmd struct {
	planFile
	From string `placeholder:"YYYY-MM-DD" help:"The first day on which it would hold. Left out: tomorrow."`
}

// Run says what would change, and fails where the file could not be applied.
func (c *planDiffCmd) Run(ctx context.Context, sys System) error {
	out, err := c.ask(ctx, sys, "plan/diff", c.From)
	if err != nil {
		return err
	}
	fmt.Fprint(sys.Stdout, changesText(sys.say, out))
	if out.Refused != "" {
		return errors.New(out.Refused)
	}
	return nil
}

type planApplyCmd struct {
	planFile
	From string `required:"" placeholder:"YYYY-MM-DD" help:"The first day on which it holds: tomorrow or later."`
}

// Run applies the file and says what changes.
func (c *planApplyCmd) Run(ctx context.Context, sys System) error {
	out, err := c.ask(ctx, sys, "plan/apply", c.From)
	if err != nil {
		return err
	}
	fmt.Fprint(sys.Stdout, changesText(sys.say, out))
	sys.printf(textApplied, out.From)
	return nil
}

// changesText says what changes, and for whom.
func changesText(l lang.Lang, out ops.PlanChanges) string {
	if len(out.Changes) == 0 {
		return l.Sprintf(textNoChange)
	}
	rows := [][]string{}
	for _, c := range out.Changes {
		var units []string
		for _, id := range c.Units {
			units = append(units, out.Names[id])
		}
		what := strings.TrimSpace(c.What + " " + c.Key)
		rows = append(rows, []string{what, changeText(l, c), strings.Join(units, "、")})
	}
	return l.Sprintf(textChanges, out.From) + table(2, rows)
}

// changeText says one change.
func changeText(l lang.Lang, c plan.Change) string {
	switch {
	case c.Key == "" && c.Before == "":
		return l.Sprintf(textIsNew)
	case c.Key == "":
		return l.Sprintf(textIsGone)
	case c.Before == "":
		return l.Sprintf(textNowIs, c.After)
	case c.After == "":
		return l.Sprintf(textWasOnly, c.Before)
	}
	return c.Before + " → " + c.After
}

// The sentences of the plan's commands, in English; package lang has them in
// Chinese.
const (
	textNoVersions  = "The data file has no plan yet; the bot takes one when it is first started.\n"
	textVersions    = "Versions of the plan %s:\n"
	textFrom        = "From"
	textHash        = "File (SHA-256)"
	textInForce     = "in force"
	textPlanDiffers = "The plan file differs from all of them and does not count: see liubao plan diff, and let it hold with liubao plan apply.\n"
	textChanges     = "What changes from %s on:\n"
	textNoChange    = "Nothing changes.\n"
	textApplied     = "It holds from %s on. Nothing before that day changes.\n"
	textIsNew       = "new"
	textIsGone      = "no longer"
	textNowIs       = "now %s"
	textWasOnly     = "no longer %s"
)
