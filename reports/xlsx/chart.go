package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"liubao/reports/clean"
)

// Charts stand in two columns to the right of the table, outside the printed
// area. More than maxCharts would only slow the file down; what a plan of
// hundreds of indicators needs is the filter.
const (
	maxCharts   = 80
	chartWidth  = 480 // pixels
	chartHeight = 240 // over rows of the default height; the table's are higher
	chartRows   = 14  // rows from one chart to the next
	chartCols   = 8
)

var axisFont = excelize.Font{Color: "595959", Size: 9}

func colour(rgb string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{rgb}}
}

// alt returns the words that stand for the chart where it cannot be seen.
func (c chart) alt() string {
	if c.target {
		return clean.Line(c.title) + "：历期本期值与目标值折线图"
	}
	return clean.Line(c.title) + "：历期本期值折线图，目标未定"
}

// charts adds a line chart for each indicator: its trend against its target.
func (w *writer) charts(name string, t table) error {
	column := func(head string) string {
		for i, c := range t.cols {
			if c.head == head {
				col, _ := excelize.ColumnNumberToName(i + 1) // a column of ours always has a name
				return col
			}
		}
		return ""
	}
	periods, values, goals := column("期"), column(textTrend), column(textGoal)
	for n, c := range t.charts {
		if n == maxCharts {
			break
		}
		cells := func(col string) string {
			return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", name, col, firstRow+c.first, col, firstRow+c.last)
		}
		series := []excelize.ChartSeries{{
			Name: fmt.Sprintf("'%s'!$%s$%d", name, values, headRow), Categories: cells(periods), Values: cells(values),
			Fill: colour("2F5597"), Line: excelize.LineOptions{Width: 2.25},
			Marker: excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: colour("2F5597")},
		}}
		if c.target {
			series = append(series, excelize.ChartSeries{
				Name: fmt.Sprintf("'%s'!$%s$%d", name, goals, headRow), Categories: cells(periods), Values: cells(goals),
				Fill: colour("C00000"), Line: excelize.LineOptions{Width: 1.5, Dash: excelize.LineDashDash},
				Marker: excelize.ChartMarker{Symbol: "none"},
			})
		}
		at, err := excelize.CoordinatesToCellName(len(t.cols)+2+n%2*chartCols, firstRow+n/2*chartRows)
		if err != nil {
			return err
		}
		if err := w.f.AddChart(name, at, &excelize.Chart{
			Type: excelize.Line, Series: series, Format: excelize.GraphicOptions{AltText: c.alt()},
			Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight}, Legend: excelize.ChartLegend{Position: "bottom"},
			Title:        excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean.Line(c.title)}}},
			XAxis:        excelize.ChartAxis{Font: axisFont},
			YAxis:        excelize.ChartAxis{Font: axisFont, MajorGridLines: true},
			ShowBlanksAs: "gap",
		}); err != nil {
			return fmt.Errorf("chart of %s: %w", c.title, err)
		}
	}
	return nil
}
