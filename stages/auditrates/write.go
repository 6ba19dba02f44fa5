package auditrates

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
)

// write appends a row per basis.
func (f finding) write(w *nullable.Writer, pack string) {
	implied, from := f.implied()
	for b := range bases {
		a := f.audits[b]
		w.Code(datasets.SellerID, f.seller)
		w.Text(datasets.PayoutID, f.payout)
		w.Code(datasets.CandidateCode, basisCodes[b])
		w.Rate(datasets.ImpliedRate, decimals(implied))
		w.Rate(datasets.OfficialRate, decimals(a.price))
		writeDeviation(w, a.implied, f.tolerance, datasets.DeviationBP, datasets.Within5BP)
		w.Flag(datasets.IsBestBasis, unless(a.implied == nil, a.isBest))
		w.Code(datasets.AuditState, a.state)
		w.Flag(datasets.IsConfiguredBasis, unless(false, b == f.expected))
		w.Code(datasets.AuditedCurrency, f.currency)
		w.Code(datasets.AuditedAgainst, f.against)
		w.Code(datasets.ImpliedFrom, from)
		w.Rate(datasets.AmountsRate, decimals(f.amounts))
		writeDeviation(w, a.amounts, f.tolerance, datasets.AmountsBP, datasets.AmountsWithin5BP)
		settled := arrow.Date32(f.settledOn)
		w.Date(datasets.SettledOn, &settled)
		if a.state == ok {
			first := arrow.Date32(a.from)
			w.Date(datasets.OfficialFrom, &first)
		} else {
			w.Date(datasets.OfficialFrom, nil)
		}
		w.Flag(datasets.OfficialIsCarried, unless(a.state != ok, a.isCarried))
		w.Code(datasets.PolicyPack, pack)
		w.Code(datasets.DecidedBy, a.ruleIDs(b))
	}
}

func writeDeviation(w *nullable.Writer, d *deviation, tolerance int, size *pipeline.Rate, within *pipeline.Flag) {
	if d == nil {
		w.Rate(size, nil)
		w.Flag(within, nil)
		return
	}
	w.Rate(size, d.bp)
	w.Flag(within, unless(false, d.isWithin(tolerance)))
}

// decimals returns a price with ten decimals, nil if there is none.
func decimals(p price) *int64 {
	if !p.isKnown() {
		return nil
	}
	return p.scaled()
}

// unless returns a flag, nil where it is not known.
func unless(isUnknown, flag bool) *bool {
	if isUnknown {
		return nil
	}
	return &flag
}

// writeSample appends what one basis comes to in a group.
func writeSample(w *nullable.Writer, key groupKey, b basis, s *sample, limits gate.Gate) {
	w.Code(datasets.SellerID, key.seller)
	w.Code(datasets.AuditedCurrency, key.currency)
	w.Code(datasets.AuditedAgainst, key.against)
	w.Code(datasets.CandidateCode, basisCodes[b])
	w.Int(datasets.AuditedPayouts, s.n())
	w.Share(datasets.MedianDeviationBP, s.median())
	w.Int(datasets.PayoutsWithin, s.within)
	share := limits.Proportion(s.within, s.n())
	w.Share(datasets.WithinShare, share.Share)
	w.Share(datasets.WithinLo, share.Low)
	w.Share(datasets.WithinHi, share.High)
	code := limits.Code(s.n())
	if s.n() == 0 {
		code = gate.NotObservable
	}
	w.Code(datasets.BasisGate, code)
	w.Code(datasets.DecidedBy, "B28 C21 D32")
}
