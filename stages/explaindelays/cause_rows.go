package explaindelays

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// A causeRow is a row of delay_causes, but for what it has from its line.
type causeRow struct {
	line          int32
	cause         cause
	grade         grade
	file          int32 // number of the name
	row           int64
	opened        calendar.Day
	cleared       calendar.Day
	blocked       int32
	knockOn       int32
	precedence    int32
	saved         int32
	bottleneck    attribution.Fraction
	shapley       attribution.Fraction
	amountDays    int64
	hasAmountDays bool
	isResidual    bool // late days that nothing explains: nothing shows them (D13, D57)
}

// causeRows builds delay_causes: one row per cause of a late line.
type causeRows struct {
	task   *pipeline.Task
	known  *catalogue
	lines  arrow.Record
	amount *array.Int64
	places places
	rows   []causeRow
	files  vector.Names
}

// newCauseRows returns a builder for that many late lines.
func newCauseRows(t *pipeline.Task, lines arrow.Record, known *catalogue, late int) *causeRows {
	return &causeRows{
		task: t, known: known, lines: lines, amount: datasets.Amount.In(lines),
		places: places{words(datasets.FirstFile.In(lines)), datasets.FirstRow.In(lines)},
		rows:   make([]causeRow, 0, 2*late),
	}
}

func (c *causeRows) add(row int, e *explanation) {
	for i := range e.Shares {
		share := &e.Shares[i]
		b := &e.blockers[share.Blocker]
		amountDays, ok := c.amountDays(row, share.SavedDays)
		c.rows = append(c.rows, causeRow{
			line: int32(row), cause: b.cause, grade: b.grade, file: c.files.Number(b.at.file), row: b.at.row, opened: b.opened, cleared: b.cleared,
			blocked: int32(share.BlockedDays), knockOn: int32(e.KnockOnDays), precedence: int32(share.PrecedenceDays), saved: int32(share.SavedDays),
			bottleneck: share.Bottleneck, shapley: share.Shapley, amountDays: amountDays, hasAmountDays: ok,
		})
	}
	if days := int32(e.UnexplainedDays); days > 0 {
		parts := attribution.Denominator * attribution.Fraction(days)
		c.rows = append(c.rows, causeRow{
			line: int32(row), cause: unexplained, opened: sinceEver, cleared: attribution.NotCleared, blocked: days, precedence: days,
			bottleneck: parts, shapley: parts, isResidual: true,
		})
	}
}

// amountDays returns amount times days; ok is false without an amount, and where the
// product does not fit, which is a finding.
func (c *causeRows) amountDays(row, days int) (product int64, ok bool) {
	if c.amount.IsNull(row) {
		return 0, false
	}
	amount := c.amount.Value(row)
	if days > 0 && (amount > math.MaxInt64/int64(days) || amount < math.MinInt64/int64(days)) {
		at := c.places.copyAt(row)
		c.task.Reject(pipeline.Finding{
			File: at.file, Row: at.row, Column: datasets.AmountDays.Name, Code: "overflow", Severity: pipeline.Warning,
			Message: "amount times saved days fits 63 bits", Dataset: datasets.DelayCauses.Name,
		})
		return 0, false
	}
	return amount * int64(days), true
}

func (c *causeRows) write(t *pipeline.Task) error {
	lines := make([]int32, len(c.rows))
	for i := range c.rows {
		lines[i] = c.rows[i].line
	}
	causes := pipeline.DeriveRows(t.Mem, datasets.DelayCauses, c.lines, lines, c.columns(t.Mem))
	defer causes.Release()
	return t.Write(datasets.DelayCauses, causes)
}

// columns returns the columns that rows do not have from their lines. The caller
// releases them.
func (c *causeRows) columns(mem memory.Allocator) map[pipeline.Column]arrow.Array {
	columns := c.causes(mem)
	columns[datasets.OpenedOn] = vector.ColumnOf(mem, pipeline.DateType, c.rows, func(r *causeRow) (arrow.Date32, bool) { return arrow.Date32(r.opened), r.opened != sinceEver })
	columns[datasets.ClearedOn] = vector.ColumnOf(mem, pipeline.DateType, c.rows, func(r *causeRow) (arrow.Date32, bool) {
		return arrow.Date32(r.cleared), r.cleared != attribution.NotCleared
	})
	columns[datasets.BlockedDays] = vector.ColumnOf(mem, pipeline.DaysType, c.rows, func(r *causeRow) (int32, bool) { return r.blocked, true })
	columns[datasets.KnockOnDays] = vector.ColumnOf(mem, pipeline.DaysType, c.rows, func(r *causeRow) (int32, bool) { return r.knockOn, true })
	columns[datasets.PrecedenceDays] = vector.ColumnOf(mem, pipeline.DaysType, c.rows, func(r *causeRow) (int32, bool) { return r.precedence, true })
	columns[datasets.SavedDays] = vector.ColumnOf(mem, pipeline.DaysType, c.rows, func(r *causeRow) (int32, bool) { return r.saved, !r.isResidual })
	columns[datasets.BottleneckDays] = vector.ColumnOf(mem, pipeline.ShareType, c.rows, func(r *causeRow) (float64, bool) { return r.bottleneck.Days(), true })
	columns[datasets.ShapleyDays] = vector.ColumnOf(mem, pipeline.ShareType, c.rows, func(r *causeRow) (float64, bool) { return r.shapley.Days(), true })
	columns[datasets.EvidenceRow] = vector.ColumnOf(mem, pipeline.IntType, c.rows, func(r *causeRow) (int64, bool) { return r.row, r.file != 0 })
	columns[datasets.AmountDays] = vector.ColumnOf(mem, pipeline.MoneyType, c.rows, func(r *causeRow) (int64, bool) { return r.amountDays, r.hasAmountDays })
	return columns
}

// causes returns the code columns.
func (c *causeRows) causes(mem memory.Allocator) map[pipeline.Column]arrow.Array {
	n := len(c.rows)
	causes, rules := vector.NewCodeBuilder(mem, n, causeCodes[:]...), vector.NewCodeBuilder(mem, n)
	grades, files := vector.NewCodeBuilder(mem, n, gradeCodes[:]...), vector.NewCodeBuilder(mem, n, c.files.List()...)
	defer causes.Release()
	defer rules.Release()
	defer grades.Release()
	defer files.Release()
	for i := range c.rows {
		r := &c.rows[i]
		causes.Append(int(r.cause))
		rules.AppendWord(c.known[r.cause].RuleIDs)
		grades.AppendIf(!r.isResidual, int(r.grade))
		files.AppendName(r.file)
	}
	return map[pipeline.Column]arrow.Array{
		datasets.LineCause: causes.Column(), datasets.DecidedBy: rules.Column(), datasets.EvidenceCode: grades.Column(), datasets.EvidenceFile: files.Column(),
	}
}
