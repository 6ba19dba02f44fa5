package policy_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

func feeTerms(t *testing.T, pack string, in tables) (terms []policy.FeeTerm) {
	t.Helper()
	for _, d := range []*pipeline.Dataset{datasets.ProviderFees, datasets.PublishedFees} {
		if in[d] == "" {
			in[d] = "provider\n"
		}
	}
	if err := read(t, pack, in, func(task *pipeline.Task) (err error) {
		terms, err = policy.FeeTerms(task)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return terms
}

// R05: the tiers of the help page follow each other without a hole, down to
// nothing; A38: the article has one rate.
func TestR05PublishedFeesOfThePack(t *testing.T) {
	in := func() tables { return tables{datasets.PublishedFees: shipped(t, datasets.PublishedFees)} }
	type tier struct{ rate, from, to int64 }
	const percent, million = 10_000_000_000, 1_000_000_00
	want := []tier{
		{70 * percent / 100, 0, million},
		{40 * percent / 100, million, 2 * million},
		{20 * percent / 100, 2 * million, 4 * million},
		{10 * percent / 100, 4 * million, 8 * million},
		{0, 8 * million, math.MaxInt64},
	}
	var got []tier
	for _, term := range feeTerms(t, "ozon-help-2023", in()) {
		if term.Basis != policy.VolumeBasis || !term.IsPublished || term.Provider != "lianlian" || term.RuleIDs != "R05" {
			t.Errorf("%+v", term)
		}
		got = append(got, tier{term.RatePct, term.From, term.To})
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(tier{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	article := feeTerms(t, "article-2024", in())
	if len(article) != 1 || article[0].RatePct != 3*percent/10 || article[0].Basis != policy.NoTierBasis || article[0].Max != math.MaxInt64 {
		t.Errorf("article-2024: %+v", article)
	}
}

func TestFeeTermsKeepTheirPlace(t *testing.T) {
	terms := feeTerms(t, "article-2024", tables{datasets.ProviderFees: `provider,fee_kind,currency,rate_pct,fixed_amount,min_amount,max_amount,tier_basis,tier_from,tier_to,source,source_file,source_row
pingpong,withdrawal,CNY,,20.00,1.00,50.00,txn_amount,100.00,200.00,contract,fees.csv,7
`})
	if len(terms) != 1 {
		t.Fatalf("%+v", terms)
	}
	terms[0].Period = policy.Period{}
	want := policy.FeeTerm{
		Provider: "pingpong", Kind: "withdrawal", Currency: "CNY", Fixed: 20_00, Min: 1_00, Max: 50_00,
		Basis: policy.AmountBasis, From: 100_00, To: 200_00, Source: "contract", File: "fees.csv", Row: 7,
	}
	if diff := cmp.Diff(want, terms[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
