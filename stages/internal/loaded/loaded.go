// Package loaded says which tables are loaded for which seller: without one of its
// tables a cause cannot be seen, and its absence means nothing (D22, D56).
package loaded

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Tables are the tables that have rows of a seller.
type Tables map[seat]bool

// A seat is a table of a seller.
type seat struct{ table, seller string }

// Read reads observed_tables, which is an input of the stage.
func Read(t *pipeline.Task) (Tables, error) {
	loaded := make(Tables)
	for r, err := range nullable.Rows(t, datasets.ObservedTables) {
		if err != nil {
			return nil, err
		}
		loaded[seat{r.Code(datasets.TableName), r.Code(datasets.SellerID)}] = true
	}
	return loaded, nil
}

// Has reports whether a table, by its name, has rows of a seller.
func (t Tables) Has(table, seller string) bool { return t[seat{table, seller}] }
