package town

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Load measures what the town's own process, the people and their Telegram,
// computes, and how much the whole machine has left: where it has nothing
// left, that is what bounds a figure.
type Load struct {
	began       time.Duration
	idle, total int64 // of the machine, in ticks; 0 where it does not say
}

// Measure begins to.
func Measure() Load {
	idle, total := machine()
	return Load{began: work(), idle: idle, total: total}
}

// Work is what this process has computed since; 0 where that is not known.
func (l Load) Work() time.Duration { return work() - l.began }

// Idle says which share of the machine has had nothing to do since; nothing
// where it does not say.
func (l Load) Idle() string {
	idle, total := machine()
	if total <= l.total {
		return ""
	}
	return fmt.Sprintf("machine %.0f%% idle; ", 100*float64(idle-l.idle)/float64(total-l.total))
}

// machine reads the first line of /proc/stat, which Linux alone has: cpu, user,
// nice, system, idle, iowait and what interrupts and other machines took.
func machine() (idle, total int64) {
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0
	}
	line, _, _ := strings.Cut(string(b), "\n")
	const guests = 9 // they and what follows are counted among the users already
	for i, f := range strings.Fields(line) {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil || i >= guests {
			continue
		}
		total += n
		if i == 4 || i == 5 {
			idle += n
		}
	}
	return idle, total
}
