package pipeline

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Rows that a stage writes to a table of another scope meet by the key of that
// table, and find back to the partitions that they came from.
func TestRowsMeetByTheKeyOfTheirTable(t *testing.T) {
	order, name := &Text{Name: "order", Doc: "d"}, &Text{Name: "name", Doc: "d"}
	columns := []Column{order, name}
	byOrder := &Dataset{Name: "by_order", Columns: columns, Partition: []PartitionKey{{Column: order}}}
	byName := &Dataset{Name: "by_name", Columns: columns, Partition: []PartitionKey{{Column: name}}, Spread: "by name"}
	back := &Dataset{Name: "back", Columns: columns, Partition: byOrder.Partition}
	end := &Dataset{Name: "end", Columns: columns}
	const rows, names = 1000, 37
	copyTo := func(task *Task, from, to *Dataset, see func(row string)) error {
		for rec, err := range task.Read(from) {
			if err != nil {
				return err
			}
			for row := range int(rec.NumRows()) {
				see(rec.Column(0).ValueStr(row) + " " + rec.Column(1).ValueStr(row))
			}
			if err := task.Write(to, rec); err != nil {
				return err
			}
		}
		return nil
	}
	var mu sync.Mutex
	seenBy := map[string]map[string]bool{} // runs that saw a key
	pass := func(from, to *Dataset, key func(order, name string) string) func(context.Context, *Task) error {
		return func(_ context.Context, task *Task) error {
			return copyTo(task, from, to, func(row string) {
				var o, n string
				fmt.Sscan(row, &o, &n)
				mu.Lock()
				defer mu.Unlock()
				k := to.Name + " " + key(o, n)
				if seenBy[k] == nil {
					seenBy[k] = map[string]bool{}
				}
				seenBy[k][fmt.Sprintf("%p", task)] = true
			})
		}
	}
	byOrderKey := func(o, _ string) string { return o }
	stages := []*Stage{
		{Name: "make", Scope: Whole, Outputs: []*Dataset{byOrder}, Run: func(_ context.Context, task *Task) error {
			var made [][]string
			for i := range rows {
				made = append(made, []string{fmt.Sprintf("o%d", i/3), fmt.Sprintf("n%d", i%names)})
			}
			return toyWrite(task, byOrder, made)
		}},
		{Name: "send", Scope: ByPosting, Inputs: []*Dataset{byOrder}, Outputs: []*Dataset{byName}, Run: pass(byOrder, byName, byOrderKey)},
		{Name: "meet", Scope: "by name", Inputs: []*Dataset{byName}, Outputs: []*Dataset{back}, Run: pass(byName, back, func(_, n string) string { return n })},
		{Name: "return", Scope: ByPosting, Inputs: []*Dataset{back}, Outputs: []*Dataset{end}, Run: pass(back, end, byOrderKey)},
	}
	mem := memory.NewGoAllocator()
	to := newStore(mem, spreading{4}, 1<<10, t.TempDir())
	e := &executor{
		plan: &Plan{Stages: stages}, mem: mem, workers: 2, spread: to.spread, store: to,
		ledger: newLedger(), findings: newFindingLog(mem, to), progress: silent{},
	}
	if err := e.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	for key, runs := range seenBy {
		if len(runs) != 1 {
			t.Errorf("%s was seen by %d runs", key, len(runs))
		}
	}
	if want := 2*((rows+2)/3) + names; len(seenBy) != want {
		t.Errorf("%d keys were seen, want %d", len(seenBy), want)
	}
}
