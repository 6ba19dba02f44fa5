package tabular

import (
	"fmt"
	"strconv"
	"strings"
)

// columnsOf finds the wanted columns in a header by equality. Where the header
// has a text more than once, the text alone means the first of them, its n-th
// mention in want the n-th of them, and text+"#2" the second whatever the order.
func columnsOf(header, want []string) ([]int, error) {
	occurrences := map[string][]int{}
	for i, name := range header {
		occurrences[name] = append(occurrences[name], i)
	}
	mentions := map[string]int{}
	columns := make([]int, len(want))
	for i, name := range want {
		at, nth := occurrences[name], mentions[name]
		mentions[name]++
		if cut := strings.LastIndexByte(name, '#'); len(at) == 0 && cut >= 0 {
			if n, err := strconv.Atoi(name[cut+1:]); err == nil && n >= 1 {
				at, nth = occurrences[name[:cut]], n-1
			}
		}
		if nth >= len(at) {
			return nil, fmt.Errorf("no column %q in the header", name)
		}
		columns[i] = at[nth]
	}
	return columns, nil
}
