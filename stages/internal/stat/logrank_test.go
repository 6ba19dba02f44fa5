package stat_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

type logRankOracle struct {
	O1   *float64
	E1   *float64
	V    *float64
	Chi2 *float64 `json:"chi2"`
	P    *float64 `json:"p"`
	DF   int      `json:"df"`
}

func TestOracleLogRankTwoGroups(t *testing.T) {
	for key, groups := range map[string][2]string{
		"logrank_6mp": {"km_6mp", "km_placebo"}, "logrank_aml": {"km_aml_maintained", "km_aml_non"},
	} {
		want := oracle[logRankOracle](t, key)
		got := stat.LogRankTest([][]stat.Lifetimes{{oracle[sample](t, groups[0]).lifetimes(), oracle[sample](t, groups[1]).lifetimes()}})
		equal(t, key+" observed", got.Observed[0], want.O1, 1e-12)
		equal(t, key+" expected", got.Expected[0], want.E1, 1e-10)
		equal(t, key+" chi-square", got.ChiSquare, want.Chi2, 1e-10)
		equal(t, key+" p", got.P, want.P, 1e-12)
		deviation := got.Observed[0] - got.Expected[0]
		equal(t, key+" variance", deviation*deviation/got.ChiSquare, want.V, 1e-10)
		if got.DegreesFreedom != 1 {
			t.Errorf("%s: %d degrees of freedom", key, got.DegreesFreedom)
		}
	}
}

// veterans reads testdata/veteran.csv: treatment and cell type, time and status of
// the lung cancer trial in Kalbfleisch & Prentice 1980 (R data set veteran).
func veterans(t *testing.T) (strata [][]stat.Lifetimes) {
	t.Helper()
	file, err := os.Open("testdata/veteran.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	strataOf := map[string]int{}
	for _, row := range rows[1:] {
		s, known := strataOf[row[1]]
		if !known {
			s = len(strata)
			strataOf[row[1]] = s
			strata = append(strata, []stat.Lifetimes{{}, {}})
		}
		treatment, _ := strconv.Atoi(row[0])
		time, _ := strconv.Atoi(row[2])
		exit := stat.Exits{Events: 1}
		if row[3] == "0" {
			exit = stat.Exits{Censored: 1}
		}
		strata[s][treatment-1].Add(time, exit)
	}
	return strata
}

func TestOracleLogRankFourGroupsVeteran(t *testing.T) {
	var types []stat.Lifetimes
	for _, treatments := range veterans(t) {
		treatments[0].Merge(treatments[1])
		types = append(types, treatments[0])
	}
	want := oracle[logRankOracle](t, "logrank_veteran_celltype")
	got := stat.LogRankTest([][]stat.Lifetimes{types})
	equal(t, "chi-square", got.ChiSquare, want.Chi2, 1e-9)
	if got.DegreesFreedom != want.DF {
		t.Errorf("%d degrees of freedom, want %d", got.DegreesFreedom, want.DF)
	}
}

// Treatment within cell type: 0.7017433 from R 4.2.2, survival 3.5-3.
func TestOracleLogRankStratifiedVeteran(t *testing.T) {
	got := stat.LogRankTest(veterans(t))
	equal(t, "chi-square", got.ChiSquare, new(0.7017433), 5e-8)
	if got.DegreesFreedom != 1 {
		t.Errorf("%d degrees of freedom, want 1", got.DegreesFreedom)
	}
}

// TestLogRankProperties: groups may come in any order, observed and expected
// events have one sum, and two copies of a sample do not differ.
func TestLogRankProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawSample(t).lifetimes(), drawSample(t).lifetimes(), drawSample(t).lifetimes()
		test := stat.LogRankTest([][]stat.Lifetimes{{a, b, c}})
		again := stat.LogRankTest([][]stat.Lifetimes{{c, a, b}})
		if !math.IsNaN(test.ChiSquare) && !near(test.ChiSquare, again.ChiSquare, 1e-6*max(1, test.ChiSquare)) {
			t.Fatalf("chi-square %v in another order %v", test.ChiSquare, again.ChiSquare)
		}
		observed, expected := 0.0, 0.0
		for g := range test.Observed {
			observed += test.Observed[g]
			expected += test.Expected[g]
		}
		if !near(observed, expected, 1e-9) {
			t.Fatalf("observed %v, expected %v", observed, expected)
		}
		if same := stat.LogRankTest([][]stat.Lifetimes{{a, a}, {b, b}}); !math.IsNaN(same.ChiSquare) && !near(same.ChiSquare, 0, 1e-12) {
			t.Fatalf("equal groups differ by %v", same.ChiSquare)
		}
	})
}

func TestLogRankWithoutAnswer(t *testing.T) {
	for name, strata := range map[string][][]stat.Lifetimes{
		"no strata": nil, "one group": {{{1: {Events: 1}}}}, "no events": {{{1: {Censored: 2}}, {2: {Censored: 1}}}},
		"groups one after the other": {{{1: {Events: 1}}, {2: {Events: 1, Entered: 0}, 1: {Entered: 1}}}},
	} {
		if got := stat.LogRankTest(strata); !math.IsNaN(got.ChiSquare) || !math.IsNaN(got.P) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
