package cell

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// No code, id or name may stand for two currencies: the indexes would keep one
// of them without a word.
func TestCurrencyTable(t *testing.T) {
	codePattern := regexp.MustCompile(`^[A-Z]{3}$`)
	idPattern := regexp.MustCompile(`^(R\d{5}[A-Z]?)?$`)
	seen := make(map[string]string)
	for _, c := range currencies {
		if !codePattern.MatchString(c.code) || !idPattern.MatchString(c.cbrID) || c.digits < noMinorUnit || c.digits > 3 {
			t.Errorf("row %+v", c)
		}
		if (c.cbrID == "") != (len(c.cbrNames) == 0) {
			t.Errorf("%s has only one of id and names", c.code)
		}
		for _, key := range append([]string{c.code, c.cbrID}, c.cbrNames...) {
			key = FoldWord(key)
			if other, taken := seen[key]; taken && key != "" {
				t.Errorf("%q stands for %s and %s", key, other, c.code)
			}
			seen[key] = c.code
		}
	}
	if !slices.IsSortedFunc(currencies, func(a, b currency) int { return strings.Compare(a.code, b.code) }) {
		t.Error("not in the order of codes")
	}
}
