package auditrates

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// An auditTable builds the rows of [datasets.RateAudits] that belong to the payouts
// of one batch: one per basis, column by column.
type auditTable struct {
	rows []int32 // of the batch

	candidate, state, currency, against, from, pack, decidedBy *vector.CodeBuilder

	implied, official, deviation, amounts, amountsDeviation *vector.Vector[int64]

	officialFrom *vector.Vector[arrow.Date32]

	isWithin, isBest, isExpected, amountsWithin, isCarried *array.BooleanBuilder
}

// newAuditTable returns an empty table with room for that many payouts. Names are
// those that currencies are numbers of. Release it after use.
func newAuditTable(mem memory.Allocator, payouts int, names *vector.Names, pack string) *auditTable {
	rows := payouts * int(bases)
	codes := func(words ...string) *vector.CodeBuilder { return vector.NewCodeBuilder(mem, rows, words...) }
	numbers := func() *vector.Vector[int64] { return vector.New[int64](mem, rows) }
	t := &auditTable{
		rows:      make([]int32, 0, rows),
		candidate: codes(basisCodes[:]...), state: codes(stateCodes[:]...), currency: codes(names.List()...), against: codes(names.List()...),
		from: codes(), pack: codes(pack), decidedBy: codes(),
		implied: numbers(), official: numbers(), deviation: numbers(), amounts: numbers(), amountsDeviation: numbers(),
		officialFrom: vector.New[arrow.Date32](mem, rows),
		isWithin:     array.NewBooleanBuilder(mem), isBest: array.NewBooleanBuilder(mem), isExpected: array.NewBooleanBuilder(mem),
		amountsWithin: array.NewBooleanBuilder(mem), isCarried: array.NewBooleanBuilder(mem),
	}
	for _, flags := range t.flags() {
		flags.Reserve(rows)
	}
	return t
}

func (t *auditTable) flags() []*array.BooleanBuilder {
	return []*array.BooleanBuilder{t.isWithin, t.isBest, t.isExpected, t.amountsWithin, t.isCarried}
}

func (t *auditTable) release() {
	for _, codes := range []*vector.CodeBuilder{t.candidate, t.state, t.currency, t.against, t.from, t.pack, t.decidedBy} {
		codes.Release()
	}
	for _, numbers := range []*vector.Vector[int64]{t.implied, t.official, t.deviation, t.amounts, t.amountsDeviation} {
		numbers.Release()
	}
	t.officialFrom.Release()
	for _, flags := range t.flags() {
		flags.Release()
	}
}

// append appends a row per basis.
func (t *auditTable) append(f *finding) {
	price, from := f.implied()
	implied, hasImplied := price.scaled()
	amounts, hasAmounts := f.amounts.scaled()
	for b := range bases {
		a := &f.audits[b]
		t.rows = append(t.rows, f.row)
		t.candidate.Append(int(b))
		t.implied.AppendIf(hasImplied, implied)
		official, hasOfficial := a.price.scaled()
		t.official.AppendIf(hasOfficial, official)
		t.deviation.AppendIf(a.hasImplied && a.implied.fits, a.implied.bp)
		appendFlag(t.isWithin, a.hasImplied, a.hasImplied && a.implied.isWithin(f.tolerance))
		appendFlag(t.isBest, a.hasImplied, a.isBest)
		t.state.Append(int(a.state))
		t.isExpected.UnsafeAppend(b == f.basis)
		t.currency.AppendName(f.currency)
		t.against.AppendName(f.against)
		t.from.AppendWord(from)
		t.amounts.AppendIf(hasAmounts, amounts)
		t.amountsDeviation.AppendIf(a.hasAmounts && a.amounts.fits, a.amounts.bp)
		appendFlag(t.amountsWithin, a.hasAmounts, a.hasAmounts && a.amounts.isWithin(f.tolerance))
		t.officialFrom.AppendIf(a.state == ok, arrow.Date32(a.from))
		appendFlag(t.isCarried, a.state == ok, a.isCarried)
		t.pack.Append(0)
		t.decidedBy.AppendWord(a.ruleIDs(b))
	}
}

