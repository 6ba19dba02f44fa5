package routing_test

import (
	"testing"

	"ozpayout/stages/internal/routing"
)

func TestA33Fallback(t *testing.T) {
	for _, test := range []struct {
		status, route, intended string
		isFallback              bool
		actual                  string
	}{
		{"processing_bank_transfer", "lianlian", "lianlian", true, "bank"},
		{"processing_bank_transfer", "bank", "bank", true, "bank"},
		{"processing_bank_transfer", "unknown", "", true, "bank"},
		{"paid", "bank", "lianlian", true, "bank"},
		{"", "bank", "lianlian", true, "bank"},
		{"paid", "bank", "bank", false, "bank"},
		{"paid", "bank", "unknown", false, "bank"},
		{"paid", "bank", "", false, "bank"},
		{"paid", "pingpong", "lianlian", false, "pingpong"},
		{"paid", "unknown", "lianlian", false, "unknown"},
	} {
		if got := routing.IsFallback(test.status, test.route, test.intended); got != test.isFallback {
			t.Errorf("%+v: fallback %v", test, got)
		}
		if got := routing.Actual(test.status, test.route); got != test.actual {
			t.Errorf("%+v: actual route %s", test, got)
		}
	}
}
