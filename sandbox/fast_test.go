package sandbox_test

import (
	"liubao/sandbox"
	"liubao/sandbox/fast"
)

func init() { sandbox.FastFront = fast.Front }
