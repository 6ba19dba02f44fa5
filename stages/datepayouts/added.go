package datepayouts

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// added builds the columns that the stage adds to a batch of lines.
type added struct {
	d         *dater
	lines     *lines
	decidedBy *ruleIDs
	typical   *typicalDays

	scheme, tier, scope, clock, dueRule, ageing, agrees *codeBuilder
	pack, rules, intended, grade, carrier               *codeBuilder
	confirmedOn, eligibleOn, startOn, dueOn             *vector[arrow.Date32]
	confirmedAt, handedOverAt, deliveredAt              *vector[arrow.Timestamp]
	typicalDays, waitEligible, waitSettle, waitArrive   *vector[int32]
	taken, takenCalendar, daysAfterDue                  *vector[int32]
	isOpen, isLate, isEscalated                         *array.BooleanBuilder
	sku                                                 *array.StringBuilder
}

func newAdded(mem memory.Allocator, d *dater, l *lines) *added {
	rows := l.payout.Len()
	a := &added{
		d: d, lines: l, decidedBy: newRuleIDs(d.judge.rules), typical: d.typicalOf(l),
		scheme:      newCodeBuilder(mem, rows),
		tier:        newCodeBuilder(mem, rows),
		scope:       newCodeBuilder(mem, rows, scopeCodes[:]...),
		clock:       newCodeBuilder(mem, rows, "settlement", "confirmation"),
		dueRule:     newCodeBuilder(mem, rows),
		ageing:      newCodeBuilder(mem, rows, ageingCodes[:]...),
		agrees:      newCodeBuilder(mem, rows, agreementCodes[:]...),
		pack:        newCodeBuilder(mem, rows),
		rules:       newCodeBuilder(mem, rows),
		intended:    newCodeBuilder(mem, rows),
		grade:       newCodeBuilder(mem, rows, "inferred", "observed"),
		carrier:     newCodeBuilder(mem, rows, d.postings.carrier.values...),
		confirmedOn: newVector[arrow.Date32](mem, rows), eligibleOn: newVector[arrow.Date32](mem, rows),
		startOn: newVector[arrow.Date32](mem, rows), dueOn: newVector[arrow.Date32](mem, rows),
		confirmedAt: newVector[arrow.Timestamp](mem, rows), handedOverAt: newVector[arrow.Timestamp](mem, rows), deliveredAt: newVector[arrow.Timestamp](mem, rows),
		typicalDays: newVector[int32](mem, rows), waitEligible: newVector[int32](mem, rows),
		waitSettle: newVector[int32](mem, rows), waitArrive: newVector[int32](mem, rows),
		taken: newVector[int32](mem, rows), takenCalendar: newVector[int32](mem, rows), daysAfterDue: newVector[int32](mem, rows),
		isOpen: array.NewBooleanBuilder(mem), isLate: array.NewBooleanBuilder(mem), isEscalated: array.NewBooleanBuilder(mem),
		sku: array.NewStringBuilder(mem),
	}
	for _, b := range []array.Builder{a.isOpen, a.isLate, a.isEscalated, a.sku} {
		b.Reserve(rows)
	}
	return a
}

func (a *added) release() {
	for _, b := range []*codeBuilder{
		a.scheme, a.tier, a.scope, a.clock, a.dueRule, a.ageing, a.agrees, a.pack, a.rules, a.intended, a.grade, a.carrier,
	} {
		b.indices.release()
	}
	for _, v := range []*vector[arrow.Date32]{a.confirmedOn, a.eligibleOn, a.startOn, a.dueOn} {
		v.release()
	}
	for _, v := range []*vector[arrow.Timestamp]{a.confirmedAt, a.handedOverAt, a.deliveredAt} {
		v.release()
	}
	for _, v := range []*vector[int32]{
		a.typicalDays, a.waitEligible, a.waitSettle, a.waitArrive, a.taken, a.takenCalendar, a.daysAfterDue,
	} {
		v.release()
	}
	for _, b := range []array.Builder{a.isOpen, a.isLate, a.isEscalated, a.sku} {
		b.Release()
	}
}

// append adds the row of a line.
func (a *added) append(i, posting int, f *facts, v *verdict) {
	a.appendClock(i, posting, f, v)
	a.appendLegs(i, f, v)
	a.appendJudgement(v)
	a.appendPosting(posting)
}

func (a *added) appendClock(i, posting int, f *facts, v *verdict) {
	a.scheme.appendWord(f.scheme)
	a.tier.appendWord(v.startAccount.tier)
	a.intended.appendWord(cmp.Or(v.startAccount.intendedRoute, a.d.route, unknownRoute))
	a.scope.append(int(v.scope))
	at, isObserved, isConfirmed := a.lines.confirmation(a.d, posting, i)
	if isConfirmed {
		a.confirmedAt.append(at)
		a.grade.append(bit(isObserved))
	} else {
		a.confirmedAt.appendNull()
		a.grade.appendNull()
	}
	a.clock.append(bit(isConfirmed))
	a.confirmedOn.appendIf(f.confirmedOn != noDay, arrow.Date32(f.confirmedOn))
	a.eligibleOn.appendIf(v.eligibleOn != noDay, arrow.Date32(v.eligibleOn))
	a.startOn.appendIf(v.startOn != noDay, arrow.Date32(v.startOn))
}

