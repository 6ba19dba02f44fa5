package listchanges

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// A change is a column of a payout in which a newer export differs from the one
// before.
type change struct {
	changeKey
	before, after values
	first         place // of the newer rows
}

type changeKey struct {
	seller, payout, column string
	exportedAt             arrow.Timestamp
}

func (k changeKey) compare(other changeKey) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.payout, other.payout),
		cmp.Compare(k.exportedAt, other.exportedAt), cmp.Compare(k.column, other.column))
}

// A place is a row of an export.
type place struct {
	file string
	row  int64
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.file, other.file), cmp.Compare(p.row, other.row))
}

// Values are the distinct values that the rows of a payout give.
type values []string

// separator stands between values.
const separator = "|"

// add adds the values that a partition gives, joined.
func (v *values) add(joined string) {
	for value := range strings.SplitSeq(joined, separator) {
		if at, isKnown := slices.BinarySearch(*v, value); !isKnown {
			*v = slices.Insert(*v, at, strings.Clone(value))
		}
	}
}

func (v values) String() string { return strings.Join(v, separator) }

// readChanges puts together what the partitions know, in the order of seller,
// payout, export and column.
func readChanges(t *pipeline.Task) ([]*change, error) {
	known := make(map[changeKey]*change)
	for batch, err := range t.Read(datasets.PayoutChangeParts) {
		if err != nil {
			return nil, err
		}
		sellers, payouts, columns := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.ChangedColumn.In(batch)
		stamps, before, after := datasets.ExportedAt.In(batch), datasets.ValueBefore.In(batch), datasets.ValueAfter.In(batch)
		files, rows := pipeline.FromFile.In(batch), pipeline.FromRow.In(batch)
		for i := range int(batch.NumRows()) {
			key := changeKey{nullable.Code(sellers, i), nullable.Text(payouts, i), nullable.Code(columns, i), stamps.Value(i)}
			at := place{nullable.Code(files, i), rows.Value(i)}
			c := known[key]
			if c == nil {
				key.seller, key.payout, key.column = strings.Clone(key.seller), strings.Clone(key.payout), strings.Clone(key.column)
				c = &change{changeKey: key, first: place{strings.Clone(at.file), at.row}}
				known[key] = c
			}
			if at.compare(c.first) < 0 {
				c.first = place{strings.Clone(at.file), at.row}
			}
			c.before.add(nullable.Text(before, i))
			c.after.add(nullable.Text(after, i))
		}
	}
	return slices.SortedFunc(maps.Values(known), func(a, b *change) int { return a.compare(b.changeKey) }), nil
}
