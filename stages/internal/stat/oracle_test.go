package stat_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"ozpayout/stages/internal/stat"
)

// oracle reads one entry of testdata/oracles.json: published data with what R
// 4.2.2 and an independent implementation make of them.
func oracle[T any](t *testing.T, key string) (entry T) {
	t.Helper()
	text, err := os.ReadFile("testdata/oracles.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[key], &entry); err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return entry
}

// equal compares a number with its oracle; null, which is nil, means that there is
// none.
func equal(t *testing.T, name string, got float64, want *float64, tolerance float64) {
	t.Helper()
	if want == nil {
		if !math.IsNaN(got) {
			t.Errorf("%s = %v, want none", name, got)
		}
		return
	}
	if !near(got, *want, tolerance) {
		t.Errorf("%s = %.15g, want %.15g", name, got, *want)
	}
}

// The admissions of Berkeley 1973 by department (R data set UCBAdmissions): men
// and women, admitted and rejected.
var admissions = []stat.TwoByTwo{
	{FirstYes: 512, FirstNo: 313, SecondYes: 89, SecondNo: 19},
	{FirstYes: 353, FirstNo: 207, SecondYes: 17, SecondNo: 8},
	{FirstYes: 120, FirstNo: 205, SecondYes: 202, SecondNo: 391},
	{FirstYes: 138, FirstNo: 279, SecondYes: 131, SecondNo: 244},
	{FirstYes: 53, FirstNo: 138, SecondYes: 94, SecondNo: 299},
	{FirstYes: 22, FirstNo: 351, SecondYes: 24, SecondNo: 317},
}

func TestOracleMantelHaenszelAdmissions(t *testing.T) {
	want := oracle[struct {
		OR       float64    `json:"OR"`
		CI       [2]float64 `json:"ci"`
		Chi2CC   float64    `json:"chi2_cc"`
		Chi2NoCC float64    `json:"chi2_nocc"`
	}](t, "mantel_haenszel_ucb")
	got := stat.MantelHaenszel(admissions, stat.Confidence)
	equal(t, "odds ratio", got.Ratio, &want.OR, 1e-11)
	equal(t, "lower bound", got.Low, &want.CI[0], 1e-11)
	equal(t, "upper bound", got.High, &want.CI[1], 1e-11)
	equal(t, "chi-square", got.ChiSquare, &want.Chi2CC, 1e-10)
	equal(t, "chi-square without continuity", got.Uncorrected, &want.Chi2NoCC, 1e-10)
}

func TestMantelHaenszelWithoutAnswer(t *testing.T) {
	for name, strata := range map[string][]stat.TwoByTwo{
		"no strata":       nil,
		"one observation": {{FirstYes: 1}},
		"one group":       {{FirstYes: 5, FirstNo: 7}},
		"all events":      {{FirstYes: 5, SecondYes: 7}},
	} {
		if got := stat.MantelHaenszel(strata, stat.Confidence); !math.IsNaN(got.Ratio) || !math.IsNaN(got.ChiSquare) || !math.IsNaN(got.P) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
