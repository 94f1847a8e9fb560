package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"liubao/internal/app/config"
	"liubao/internal/app/lang"
	"liubao/internal/app/ops"
	"liubao/internal/app/places"
	"liubao/plan"
	"liubao/schedules"
)

const (
	// deadlinesShown is how many deadlines check prints.
	deadlinesShown = 6
	// monthsAhead is how far check looks for years without holidays: the State
	// Council announces a year's in November of the year before.
	monthsAhead = 3
)

// checkCmd reads configuration and plan and prints what they mean.
type checkCmd struct {
	where
	Plan string    `type:"path" placeholder:"FILE" help:"Plan file. Left out: what the configuration says."`
	From plan.Date `placeholder:"YYYY-MM-DD" help:"Print as on this day. Left out: now."`
	Live bool      `help:"Ask Telegram too: who the bot is, where updates go, what it may do in the group."`
}

// Run prints the next deadlines and reminders. It fails when configuration or
// plan have mistakes, which it prints all at once; warnings do not fail it.
func (c *checkCmd) Run(ctx context.Context, sys System) error {
	file := c.find(sys)
	conf, p, err := load(file, c.Plan)
	if err != nil {
		return err
	}
	rules, err := conf.Rules(p)
	if err != nil {
		return err
	}
	now := sys.Now().In(p.Location())
	if !c.From.IsZero() {
		now = c.From.At(plan.Clock{}, p.Location())
	}
	o := outlook{p: p, rules: rules, cal: conf.Workdays(), now: now, say: sys.say}
	o.look()
	warnings := slices.Concat(conf.Warnings(), places.Proxy(conf, sys.Getenv), o.unknownYears())
	token, wrong := tokenNote(conf, sys)
	_, noFiles := filesOutside(conf, sys)
	wrong = errors.Join(wrong, noFiles)
	shown := file
	if file == "" {
		shown = sys.say.Sprintf(textDefaults)
	} else {
		wrong = errors.Join(wrong, places.Check(conf, ops.SocketFile(conf)))
	}
	if _, err := io.WriteString(sys.Stdout, o.print(shown)+printWarnings(sys.say, append(warnings, token...))); err != nil {
		return err
	}
	if wrong != nil || !c.Live {
		return wrong
	}
	return c.live(ctx, sys, file)
}

// live prints what Telegram says. What the operator should mend fails it.
func (c *checkCmd) live(ctx context.Context, sys System, file string) error {
	o, err := operatorOptions(sys, file, c.Plan)
	if err != nil {
		return err
	}
	found, err := ops.CheckLive(ctx, o)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(sys.Stdout, liveText(sys.say, found)); err != nil {
		return err
	}
	if slices.ContainsFunc(found, func(f ops.Finding) bool { return f.Bad }) {
		return errLive
	}
	return nil
}

// errLive: something about the live bot wants mending, which was printed.
var errLive = errors.New("the bot is not set up completely")

// load reads configuration and plan, for every command that needs them.
func load(configFile, planFile string) (*config.Config, *plan.Plan, error) {
	conf := config.Default()
	if configFile != "" {
		var err error
		if conf, err = config.Load(configFile); err != nil {
			return nil, nil, err
		}
	}
	p, err := conf.LoadPlan(planFile)
	return conf, p, err
}

// tokenNote says that there is no token yet; a token that is named and cannot
// be used is an error.
func tokenNote(conf *config.Config, sys System) ([]string, error) {
	if conf.Telegram.TokenFile == "" && sys.Getenv(config.TokenEnv) == "" {
		return []string{textNoToken}, nil
	}
	_, err := conf.Token(sys.Getenv)
	return nil, err
}

// outlook is what lies ahead of a moment under a plan and rules.
type outlook struct {
	p     *plan.Plan
	rules schedules.Rules
	cal   schedules.Calendar
	now   time.Time
	say   lang.Lang

	periods []plan.Period      // the next deadlines
	moments []schedules.Moment // those of each duty's coming period, and notices
}

// look fills in periods and moments.
func (o *outlook) look() {
	o.periods = schedules.Upcoming(o.p, o.rules, o.cal, o.now, deadlinesShown)
	seen := map[string]bool{}
	for _, of := range o.periods {
		if !seen[of.Duty] {
			o.moments = append(o.moments, schedules.Moments(o.p, o.rules, o.cal, of)...)
		}
		seen[of.Duty] = true
	}
	for _, e := range o.rules.Extras {
		o.moments = append(o.moments, o.notice(e)...)
	}
	slices.SortStableFunc(o.moments, func(a, b schedules.Moment) int { return a.At.Compare(b.At) })
}

