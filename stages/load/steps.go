package load

import (
	"cmp"
	"slices"
)

// A step leads from one version of a key to the next newer one that says
// otherwise: the rows of both, each in the order of path and record number.
type step struct{ before, after []int32 }

// appendSteps appends the steps between the versions of a key in the order of
// their snapshots. Versions of one snapshot do not follow each other: the last by
// path stands for them.
func appendSteps(steps []step, versions []version) []step {
	if len(versions) < 2 {
		return steps
	}
	inOrder := slices.Clone(versions)
	slices.SortStableFunc(inOrder, func(a, b version) int { return cmp.Compare(a.stamp, b.stamp) })
	for i, v := range inOrder[1:] {
		if before := inOrder[i]; before.stamp != v.stamp && !before.same(v) {
			steps = append(steps, step{before.rows, v.rows})
		}
	}
	return steps
}