// record returns the table; batch is that of the payouts. The caller releases it.
func (t *auditTable) record(mem memory.Allocator, batch arrow.Record) arrow.Record {
	rate, date := pipeline.RateType.Arrow(), pipeline.DateType.Arrow()
	return pipeline.DeriveRows(mem, datasets.RateAudits, batch, t.rows, map[pipeline.Column]arrow.Array{
		datasets.CandidateCode: t.candidate.Column(), datasets.AuditState: t.state.Column(), datasets.AuditedCurrency: t.currency.Column(),
		datasets.AuditedAgainst: t.against.Column(), datasets.ImpliedFrom: t.from.Column(), datasets.PolicyPack: t.pack.Column(),
		datasets.DecidedBy: t.decidedBy.Column(), datasets.ImpliedRate: t.implied.Column(rate), datasets.OfficialRate: t.official.Column(rate),
		datasets.DeviationBP: t.deviation.Column(rate), datasets.AmountsRate: t.amounts.Column(rate), datasets.AmountsBP: t.amountsDeviation.Column(rate),
		datasets.OfficialFrom: t.officialFrom.Column(date), datasets.Within5BP: t.isWithin.NewArray(), datasets.IsBestBasis: t.isBest.NewArray(),
		datasets.IsConfiguredBasis: t.isExpected.NewArray(), datasets.AmountsWithin5BP: t.amountsWithin.NewArray(),
		datasets.OfficialIsCarried: t.isCarried.NewArray(),
	})
}

func appendFlag(to *array.BooleanBuilder, isKnown, flag bool) {
	if isKnown {
		to.UnsafeAppend(flag)
	} else {
		to.UnsafeAppendBoolToBitmap(false)
	}
}

func (a *audit) ruleIDs(b basis) string {
	isDated := a.state == staleRate || a.isCarried
	switch {
	case isDated && b == onOrder:
		return "B28 C21 C22 R03"
	case isDated:
		return "B28 C21 C22"
	case b == onOrder:
		return "B28 C21 R03"
	}
	return "B28 C21"
}

// A sampleTable builds the rows of [datasets.RateSamples] of the payouts of one
// batch.
type sampleTable struct {
	seller, currency, against, candidate *vector.CodeBuilder

	size   *vector.Vector[float64]
	within *array.BooleanBuilder
}

// newSampleTable returns an empty table with room for that many payouts. Names are
// those that sellers and currencies are numbers of. Release it after use.
func newSampleTable(mem memory.Allocator, payouts int, names *vector.Names) *sampleTable {
	rows := payouts * int(bases)
	codes := func(words ...string) *vector.CodeBuilder { return vector.NewCodeBuilder(mem, rows, words...) }
	t := &sampleTable{
		seller: codes(names.List()...), currency: codes(names.List()...), against: codes(names.List()...), candidate: codes(basisCodes[:]...),
		size: vector.New[float64](mem, rows), within: array.NewBooleanBuilder(mem),
	}
	t.within.Reserve(rows)
	return t
}

// append appends a row per basis. Test transfers count for nobody (9.2).
func (t *sampleTable) append(f *finding) {
	if f.isTest || f.currency == 0 {
		return
	}
	for b := range bases {
		a := &f.audits[b]
		t.seller.AppendName(f.seller)
		t.currency.AppendName(f.currency)
		t.against.AppendName(f.against)
		t.candidate.Append(int(b))
		if a.hasImplied {
			t.size.Append(a.implied.size())
		} else {
			t.size.AppendNull()
		}
		appendFlag(t.within, a.hasImplied, a.hasImplied && a.implied.isWithin(f.tolerance))
	}
}

// record returns the table. The caller releases it.
func (t *sampleTable) record() arrow.Record {
	return pipeline.Assemble(datasets.RateSamples, map[pipeline.Column]arrow.Array{
		datasets.SellerID: t.seller.Column(), datasets.AuditedCurrency: t.currency.Column(), datasets.AuditedAgainst: t.against.Column(),
		datasets.CandidateCode: t.candidate.Column(), datasets.SampleSize: t.size.Column(pipeline.ShareType.Arrow()), datasets.Within5BP: t.within.NewArray(),
	})
}

func (t *sampleTable) release() {
	for _, codes := range []*vector.CodeBuilder{t.seller, t.currency, t.against, t.candidate} {
		codes.Release()
	}
	t.size.Release()
	t.within.Release()
}