// notice returns the next time that the cron line speaks.
func (o *outlook) notice(e schedules.Extra) []schedules.Moment {
	next := e.Schedule.Next(o.now)
	// Half a day is enough for quiet hours to end.
	due := schedules.Due(o.p, o.rules, o.cal, next.Add(-time.Second), next.Add(12*time.Hour))
	i := slices.IndexFunc(due, func(m schedules.Moment) bool {
		return m.Kind == schedules.Notice && m.Stage == e.ID
	})
	if i < 0 {
		return nil
	}
	return due[i : i+1]
}

// unknownYears warns for each year ahead whose holidays are not known.
func (o *outlook) unknownYears() []string {
	last := o.now.AddDate(0, monthsAhead, 0).Year()
	for _, of := range o.periods {
		last = max(last, of.Deadline.Year())
	}
	for _, m := range o.moments {
		last = max(last, m.At.Year())
	}
	var out []string
	for year := o.now.Year(); year <= last; year++ {
		if !o.cal.Known(year) {
			out = append(out, fmt.Sprintf(textUnknownYear, year))
		}
	}
	return out
}

// print returns everything check has to say but the warnings.
func (o *outlook) print(configFile string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s(%s)\n", o.p.Title, o.p.ID)
	b.WriteString(table(2, [][]string{
		{o.say.Sprintf(textConfig), configFile},
		{o.say.Sprintf(textZone), o.p.Location().String()},
		{o.say.Sprintf(textStarts), o.p.Starts.String()},
		{o.say.Sprintf(textNow), o.moment(o.now)},
	}))
	b.WriteString("\n" + o.say.Sprintf(textDeadlines) + "\n")
	rows := [][]string{o.heads(textDeadline, textDutyID, textDuty, textPeriod)}
	for _, of := range o.periods {
		rows = append(rows, []string{o.moment(of.Deadline), of.Duty, o.title(of.Duty), o.say.Sprintf(textFromTo, of.From, of.End())})
	}
	b.WriteString(table(2, rows))
	b.WriteString("\n" + o.say.Sprintf(textMoments) + "\n" + table(2, o.momentRows()))
	if rows := o.undated(); len(rows) > 0 {
		b.WriteString("\n" + o.say.Sprintf(textUndated) + "\n" + table(2, rows))
	}
	return b.String()
}

func (o *outlook) momentRows() [][]string {
	rows := [][]string{o.heads(textWhen, textDutyID, textWhat, textNote)}
	for _, m := range o.moments {
		duty, note := m.Duty, ""
		if duty == "" {
			duty = "-"
		}
		if len(m.Merged) > 0 {
			note = o.say.Sprintf(textMerged, stageNames(o.say, m.Merged))
		}
		if m.At.Before(o.now) {
			note = strings.TrimSpace(o.say.Sprintf(textPast) + " " + note)
		}
		rows = append(rows, []string{o.moment(m.At), duty, momentName(o.say, m), note})
	}
	return rows
}

func (o *outlook) title(duty string) string {
	d, _ := o.p.Duty(duty)
	return d.Title
}

// undated lists the duties whose date nobody has set yet.
func (o *outlook) undated() [][]string {
	var rows [][]string
	for _, d := range o.p.Duties {
		if d.Undated() {
			rows = append(rows, []string{d.ID, d.Title, o.say.Sprintf(textUnset)})
		}
	}
	return rows
}

// moment writes a time with its weekday and whether the day is worked.
func (o *outlook) moment(t time.Time) string {
	t = t.In(o.p.Location())
	day := plan.DateOf(t)
	return fmt.Sprintf("%s %s %s %s", day, o.say.Sprintf(weekdayNames[t.Weekday()]), t.Format("15:04"), o.dayNote(day))
}

// dayNote says whether a day is worked. The calendar knows the names of
// holidays in Chinese alone.
func (o *outlook) dayNote(day plan.Date) string {
	name, works := o.cal.Name(day), o.cal.Workday(day)
	switch {
	case name != "" && o.say == lang.Chinese:
		return name
	case name != "" && works:
		return textMadeUpDay
	case name != "":
		return textHoliday
	case works:
		return o.say.Sprintf(textWorkday)
	}
	return o.say.Sprintf(textRestDay)
}

// heads are the titles of columns.
func (o *outlook) heads(titles ...string) []string {
	for i, t := range titles {
		titles[i] = o.say.Sprintf(t)
	}
	return titles
}

func printWarnings(l lang.Lang, warnings []string) string {
	if len(warnings) == 0 {
		return ""
	}
	return "\n" + l.Sprintf(textWarnings) + "\n  " + l.Say(strings.Join(warnings, "\n  ")) + "\n"
}
