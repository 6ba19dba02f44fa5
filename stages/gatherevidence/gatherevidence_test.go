package gatherevidence

import (
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

func TestOrderSetHasWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		orders := rapid.SliceOfN(rapid.Uint64(), 1, 2000).Draw(t, "orders")
		s := newOrderSet(len(orders))
		for _, order := range orders {
			s.add(order)
		}
		for _, order := range orders {
			if !s.has(order) {
				t.Fatalf("%x was added", order)
			}
		}
	})
}

func TestOrderSetHasFewOthers(t *testing.T) {
	const orders, others = 1000, 30_000
	s := newOrderSet(orders)
	mixed := func(i uint64) uint64 { return i * 0x9e3779b97f4a7c15 >> 7 }
	for i := range uint64(orders) {
		s.add(mixed(i))
	}
	found := 0
	for i := range uint64(others) {
		if s.has(mixed(orders + i)) {
			found++
		}
	}
	if found > others/20 {
		t.Errorf("%d of %d orders that were not added", found, others)
	}
}
