package reversal_test

import (
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"

	"ozpayout/stages/internal/reversal"
)

// Rows of one instant keep the direction of their file.
func TestSort(t *testing.T) {
	type files map[string][]arrow.Timestamp // of rows 0, 1, 2 ...
	type row struct {
		File string
		Row  int64
	}
	for name, test := range map[string]struct {
		files files
		want  []row
	}{
		"none":               {nil, nil},
		"all at one instant": {files{"a": {5, 5, 5}}, []row{{"a", 0}, {"a", 1}, {"a", 2}}},
		"oldest first":       {files{"a": {1, 5, 5, 7}}, []row{{"a", 0}, {"a", 1}, {"a", 2}, {"a", 3}}},
		"newest first":       {files{"a": {7, 5, 5, 1}}, []row{{"a", 3}, {"a", 2}, {"a", 1}, {"a", 0}}},
		"two of newest first, the older one read first": {files{"a": {3, 1, 1}, "b": {9, 6, 6}}, []row{
			{"a", 2}, {"a", 1}, {"a", 0}, {"b", 2}, {"b", 1}, {"b", 0},
		}},
		"one of either direction": {files{"a": {1, 5, 5}, "b": {6, 5, 5}}, []row{
			{"a", 0}, {"a", 1}, {"a", 2}, {"b", 2}, {"b", 1}, {"b", 0},
		}},
	} {
		var places []reversal.Place
		for file, instants := range test.files {
			for i, at := range instants {
				places = append(places, reversal.Place{At: at, File: file, Row: int64(i)})
			}
		}
		slices.Reverse(places)
		reversal.Sort(places, func(p reversal.Place) reversal.Place { return p })
		var got []row
		for _, p := range places {
			got = append(got, row{p.File, p.Row})
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
