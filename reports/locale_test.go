package reports

import (
	"math"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
)

// TestNumbersInSentences: as the readers of each language write them.
func TestNumbersInSentences(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"2026-03-30", "0", "999", "1,000", "-1,234,567", "CNY\u00a00.05", "RUB\u00a0-12,345.60", "CNY\u00a0-92,233,720,368,547,758.08", "11.1%", "a; b: 1", "", "a, b"},
		"zh": {"2026-03-30", "0", "999", "1,000", "-1,234,567", "CNY\u00a00.05", "RUB\u00a0-12,345.60", "CNY\u00a0-92,233,720,368,547,758.08", "11.1%", "a；b：1", "", "a，b"},
		"ru": {
			"30.03.2026", "0", "999", "1\u00a0000", "-1\u00a0234\u00a0567", "CNY\u00a00,05", "RUB\u00a0-12\u00a0345,60",
			"CNY\u00a0-92\u00a0233\u00a0720\u00a0368\u00a0547\u00a0758,08", "11,1\u00a0%", "a; b: 1", "", "a, b",
		},
	} {
		l := &labels{language: lang}
		got := []string{
			l.date(arrow.Date32(20_542)), l.count(0), l.count(999), l.count(1000), l.count(-1_234_567),
			l.money(5, "CNY"), l.money(-1_234_560, "RUB"), l.money(math.MinInt64, "CNY"), l.percent(0.11098), l.list("a", "", l.pair("b", "1"), ""), l.list(), l.titled("a", "b"),
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %q, want %q", lang, got[i], want[i])
			}
		}
	}
}
