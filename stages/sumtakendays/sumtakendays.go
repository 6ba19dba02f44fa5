package sumtakendays

import (
	"cmp"
	"context"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/tally"
	"ozpayout/stages/internal/vector"
)

// Stage sums amounts by the days that they took.
var Stage = &pipeline.Stage{
	Name: "sum_taken_days",
	Doc: `Amounts of arrived lines by seller and working days taken.

B27: the sums are what money-days against other markets are made of, in working days from the clock start.
D04: lines in scope and, so that charges are taken off, lines that are not sales but stand beside sales in scope.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.DatedLines},
	Outputs: []*pipeline.Dataset{datasets.TakenSums},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	var sellers vector.Words
	sums := tally.New[key, sum]()
	for rec, err := range t.Read(datasets.DatedLines) {
		if err != nil {
			return err
		}
		addLines(sums, &sellers, rec)
	}
	if len(sums.Entries()) == 0 {
		return nil
	}
	w := nullable.NewWriter(t, datasets.TakenSums)
	defer w.Release()
	for _, of := range sums.Sorted(func(a, b key) int {
		return cmp.Or(cmp.Compare(sellers.Word(a.seller), sellers.Word(b.seller)), cmp.Compare(a.days, b.days))
	}) {
		s := of.Counts
		w.Code(datasets.SellerID, sellers.Word(of.Key.seller))
		w.Days(datasets.TakenDays, &of.Key.days)
		w.Int(datasets.TakenLines, s.lines)
		w.Money(datasets.TakenAmount, &s.amount)
		w.Int(datasets.UnvaluedLines, s.unvalued)
		w.Code(datasets.PolicyPack, t.Pack)
	}
	return w.Flush()
}

// A key is a seller, by number, and a number of working days.
type key struct {
	seller int
	days   int32
}

// Hash tells keys apart that are asked for in turn.
func (k key) Hash() uint32 { return 61*uint32(k.seller) + uint32(k.days) }

type sum struct{ lines, amount, unvalued int64 }

func addLines(sums *tally.Tally[key, sum], sellers *vector.Words, rec arrow.Record) {
	seller := vector.CodesOf(datasets.SellerID.In(rec), func(id string) int { return sellers.Index(strings.Clone(id)) })
	isInScope := func(scope string) bool { return scope == "in_scope" }
	sales, charges := vector.CodesOf(datasets.ScopeCode.In(rec), isInScope), vector.CodesOf(datasets.ChargeScope.In(rec), isInScope)
	taken, amounts := datasets.TakenDays.In(rec), datasets.AmountCNY.In(rec)
	for i := range int(rec.NumRows()) {
		if taken.IsNull(i) || !sales.At(i) && !charges.At(i) {
			continue
		}
		s := sums.Of(key{seller.At(i), taken.Value(i)})
		if amounts.IsNull(i) {
			s.unvalued++
			continue
		}
		s.lines++
		s.amount += amounts.Value(i)
	}
}
