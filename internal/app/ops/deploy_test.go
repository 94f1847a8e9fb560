package ops

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var metricName = regexp.MustCompile(`\b(?:liubao|process)_[a-z_]+`)

// TestDashboardAndAlertsAskForWhatThereIs: every figure that the dashboard and
// the alert rules in deploy/ ask for is one that the program serves.
func TestDashboardAndAlertsAskForWhatThereIs(t *testing.T) {
	s := newSite(t, withHTTP+"[plan]\nstarts = 2026-11-01\n")
	s.start()
	s.running()
	_, body := s.get("/metrics")
	served := map[string]bool{"liubao_last_backup_timestamp_seconds": true, "liubao_last_poll_timestamp_seconds": true} // once there was one
	for _, name := range metricName.FindAllString(body, -1) {
		served[name] = true
	}
	for _, file := range []string{"grafana.json", "alerts.yml"} {
		data, err := os.ReadFile(filepath.Join("../../../deploy", file))
		require.NoError(t, err)
		asked := metricName.FindAllString(string(data), -1)
		require.NotEmpty(t, asked)
		for _, name := range asked {
			assert.True(t, served[name], "%s asks for %s, which is not served", file, name)
		}
		if strings.HasSuffix(file, ".json") {
			assert.True(t, json.Valid(data), file)
		}
	}
}
