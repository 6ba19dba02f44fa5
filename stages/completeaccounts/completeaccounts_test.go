package completeaccounts

import (
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// Whatever the order of the answers: a cell that the account fills stays, and one
// that it leaves empty is what every answer of the last time says that says
// anything of it.
func TestFillAgreesWithCellByCell(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "a", "b"})
	rapid.Check(t, func(t *rapid.T) {
		var answers []*answer
		for i := range rapid.IntRange(1, 4).Draw(t, "answers") {
			a := &answer{at: arrow.Timestamp(rapid.IntRange(0, 1).Draw(t, "at")), row: int64(i)}
			for c := range a.cells {
				a.cells[c] = text.Draw(t, "said")
			}
			answers = append(answers, a)
		}
		var account, want [cells]string
		var wantFilled []int
		for c := range account {
			account[c] = text.Draw(t, "cell")
			if want[c] = account[c]; want[c] != "" {
				continue
			}
			last, said := arrow.Timestamp(-1), map[string]bool{}
			for _, a := range answers {
				last = max(last, a.at)
			}
			for _, a := range answers {
				if a.at == last && a.cells[c] != "" {
					said[a.cells[c]] = true
				}
			}
			if len(said) == 1 {
				for want[c] = range said {
				}
				wantFilled = append(wantFilled, c)
			}
		}
		latest, contradicted := newest(rapid.Permutation(answers).Draw(t, "order"))
		filled := latest.fill(&account)
		if diff := cmp.Diff(want, account); diff != "" {
			t.Fatalf("account (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(wantFilled, filled); diff != "" {
			t.Fatalf("filled (-want +got):\n%s", diff)
		}
		for _, c := range contradicted {
			if slices.Contains(filled, c) {
				t.Fatalf("cell %d is filled although answers contradict each other", c)
			}
		}
	})
}
