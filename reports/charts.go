package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// A barChart shows rows of a small table whose columns are category, own value, lower and
// upper bound, published value.
type barChart struct {
	at          string // cell of its upper left corner
	width       uint   // pixels
	rows        int    // height, of 15 points
	title, unit string // labels; the unit is that of the vertical axis
	top         *float64
	first, last int // rows; 0 without
}

// pixelsOfRow is the height that the library takes a streamed row for when it looks
// for the row where a chart ends. Programs stretch the chart to that row.
const pixelsOfRow = 18

// barChart draws own values as columns, their intervals as vertical lines between
// two marks and the published values as diamonds. Top is the end of
// the axis, nil for the largest value. Nothing is drawn without rows.
func (p *page) barChart(of barChart) {
	if p.err != nil || of.last == 0 {
		return
	}
	b := p.book
	sheet := quoteSheet(p.name)
	series := func(column int, fill string, symbol string) excelize.ChartSeries {
		s := excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$%d", sheet, columnName(column), of.first-1),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", sheet, of.first, of.last),
			Values:     fmt.Sprintf("%s!$%s$%d:$%s$%d", sheet, columnName(column), of.first, columnName(column), of.last),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
		}
		if symbol != "" {
			s.Line = excelize.LineOptions{Type: excelize.LineNone}
			s.Marker = excelize.ChartMarker{Symbol: symbol, Size: 9, Fill: s.Fill, Border: excelize.LineOptions{Type: excelize.LineNone}}
		}
		return s
	}
	family := fontOf(b.labels.language)
	font := func(size float64) excelize.Font { return excelize.Font{Family: family, Size: size, Color: grey} }
	zero, legend := 0.0, font(9)
	categories := excelize.ChartAxis{Font: font(8)}
	percent := excelize.ChartAxis{
		Font: font(9), MajorGridLines: true, Minimum: &zero, Maximum: of.top, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"},
		Title: p.axisTitle(of.unit),
	}
	own := &excelize.Chart{
		Type:      excelize.Col,
		Series:    []excelize.ChartSeries{series(2, skyBlue, "")},
		Dimension: excelize.ChartDimension{Width: of.width, Height: uint(pixelsOfRow * (of.rows - 1))},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: p.chartTitle(of.title), Font: &excelize.Font{Family: family, Size: 11, Bold: true, Color: blue}}}},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: &legend},
		XAxis:     categories,
		YAxis:     percent,
	}
	interval := &excelize.Chart{
		Type:   excelize.Line,
		Series: []excelize.ChartSeries{series(3, black, "dash"), series(4, black, "dash")},
		XAxis:  categories,
		YAxis:  percent,
	}
	interval.XAxis.HighLowLines = true
	// The library takes the axes of the last chart for all of them.
	published := &excelize.Chart{Type: excelize.Line, Series: []excelize.ChartSeries{series(5, vermillion, "diamond")}, XAxis: categories, YAxis: percent}
	p.try(b.file.AddChart(p.name, of.at, own, interval, published))
}

// axisTitle returns the title of an axis: what it counts and in which unit.
func (p *page) axisTitle(label string) excelize.ChartTitle {
	font := excelize.Font{Family: fontOf(p.book.labels.language), Size: 9, Color: grey}
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: p.book.labels.text(label), Font: &font}}}
}

// chartTitle returns a title with the period.
func (p *page) chartTitle(label string) string {
	l, f := p.book.labels, p.book.facts
	if f.firstSettled == 0 {
		return l.text(label)
	}
	return l.titled(l.text(label), l.date(f.firstSettled)+" – "+l.date(f.lastSettled))
}
