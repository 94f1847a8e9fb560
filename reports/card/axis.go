package card

import (
	"math"
	"strconv"
)

// axis is the vertical axis of a trend: from low to high in equal steps.
type axis struct {
	low, high, step float64
	measure         string
}

// newAxis chooses an axis that holds every value and the goal, with three to
// six steps of 1, 2, 2.5 or 5 times a power of ten. It starts at zero unless
// a value is negative or all of them lie in a narrow band far from it.
func newAxis(t Trend) (axis, bool) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range t.Points {
		if p.Value != nil {
			low, high = min(low, p.Value.Float()), max(high, p.Value.Float())
		}
	}
	if math.IsInf(low, 1) {
		return axis{}, false
	}
	if t.Goal != nil {
		low, high = min(low, t.Goal.Float()), max(high, t.Goal.Float())
	}
	if low > 0 && high-low > high/5 || low == high && low > 0 {
		low = 0
	}
	if high < 0 {
		high = 0
	}
	if low == high {
		high = low + 1
	}
	a := axis{step: niceStep((high - low) / 4), measure: t.Measure}
	a.low = math.Floor(low/a.step) * a.step
	a.high = math.Ceil(high/a.step) * a.step
	if high > a.high-a.step/4 {
		a.high += a.step // room for the label over the highest value
	}
	if a.low > 0 && low < a.low+a.step/2 {
		a.low = max(0, a.low-a.step) // and under the lowest
	}
	return a, true
}

func niceStep(raw float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, k := range []float64{1, 2, 2.5, 5} {
		if raw <= k*unit {
			return k * unit
		}
	}
	return 10 * unit
}

// ticks returns the values with a line, from the lowest.
func (a axis) ticks() []float64 {
	n := int(math.Round((a.high - a.low) / a.step))
	var out []float64
	for i := range n + 1 {
		out = append(out, a.low+float64(i)*a.step)
	}
	return out
}

// label writes a tick's value with as many places as the step needs.
func (a axis) label(v float64) string {
	places := 0
	for s := a.step; places < 4 && math.Abs(s-math.Round(s)) > 1e-9*s; s *= 10 {
		places++
	}
	s := strconv.FormatFloat(v, 'f', places, 64)
	if a.measure == "%" {
		return s + "%"
	}
	return s
}

func hypot(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }
