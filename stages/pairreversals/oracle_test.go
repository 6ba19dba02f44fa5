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
				references: rarely("reference", "T-1", "of T-2 and T-3", "T-12"), isLater: rapid.IntRange(0, 9).Draw(t, "later") == 0,
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
