package pipeline

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
)

// Which texts are folded at all makes no difference.
func TestTitlesHaveWhatFoldsToOne(t *testing.T) {
	words := []string{"Total", "Grand  total:", "Итого", "合计", "2024 total", "élan"}
	known := newTitles(words)
	begins := []string{"", " ", "T", "t", "G", "2", "7", "x", "Ｔ", "И", "и", "合", "e\u0301", "E\u0301", "t\u0301", "\ufeff", "_", "[", "`", "{", "@"}
	rests := []string{"otal", "OTAL", " otal", "rand total:", "того", "计", "024 TOTAL", "lan", ""}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(begins).Draw(t, "begin") + rapid.SampledFrom(rests).Draw(t, "rest")
		if rapid.Bool().Draw(t, "any") {
			text = rapid.String().Draw(t, "text")
		}
		want := text != "" && len(text) < longestTitle && slices.Contains(folded(words), cell.FoldWord(text))
		if got := known.have([]byte(text)); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}
