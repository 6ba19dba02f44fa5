package pipeline

import (
	"sync"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline/internal/pack"
)

// A Layer says how far a dataset is from the files.
type Layer uint8

// The layers, in the order of the data.
const (
	SourceLayer       Layer = iota // an export, typed, as it came
	SeedLayer                      // a dated reference table shipped with the product
	StagingLayer                   // sources cleaned: duplicates out, snapshots resolved
	IntermediateLayer              // between staging and marts
	MartLayer                      // owed to the warehouse and the reports
)

func (l Layer) String() string {
	return [...]string{"source", "seed", "staging", "intermediate", "mart"}[l]
}

// A Dataset is a declared table.
type Dataset struct {
	Name    string // plural noun, snake_case; exports as they came are raw_*
	Doc     string // what it is for, with rule ids where it carries a rule
	Grain   string // "one row per payout line"
	Layer   Layer
	Columns []Column // order is frozen; new columns only at the end
	Key     []Column // identifies a row; a subset of Columns

	// Partition says how a row finds its partition: the first key that is not
	// empty decides. Empty for datasets that are small and seen by every
	// partition. What a Whole stage, or one of another scope, writes to a dataset
	// with partition keys is spread by them.
	Partition []PartitionKey
	// Spread is the scope of the stages that see rows of equal partition keys
	// together; empty means ByPosting.
	Spread Scope
	// Control lists the amounts whose sum is followed from file to report: the
	// first that is filled counts for a row. Empty for tables with row totals
	// only (D58).
	Control []Control
	// Published names the column that tells a mart's rows which file they came
	// from: the control amounts of such a mart are the published amounts of the
	// ledger.
	Published *Code
	// Snapshot is the column that decides which of two versions of a row is newer.
	// Where a file leaves it empty, a stamp YYYYMMDD[_HHMMSS] in its name fills it.
	Snapshot *Instant
	// Holder is the column that says whose data a row is; where a file has no
	// such column, the configuration or the preamble of the file may name the
	// holder, and stages may join for it or take a folder that equals a known holder (D45).
	Holder *Code
	// Input says how exports are recognised; sources and seeds only.
	Input *Input

	described sync.Once
	schema    *arrow.Schema // see [Dataset.Schema]
	begun     pack.Bases    // see [Dataset.bases]
}

// spread returns the scope that the rows are spread by, Whole if every partition
// sees all of them.
func (d *Dataset) spread() Scope {
	switch {
	case len(d.Partition) == 0:
		return Whole
	case d.Spread == "":
		return ByPosting
	}
	return d.Spread
}

// isStreamed reports whether stages of a scope make the rows of a mart partition by
// partition.
func (d *Dataset) isStreamed(s Scope) bool { return s != Whole && d.spread() == s }

// A PartitionKey is a column whose value places a row.
type PartitionKey struct {
	Column *Text
	// CutPosting takes the order number out of a posting number: the part
	// before the last dash of a number that has two or more.
	CutPosting bool
}

// A Control is a control amount of a dataset: its currency is that of the first
// filled currency column.
type Control struct {
	Amount *Money
	// Less is subtracted where it is filled; nil = nothing. A row that fills only
	// Less has a control amount too.
	Less       *Money
	Currencies []*Code
	// Unless names columns that must all be empty for the amount to count: the
	// amount of a whole is not that of a part whose own is missing.
	Unless []Column
}

// Index returns the position of a column in the dataset, or -1.
func (d *Dataset) Index(c Column) int {
	for i, have := range d.Columns {
		if have == c {
			return i
		}
	}
	return -1
}

// Schema returns the Arrow schema of the dataset's record batches. Every field is
// nullable in memory; what may be null on disk is the writer's business. From the
// first call on the columns must not change.
func (d *Dataset) Schema() *arrow.Schema {
	d.describe()
	return d.schema
}

// bases returns, for each column, the place of the one that it begins ([About].Begins), or -1.
func (d *Dataset) bases() pack.Bases {
	d.describe()
	return d.begun
}

func (d *Dataset) describe() {
	d.described.Do(func() {
		fields := make([]arrow.Field, len(d.Columns))
		d.begun = make(pack.Bases, len(d.Columns))
		for i, c := range d.Columns {
			fields[i] = arrow.Field{Name: c.ColumnName(), Type: c.Type().Arrow(), Nullable: true}
			d.begun[i] = -1
			if begins := c.About().Begins; begins != nil {
				d.begun[i] = d.Index(begins)
			}
		}
		d.schema = arrow.NewSchema(fields, nil)
	})
}
