package countcompliance

import (
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/stages/internal/money"
)

// failed adds up the late amounts of postings that do not comply.
type failed struct {
	late        int64 // CNY, minor units
	unconverted int64 // postings whose late amount is not known
}

// add adds a posting. A sum that does not fit is not known.
func (f *failed) add(late *array.Int64, row int) {
	if late.IsNull(row) {
		f.unconverted++
		return
	}
	sum, fits := money.Add(f.late, late.Value(row))
	if !fits {
		f.unconverted++
		return
	}
	f.late = sum
}
