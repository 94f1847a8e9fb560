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

// TaskFor returns the task that a file sent now belongs to, 0 for none: that of its
// album, or else of the screen.
func (c Cursor) TaskFor(album string) int {
	if album != "" && album == c.Group {
		return c.GroupTask
	}
	return c.Task()
}
