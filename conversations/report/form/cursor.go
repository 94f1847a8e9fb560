package form

import "fmt"

// Task returns the number of the task that the person's screen is about, 0 for
// none: a file sent now belongs to it.
func (c Cursor) Task() int {
	switch c.Screen {
	case ScreenTask, ScreenWords, ScreenNeed, ScreenFrom, ScreenReason:
		n := 0
		_, _ = fmt.Sscanf(c.Item, "%d", &n)
		return n
	}
	return 0
}
