package reconcilepayouts

import (
	"iter"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

// A forgetful allocator overwrites what it is given back.
type forgetful struct{ memory.Allocator }

func (forgetful) Free(b []byte) {
	for i := range b {
		b[i] = '?'
	}
}

func (f forgetful) Reallocate(size int, b []byte) []byte {
	to := f.Allocate(size)
	copy(to, b)
	f.Free(b)
	return to
}

// TestCopiesOutliveTheirBatch: what is kept of a batch is not its memory, also for
// a payout of which a second row came.
func TestCopiesOutliveTheirBatch(t *testing.T) {
	tables := map[*pipeline.Dataset]string{
		datasets.SettlementSpans: "seller_id,has_both_copies\n7,true\n",
		datasets.DistinctParts:   "seller_id,payout_id,file_form\n7,P-1,table\n7,P-1,json\n",
	}
	task := &pipeline.Task{Read: func(d *pipeline.Dataset) iter.Seq2[arrow.Record, error] {
		return func(yield func(arrow.Record, error) bool) {
			rec := stagetest.Rows(forgetful{memory.DefaultAllocator}, d, tables[d])
			defer rec.Release()
			yield(rec, nil)
		}
	}}
	copies, err := readCopies(task)
	if err != nil {
		t.Fatal(err)
	}
	if pair := copies[payoutID{"7", "P-1"}]; pair == nil || pair.table == nil || pair.json == nil {
		t.Errorf("copies %v, want both of payout P-1 of seller 7", copies)
	}
}
