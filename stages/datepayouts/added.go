package datepayouts

import (
	"cmp"

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
	typical   *typicalDays

	scheme, tier, scope, clock, dueRule, ageing, agrees *vector.CodeBuilder
	pack, rules, intended, grade, carrier               *vector.CodeBuilder
	confirmedOn, eligibleOn, startOn, dueOn             *vector.Vector[arrow.Date32]
	confirmedAt, handedOverAt, deliveredAt              *vector.Vector[arrow.Timestamp]
	typicalDays, waitEligible, waitSettle, waitArrive   *vector.Vector[int32]
	taken, takenCalendar, daysAfterDue                  *vector.Vector[int32]
	isOpen, isLate, isEscalated                         *array.BooleanBuilder
	sku                                                 *vector.Texts
}

func newAdded(mem memory.Allocator, d *dater, l *lines) *added {
	rows := l.payout.Len()
	a := &added{
		d: d, lines: l, decidedBy: newRuleIDs(d.judge.rules), typical: d.typicalOf(l),
		scheme:      vector.NewCodeBuilder(mem, rows),
		tier:        vector.NewCodeBuilder(mem, rows),
		scope:       vector.NewCodeBuilder(mem, rows, scopeCodes[:]...),
		clock:       vector.NewCodeBuilder(mem, rows, "settlement", "confirmation"),
		dueRule:     vector.NewCodeBuilder(mem, rows),
		ageing:      vector.NewCodeBuilder(mem, rows, ageingCodes[:]...),
		agrees:      vector.NewCodeBuilder(mem, rows, agreementCodes[:]...),
		pack:        vector.NewCodeBuilder(mem, rows),
		rules:       vector.NewCodeBuilder(mem, rows),
		intended:    vector.NewCodeBuilder(mem, rows),
		grade:       vector.NewCodeBuilder(mem, rows, "inferred", "observed"),
		carrier:     vector.NewCodeBuilder(mem, rows, d.postings.carrier.Entries...),
		confirmedOn: vector.New[arrow.Date32](mem, rows), eligibleOn: vector.New[arrow.Date32](mem, rows),
		startOn: vector.New[arrow.Date32](mem, rows), dueOn: vector.New[arrow.Date32](mem, rows),
		confirmedAt: vector.New[arrow.Timestamp](mem, rows), handedOverAt: vector.New[arrow.Timestamp](mem, rows), deliveredAt: vector.New[arrow.Timestamp](mem, rows),
		typicalDays: vector.New[int32](mem, rows), waitEligible: vector.New[int32](mem, rows),
		waitSettle: vector.New[int32](mem, rows), waitArrive: vector.New[int32](mem, rows),
		taken: vector.New[int32](mem, rows), takenCalendar: vector.New[int32](mem, rows), daysAfterDue: vector.New[int32](mem, rows),
		isOpen: array.NewBooleanBuilder(mem), isLate: array.NewBooleanBuilder(mem), isEscalated: array.NewBooleanBuilder(mem),
		sku: vector.NewTexts(mem, rows, skuLength*rows),
	}
	for _, b := range []array.Builder{a.isOpen, a.isLate, a.isEscalated} {
		b.Reserve(rows)
	}
	return a
}

// skuLength is how long article numbers are, mostly.
const skuLength = 10

func (a *added) release() {
	for _, b := range []*vector.CodeBuilder{
		a.scheme, a.tier, a.scope, a.clock, a.dueRule, a.ageing, a.agrees, a.pack, a.rules, a.intended, a.grade, a.carrier,
	} {
		b.Release()
	}
	for _, v := range []*vector.Vector[arrow.Date32]{a.confirmedOn, a.eligibleOn, a.startOn, a.dueOn} {
		v.Release()
	}
	for _, v := range []*vector.Vector[arrow.Timestamp]{a.confirmedAt, a.handedOverAt, a.deliveredAt} {
		v.Release()
	}
	for _, v := range []*vector.Vector[int32]{
		a.typicalDays, a.waitEligible, a.waitSettle, a.waitArrive, a.taken, a.takenCalendar, a.daysAfterDue,
	} {
		v.Release()
	}
	for _, b := range []array.Builder{a.isOpen, a.isLate, a.isEscalated} {
		b.Release()
	}
	a.sku.Release()
}

// append adds the row of a line.
func (a *added) append(i, posting int, f *facts, v *verdict) {
	a.appendClock(f, v)
	a.appendLegs(i, f, v)
	a.appendJudgement(v)
	a.appendPosting(posting)
}

func (a *added) appendClock(f *facts, v *verdict) {
	a.scheme.AppendWord(f.scheme)
	a.tier.AppendWord(v.startAccount.tier)
	a.intended.AppendWord(cmp.Or(v.startAccount.intendedRoute, a.d.route, unknownRoute))
	a.scope.Append(int(v.scope))
	a.confirmedAt.AppendIf(v.isConfirmed, f.confirmedAt)
	a.grade.AppendIf(v.isConfirmed, bit(f.isObserved))
	a.clock.Append(bit(v.isConfirmed))
	a.confirmedOn.AppendIf(v.isConfirmed, arrow.Date32(f.confirmedOn))
	a.eligibleOn.AppendIf(v.eligibleOn != noDay, arrow.Date32(v.eligibleOn))
	a.startOn.AppendIf(v.startOn != noDay, arrow.Date32(v.startOn))
}

