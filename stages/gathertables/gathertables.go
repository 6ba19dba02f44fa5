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
	Doc: `Says which tables are loaded for which seller.

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
	found := make(map[key]bool)
	if err := addParts(t, found); err != nil {
		return err
	}
	for _, d := range []*pipeline.Dataset{datasets.SellerAccounts, datasets.RiskEvents, datasets.CategoryStates, datasets.ProductCategories, datasets.ProviderChannels} {
		if err := addTable(t, found, d, ""); err != nil {
			return err
		}
	}
	// Events are of all sellers, those without a row of their own, too.
	if err := addTable(t, found, datasets.ExternalEvents, datasets.All); err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.ObservedTables)
	defer w.Release()
	for _, k := range slices.SortedFunc(maps.Keys(found), key.compare) {
		w.Code(datasets.TableName, k.table)
		w.Code(datasets.SellerID, k.seller)
	}
	return w.Flush()
}

// A key is a table of a seller.
type key struct{ table, seller string }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.table, other.table), cmp.Compare(k.seller, other.seller))
}

// addParts adds what the partitions have seen.
func addParts(t *pipeline.Task, found map[key]bool) error {
	for r, err := range nullable.Rows(t, datasets.ObservedParts) {
		if err != nil {
			return err
		}
		found[key{r.Code(datasets.TableName), r.Code(datasets.SellerID)}] = true
	}
	return nil
}

// addTable adds the sellers of a table. Rows without one are of the given stand-in, and of
// nobody if it is empty.
func addTable(t *pipeline.Task, found map[key]bool, d *pipeline.Dataset, withoutSeller string) error {
	for batch, err := range t.Read(d) {
		if err != nil {
			return err
		}
		sellers := datasets.SellerID.In(batch)
		names := sellers.Dictionary().(*array.String)
		isNamed := make([]bool, names.Len())
		for i := range sellers.Len() {
			if sellers.IsValid(i) {
				isNamed[sellers.GetValueIndex(i)] = true
			}
		}
		for i, is := range isNamed {
			if is {
				found[key{d.Name, strings.Clone(names.Value(i))}] = true
			}
		}
		if sellers.NullN() > 0 && withoutSeller != "" {
			found[key{d.Name, withoutSeller}] = true
		}
	}
	return nil
}
