package policy_test

import (
	"strings"
	"testing"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ratio"
)

func readTiers(t *testing.T, pack, text string) (table *policy.TierTable, err error) {
	t.Helper()
	err = read(t, pack, tables{datasets.Tiers: text}, func(task *pipeline.Task) (err error) {
		table, err = policy.Tiers(task)
		return err
	})
	return table, err
}

// The shipped thresholds: equal passes, one unit beyond fails (B11).
func TestB11ShippedThresholds(t *testing.T) {
	table, err := readTiers(t, "article-2024", shipped(t, datasets.Tiers))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		metric        string
		passes, fails ratio.Ratio
	}{
		{policy.GMV, ratio.Ratio{Numerator: 500_000, Denominator: 1}, ratio.Ratio{Numerator: 499_999, Denominator: 1}},
		{policy.PositiveRate, ratio.Ratio{Numerator: 9500, Denominator: 10_000}, ratio.Ratio{Numerator: 9499, Denominator: 10_000}},
		{policy.DisputeRate, ratio.Ratio{Numerator: 8, Denominator: 1000}, ratio.Ratio{Numerator: 801, Denominator: 100_000}},
	} {
		rule, ok := table.At("premium", test.metric, day("2024-06-01"))
		if !ok || !rule.IsPassedBy(test.passes) || rule.IsPassedBy(test.fails) {
			t.Errorf("%s: %+v, %v", test.metric, rule, ok)
		}
	}
	if _, ok := table.At("ordinary", policy.GMV, day("2024-06-01")); ok {
		t.Error("the ordinary tier has a threshold")
	}
	if table, err = readTiers(t, "ozon-help-2023", shipped(t, datasets.Tiers)); err != nil {
		t.Fatal(err)
	}
	if _, ok := table.At("premium", policy.GMV, day("2024-06-01")); ok {
		t.Error("pack ozon-help-2023 has a threshold of the article")
	}
}

// Of two periods that hold the later one counts; before it nothing changes.
func TestB11DatedThreshold(t *testing.T) {
	table, err := readTiers(t, "p", `pack,tier_code,metric_code,comparison,threshold,valid_from,valid_to
p,premium,dispute_rate,at_most,0.8,,
p,premium,dispute_rate,at_most,0.5,2024-07-01,2024-08-31
`)
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]ratio.Ratio{
		"2024-06-30": ratio.OfPercent(8_000_000_000),
		"2024-07-01": ratio.OfPercent(5_000_000_000),
		"2024-09-01": ratio.OfPercent(8_000_000_000),
	} {
		if rule, ok := table.At("premium", policy.DisputeRate, day(on)); !ok || rule.Threshold != want {
			t.Errorf("%s: %v, want %v", on, rule.Threshold, want)
		}
	}
}

func TestTiersRefuse(t *testing.T) {
	for row, want := range map[string]string{
		"p,premium,gmv_usd,at_least,5000.005":  "at most 2 decimals",
		"p,premium,dispute_rate,at_most,-1":    "no number from 0 on",
		"p,premium,dispute_rate,below,1":       `comparison "below"`,
		"p,premium,reply_time,at_most,1":       `metric_code "reply_time"`,
		"p,premium,dispute_rate,at_most,0.8 %": "no number",
	} {
		_, err := readTiers(t, "p", "pack,tier_code,metric_code,comparison,threshold\n"+row+"\n")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", row, err, want)
		}
	}
}
