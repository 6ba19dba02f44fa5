package join

import "strings"

// OrderOf returns the order number of a posting number: the part before the
// last dash of a number that has two or more, else all of it. Partitions are cut
// by the same rule, so that all postings of an order meet in one.
func OrderOf(posting string) string {
	last := strings.LastIndexByte(posting, '-')
	if last < 0 || strings.IndexByte(posting[:last], '-') < 0 {
		return posting
	}
	return posting[:last]
}
