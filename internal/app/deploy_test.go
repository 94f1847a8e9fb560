package app

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/lang"
)

// commandLine is a call of the program in a file for an operator.
var commandLine = regexp.MustCompile(`liubao"?,? "?((?:serve|check|claim|status|backup)\b[^\]\n]*)`)

// TestDeployedCommandsExist: what unit, compose file and image call is what
// the program has.
func TestDeployedCommandsExist(t *testing.T) {
	found := 0
	for _, name := range []string{"deploy/liubao.service", "deploy/compose.yml"} {
		data, err := os.ReadFile(filepath.Join("../..", name))
		require.NoError(t, err)
		for _, m := range commandLine.FindAllStringSubmatch(string(data), -1) {
			args := strings.Fields(strings.NewReplacer(`"`, "", ",", "").Replace(m[1]))
			_, err = newParser(lang.English, kong.Exit(func(int) {})).Parse(args)
			assert.NoError(t, err, "%s: %v", name, args)
			found++
		}
	}
	assert.GreaterOrEqual(t, found, 8)
}
