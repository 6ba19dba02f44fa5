package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/xuri/excelize/v2"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// summary shows the headline numbers and two charts.
var summary = &sheet{Key: "summary", Page: writeSummary}

// summaryCauses are the shares of the causes over all sellers and months, by
// lines and precedence. Their bounds are those over settlement batches, since there is
// room for one pair and Wilson's are too narrow (methods.md section 1).
var summaryCauses = &sheet{
	Key: "summary_causes", Dataset: datasets.CauseShares, Keep: keepWholeRunCauses, Rank: byShare,
	Columns: []column{
		{Of: datasets.LineCause, Codes: "cause_code"},
		{Of: datasets.ShareValue},
		{Of: datasets.ShareLoCluster},
		{Of: datasets.ShareHiCluster},
		{Of: datasets.ClaimedShare},
		{Of: datasets.LateLines},
		{Of: datasets.ClaimGroup, Codes: "claim_group"},
		{Of: datasets.GateCode, Codes: "gate_code"},
	},
	Also: []pipeline.Column{datasets.SellerID, datasets.Period, datasets.MethodCode},
}

// summaryTiers are the on-time rates over all sellers, months and routes.
var summaryTiers = &sheet{
	Key: "summary_tiers", Dataset: datasets.OnTimeRates, Keep: keepWholeRunRates,
	Columns: []column{
		{Of: datasets.TierCode, Codes: "tier_code"},
		{Of: datasets.RateValue},
		{Of: datasets.RateLoCluster},
		{Of: datasets.RateHiCluster},
		{Of: datasets.ClaimedRate},
		{Of: datasets.JudgedLines},
		{Of: datasets.OnTimeLines},
		{Of: datasets.RateGate, Codes: "gate_code"},
	},
	Also: []pipeline.Column{datasets.SellerID, datasets.Period, datasets.RouteOrAll},
}

func keepWholeRunCauses(rec arrow.Record, _ *facts) func(row int) bool {
	seller, period, method := codesOf(datasets.SellerID.In(rec)), codesOf(datasets.Period.In(rec)), codesOf(datasets.MethodCode.In(rec))
	return func(row int) bool {
		return seller(row) == datasets.All && period(row) == datasets.All && method(row) == "count_precedence"
	}
}

func keepWholeRunRates(rec arrow.Record, _ *facts) func(row int) bool {
	seller, period, route := codesOf(datasets.SellerID.In(rec)), codesOf(datasets.Period.In(rec)), codesOf(datasets.RouteOrAll.In(rec))
	return func(row int) bool {
		return seller(row) == datasets.All && period(row) == datasets.All && route(row) == datasets.All
	}
}

// chartCauses is the number of causes that have room for their names in a chart.
const chartCauses = 10

// chartRows returns the height of the charts in rows of 15 points. They fill what the
// headline and the currencies, a row each of the same height, leave of the first printed
// page, so that the tables begin on the next one.
func chartRows(currencies int) int { return max(14, 29-currencies) }

func writeSummary(b *book, p *page) error {
	money := 17.0
	if b.facts.hasLongAmounts() {
		money = longAmountWidth
	}
	p.widths(44, money, money, 24, money, 17, 22, 36)
	p.protect = true
	title := b.labels.titled(b.labels.text("sheet.summary"), b.labels.date(b.run.AsOf))
	p.line([]any{p.styled(b.styles.title, title)}, excelize.RowOpts{Height: 26})
	p.skip()
	p.headline()
	p.skip()
	p.moneyByCurrency()
	p.skip()
	charts := p.row + 1
	rows := chartRows(len(b.facts.byCurrency))
	if b.facts.late == 0 { // the chart of causes has nothing to show
		p.line([]any{p.styled(b.styles.note, b.labels.text("text.no_causes"))}, excelize.RowOpts{Height: roomPoints})
		p.room(rows - 1)
	} else {
		p.room(rows)
	}
	p.skip()
	p.section("text.causes_chart")
	first, last, err := p.smallTable(summaryCauses)
	if err != nil {
		return err
	}
	p.barChart(barChart{
		at: cellName(1, charts), width: 826, rows: rows, title: "text.causes_title", unit: "text.of_late_lines",
		first: first, last: min(last, first+chartCauses-1),
	})
	p.skip()
	p.section("text.tiers_chart")
	if first, last, err = p.smallTable(summaryTiers); err != nil {
		return err
	}
	all := 1.0
	p.barChart(barChart{
		at: cellName(6, charts), width: 520, rows: rows, title: "text.tiers_title", unit: "text.of_judged_lines", top: &all,
		first: first, last: last,
	})
	return nil
}

