package schedules

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"liubao/plan"
)

// deadlines is a duty's deadlines as a cron.Schedule.
type deadlines struct {
	f *frame
	d plan.Duty
}

var _ cron.Schedule = deadlines{}

// Deadlines returns the duty's deadlines, moves included, as a schedule.
func Deadlines(d plan.Duty, p *plan.Plan, r Rules, cal Calendar) cron.Schedule {
	return deadlines{newFrame(p, r, cal), d}
}

// Next returns the first deadline after t, the zero time if there is none.
func (s deadlines) Next(t time.Time) time.Time {
	var next time.Time
	for _, p := range s.f.deadlines(s.d, t, 1) {
		if next.IsZero() || p.Deadline.Before(next) {
			next = p.Deadline
		}
	}
	return next
}

// cronParser takes the five usual fields and @daily and its like.
var cronParser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)

// ParseCron reads a cron line of five fields (minute, hour, day of the month,
// month, weekday) or @hourly, @daily, @weekly, @monthly, @yearly, in the given
// zone. A zone within the line and @every are refused: the plan has one zone,
// and @every depends on when the process started.
func ParseCron(line string, loc *time.Location) (cron.Schedule, error) {
	line = strings.TrimSpace(line)
	switch {
	case strings.Contains(line, "TZ="):
		return nil, fmt.Errorf("cron line %q: leave the time zone out, the plan has one", line)
	case strings.HasPrefix(line, "@every"):
		return nil, fmt.Errorf("cron line %q: write times of day, such as 0 9 * * 1-5, instead of @every", line)
	}
	s, err := cronParser.Parse(line)
	if err != nil {
		return nil, fmt.Errorf("cron line %q: write five fields such as 0 9 * * 1-5: %w", line, err)
	}
	spec, ok := s.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("cron line %q: write five fields such as 0 9 * * 1-5", line)
	}
	spec.Location = loc
	if spec.Next(time.Date(2020, time.January, 1, 0, 0, 0, 0, loc)).IsZero() {
		return nil, fmt.Errorf("cron line %q: no such day ever comes; write one that does", line)
	}
	return spec, nil
}
