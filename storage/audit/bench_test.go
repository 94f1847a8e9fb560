package audit_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
)

// BenchmarkVerify verifies 10,000 rows in 100 chains.
func BenchmarkVerify(b *testing.B) {
	e := mem.New()
	for i := range 10_000 {
		update(b, e, func(tx storage.Tx) error {
			_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: fmt.Sprint("u", i%100), Period: period, At: noon, What: "submit", After: "已提交"})
			return err
		})
	}
	for b.Loop() {
		f, err := audit.Verify(context.Background(), e)
		require.NoError(b, err)
		require.Equal(b, 10_000, f.Rows)
	}
}
