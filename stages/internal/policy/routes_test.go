package policy_test

import (
	"testing"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

// A34, R08: which currencies a pack lists; C20: LianLian's NSPK is unknown in both;
// A04: since when the channel exists.
func TestA34RoutesOfThePack(t *testing.T) {
	in := tables{datasets.ProviderRoutes: shipped(t, datasets.ProviderRoutes)}
	for pack, want := range map[string]struct {
		settles []string
		not     string
		start   string
	}{
		"article-2024":   {[]string{"RUB", "USD", "EUR", "CNY"}, "HKD", "2023-09-01"},
		"ozon-help-2023": {[]string{"CNY", "USD"}, "EUR", "2023-03-15"},
	} {
		var routes *policy.RouteTable
		if err := read(t, pack, in, func(task *pipeline.Task) (err error) {
			routes, err = policy.Routes(task)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		terms, ok := routes.On("lianlian", day("2024-06-01"))
		if !ok || terms.NSPK != "unknown" {
			t.Errorf("%s: %+v, %v", pack, terms, ok)
		}
		for _, currency := range want.settles {
			if is, isKnown := terms.Settles(currency); !is || !isKnown {
				t.Errorf("%s: settles in %s %v, known %v", pack, currency, is, isKnown)
			}
		}
		if is, isKnown := terms.Settles(want.not); is || !isKnown {
			t.Errorf("%s: settles in %s %v, known %v", pack, want.not, is, isKnown)
		}
		for on, wantBefore := range map[string]bool{want.start: false, "2023-01-01": true} {
			if before, isKnown := routes.IsBeforeStart("lianlian", day(on)); before != wantBefore || !isKnown {
				t.Errorf("%s: %s before the start: %v, known %v", pack, on, before, isKnown)
			}
		}
		if _, ok := routes.On("lianlian", day(want.start)-1); ok {
			t.Errorf("%s: terms hold before the start", pack)
		}
	}
}
