package sandbox

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAnswersKeepApart: of requests that follow one another on a connection,
// each gets the answer that is its own.
func TestAnswersKeepApart(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	c := b.dial()
	r := bufio.NewReader(c)
	for _, text := range []string{strings.Repeat("长", 3000), "短", strings.Repeat("中", 300)} {
		_, err := io.WriteString(c, b.request("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":%q}`, p.ID(), text)))
		require.NoError(t, err)
		_, a := read(t, r)
		var m Message
		require.NoError(t, json.Unmarshal(a.Result, &m))
		require.Equal(t, text, m.Text)
	}
	require.Equal(t, "短", b.s.Messages(p.ID(), 0)[2].Text)
}
