package gathertables

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage says which tables are loaded for which seller.
var Stage = &pipeline.Stage{
	Name: "gather_tables",
	Doc: `Says which tables are loaded for which seller, with the number of rows.

D22: a table that is not loaded for a seller makes its causes not observable for that seller.
D56: a table is loaded for a seller when a loaded file of it has a row of that seller.
R11: an outside event that names no seller is for all: seller ALL.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.ObservedParts, datasets.SellerAccounts, datasets.RiskEvents, datasets.ExternalEvents, datasets.CategoryStates, datasets.ProductCategories,
		datasets.ProviderChannels,
	},
	Outputs: []*pipeline.Dataset{datasets.ObservedTables},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	rows := make(map[key]int64)
	if err := addParts(t, rows); err != nil {
		return err
	}
	for _, d := range []*pipeline.Dataset{datasets.SellerAccounts, datasets.RiskEvents, datasets.CategoryStates, datasets.ProductCategories, datasets.ProviderChannels} {
		if err := addTable(t, rows, d, ""); err != nil {
			return err
		}
	}
	// Events are of all sellers, those without a row of their own, too.
	if err := addTable(t, rows, datasets.ExternalEvents, datasets.All); err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.ObservedTables)
	defer w.Release()
	for _, k := range slices.SortedFunc(maps.Keys(rows), key.compare) {
		w.Code(datasets.TableName, k.table)
		w.Code(datasets.SellerID, k.seller)
		w.Int(datasets.TableRows, rows[k])
	}
	return w.Flush()
}

// A key is a table of a seller.
type key struct{ table, seller string }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.table, other.table), cmp.Compare(k.seller, other.seller))
}

// addParts adds what the partitions counted.
func addParts(t *pipeline.Task, rows map[key]int64) error {
	for batch, err := range t.Read(datasets.ObservedParts) {
		if err != nil {
			return err
		}
		tables, sellers, counts := datasets.TableName.In(batch), datasets.SellerID.In(batch), datasets.TableRows.In(batch)
		for i := range int(batch.NumRows()) {
			rows[key{nullable.CopyCode(tables, i), nullable.CopyCode(sellers, i)}] += counts.Value(i)
		}
	}
	return nil
}

// addTable counts the rows of a table by seller. Rows without one count for the
// given stand-in, and not at all if it is empty.
func addTable(t *pipeline.Task, rows map[key]int64, d *pipeline.Dataset, withoutSeller string) error {
	for batch, err := range t.Read(d) {
		if err != nil {
			return err
		}
		sellers := datasets.SellerID.In(batch)
		counts := make([]int64, sellers.Dictionary().Len())
		for i := range sellers.Len() {
			if sellers.IsValid(i) {
				counts[sellers.GetValueIndex(i)]++
			}
		}
		names := sellers.Dictionary().(*array.String)
		for i, n := range counts {
			if n > 0 {
				rows[key{d.Name, strings.Clone(names.Value(i))}] += n
			}
		}
		if n := sellers.NullN(); n > 0 && withoutSeller != "" {
			rows[key{d.Name, withoutSeller}] += int64(n)
		}
	}
	return nil
}
