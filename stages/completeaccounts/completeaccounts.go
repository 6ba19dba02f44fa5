package completeaccounts

import (
	"context"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage completes seller accounts.
var Stage = &pipeline.Stage{
	Name: "complete_accounts",
	Doc: `Fills what the table of seller accounts does not say with the company and subscription of the API.

9.6: the answer of the API fills names, INN, OGRN, country and tier where the table is silent; it never overrides a cell. A seller without a row gets one, since ever.
C02: the OGRN is taken as told; it stays optional.
B10: a subscription says that a seller is Premium; the lack of one does not say what the seller is.
D45: an answer names no seller: the configuration does, and an answer of nobody is not used.

An answer says what holds on its day: a row that ended before is left as it is. Of
several answers the newest counts; what the newest contradict each other on is not used.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.AccountRows, datasets.SellerInfo},
	Outputs: []*pipeline.Dataset{datasets.SellerAccounts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	answers, err := readAnswers(t)
	if err != nil {
		return err
	}
	rows, err := accountRows(t, answers)
	if err != nil {
		return err
	}
	defer rows.Release()
	cells, err := complete(t, rows, answers)
	if err != nil {
		return err
	}
	defer cells.Release()
	accounts := pipeline.Derive(datasets.SellerAccounts, rows, pipeline.ColumnsOf(completed, cells))
	defer accounts.Release()
	return t.Write(datasets.SellerAccounts, accounts)
}

// accountRows returns the rows of the table, and an empty one for each seller of
// whom only the API tells: its place is that of the answer.
func accountRows(t *pipeline.Task, answers map[string]answer) (arrow.Record, error) {
	rows, err := pipeline.Collect(t, datasets.AccountRows)
	if err != nil {
		return nil, err
	}
	defer rows.Release()
	isKnown := map[string]bool{}
	for i := range int(rows.NumRows()) {
		isKnown[nullable.Code(datasets.SellerID.In(rows), i)] = true
	}
	w := nullable.NewWriter(t, datasets.AccountRows)
	defer w.Release()
	for _, seller := range slices.Sorted(maps.Keys(answers)) {
		if isKnown[seller] {
			continue
		}
		for i, c := range datasets.AccountRows.Columns {
			switch c {
			case datasets.SellerID:
				w.Code(datasets.SellerID, seller)
			case pipeline.FromFile:
				w.Code(pipeline.FromFile, answers[seller].file)
			case pipeline.FromSheet:
				w.Code(pipeline.FromSheet, answers[seller].sheet)
			case pipeline.FromRow:
				w.Int(pipeline.FromRow, answers[seller].row)
			default:
				w.Builder.Field(i).AppendNull()
			}
		}
	}
	added, err := w.Rows()
	if err != nil {
		return nil, err
	}
	defer added.Release()
	return pipeline.Concat(t.Mem, datasets.AccountRows, []arrow.Record{rows, added})
}
