package audit_test

import (
	"context"
	"fmt"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
)

// The rows of a unit and period are a chain, which anybody can check.
func ExampleVerify() {
	e := mem.New()
	ctx := context.Background()
	for _, what := range []string{"open", "submit"} {
		if err := e.Update(ctx, func(tx storage.Tx) error {
			_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "finance", Period: "2026-12-15", What: what})
			return err
		}); err != nil {
			fmt.Println(err)
			return
		}
	}
	f, err := audit.Verify(ctx, e)
	fmt.Println(f.Rows, f.Chains, f.OK(), err)

	_ = e.Update(ctx, func(tx storage.Tx) error { return tx.Delete(storage.AuditKey("2026-12-15", "finance", 1)) })
	f, err = audit.Verify(ctx, e)
	fmt.Println(f.List[0].Fault, f.List[0].Seq, err)
	// Output:
	// 2 1 true <nil>
	// missing 1 <nil>
}
