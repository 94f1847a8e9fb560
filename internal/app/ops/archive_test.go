package ops

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/internal/app/config"
	"liubao/plan"
)

// A closed plan's folder lies beside the data, and a cluster's among the backups, never
// wherever the program happens to have been started.
func TestClosingFolder(t *testing.T) {
	dir, backups := t.TempDir(), t.TempDir()
	on, err := plan.ParseDate("2021-12-15")
	assert.NoError(t, err)
	file := config.Data{File: filepath.Join(dir, "liubao.db")}
	etcd := file
	etcd.Etcd = []string{"http://127.0.0.1:2379"}
	for _, c := range []struct {
		data   config.Data
		backup string
		want   string
	}{{file, "", dir}, {file, backups, dir}, {etcd, backups, backups}, {etcd, "", dir}} {
		p := &Program{Options: Options{Config: &config.Config{Data: c.data, Backup: config.Backup{Dir: c.backup}}}}
		assert.Equal(t, filepath.Join(c.want, "liubao-closing-2021-12-15"), p.closingFolder(on))
	}
}
