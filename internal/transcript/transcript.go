// Package transcript is how conversations are proved: what people write and tap goes in,
// everything that is said comes out, and the whole text is compared with the one that is
// kept. Tests alone import it.
package transcript

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// Update says that what is kept is to be rewritten with what came out.
var Update = flag.Bool("update", false, "rewrite the transcripts with what is said now")

// Stage plays one transcript.
type Stage struct {
	Setup  func(text string)        // is given the section "setup", if there is one
	Replay func(chat string) string // plays the input lines of the section "chat" and returns it as it went
}

// Run plays every testdata/*.txtar on a stage of its own. With -update, the chat is
// rewritten with what came out: read what changed.
func Run(t *testing.T, on func(t *testing.T, play func(Stage))) {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			require.NoError(t, err)
			played := false
			on(t, func(s Stage) {
				for i, part := range a.Files {
					switch part.Name {
					case "setup":
						s.Setup(string(part.Data))
					case "chat":
						played = true
						got := s.Replay(string(part.Data))
						if *Update {
							a.Files[i].Data = []byte(got)
							require.NoError(t, os.WriteFile(name, txtar.Format(a), 0o644))
							return
						}
						require.Equal(t, string(part.Data), got)
					}
				}
			})
			require.True(t, played, "%s has no chat", name)
		})
	}
}

// Block sets out what is said: the prefix before its first line, the others indented.
func Block(prefix, indent, text string) string {
	var out []string
	for i, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i > 0 {
			prefix = indent
		}
		out = append(out, strings.TrimRight(prefix+l, " "))
	}
	return strings.Join(out, "\n")
}
