package costwithdrawals

import (
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
)

// Transactions of one instant keep the direction of their file.
func TestSortByTime(t *testing.T) {
	for _, test := range []struct {
		name      string
		createdAt []arrow.Timestamp // of rows 0, 1, 2 ...
		want      []int64           // rows
	}{
		{"none", nil, nil},
		{"all at one instant", []arrow.Timestamp{5, 5, 5}, []int64{0, 1, 2}},
		{"oldest first", []arrow.Timestamp{1, 5, 5, 7}, []int64{0, 1, 2, 3}},
		{"newest first", []arrow.Timestamp{7, 5, 5, 1}, []int64{3, 2, 1, 0}},
	} {
		var rows []*transaction
		for row, at := range test.createdAt {
			rows = append(rows, &transaction{createdAt: at, row: int64(row)})
		}
		slices.Reverse(rows)
		sortByTime(rows)
		var got []int64
		for _, x := range rows {
			got = append(got, x.row)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: rows %v, want %v", test.name, got, test.want)
		}
	}
}
