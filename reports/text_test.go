package reports_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/reports"
)

// A remark in brackets behind a full stop belongs to its sentence.
func TestStops(t *testing.T) {
	for in, want := range map[string]struct {
		stopped   bool
		unstopped string
	}{
		"已完成":        {false, "已完成"},
		"已完成。":       {true, "已完成"},
		"已完成；":       {false, "已完成"},
		"已完成（附后）":    {false, "已完成（附后）"},
		"已完成。（附后）":   {true, "已完成（附后）"},
		"已完成。（附后）。":  {true, "已完成（附后）"},
		"已完成（附后。）":   {true, "已完成（附后。）"},
		"他说“已完成。”":   {true, "他说“已完成。”"},
		"（附后）":       {false, "（附后）"},
		"共2户（见表），附后": {false, "共2户（见表），附后"},
		"":           {false, ""},
	} {
		assert.Equal(t, want.stopped, reports.Stopped(in), in)
		assert.Equal(t, want.unstopped, reports.Unstopped(in), in)
	}
}
