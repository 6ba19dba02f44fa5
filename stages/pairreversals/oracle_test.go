package pairreversals

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/reversal"
)

// naivePair is pair that looks at all rows before each reversed one.
func naivePair(rows []*transaction) (doubts []doubt) {
	for i, x := range rows {
		if x.status != reversed {
			continue
		}
		var others, named []*transaction
		var alone *transaction
		for _, o := range rows[:i] {
			if (o.status != completed && o.status != reversed) || o.movement() != x.movement() || !x.mayUndo(o) {
				continue
			}
			others = append(others, o)
			if names(x.references, o.id) || x.receiptNo != "" && x.receiptNo == o.receiptNo {
				named = append(named, o)
			}
		}
		if len(named) > 0 {
			others = named
		}
		for _, o := range others {
			if o.status == reversed {
				alone = o
			}
		}
		moved := moveOf(rows[:i], x)
		undo := func(o *transaction) {
			x.code = reversal.Undoing
			if o.status == reversed {
				o.isPaired = true
			} else if !x.isLater {
				o.code = reversal.Undone
			}
		}
		switch {
		case len(others) == 0, x.former == completed:
			x.code = reversal.Itself
		case len(named) == 1:
			undo(others[0])
		case x.former != "", moved == itsWay:
			x.code = reversal.Itself
		case alone != nil:
			undo(alone)
		case moved == back, x.payout != "":
			last := others[len(others)-1]
			undo(last)
			if len(others) > 1 && !x.isLater {
				doubts = append(doubts, doubt{x, last, true})
			}
		default:
			x.code = reversal.MaybeUndoing
			if last := others[len(others)-1]; !x.isLater {
				last.code = reversal.MaybeUndone
				doubts = append(doubts, doubt{x, last, false})
			}
		}
	}
	return doubts
}

func TestPairAgreesWithLookingAtAllRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows, twins []*transaction
		for i := range rapid.IntRange(0, 25).Draw(t, "rows") {
			// Most rows say little, so that many may be meant.
			rarely := func(label string, values ...string) string {
				if rapid.IntRange(0, 4).Draw(t, label+" is given") > 0 {
					return ""
				}
				return rapid.SampledFrom(values).Draw(t, label)
			}
			x := &transaction{
				index: i, id: fmt.Sprintf("T-%d", i), kind: rapid.SampledFrom([]string{receipt, withdrawal}).Draw(t, "kind"),
				status: rapid.SampledFrom([]string{completed, completed, reversed, "pending"}).Draw(t, "status"),
				amount: rapid.Int64Range(1, 2).Draw(t, "amount"), currency: "CNY",
				payout: rarely("payout", "P1", "P2"), receiptNo: rarely("receipt no", "B1", "B2"),
				references: rarely("reference", "T-1", "of T-2 and T-3", "T-12", "T #4 of T", "!"), isLater: rapid.IntRange(0, 9).Draw(t, "later") == 0,
			}
			if credited := rapid.Int64Range(0, 2).Draw(t, "credited"); credited > 0 {
				x.credited = &credited
			}
			switch rapid.IntRange(0, 9).Draw(t, "number") {
			case 0:
				x.id = fmt.Sprintf("T #%d", i)
			case 1:
				x.id = "!"
			case 2:
				x.id = ""
			}
			if x.status == reversed {
				x.former = rarely("former", completed, "pending")
			}
			if rapid.Bool().Draw(t, "has a balance") {
				x.balance = new(rapid.Int64Range(0, 3).Draw(t, "balance"))
			}
			twin := *x
			rows, twins = append(rows, x), append(twins, &twin)
		}
		got, want := pair(rows), naivePair(twins)
		for i, x := range rows {
			if x.code != twins[i].code || x.isPaired != twins[i].isPaired {
				t.Fatalf("row %d: %q %v, want %q %v", i, x.code, x.isPaired, twins[i].code, twins[i].isPaired)
			}
		}
		if !slices.EqualFunc(got, want, func(a, b doubt) bool {
			return a.reversal.index == b.reversal.index && a.other.index == b.other.index && a.isCertain == b.isCertain
		}) {
			t.Fatalf("doubts %v, want %v", got, want)
		}
	})
}

// The undoing of each of 20 000 equal movements: what a row names is found without looking
// at the others, whatever else tells them apart.
func BenchmarkPair(b *testing.B) {
	const equal = 20_000
	for name, tell := range map[string]func(x *transaction, of int){
		"nothing":  func(*transaction, int) {},
		"number":   func(x *transaction, of int) { x.references = fmt.Sprintf("reversal of T-%d", of) },
		"receipt":  func(x *transaction, of int) { x.receiptNo = fmt.Sprintf("B-%d", of) },
		"payout":   func(x *transaction, of int) { x.payout = fmt.Sprintf("P-%d", of) },
		"credited": func(x *transaction, of int) { x.credited = new(int64(of)) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				var rows []*transaction
				for i := range 2 * equal {
					x := &transaction{index: i, id: fmt.Sprintf("T-%d", i), kind: withdrawal, status: completed, amount: 100, currency: "CNY"}
					of := i
					if i >= equal {
						x.status, of = reversed, i-equal
					}
					if name != "number" || i >= equal {
						tell(x, of)
					}
					rows = append(rows, x)
				}
				b.StartTimer()
				pair(rows)
			}
			b.ReportMetric(2*equal*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
