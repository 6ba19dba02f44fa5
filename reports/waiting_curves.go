package reports

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// waitingCurves draws how long payouts wait by route, the open ones included.
var waitingCurves = &sheet{Key: "waiting_curves", Page: writeWaitingCurves}

// routeCurves are the survival curves of the routes.
var routeCurves = &sheet{
	Key: "waiting_curves", Dataset: datasets.TimeToPayout, Keep: keepCodes(datasets.StratumKind, "route"),
	Columns: []column{{Of: datasets.CurveDay}, {Of: datasets.Survival}},
	Also:    []pipeline.Column{datasets.StratumKind, datasets.Stratum},
}

// A waitingCurve is the share of the lines of a route that still wait after 0, 1, 2
// ... working days. It ends where nobody was followed further.
type waitingCurve struct {
	route string
	share []float64
}

// curveSymbols tell the lines of a chart apart without colours.
var curveSymbols = [...]string{"circle", "diamond", "square", "triangle", "x", "star", "plus", "dash"}

// curveRows is the height of the chart in rows of 15 points.
const curveRows = 26

func writeWaitingCurves(b *book, p *page) error {
	curves, err := b.waitingCurves()
	if err != nil {
		return err
	}
	p.widths(slices.Repeat([]float64{18}, 1+max(7, len(curves)))...)
	p.line([]any{p.styled(b.styles.title, b.labels.text("text.curves_title"))}, excelize.RowOpts{Height: 26})
	p.line([]any{p.styled(b.styles.note, b.labels.text("text.curves_note"))})
	p.skip()
	if len(curves) == 0 {
		p.line([]any{p.styled(b.styles.note, b.labels.text("text.not_observable"))})
		return nil
	}
	chart := p.row + 1
	p.room(curveRows)
	p.skip()
	headings, days := []string{b.labels.heading(routeCurves, &routeCurves.Columns[0])}, 0
	for _, c := range curves {
		headings = append(headings, b.labels.code("route_code", c.route))
		days = max(days, len(c.share))
	}
	p.headings(headings...)
	first := p.row + 1
	for day := range days {
		cells := []any{p.cell(wholeFormat, int64(day))}
		for _, c := range curves {
			var share any
			if day < len(c.share) {
				share = c.share[day]
			}
			cells = append(cells, p.cell(percentFormat, share))
		}
		p.line(cells)
	}
	p.curveChart(cellName(1, chart), first, len(curves))
	return nil
}

// waitingCurves reads the curves of the routes and fills the days between their
// steps.
func (b *book) waitingCurves() ([]waitingCurve, error) {
	rec, err := b.reader.all(routeCurves)
	if err != nil {
		return nil, err
	}
	defer rec.Release()
	route, day, survival := codesOf(datasets.Stratum.In(rec)), datasets.CurveDay.In(rec), datasets.Survival.In(rec)
	var curves []waitingCurve
	for row := range int(rec.NumRows()) {
		if survival.IsNull(row) {
			continue
		}
		if len(curves) == 0 || curves[len(curves)-1].route != route(row) {
			curves = append(curves, waitingCurve{route: route(row)})
		}
		c := &curves[len(curves)-1]
		before := 1.0
		if n := len(c.share); n > 0 {
			before = c.share[n-1]
		}
		for len(c.share) < int(day.Value(row)) {
			c.share = append(c.share, before)
		}
		c.share = append(c.share, survival.Value(row))
	}
	return curves, nil
}

// curveChart draws the columns of a table whose first column is the day. The table begins
// at a row and ends with the last one written.
func (p *page) curveChart(at string, first, curves int) {
	if p.err != nil {
		return
	}
	b, sheet := p.book, quoteSheet(p.name)
	family := fontOf(b.labels.language)
	font := func(size float64) excelize.Font { return excelize.Font{Family: family, Size: size, Color: grey} }
	zero, all, legend := 0.0, 1.0, font(9)
	days, period := font(9), p.chartTitle("text.curves_chart")
	chart := &excelize.Chart{
		Type:      excelize.Line,
		Dimension: excelize.ChartDimension{Width: 1200, Height: pixelsOfRow * (curveRows - 1)},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: period, Font: &excelize.Font{Family: family, Size: 11, Bold: true, Color: blue}}}},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: &legend},
		XAxis: excelize.ChartAxis{Font: days, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{
			{Text: b.labels.heading(routeCurves, &routeCurves.Columns[0]), Font: &days},
		}}},
		YAxis: excelize.ChartAxis{
			Font: font(9), MajorGridLines: true, Minimum: &zero, Maximum: &all, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"},
			Title: p.axisTitle("text.still_waiting"),
		},
	}
	for i := range curves {
		column, colour := columnName(i+2), palette[i%len(palette)]
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$%d", sheet, column, first-1),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", sheet, first, p.row),
			Values:     fmt.Sprintf("%s!$%s$%d:$%s$%d", sheet, column, first, column, p.row),
			Fill:       fill, Line: excelize.LineOptions{Width: 1.5},
			Marker: excelize.ChartMarker{Symbol: curveSymbols[i%len(curveSymbols)], Size: 6, Fill: fill},
		})
	}
	p.try(b.file.AddChart(p.name, at, chart))
}
