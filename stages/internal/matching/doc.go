// Package matching finds out which amounts received are which amounts owed: by
// the ids that one side gives of the other, then whole settlement batches, then
// bounded exact covering. It only says what belongs together: whether the sums
// agree is judged by whoever asked, and nothing is ever added to make them agree.
//
// Every amount owed and every amount received ends in exactly one [Group]. The
// outcome does not depend on the order of either side.
//
// Covering is the exact cover problem (Knuth, "Dancing Links", 2000, Algorithm X)
// over blocks that are found by subset sums; it is bounded, because subset sum is
// NP-complete (Karp 1972).
package matching
