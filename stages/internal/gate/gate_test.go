package gate_test

import (
	"math"
	"testing"

	"ozpayout/stages/internal/gate"
)

// D32: below 10 counts only, below 30 a small sample.
func TestD32Gate(t *testing.T) {
	g := gate.Gate{NoShareBelow: 10, SmallSampleBelow: 30}
	for _, c := range []struct {
		n        int64
		hasShare bool
		code     string
	}{
		{0, false, gate.SmallSample},
		{9, false, gate.SmallSample},
		{10, true, gate.SmallSample},
		{29, true, gate.SmallSample},
		{30, true, gate.OK},
		{1_000_000, true, gate.OK},
	} {
		if g.HasShare(c.n) != c.hasShare || g.Code(c.n) != c.code || g.IsSmall(c.n) != (c.code == gate.SmallSample) {
			t.Errorf("n = %d: %v %s", c.n, g.HasShare(c.n), g.Code(c.n))
		}
	}
	if (gate.Gate{}).HasShare(0) {
		t.Error("no observation has a share")
	}
}

// Interval of 15 in 148: Newcombe 1998, table I.
func TestProportion(t *testing.T) {
	g := gate.Gate{NoShareBelow: 10, SmallSampleBelow: 30}
	p := g.Proportion(15, 148)
	if p.Share != 15.0/148 || math.Abs(p.Low-0.0623864) > 1e-7 || math.Abs(p.High-0.1604872) > 1e-7 {
		t.Errorf("15 of 148: %v", p)
	}
	if p := g.Proportion(9, 9); !math.IsNaN(p.Share) || !math.IsNaN(p.Low) || !math.IsNaN(p.High) {
		t.Errorf("9 of 9: %v, want nothing", p)
	}
}
