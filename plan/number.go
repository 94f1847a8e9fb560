package plan

import "liubao/internal/numbers"

// Number is the exact decimal that values and targets are. Package numbers
// reads and writes it.
type Number = numbers.Number

// Int returns n as a Number.
func Int(n int64) Number { return numbers.Int(n) }

// In returns the measure that the indicator's values are in, % for percentages,
// as [numbers.Amount.In] takes it.
func (i Indicator) In() string {
	if i.Kind == Percent {
		return "%"
	}
	return i.Measure
}
