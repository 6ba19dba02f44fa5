package decidetiers

import (
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/ratio"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// What is said to be enough is enough, and one less is not.
func TestB11WhatIfIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := ratio.OfPercent(rapid.Int64Range(1, 1_000_000).Draw(t, "limit") * 1_000_000)
		disputes := rapid.Int64Range(0, 1000).Draw(t, "disputes")
		if n := leastWhole(disputes, limit.Rat()); disputes > 0 {
			pair := ratio.Ratio{Numerator: disputes, Denominator: *n}
			if pair.Compare(limit) > 0 {
				t.Fatalf("%d disputes of %d orders fail", disputes, *n)
			}
			if pair.Denominator--; pair.IsKnown() && pair.Compare(limit) <= 0 {
				t.Fatalf("%d disputes of %d orders pass already", disputes, *n-1)
			}
		}
		orders := rapid.Int64Range(1, 100_000).Draw(t, "orders")
		most := ratio.Ratio{Numerator: *mostWhole(orders, limit.Rat()), Denominator: orders}
		if most.Compare(limit) > 0 {
			t.Fatalf("%v fails", most)
		}
		if most.Numerator++; most.Compare(limit) <= 0 {
			t.Fatalf("%v passes too", most)
		}
	})
}

func TestB11RatingsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d decision
		d.rules.positive.Threshold = ratio.OfPercent(rapid.Int64Range(1, 9999).Draw(t, "limit") * 100_000_000)
		d.isPositiveCounted = true
		d.positive.Denominator = rapid.Int64Range(1, 10_000).Draw(t, "ratings")
		d.positive.Numerator = rapid.Int64Range(0, d.positive.Denominator).Draw(t, "positive")
		d.positivePassed = passes(d.positive, d.rules.positive)
		missing := d.ratingsMissing()
		if *d.positivePassed {
			if missing != nil {
				t.Fatalf("%d ratings are missing where the rate passes", *missing)
			}
			return
		}
		for k, want := range map[int64]bool{*missing: true, *missing - 1: false} {
			after := ratio.Ratio{Numerator: d.positive.Numerator + k, Denominator: d.positive.Denominator + k}
			if got := d.rules.positive.IsPassedBy(after); got != want {
				t.Fatalf("with %d more ratings: %v, want %v", k, got, want)
			}
		}
	})
}
