package countreroutes

import (
	"cmp"
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/tally"
	"ozpayout/stages/internal/vector"
)

// Stage counts lines by route.
var Stage = &pipeline.Stage{
	Name: "count_reroutes",
	Doc: `Sale lines of one partition by seller, month, category, intended and actual route.

A33: a line is rerouted when its status is processing by bank transfer, or when it went by bank though another route is intended; the status makes the actual route bank.
A32: the category is that of the seller's product: of the line, else of the first goods of its posting.
D09: the month is that of settled_on; what settles after the as-of date was not sent yet.
A30: verification transfers count for nothing.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.DatedLines, datasets.ProductCategories},
	Outputs: []*pipeline.Dataset{datasets.RerouteCounts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	products, err := pipeline.Collect(t, datasets.ProductCategories)
	if err != nil {
		return err
	}
	defer products.Release()
	categories := newCategories(products)
	w := nullable.NewWriter(t, datasets.RerouteCounts)
	defer w.Release()
	for batch, err := range t.Read(datasets.DatedLines) {
		if err != nil {
			return err
		}
		count(&w, batch, categories, calendar.Day(t.AsOf))
	}
	return w.Flush()
}

// A group is what lines of one kind have in common; codes are dictionary entries
// of the batch.
type group struct {
	seller, route, intended int32
	category                int32 // as [categories] numbers them
	month                   calendar.Day
	isTransfer              bool // the status is processing by bank transfer
}

func (g group) Hash() uint32 {
	return uint32(g.seller)*31 + uint32(g.route) + 7*uint32(g.category) + uint32(g.month)
}

// noCode stands for a cell without a code.
const noCode = -1

// count adds the counts of a batch of lines settled up to a day.
func count(w *nullable.Writer, batch arrow.Record, categories *categories, until calendar.Day) {
	isSale := vector.CodesOf(datasets.LineCode.In(batch), func(code string) bool { return code == "sale" })
	isTest := vector.CodesOf(datasets.ScopeCode.In(batch), func(code string) bool { return code == "test_transfer" })
	isTransfer := vector.CodesOf(datasets.StatusCode.In(batch), func(code string) bool { return code == routing.ProcessingBankTransfer })
	sellers := vector.WordsOf(datasets.SellerID.In(batch))
	routes, intended := vector.WordsOf(datasets.RouteCode.In(batch)), vector.WordsOf(datasets.IntendedRoute.In(batch))
	goods := categories.of(batch, &sellers)
	settled := datasets.SettledOn.In(batch).Date32Values()

	lines := tally.New[group, int64]()
	for row, day := range settled {
		if !isSale.At(row) || isTest.At(row) || calendar.Day(day) > until {
			continue
		}
		*lines.Of(group{
			seller: indexOf(&sellers, row), route: indexOf(&routes, row), intended: indexOf(&intended, row),
			category: goods.at(row), month: calendar.Day(day).MonthStart(), isTransfer: isTransfer.At(row),
		})++
	}
	for _, entry := range lines.Entries() {
		g := entry.Key
		var status string
		if g.isTransfer {
			status = routing.ProcessingBankTransfer
		}
		route, wanted := wordOf(&routes, g.route), wordOf(&intended, g.intended)
		var rerouted int64
		if routing.IsFallback(status, route, wanted) {
			rerouted = entry.Counts
		}
		w.Code(datasets.SellerID, wordOf(&sellers, g.seller))
		w.Date(datasets.MonthOn, (*arrow.Date32)(&g.month))
		w.Code(datasets.RerouteCategory, categories.name(g.category))
		w.Code(datasets.RerouteIntended, cmp.Or(wanted, routing.Unknown))
		w.Code(datasets.RerouteActual, cmp.Or(routing.Actual(status, route), routing.Unknown))
		w.Int(datasets.RerouteLines, entry.Counts)
		w.Int(datasets.Rerouted, rerouted)
	}
}

func indexOf(codes *vector.Codes[string], row int) int32 {
	if codes.IsNull(row) {
		return noCode
	}
	return int32(codes.Index(row))
}

// wordOf returns the word of an index, "" for none.
func wordOf(codes *vector.Codes[string], index int32) string {
	if index == noCode {
		return ""
	}
	return codes.Entries[index]
}
