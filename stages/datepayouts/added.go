package datepayouts

import (
	"maps"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// added builds the columns that the stage adds to a batch of lines.
type added struct {
	d         *dater
	lines     *lines
	decidedBy *ruleIDs

	scheme, tier, scope, clock, dueRule, ageing, agrees *vector.CodeBuilder
	rules, intended, grade, chargeScope                 *vector.CodeBuilder
	confirmedOn, eligibleOn, startOn, dueOn             *vector.Vector[arrow.Date32]
	confirmedAt                                         *vector.Vector[arrow.Timestamp]
	waitEligible, waitSettle, waitArrive                *vector.Vector[int32]
	taken, takenCalendar, daysAfterDue                  *vector.Vector[int32]
	isOpen, isLate, isEscalated                         *array.BooleanBuilder

	dueRules []int // codes of the rules' names
}

func newAdded(mem memory.Allocator, d *dater, l *lines) *added {
	rows := l.payout.Len()
	a := &added{
		d: d, lines: l, decidedBy: newRuleIDs(d.judge.rules.rules),
		scheme:      vector.NewCodeBuilder(mem, rows, d.postings.schemes.List()...),
		tier:        vector.NewCodeBuilder(mem, rows, d.accounts.tiers.List()...),
		scope:       vector.NewCodeBuilder(mem, rows, scopeCodes[:]...),
		chargeScope: vector.NewCodeBuilder(mem, rows, scopeCodes[:]...),
		clock:       vector.NewCodeBuilder(mem, rows, "settlement", "confirmation"),
		dueRule:     vector.NewCodeBuilder(mem, rows),
		ageing:      vector.NewCodeBuilder(mem, rows, ageingCodes[:]...),
		agrees:      vector.NewCodeBuilder(mem, rows, agreementCodes[:]...),
		rules:       vector.NewCodeBuilder(mem, rows),
		intended:    vector.NewCodeBuilder(mem, rows, d.accounts.routes.List()...),
		grade:       vector.NewCodeBuilder(mem, rows, "inferred", "observed"),
		confirmedOn: vector.New[arrow.Date32](mem, rows), eligibleOn: vector.New[arrow.Date32](mem, rows),
		startOn: vector.New[arrow.Date32](mem, rows), dueOn: vector.New[arrow.Date32](mem, rows),
		confirmedAt:  vector.New[arrow.Timestamp](mem, rows),
		waitEligible: vector.New[int32](mem, rows),
		waitSettle:   vector.New[int32](mem, rows), waitArrive: vector.New[int32](mem, rows),
		taken: vector.New[int32](mem, rows), takenCalendar: vector.New[int32](mem, rows), daysAfterDue: vector.New[int32](mem, rows),
		isOpen: array.NewBooleanBuilder(mem), isLate: array.NewBooleanBuilder(mem), isEscalated: array.NewBooleanBuilder(mem),
	}
	for i := range d.judge.rules.rules {
		a.dueRules = append(a.dueRules, a.dueRule.Words.Index(d.judge.rules.rules[i].ID))
	}
	for _, b := range []array.Builder{a.isOpen, a.isLate, a.isEscalated} {
		b.Reserve(rows)
	}
	return a
}

func (a *added) release() {
	for _, b := range []*vector.CodeBuilder{
		a.scheme, a.tier, a.scope, a.clock, a.dueRule, a.ageing, a.agrees, a.rules, a.intended, a.grade, a.chargeScope,
	} {
		b.Release()
	}
	for _, v := range []*vector.Vector[arrow.Date32]{a.confirmedOn, a.eligibleOn, a.startOn, a.dueOn} {
		v.Release()
	}
	a.confirmedAt.Release()
	for _, v := range []*vector.Vector[int32]{
		a.waitEligible, a.waitSettle, a.waitArrive, a.taken, a.takenCalendar, a.daysAfterDue,
	} {
		v.Release()
	}
	for _, b := range []array.Builder{a.isOpen, a.isLate, a.isEscalated} {
		b.Release()
	}
}

// append adds the row of a line.
func (a *added) append(f *facts, v *verdict) {
	a.appendClock(f, v)
	a.appendLegs(f, v)
	a.appendJudgement(v)
}

func (a *added) appendClock(f *facts, v *verdict) {
	a.scheme.Append(f.scheme)
	a.tier.Append(v.startAccount.tierCode)
	a.intended.Append(v.startAccount.intendedRoute)
	a.scope.Append(int(v.scope))
	a.chargeScope.AppendIf(!f.isSale, int(v.chargeScope))
	a.confirmedAt.AppendIf(v.isConfirmed, f.confirmedAt)
	a.grade.AppendIf(v.isConfirmed, bit(f.isObserved))
	a.clock.Append(bit(v.isConfirmed))
	a.confirmedOn.AppendIf(v.isConfirmed, arrow.Date32(f.confirmedOn))
	a.eligibleOn.AppendIf(v.eligibleOn != noDay, arrow.Date32(v.eligibleOn))
	a.startOn.AppendIf(v.startOn != noDay, arrow.Date32(v.startOn))
}

func (a *added) appendLegs(f *facts, v *verdict) {
	hasArrived, isEligible := f.arrivedOn != noDay, v.eligibleOn != noDay
	a.waitEligible.AppendIf(isEligible, v.waitEligible)
	a.waitSettle.AppendIf(isEligible, v.waitSettle)
	a.waitArrive.AppendIf(hasArrived, v.waitArrive)
	a.taken.AppendIf(hasArrived, v.taken)
	a.takenCalendar.AppendIf(hasArrived, v.takenCalendar)
	a.isOpen.UnsafeAppend(v.isOpen)
	a.agrees.AppendIf(v.hasAgreement, int(v.agreement))
}

func (a *added) appendJudgement(v *verdict) {
	a.rules.Append(a.decidedBy.of(v))
	a.dueOn.AppendIf(v.dueOn != noDay, arrow.Date32(v.dueOn))
	a.daysAfterDue.AppendIf(v.isJudged() && !v.isDueUncounted, v.daysAfterDue)
	if !v.isJudged() {
		a.dueRule.AppendNull()
		a.ageing.AppendNull()
		a.isLate.UnsafeAppendBoolToBitmap(false)
		a.isEscalated.UnsafeAppendBoolToBitmap(false)
		return
	}
	a.dueRule.Append(a.dueRules[v.rule])
	a.ageing.Append(int(v.ageing))
	a.isLate.UnsafeAppend(v.isLate)
	a.isEscalated.UnsafeAppend(v.isEscalated)
}

// postingColumns are what lines have from their postings.
var postingColumns = &pipeline.Dataset{
	Name:    "postings",
	Columns: []pipeline.Column{datasets.HandedOverAt, datasets.DeliveredAt, datasets.OrderCarrier, datasets.PostingSKU},
}

// columns returns the columns built. The caller releases them.
func (a *added) columns(t *pipeline.Task) map[pipeline.Column]arrow.Array {
	a.rules.Words = vector.NewWords(a.decidedBy.texts...)
	known := pipeline.Derive(postingColumns, a.d.postings.rec, nil)
	defer known.Release()
	postings := pipeline.Take(t.Mem, known, a.lines.postings)
	defer postings.Release()
	dates, instants, days := pipeline.DateType.Arrow(), pipeline.InstantType.Arrow(), pipeline.DaysType.Arrow()
	columns := map[pipeline.Column]arrow.Array{
		datasets.Scheme: a.scheme.Column(), datasets.TierCode: a.tier.Column(), datasets.ScopeCode: a.scope.Column(),
		datasets.LineConfirmedAt: a.confirmedAt.Column(instants), datasets.ConfirmedOn: a.confirmedOn.Column(dates), datasets.EligibleOn: a.eligibleOn.Column(dates),
		datasets.ClockCode: a.clock.Column(), datasets.ClockStartOn: a.startOn.Column(dates), datasets.DueOn: a.dueOn.Column(dates),
		datasets.LineDueRule: a.dueRule.Column(), datasets.LineTypical: a.d.typicalOf(a.lines).column(t.Mem, a.lines.payout.Len()),
		datasets.WaitEligible: a.waitEligible.Column(days), datasets.WaitSettle: a.waitSettle.Column(days), datasets.WaitArrive: a.waitArrive.Column(days),
		datasets.TakenDays: a.taken.Column(days), datasets.TakenCalendar: a.takenCalendar.Column(days), datasets.DaysAfterDue: a.daysAfterDue.Column(days),
		datasets.IsOpen: a.isOpen.NewArray(), datasets.IsLate: a.isLate.NewArray(), datasets.IsEscalated: a.isEscalated.NewArray(),
		datasets.AgeingCode: a.ageing.Column(), datasets.ReportAgrees: a.agrees.Column(),
		datasets.PolicyPack: vector.Constant(t.Mem, a.lines.payout.Len(), t.Pack), datasets.DecidedBy: a.rules.Column(),
		datasets.IntendedRoute: a.intended.Column(), datasets.ConfirmedGrade: a.grade.Column(), datasets.ChargeScope: a.chargeScope.Column(),
	}
	maps.Copy(columns, pipeline.ColumnsOf(postingColumns, postings))
	return columns
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