// headline writes the numbers of the run with links to where they come from.
func (p *page) headline() {
	b, f := p.book, p.book.facts
	p.headings(b.labels.text("text.measure"), b.labels.text("text.value"), b.labels.text("text.unit"), b.labels.text("text.details"))
	for _, line := range []struct {
		label, unit string
		cell        excelize.Cell
		details     *sheet
	}{
		{"text.payouts", "payouts", p.cell(wholeFormat, int64(f.payouts)), nil},
		{"text.payout_lines", "lines", p.cell(wholeFormat, f.lines), nil},
		{"text.judged_lines", "lines", p.cell(wholeFormat, f.judged), onTimeRates},
		{"text.late_lines", "lines", p.cell(wholeFormat, f.late), paymentHistory},
		{"text.late_share", "judged lines", p.cell(percentFormat, f.lateShare()), onTimeRates},
		{"text.late_open_lines", "lines", p.cell(wholeFormat, f.lateOpen), paymentHistory},
		{"text.to_escalate", "lines", p.cell(wholeFormat, b.rowsOf(escalations)), escalations},
		{"text.open_controls", "rows", p.openControls(), controls},
		{"text.untied_payouts", "rows", p.cell(wholeFormat, f.untied), untiedPayouts},
		{"text.quarantined_rows", "rows", p.cell(wholeFormat, f.quarantined), quarantine},
		{"text.open_checks", "rows", p.cell(wholeFormat, b.rowsOf(bindingChecks)), bindingChecks},
		{"text.broken_limits", "rows", p.cell(wholeFormat, b.rowsOf(slaClocks)), slaClocks},
		{"text.risk_flags", "rows", p.cell(wholeFormat, b.rowsOf(riskFlags)), riskFlags},
	} {
		cells := []any{p.cell(textFormat, b.labels.text(line.label)), line.cell, p.cell(textFormat, b.labels.text("unit."+line.unit))}
		if line.details != nil {
			cells = append(cells, p.styled(b.styles.link, b.name(line.details, 1)))
		}
		p.line(cells, excelize.RowOpts{Height: roomPoints})
		if line.details != nil {
			p.link(4, b.name(line.details, 1))
		}
	}
}

// openControls counts the controls that do not tie, as a formula over the
// controls.
func (p *page) openControls() excelize.Cell {
	var counts []string
	for _, part := range p.book.partsOf(controls) {
		name := controls.Key
		if part.number > 1 {
			name = fmt.Sprintf("%s_%d", name, part.number)
		}
		counts = append(counts, fmt.Sprintf("COUNTIF(%s.state,%s)", name, quoteText(p.book.labels.word(wordCheck))))
	}
	c := p.cell(wholeFormat, p.book.facts.openControls)
	c.StyleID, c.Formula = p.book.styles.formulas[wholeFormat], strings.Join(counts, "+")
	return c
}

// moneyByCurrency writes what is late and what is open. Currencies are never
// added up.
func (p *page) moneyByCurrency() {
	b := p.book
	p.section("text.money")
	p.headings(b.labels.text("text.currency"), b.labels.text("text.judged_amount"), b.labels.text("text.late_amount"), b.labels.text("text.late_open_amount"),
		b.labels.text("text.open_amount"), b.labels.text("text.late_lines"))
	for _, currency := range slices.Sorted(maps.Keys(b.facts.byCurrency)) {
		c := b.facts.byCurrency[currency]
		p.line([]any{
			p.cell(textFormat, currency), p.cell(moneyFormat, minorUnits(c.judged)), p.cell(moneyFormat, minorUnits(c.late)), p.cell(moneyFormat, minorUnits(c.lateOpen)),
			p.cell(moneyFormat, minorUnits(c.open)), p.cell(wholeFormat, c.lateLines),
		}, excelize.RowOpts{Height: roomPoints})
	}
}

// byShare puts the causes with the largest shares first.
func byShare(rec arrow.Record) func(row int) int64 {
	lines := datasets.LateLines.In(rec)
	return func(row int) int64 { return -zeroIfNull(lines, row) }
}

// rowsOf returns the number of rows that a sheet shows.
func (b *book) rowsOf(s *sheet) int64 {
	rows := int64(0)
	for _, p := range b.partsOf(s) {
		rows += p.rows
	}
	return rows
}
