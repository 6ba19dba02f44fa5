package auditrates

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/vector"
)

// Summary names the basis that fits.
var Summary = &pipeline.Stage{
	Name: "summarise_rates",
	Doc: `Which basis of the official rate fits the payouts, for each seller and for ALL.

B28: the share of payouts within 5 basis points of each basis.
C21: the basis with the smallest median deviation is named.
D32: below 10 payouts no share, below 30 a small sample.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.RateSamples, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.RateBasisSummary},
	Run:     summarise,
}

func summarise(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	groups, err := readSamples(t)
	if err != nil {
		return err
	}
	return writeSummary(t, expectations{values, make(map[calendar.Day]expectation)}, groups)
}

func writeSummary(t *pipeline.Task, expected expectations, groups map[groupKey]*samples) error {
	today, err := expected.on(calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	limits, err := gate.Of(expected.values, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.RateBasisSummary)
	defer w.Release()
	for _, key := range slices.SortedFunc(maps.Keys(groups), groupKey.compare) {
		group := groups[key]
		fits, isKnown := best(group, today.basis)
		for b := range bases {
			writeSample(&w, key, b, &group[b], limits)
			w.Flag(datasets.FitsBest, nullable.If(isKnown, b == fits))
			w.Flag(datasets.IsExpectedBasis, new(b == today.basis))
			w.Code(datasets.PolicyPack, t.Pack)
		}
	}
	return w.Flush()
}

// writeSample writes what one basis comes to in a group.
func writeSample(w *nullable.Writer, key groupKey, b basis, s *sample, limits gate.Gate) {
	w.Code(datasets.SellerID, key.seller)
	w.Code(datasets.AuditedCurrency, key.currency)
	w.Code(datasets.AuditedAgainst, key.against)
	w.Code(datasets.CandidateCode, basisCodes[b])
	w.Int(datasets.AuditedPayouts, s.n())
	w.Share(datasets.MedianDeviationBP, s.median)
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

// A groupKey names the payouts of a seller, or of ALL, in one pair of currencies.
type groupKey struct{ seller, currency, against string }

func (k groupKey) compare(other groupKey) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.currency, other.currency), cmp.Compare(k.against, other.against))
}

// A sample is the deviations of payouts from one basis.
type sample struct {
	sizes  [][]float64 // in basis points, in no order: those of a seller, or of each seller
	within int64
	median float64 // of the sizes, once all are there; NaN without payouts
}

func (s *sample) n() (payouts int64) {
	for _, sizes := range s.sizes {
		payouts += int64(len(sizes))
	}
	return payouts
}

// add adds a payout to the sample of a seller.
func (s *sample) add(size float64) {
	if s.sizes == nil {
		s.sizes = make([][]float64, 1)
	}
	s.sizes[0] = append(s.sizes[0], size)
}

// samples are those of one group.
type samples [bases]sample

// readSamples returns the samples of the sellers, and of ALL of them.
func readSamples(t *pipeline.Task) (map[groupKey]*samples, error) {
	groups := make(map[groupKey]*samples)
	for batch, err := range t.Read(datasets.RateSamples) {
		if err != nil {
			return nil, err
		}
		if err := addSamples(groups, batch); err != nil {
			return nil, err
		}
	}
	together := make(map[groupKey]*samples)
	for key, group := range groups {
		key.seller = datasets.All
		of := together[key]
		if of == nil {
			of = &samples{}
			together[key] = of
		}
		for b := range group {
			of[b].sizes = append(of[b].sizes, group[b].sizes...)
			of[b].within += group[b].within
		}
	}
	maps.Copy(groups, together)
	for _, group := range groups {
		for b := range group {
			group[b].median = stat.Median(group[b].sizes...)
		}
	}
	return groups, nil
}

// addSamples adds a batch of samples to their groups.
func addSamples(groups map[groupKey]*samples, batch arrow.Record) error {
	sellers, currencies := vector.WordsOf(datasets.SellerID.In(batch)), vector.WordsOf(datasets.AuditedCurrency.In(batch))
	against := vector.WordsOf(datasets.AuditedAgainst.In(batch))
	candidates := vector.WordsOf(datasets.CandidateCode.In(batch))
	sizes, within := datasets.SampleSize.In(batch), datasets.Within5BP.In(batch)
	var key groupKey
	var group *samples
	for row := range int(batch.NumRows()) {
		of := groupKey{sellers.At(row), currencies.At(row), against.At(row)}
		if group == nil || of != key {
			if key, group = of, groups[of]; group == nil {
				group = &samples{}
				groups[of] = group
			}
		}
		b, err := basisOf(candidates.At(row))
		if err != nil {
			return err
		}
		if sizes.IsNull(row) {
			continue
		}
		group[b].add(sizes.Value(row))
		if nullable.IsTrue(within, row) {
			group[b].within++
		}
	}
	return nil
}

// tieOrder is the order in which bases of equal fit are named. A basis (b) has the
// value of (c) or none, so (c) comes first.
var tieOrder = [bases]int{onDayBefore: 0, onSettlement: 1, setDayBefore: 2, onOrder: 3}

// best returns the basis with the smallest median deviation. Of equal ones it is
// that of more payouts, then the expected one. ok is false without payouts.
func best(group *samples, expected basis) (_ basis, ok bool) {
	isExpected := func(b basis) int {
		if b == expected {
			return 0
		}
		return 1
	}
	order := func(a, b basis) int {
		return cmp.Or(
			cmp.Compare(medianOrWorst(&group[a]), medianOrWorst(&group[b])), cmp.Compare(group[b].n(), group[a].n()),
			cmp.Compare(isExpected(a), isExpected(b)), cmp.Compare(tieOrder[a], tieOrder[b]))
	}
	found := slices.MinFunc([]basis{onDayBefore, setDayBefore, onSettlement, onOrder}, order)
	return found, group[found].n() > 0
}

// medianOrWorst puts bases without payouts last.
func medianOrWorst(s *sample) float64 {
	if s.n() == 0 {
		return math.Inf(1)
	}
	return s.median
}
