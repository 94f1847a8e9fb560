package desktest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// What is typed piece by piece is in the audit log once, not once more with every
// piece that follows.
func TestAuditHoldsWhatWasAdded(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup("person 主任 - 办公室主任\nperson 李明 财政局 联络员")
		s.boot()
		s.replay("李明> /report\n李明> [○ 任务15]\n")
		typed := 0
		for i := range 40 {
			line := strings.Repeat("压减一般性支出，公用经费逐项核对，", 20) + fmt.Sprintf("这是其中%c项。", rune(0x7532+i))
			typed += len(line)
			s.replay("李明> " + line + "\n李明> [总览]\n李明> [✓ 任务15]\n")
		}
		logged := 0
		require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
			rows, err := storage.AuditRows(r, "2026-12-15", "caizheng", 0, 0)
			for _, x := range rows {
				logged += len(x.Before) + len(x.After)
			}
			return err
		}))
		require.Greater(t, logged, typed/2, "what was said is in the log")
		require.Less(t, logged, 2*typed)
	})
}