// unknownRoute is the intended route that nobody names (D07).
const unknownRoute = "unknown"

func (a *added) appendLegs(i int, f *facts, v *verdict) {
	hasArrived, isEligible := f.arrivedOn != noDay, v.eligibleOn != noDay
	a.waitEligible.AppendIf(isEligible, int32(v.waitEligible))
	a.waitSettle.AppendIf(isEligible, int32(v.waitSettle))
	a.waitArrive.AppendIf(hasArrived, int32(v.waitArrive))
	a.taken.AppendIf(hasArrived, int32(v.taken))
	a.takenCalendar.AppendIf(hasArrived, int32(v.takenCalendar))
	a.isOpen.UnsafeAppend(v.isOpen)
	days, ok := a.typical.of(i)
	a.typicalDays.AppendIf(ok, int32(days))
	a.agrees.AppendIf(v.hasAgreement, int(v.agreement))
}

func (a *added) appendJudgement(v *verdict) {
	a.pack.Append(0)
	a.rules.Append(a.decidedBy.of(v))
	a.dueOn.AppendIf(v.dueOn != noDay, arrow.Date32(v.dueOn))
	a.daysAfterDue.AppendIf(v.isJudged(), int32(v.daysAfterDue))
	if !v.isJudged() {
		a.dueRule.AppendNull()
		a.ageing.AppendNull()
		a.isLate.UnsafeAppendBoolToBitmap(false)
		a.isEscalated.UnsafeAppendBoolToBitmap(false)
		return
	}
	a.dueRule.AppendWord(a.d.judge.rules[v.rule].ID)
	a.ageing.Append(int(v.ageing))
	a.isLate.UnsafeAppend(v.isLate)
	a.isEscalated.UnsafeAppend(v.isEscalated)
}

func (a *added) appendPosting(posting int) {
	if posting < 0 {
		a.handedOverAt.AppendNull()
		a.deliveredAt.AppendNull()
		a.carrier.AppendNull()
		a.sku.AppendNull()
		return
	}
	p := a.d.postings
	a.handedOverAt.AppendIf(p.handedOver.IsValid(posting), p.handedOver.Value(posting))
	a.deliveredAt.AppendIf(p.deliveredAt.IsValid(posting), p.deliveredAt.Value(posting))
	a.carrier.AppendIf(!p.carrier.IsNull(posting), p.carrier.Index(posting))
	a.sku.AppendFrom(p.sku, posting)
}

// columns returns the columns built. The caller releases them.
func (a *added) columns(t *pipeline.Task) map[pipeline.Column]arrow.Array {
	a.pack.Words, a.rules.Words = vector.NewWords(t.Pack), vector.NewWords(a.decidedBy.texts...)
	dates, instants, days := pipeline.DateType.Arrow(), pipeline.InstantType.Arrow(), pipeline.DaysType.Arrow()
	return map[pipeline.Column]arrow.Array{
		datasets.Scheme: a.scheme.Column(), datasets.TierCode: a.tier.Column(), datasets.ScopeCode: a.scope.Column(),
		datasets.LineConfirmedAt: a.confirmedAt.Column(instants), datasets.ConfirmedOn: a.confirmedOn.Column(dates), datasets.EligibleOn: a.eligibleOn.Column(dates),
		datasets.ClockCode: a.clock.Column(), datasets.ClockStartOn: a.startOn.Column(dates), datasets.DueOn: a.dueOn.Column(dates),
		datasets.LineDueRule: a.dueRule.Column(), datasets.LineTypical: a.typicalDays.Column(days),
		datasets.WaitEligible: a.waitEligible.Column(days), datasets.WaitSettle: a.waitSettle.Column(days), datasets.WaitArrive: a.waitArrive.Column(days),
		datasets.TakenDays: a.taken.Column(days), datasets.TakenCalendar: a.takenCalendar.Column(days), datasets.DaysAfterDue: a.daysAfterDue.Column(days),
		datasets.IsOpen: a.isOpen.NewArray(), datasets.IsLate: a.isLate.NewArray(), datasets.IsEscalated: a.isEscalated.NewArray(),
		datasets.AgeingCode: a.ageing.Column(), datasets.ReportAgrees: a.agrees.Column(),
		datasets.PolicyPack: a.pack.Column(), datasets.DecidedBy: a.rules.Column(),
		datasets.IntendedRoute: a.intended.Column(), datasets.ConfirmedGrade: a.grade.Column(),
		datasets.HandedOverAt: a.handedOverAt.Column(instants), datasets.DeliveredAt: a.deliveredAt.Column(instants),
		datasets.OrderCarrier: a.carrier.Column(), datasets.PostingSKU: a.sku.Column(),
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
