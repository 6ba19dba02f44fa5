package reports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"ozpayout/datasets"
)

// glanceCauses is the number of causes that the cover names.
const glanceCauses = 3

// A glance is an answer on the cover and the worksheet that has the rest of it.
type glance struct {
	question string // "" continues the one above
	answer   string
	details  *sheet
}

// atAGlance answers what the reader of the workbook asks first: how much is late, why,
// what to do, what is at risk, and whether the figures tie.
func (p *page) atAGlance() error {
	b, l, f := p.book, p.book.labels, p.book.facts
	why, err := p.mainCauses()
	if err != nil {
		return err
	}
	late := l.text("text.nothing_judged")
	if share, ok := f.lateShare().(float64); ok {
		late = fmt.Sprintf(l.text("text.late_of_judged"), l.count(f.late), l.count(f.judged), l.percent(share))
	}
	count := func(label string, n int64) string { return l.pair(l.text(label), l.count(n)) }
	p.sectionOf(l.titled(l.text("text.at_a_glance"), l.date(b.run.AsOf)))
	for _, g := range []glance{
		{"text.how_much_late", l.list(late, p.amounts(func(c *currencyFacts) int64 { return c.late })), paymentHistory},
		{"text.late_open_amount", l.list(count("text.lines", f.lateOpen), p.amounts(func(c *currencyFacts) int64 { return c.lateOpen })), paymentHistory},
		{"text.why_late", why, latePayouts},
		{"text.what_to_do", count("text.to_escalate", b.rowsOf(escalations)), escalations},
		{"", count("text.open_checks", b.rowsOf(bindingChecks)), bindingChecks},
		{"text.at_risk", count("text.risk_flags", b.rowsOf(riskFlags)), riskFlags},
		{"", l.pair(l.text("text.open_amount"), cmp.Or(p.amounts(func(c *currencyFacts) int64 { return c.open }), l.count(0))), exposures},
		{"text.does_it_tie", l.list(count("text.open_controls", f.openControls), count("text.quarantined_rows", f.quarantined)), controls},
		{"", count("text.untied_payouts", f.untied), untiedPayouts},
	} {
		cells := []any{excelize.Cell{StyleID: b.styles.label}, p.cell(wideFormat, g.answer), p.styled(b.styles.link, b.name(g.details, 1))}
		if g.question != "" {
			cells[0] = p.styled(b.styles.label, l.text(g.question))
		}
		p.line(cells, excelize.RowOpts{Height: linePoints(textLines(g.answer, p.width[1]))})
		p.link(3, b.name(g.details, 1))
	}
	return nil
}

// amounts lists sums by currency, those that are not zero. Currencies are never added up.
func (p *page) amounts(of func(*currencyFacts) int64) string {
	var texts []string
	for _, currency := range slices.Sorted(maps.Keys(p.book.facts.byCurrency)) {
		if amount := of(p.book.facts.byCurrency[currency]); amount != 0 {
			texts = append(texts, p.book.labels.money(minorUnits(amount), currency))
		}
	}
	return p.book.labels.list(texts...)
}

// mainCauses names the causes of most late lines with their shares.
func (p *page) mainCauses() (string, error) {
	rec, err := p.book.reader.all(summaryCauses)
	if err != nil {
		return "", err
	}
	defer rec.Release()
	l, cause, share, lines := p.book.labels, codesOf(datasets.LineCause.In(rec)), datasets.ShareValue.In(rec), datasets.LateLines.In(rec)
	var texts []string
	for row := range min(glanceCauses, int(rec.NumRows())) {
		if zeroIfNull(lines, row) == 0 {
			break
		}
		text := l.code("cause_code", cause(row))
		if v, ok := shareAt(share, row); ok {
			text += " " + l.percent(v)
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return l.text("text.no_causes"), nil
	}
	return l.list(texts...), nil
}
