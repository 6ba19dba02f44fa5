package countcompliance

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow/array"
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
	amount := late.Value(row)
	if amount > 0 && f.late > math.MaxInt64-amount || amount < 0 && f.late < math.MinInt64-amount {
		f.unconverted++
		return
	}
	f.late += amount
}