// unknownRoute is the intended route that nobody names (D07).
const unknownRoute = "unknown"

func (a *added) appendLegs(i int, f *facts, v *verdict) {
	hasArrived, isEligible := f.arrivedOn != noDay, v.eligibleOn != noDay
	a.waitEligible.appendIf(isEligible, int32(v.waitEligible))
	a.waitSettle.appendIf(isEligible, int32(v.waitSettle))
	a.waitArrive.appendIf(hasArrived, int32(v.waitArrive))
	a.taken.appendIf(hasArrived, int32(v.taken))
	a.takenCalendar.appendIf(hasArrived, int32(v.takenCalendar))
	a.isOpen.UnsafeAppend(v.isOpen)
	days, ok := a.typical.of(i)
	a.typicalDays.appendIf(ok, int32(days))
	if v.hasAgreement {
		a.agrees.append(int(v.agreement))
	} else {
		a.agrees.appendNull()
	}
}

func (a *added) appendJudgement(v *verdict) {
	a.pack.append(0)
	a.rules.append(a.decidedBy.of(v))
	a.dueOn.appendIf(v.dueOn != noDay, arrow.Date32(v.dueOn))
	a.daysAfterDue.appendIf(v.isJudged(), int32(v.daysAfterDue))
	if !v.isJudged() {
		a.dueRule.appendNull()
		a.ageing.appendNull()
		a.isLate.UnsafeAppendBoolToBitmap(false)
		a.isEscalated.UnsafeAppendBoolToBitmap(false)
		return
	}
	a.dueRule.appendWord(a.d.judge.rules[v.rule].ID)
	a.ageing.append(int(v.ageing))
	a.isLate.UnsafeAppend(v.isLate)
	a.isEscalated.UnsafeAppend(v.isEscalated)
}

func (a *added) appendPosting(posting int) {
	if posting < 0 {
		a.handedOverAt.appendNull()
		a.deliveredAt.appendNull()
		a.carrier.appendNull()
		a.sku.AppendNull()
		return
	}
	p := a.d.postings
	a.handedOverAt.appendIf(p.handedOver.IsValid(posting), p.handedOver.Value(posting))
	a.deliveredAt.appendIf(p.deliveredAt.IsValid(posting), p.deliveredAt.Value(posting))
	if p.carrier.isNull(posting) {
		a.carrier.appendNull()
	} else {
		a.carrier.append(int(p.carrier.indices[posting]))
	}
	if p.sku.IsNull(posting) {
		a.sku.AppendNull()
	} else {
		a.sku.Append(p.sku.Value(posting))
	}
}

// columns returns the columns built. The caller releases them.
func (a *added) columns(t *pipeline.Task) map[pipeline.Column]arrow.Array {
	a.pack.words, a.rules.words = []string{t.Pack}, a.decidedBy.texts
	dates, instants, days := pipeline.DateType.Arrow(), pipeline.InstantType.Arrow(), pipeline.DaysType.Arrow()
	return map[pipeline.Column]arrow.Array{
		datasets.Scheme: a.scheme.column(t.Mem), datasets.TierCode: a.tier.column(t.Mem), datasets.ScopeCode: a.scope.column(t.Mem),
		datasets.LineConfirmedAt: a.confirmedAt.column(instants, nil), datasets.ConfirmedOn: a.confirmedOn.column(dates, nil), datasets.EligibleOn: a.eligibleOn.column(dates, nil),
		datasets.ClockCode: a.clock.column(t.Mem), datasets.ClockStartOn: a.startOn.column(dates, nil), datasets.DueOn: a.dueOn.column(dates, nil),
		datasets.LineDueRule: a.dueRule.column(t.Mem), datasets.LineTypical: a.typicalDays.column(days, nil),
		datasets.WaitEligible: a.waitEligible.column(days, nil), datasets.WaitSettle: a.waitSettle.column(days, nil), datasets.WaitArrive: a.waitArrive.column(days, nil),
		datasets.TakenDays: a.taken.column(days, nil), datasets.TakenCalendar: a.takenCalendar.column(days, nil), datasets.DaysAfterDue: a.daysAfterDue.column(days, nil),
		datasets.IsOpen: a.isOpen.NewArray(), datasets.IsLate: a.isLate.NewArray(), datasets.IsEscalated: a.isEscalated.NewArray(),
		datasets.AgeingCode: a.ageing.column(t.Mem), datasets.ReportAgrees: a.agrees.column(t.Mem),
		datasets.PolicyPack: a.pack.column(t.Mem), datasets.DecidedBy: a.rules.column(t.Mem),
		datasets.IntendedRoute: a.intended.column(t.Mem), datasets.ConfirmedGrade: a.grade.column(t.Mem),
		datasets.HandedOverAt: a.handedOverAt.column(instants, nil), datasets.DeliveredAt: a.deliveredAt.column(instants, nil),
		datasets.OrderCarrier: a.carrier.column(t.Mem), datasets.PostingSKU: a.sku.NewArray(),
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
