package countcompliance

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/tally"
	"ozpayout/stages/internal/vector"
)

// Stage counts compliance.
var Stage = &pipeline.Stage{
	Name: "count_compliance",
	Doc: `Counts invoices, carriers, uploads of tracking numbers and sync lags by seller.

B13: an order is covered if its invoice is in Ozon on the day it becomes eligible; else the invoice comes by the due date, after it, or is missing. Chinese and Russian make the language pair.
B15 C08: an upload counts for its day if it is strictly before the cut-off in the configured zone, else for the next day. Sync lags are those of the deliveries that carriers recorded, in full hours.
B16: a carrier is asked for, by its folded spelling, on the white list of the day; one that is not in the list is not white-listed and keeps its raw name.
D45: postings of an unknown seller are not counted.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PostingFacts, datasets.Carriers, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.InvoiceCounts, datasets.CarrierCounts, datasets.UploadCounts, datasets.SyncLagCounts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	list, err := policy.Carriers(t)
	if err != nil {
		return err
	}
	c := newCounter(values, list)
	for batch, err := range t.Read(datasets.PostingFacts) {
		if err != nil {
			return err
		}
		if err := c.count(batch); err != nil {
			return err
		}
	}
	return c.write(t)
}

// A counter counts the postings of a partition. Keys have numbers of names.
type counter struct {
	cutOffs *cutOffs
	list    *policy.CarrierList
	sellers vector.Names
	names   vector.Names // of carriers, and their codes

	sellerRanks []int32 // by number, of all sellers

	invoices *tally.Tally[monthKey, invoices]
	carried  *tally.Tally[carrierKey, carried]
	uploads  *tally.Tally[dayKey, uploads]
	lags     *tally.Tally[lagKey, int64]
}

func newCounter(values *policy.ValueTable, list *policy.CarrierList) *counter {
	return &counter{
		cutOffs: newCutOffs(values), list: list,
		invoices: tally.New[monthKey, invoices](), carried: tally.New[carrierKey, carried](),
		uploads: tally.New[dayKey, uploads](), lags: tally.New[lagKey, int64](),
	}
}

func (c *counter) count(batch arrow.Record) error {
	sellers := vector.CodesOf(datasets.PostingSeller.In(batch), c.sellers.Number)
	late := datasets.LateCNY.In(batch)
	c.countInvoices(batch, &sellers, late)
	c.countCarriers(batch, &sellers, late)
	c.countLags(batch, &sellers)
	return c.countUploads(batch, &sellers, late)
}
