package reports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"liubao/plan"
)

// A rate is not added up: the office sees between which values it lies.
func TestRatesAreNotAddedUp(t *testing.T) {
	done := time.Date(2026, time.December, 9, 10, 0, 0, 0, time.UTC)
	c := Collection{Questions: []Question{{Title: "开工率", Kind: AskNumber, Measure: "%", Apart: true}, {Title: "项目数", Kind: AskNumber}}}
	var all []CollectionAnswer
	for _, v := range []int64{60, 85, 72} {
		n := plan.Int(v)
		all = append(all, CollectionAnswer{Done: done, Values: []CollectionValue{{Number: &n}, {Number: &n}}})
	}
	assert.Equal(t, "最低60%，最高85%（3家）", c.Total(0, all))
	_, n := c.Sum(0, all)
	assert.Zero(t, n)
	assert.Equal(t, "合计217（3家）", c.Total(1, all))
}
