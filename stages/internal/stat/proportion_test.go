package stat_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

func check(t *testing.T, what string, got stat.Interval, low, high, tolerance float64) {
	t.Helper()
	if !near(got.Low, low, tolerance) || !near(got.High, high, tolerance) {
		t.Errorf("%s: [%.13f, %.13f], want [%.13f, %.13f]", what, got.Low, got.High, low, high)
	}
}

// Intervals of 95 %. 81/263, 15/148, 0/20, 1/29: Newcombe 1998, table I, with
// more digits from R 4.2.2; the others from R and an independent program.
func TestOracleWilson(t *testing.T) {
	for _, test := range []struct {
		x, n   int
		wilson [2]float64
	}{
		{81, 263, [2]float64{0.2552885198782742, 0.36620957698280004}},
		{15, 148, [2]float64{0.0623863995307363, 0.16048724172330803}},
		{0, 20, [2]float64{0, 0.16112515805281938}},
		{1, 29, [2]float64{0.006113214292762653, 0.17175521879320288}},
		{23, 60, [2]float64{0.27088272374082023, 0.5098240417590008}},
		{41, 100, [2]float64{0.3186731302113651, 0.5079856994658921}},
		{32, 100, [2]float64{0.23669147324999093, 0.41662618610452384}},
		{19, 100, [2]float64{0.12514751509768735, 0.27778845379064376}},
		{8, 100, [2]float64{0.041093461484380624, 0.14998107700948735}},
		{992, 1000, [2]float64{0.9842936654690199, 0.995940804181194}},
		{876, 1000, [2]float64{0.8541222509908473, 0.8950000266280154}},
		{917, 1000, [2]float64{0.8982635048659464, 0.9325449785571007}},
		{68, 100, [2]float64{0.5833738138954762, 0.7633085267500092}},
		{10, 10, [2]float64{0.7224672001371107, 1}},
		{0, 1, [2]float64{0, 0.7934506856227626}},
		{1, 1, [2]float64{0.20654931437723745, 1}},
	} {
		check(t, "Wilson", stat.Wilson(test.x, test.n, 0.95), test.wilson[0], test.wilson[1], 1e-13)
	}
}

// Newcombe 1998, Statistics in Medicine 17:873 (56/70 - 48/80 and the small
// tables), with more digits from an independent program.
func TestOracleNewcombeDifference(t *testing.T) {
	for _, test := range []struct {
		x1, n1, x2, n2        int
		difference, low, high float64
	}{
		{56, 70, 48, 80, 0.2, 0.05243147240236498, 0.333872654036906},
		{9, 10, 3, 10, 0.6, 0.17052272393450296, 0.8090179735354881},
		{6, 7, 2, 7, 0.5714285714285714, 0.0582279274823122, 0.8062496375242277},
		{5, 56, 0, 29, 0.08928571428571429, -0.03813714790353688, 0.19256001385511162},
		{0, 10, 0, 20, 0, -0.16112515805281938, 0.2775327998628892},
		{0, 10, 0, 10, 0, -0.2775327998628892, 0.2775327998628892},
		{10, 10, 0, 20, 1, 0.6790860371419147, 1},
		{10, 10, 0, 10, 1, 0.6075093504305242, 1},
		{992, 1000, 876, 1000, 0.116, 0.09549661969896989, 0.13822984118931125},
	} {
		difference, interval := stat.Difference(test.x1, test.n1, test.x2, test.n2, 0.95)
		if !near(difference, test.difference, 1e-15) {
			t.Errorf("%d/%d - %d/%d = %v", test.x1, test.n1, test.x2, test.n2, difference)
		}
		check(t, "difference", interval, test.low, test.high, 1e-13)
	}
}

// Simultaneous shares: 205/170/80/45 from R; first cell of the second from an
// independent program (statistics page, section 1).
func TestOracleGoodman(t *testing.T) {
	got := stat.Goodman([]int{205, 170, 80, 45}, 0.95)
	for i, want := range [][2]float64{
		{0.35649923, 0.46571897}, {0.28934818, 0.39459528}, {0.12327773, 0.20510212}, {0.06288414, 0.12722097},
	} {
		check(t, "Goodman", got[i], want[0], want[1], 5e-9)
	}
	got = stat.Goodman([]int{56, 72, 73, 59, 62, 87, 58}, 0.95)
	check(t, "Goodman, seven cells", got[0], 0.0851672, 0.1662614, 5e-8)
}

func TestOutsideTheDomain(t *testing.T) {
	for name, interval := range map[string]stat.Interval{
		"Wilson of more than all":    stat.Wilson(3, 2, 0.95),
		"Wilson of a negative count": stat.Wilson(-1, 2, 0.95),
	} {
		if !math.IsNaN(interval.Low) || !math.IsNaN(interval.High) {
			t.Errorf("%s: %v", name, interval)
		}
	}
	if got := stat.Wilson(0, 0, 0.95); got != (stat.Interval{Low: 0, High: 1}) {
		t.Errorf("Wilson of nothing: %v, want [0, 1]", got)
	}
	if difference, _ := stat.Difference(0, 0, 1, 2, 0.95); !math.IsNaN(difference) {
		t.Errorf("difference from nothing: %v", difference)
	}
}

// The Wilson interval holds the share, lies in [0, 1], mirrors that of the
// failures, and its ends solve |p - share| = z sqrt(p(1-p)/n).
func TestWilsonProperties(t *testing.T) {
	const z = 1.959963984540054
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100_000).Draw(t, "n")
		x := rapid.IntRange(0, n).Draw(t, "x")
		share := float64(x) / float64(n)
		got, mirror := stat.Wilson(x, n, 0.95), stat.Wilson(n-x, n, 0.95)
		if got.Low < 0 || got.Low > share || got.High < share || got.High > 1 {
			t.Fatalf("%d/%d: %v does not hold %v", x, n, got, share)
		}
		if !near(got.Low, 1-mirror.High, 1e-12) || !near(got.High, 1-mirror.Low, 1e-12) {
			t.Fatalf("%d/%d: %v is not the mirror of %v", x, n, got, mirror)
		}
		for _, p := range []float64{got.Low, got.High} {
			if !near(math.Abs(p-share), z*math.Sqrt(p*(1-p)/float64(n)), 1e-9) {
				t.Fatalf("%d/%d: %v is not at %v standard errors", x, n, p, z)
			}
		}
	})
}
