package reports

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestLayOut(t *testing.T) {
	for name, c := range map[string]struct {
		widths []float64
		frozen int
		want   printLayout
	}{
		"nothing":                      {nil, 0, printLayout{1, 0}},
		"all on one page":              {[]float64{30, 100, 100}, 1, printLayout{1, 0}},
		"key on both pages":            {[]float64{30, 100, 100, 100}, 1, printLayout{2, 1}},
		"key takes room":               {slices.Repeat([]float64{30}, 20), 2, printLayout{4, 2}},
		"without a key":                {slices.Repeat([]float64{30}, 20), 0, printLayout{3, 0}},
		"key of more than half a page": {[]float64{40, 40, 40, 40, 100}, 4, printLayout{2, 2}},
	} {
		if got := layOut(c.widths, c.frozen); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestPagesAreReadable: at the scale that is still readable, the columns go on the pages
// that layOut counts, so that no program has to print them smaller.
func TestPagesAreReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		widths := rapid.SliceOfN(rapid.Float64Range(minWidth, lastWidth), 1, 40).Draw(t, "widths")
		layout := layOut(widths, rapid.IntRange(0, min(5, len(widths))).Draw(t, "frozen"))
		key := 0.0
		for _, w := range widths[:layout.repeats] {
			key += w
		}
		pages, room := 1, readableWidth-key
		for _, w := range widths[layout.repeats:] {
			if w > room {
				pages, room = pages+1, readableWidth-key
			}
			room -= w
		}
		if pages > layout.pages || key > readableWidth/2 {
			t.Fatalf("%d pages with a key of %v characters, counted %+v", pages, key, layout)
		}
	})
}
