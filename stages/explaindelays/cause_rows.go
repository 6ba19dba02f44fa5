package explaindelays

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/vector"
)

// causeRows builds delay_causes: one row per cause of a late line.
type causeRows struct {
	task   *pipeline.Task
	known  *catalogue
	lines  arrow.Record
	amount *array.Int64
	places places

	rows     []int32 // line of each row
	causes   []int32
	evidence *pipeline.Builder

	// Builders of the evidence.
	toGrade, toFile                             *array.BinaryDictionaryBuilder
	toOpened, toCleared                         *array.Date32Builder
	toBlocked, toKnockOn, toPrecedence, toSaved *array.Int32Builder
	toBottleneck, toShapley                     *array.Float64Builder
	toRow, toAmountDays                         *array.Int64Builder
}

// causeLines are the columns that rows have from their lines.
var causeLines = &pipeline.Dataset{
	Name: "delay_causes",
	Columns: []pipeline.Column{
		datasets.SellerID, datasets.PayoutID, datasets.LineNo, datasets.Currency, datasets.PostingNumber, datasets.OrderID, datasets.PolicyPack,
	},
}

// causeEvidence are the columns that each row has of its own, but for the cause
// and its rules.
var causeEvidence = &pipeline.Dataset{
	Name: "delay_causes",
	Columns: []pipeline.Column{
		datasets.OpenedOn, datasets.ClearedOn, datasets.BlockedDays, datasets.KnockOnDays, datasets.PrecedenceDays, datasets.BottleneckDays,
		datasets.ShapleyDays, datasets.EvidenceCode, datasets.EvidenceFile, datasets.EvidenceRow, datasets.SavedDays, datasets.AmountDays,
	},
}

func newCauseRows(t *pipeline.Task, lines arrow.Record, known *catalogue) *causeRows {
	b := pipeline.NewBuilder(t.Mem, causeEvidence)
	return &causeRows{
		task: t, known: known, lines: lines, amount: datasets.Amount.In(lines), evidence: b,
		places:  places{datasets.FirstFile.In(lines), datasets.FirstRow.In(lines)},
		toGrade: datasets.EvidenceCode.To(b), toFile: datasets.EvidenceFile.To(b), toRow: datasets.EvidenceRow.To(b),
		toOpened: datasets.OpenedOn.To(b), toCleared: datasets.ClearedOn.To(b),
		toBlocked: datasets.BlockedDays.To(b), toKnockOn: datasets.KnockOnDays.To(b), toPrecedence: datasets.PrecedenceDays.To(b),
		toBottleneck: datasets.BottleneckDays.To(b), toShapley: datasets.ShapleyDays.To(b),
		toSaved: datasets.SavedDays.To(b), toAmountDays: datasets.AmountDays.To(b),
	}
}

func (c *causeRows) release() { c.evidence.Release() }

// add adds the rows of a line.
func (c *causeRows) add(row int, e explanation) error {
	for i, share := range e.Shares {
		c.addRow(row, e.cause(i))
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
	if e.UnexplainedDays > 0 {
		c.addRow(row, unexplained)
		c.addResidual(e.UnexplainedDays)
	}
	return nil
}

func (c *causeRows) addRow(row int, which cause) {
	c.rows = append(c.rows, int32(row))
	c.causes = append(c.causes, int32(which))
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
	evidence := c.evidence.Record()
	defer evidence.Release()
	causes, rules := vector.NewCodeBuilder(t.Mem, len(c.causes), causeCodes[:]...), vector.NewCodeBuilder(t.Mem, len(c.causes))
	defer causes.Release()
	defer rules.Release()
	for _, which := range c.causes {
		causes.Append(int(which))
		rules.AppendWord(c.known[which].RuleIDs)
	}
	added := map[pipeline.Column]arrow.Array{datasets.LineCause: causes.Column(), datasets.DecidedBy: rules.Column()}
	for i, column := range causeEvidence.Columns {
		added[column] = evidence.Column(i)
		added[column].Retain()
	}
	return writeTaken(t, datasets.DelayCauses, causeLines, c.lines, c.rows, added)
}

// appendCode appends a code; an empty one is null.
func appendCode(to *array.BinaryDictionaryBuilder, text string) error {
	if text == "" {
		to.AppendNull()
		return nil
	}
	return to.AppendString(text)
}
