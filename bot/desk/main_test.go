package desk_test

import (
	"testing"

	"go.uber.org/goleak"

	"liubao/storage"
)

func TestMain(m *testing.M) {
	storage.CheckShared(true)
	goleak.VerifyTestMain(m)
}
