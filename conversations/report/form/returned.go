package form

import (
	"slices"
	"strings"
)

// Partly reports whether only some tasks are open.
func (d *Form) Partly() bool { return d.Returned != nil && len(d.Returned.Tasks) > 0 }

// OpenTask reports whether the task may be changed.
func (d *Form) OpenTask(n int) bool {
	return !d.Partly() || slices.Contains(d.Returned.Tasks, n)
}

// OpenFigure reports whether the indicator may be changed.
func (d *Form) OpenFigure(id string) bool {
	if !d.Partly() {
		return true
	}
	i, ok := d.Indicator(id)
	return ok && slices.Contains(d.Returned.Tasks, i.Task)
}

// OpenSpot reports whether words at a spot may be changed. Words without a
// place always may.
func (d *Form) OpenSpot(spot string) bool {
	if n, _, ok := SpotTask(spot); ok {
		return d.OpenTask(n)
	}
	if id, ok := strings.CutPrefix(spot, "i."); ok {
		return d.OpenFigure(id)
	}
	return spot == "" || !d.Partly()
}

// OpenFigures returns the indicators that may be changed.
func (d *Form) OpenFigures() []Indicator {
	return slices.DeleteFunc(slices.Clone(d.Indicators), func(i Indicator) bool { return !d.OpenFigure(i.ID) })
}
