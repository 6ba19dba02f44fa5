package vector_test

import (
	"slices"
	"testing"

	"ozpayout/stages/internal/vector"
)

func TestNames(t *testing.T) {
	var names vector.Names
	for _, test := range []struct {
		name string
		want int32
	}{{"b", 1}, {"", 0}, {"a", 2}, {"b", 1}, {"c", 3}, {"a", 2}} {
		got := names.Number(test.name)
		if got != test.want || names.Name(got) != test.name {
			t.Errorf("%q has number %d, which is %q; want %d", test.name, got, names.Name(got), test.want)
		}
	}
	if got := names.List(); !slices.Equal(got, []string{"b", "a", "c"}) {
		t.Errorf("list %q", got)
	}
}
