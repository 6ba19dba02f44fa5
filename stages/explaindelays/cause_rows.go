package explaindelays

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
)

// causeRows builds delay_causes: one row per cause of a late line.
type causeRows struct {
	task  *pipeline.Task
	known *catalogue
	rows  *pipeline.Builder

	// Columns of the lines.
	seller, currency, pack           *array.Dictionary
	payout, lineNo, postings, orders *array.String
	amount                           *array.Int64
	places                           places

	// Builders of the rows.
	toSeller, toCause, toCurrency, toGrade, toFile, toPack, toRules *array.BinaryDictionaryBuilder
	toPayout, toLineNo, toPosting, toOrder                          *array.StringBuilder
	toOpened, toCleared                                             *array.Date32Builder
	toBlocked, toKnockOn, toPrecedence, toSaved                     *array.Int32Builder
	toBottleneck, toShapley                                         *array.Float64Builder
	toRow, toAmountDays                                             *array.Int64Builder
}

func newCauseRows(t *pipeline.Task, lines arrow.Record, known *catalogue) *causeRows {
	b := pipeline.NewBuilder(t.Mem, datasets.DelayCauses)
	return &causeRows{
		task: t, known: known, rows: b,
		seller: datasets.SellerID.In(lines), currency: datasets.Currency.In(lines), pack: datasets.PolicyPack.In(lines),
		payout: datasets.PayoutID.In(lines), lineNo: datasets.LineNo.In(lines),
		postings: datasets.PostingNumber.In(lines), orders: datasets.OrderID.In(lines),
		amount: datasets.Amount.In(lines), places: places{datasets.FirstFile.In(lines), datasets.FirstRow.In(lines)},

		toSeller: datasets.SellerID.To(b), toCause: datasets.LineCause.To(b), toCurrency: datasets.Currency.To(b), toGrade: datasets.EvidenceCode.To(b),
		toFile: datasets.EvidenceFile.To(b), toPack: datasets.PolicyPack.To(b), toRules: datasets.DecidedBy.To(b),
		toPayout: datasets.PayoutID.To(b), toLineNo: datasets.LineNo.To(b), toPosting: datasets.PostingNumber.To(b), toOrder: datasets.OrderID.To(b),
		toOpened: datasets.OpenedOn.To(b), toCleared: datasets.ClearedOn.To(b),
		toBlocked: datasets.BlockedDays.To(b), toKnockOn: datasets.KnockOnDays.To(b), toPrecedence: datasets.PrecedenceDays.To(b), toSaved: datasets.SavedDays.To(b),
		toBottleneck: datasets.BottleneckDays.To(b), toShapley: datasets.ShapleyDays.To(b),
		toRow: datasets.EvidenceRow.To(b), toAmountDays: datasets.AmountDays.To(b),
	}
}

func (c *causeRows) release() { c.rows.Release() }

// add adds the rows of a line.
func (c *causeRows) add(row int, e explanation) error {
	for i, share := range e.Shares {
		if err := c.addLine(row, e.cause(i)); err != nil {
			return err
		}
		if err := c.addEvidence(&e.blockers[share.Blocker]); err != nil {
			return err
		}
		c.toBlocked.Append(int32(share.BlockedDays))
		c.toKnockOn.Append(int32(e.KnockOnDays))
		c.toPrecedence.Append(int32(share.PrecedenceDays))
		c.toBottleneck.Append(share.Bottleneck.Days())
		c.toShapley.Append(share.Shapley.Days())
		c.toSaved.Append(int32(share.SavedDays))
		c.addAmountDays(row, share.SavedDays)
	}
	if e.UnexplainedDays == 0 {
		return nil
	}
	c.addResidual(e.UnexplainedDays)
	return c.addLine(row, unexplained)
}

// addLine adds the columns that name the line and the cause.
func (c *causeRows) addLine(row int, which cause) error {
	appendText(c.toPayout, c.payout, row)
	appendText(c.toLineNo, c.lineNo, row)
	appendText(c.toPosting, c.postings, row)
	appendText(c.toOrder, c.orders, row)
	for _, cell := range []struct {
		to   *array.BinaryDictionaryBuilder
		text string
	}{
		{c.toSeller, code(c.seller, row)},
		{c.toCurrency, code(c.currency, row)},
		{c.toPack, code(c.pack, row)},
		{c.toCause, which.String()},
		{c.toRules, c.known[which].RuleIDs},
	} {
		if err := appendCode(cell.to, cell.text); err != nil {
			return err
		}
	}
	return nil
}

// addEvidence adds when the cause stood and what shows it.
func (c *causeRows) addEvidence(b *blocker) error {
	if b.opened == sinceEver {
		c.toOpened.AppendNull()
	} else {
		c.toOpened.Append(arrow.Date32(b.opened))
	}
	if b.cleared == attribution.NotCleared {
		c.toCleared.AppendNull()
	} else {
		c.toCleared.Append(arrow.Date32(b.cleared))
	}
	if b.at.file == "" {
		c.toRow.AppendNull()
	} else {
		c.toRow.Append(b.at.row)
	}
	if err := appendCode(c.toFile, b.at.file); err != nil {
		return err
	}
	return appendCode(c.toGrade, b.grade.String())
}

// addResidual adds the columns of late days that nothing explains (D13, D57).
func (c *causeRows) addResidual(days int) {
	c.toOpened.AppendNull()
	c.toCleared.AppendNull()
	c.toGrade.AppendNull()
	c.toFile.AppendNull()
	c.toRow.AppendNull()
	c.toBlocked.Append(int32(days))
	c.toKnockOn.Append(0)
	c.toPrecedence.Append(int32(days))
	c.toBottleneck.Append(float64(days))
	c.toShapley.Append(float64(days))
	c.toSaved.AppendNull()
	c.toAmountDays.AppendNull()
}

// addAmountDays adds amount times days; null and a finding where the product does
// not fit.
func (c *causeRows) addAmountDays(row, days int) {
	if c.amount.IsNull(row) {
		c.toAmountDays.AppendNull()
		return
	}
	amount := c.amount.Value(row)
	if days > 0 && (amount > math.MaxInt64/int64(days) || amount < math.MinInt64/int64(days)) {
		c.toAmountDays.AppendNull()
		at := c.places.copyAt(row)
		c.task.Reject(pipeline.Finding{
			File: at.file, Row: at.row, Column: datasets.AmountDays.Name, Code: "overflow", Severity: pipeline.Warning,
			Message: "amount times saved days fits 63 bits", Dataset: datasets.DelayCauses.Name,
		})
		return
	}
	c.toAmountDays.Append(amount * int64(days))
}

func (c *causeRows) write(t *pipeline.Task) error {
	rows := c.rows.Record()
	defer rows.Release()
	return t.Write(datasets.DelayCauses, rows)
}

func appendText(to *array.StringBuilder, from *array.String, row int) {
	if from.IsNull(row) {
		to.AppendNull()
		return
	}
	to.Append(from.Value(row))
}

// appendCode appends a code; an empty one is null.
func appendCode(to *array.BinaryDictionaryBuilder, text string) error {
	if text == "" {
		to.AppendNull()
		return nil
	}
	return to.AppendString(text)
}
