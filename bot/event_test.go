package bot

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParseCommand(t *testing.T) {
	for in, want := range map[string]Command{
		"/start":              {Name: "start"},
		"/Start abc":          {Name: "start", Args: "abc"},
		"/status@a_bot\nx y ": {Name: "status", Args: "x y", Bot: "a_bot"},
		"/nag　全部":             {Name: "nag", Args: "全部"},
	} {
		got, ok := ParseCommand(in)
		assert.True(t, ok, in)
		assert.Equal(t, want, got, in)
	}
	for _, in := range []string{"", "/", "x /start", "/状态", "/a-b", "//"} {
		_, ok := ParseCommand(in)
		assert.False(t, ok, in)
	}
}
