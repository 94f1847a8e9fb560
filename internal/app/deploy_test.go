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
	"go.yaml.in/yaml/v3"

	"liubao/internal/app/config"
	"liubao/internal/app/lang"
)

// commandLine is a call of the program in a file for an operator.
var commandLine = regexp.MustCompile("liubao\"?,? \"?((?:serve|check|claim|status|backup|files|move|restore|verify)\\b[^\\]`\n]*)")

// TestDeployedCommandsExist: what unit, compose file and image call is what
// the program has.
func TestDeployedCommandsExist(t *testing.T) {
	found := 0
	for _, name := range []string{"deploy/liubao.service", "deploy/compose.yml", "deploy/cluster/compose.yml", "deploy/cluster/liubao-cluster.conf", "docs/cluster.md", "docs/cluster.zh-CN.md"} {
		data, err := os.ReadFile(filepath.Join("../..", name))
		require.NoError(t, err)
		for _, m := range commandLine.FindAllStringSubmatch(string(data), -1) {
			line, _, _ := strings.Cut(m[1], "#")
			args := strings.Fields(strings.NewReplacer(`"`, "", ",", "").Replace(line))
			_, err = newParser(lang.English, kong.Exit(func(int) {})).Parse(args)
			assert.NoError(t, err, "%s: %v", name, args)
			found++
		}
	}
	assert.GreaterOrEqual(t, found, 20)
}

func deployed(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../deploy", name))
	require.NoError(t, err)
	return string(b)
}

// What looks after the containers asks whether the bot is ready, and not whether it runs.
func TestComposeAsksWhetherTheBotIsReady(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Health struct{ Test []string } `yaml:"healthcheck"`
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(deployed(t, "compose.yml")), &file))
	require.NotEmpty(t, file.Services)
	for name, s := range file.Services {
		require.Greater(t, len(s.Health.Test), 3, name)
		assert.Equal(t, []string{"CMD", "/liubao", "status", "--ready"}, s.Health.Test[:4], name)
	}
}

// The cluster's example configuration is one that the program takes.
func TestClusterConfiguration(t *testing.T) {
	c, err := config.Load("../../deploy/cluster/config.toml")
	require.NoError(t, err)
	assert.True(t, c.Data.Cluster())
	assert.True(t, c.Files.Outside())
}
