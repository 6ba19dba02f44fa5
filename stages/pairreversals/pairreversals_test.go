package pairreversals

import (
	"testing"

	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// An id is named by itself, not by a longer one that it is a part of.
func TestNames(t *testing.T) {
	for _, test := range []struct {
		reference, id string
		want          bool
	}{
		{"W-1", "W-1", true},
		{"Reversal of W-1.", "W-1", true},
		{"冲正W-1（退回）", "W-1", false}, // a letter stands before it
		{"冲正：W-1", "W-1", true},
		{"Reversal of W-12", "W-1", false},
		{"Reversal of W-1-2", "W-1", false},
		{"of AW-1 and W-1", "W-1", true},
		{"W-1", "", false},
		{"", "W-1", false},
	} {
		if got := names(test.reference, test.id); got != test.want {
			t.Errorf("names(%q, %q) = %t", test.reference, test.id, got)
		}
	}
}
