package reversal

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
)

// A Place is when a row of an account happened and where it stands.
type Place struct {
	At   arrow.Timestamp
	File string
	Row  int64
}

// Sort puts rows in order of time. Those of one instant, such as rows of which only the
// day is exported, keep the direction of their file, which may list the newest first.
func Sort[T any](rows []T, place func(T) Place) {
	slices.SortFunc(rows, func(a, b T) int {
		x, y := place(a), place(b)
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Row, y.Row))
	})
	first := make(map[string]Place) // of each file
	isNewestFirst := make(map[string]bool)
	for _, row := range rows {
		p := place(row)
		if _, ok := first[p.File]; !ok {
			first[p.File] = p
		}
		isNewestFirst[p.File] = p.At < first[p.File].At // in the end, of its last row
	}
	slices.SortFunc(rows, func(a, b T) int {
		x, y := place(a), place(b)
		byRow := cmp.Compare(x.Row, y.Row)
		if isNewestFirst[x.File] {
			byRow = -byRow
		}
		return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.File, y.File), byRow)
	})
}
