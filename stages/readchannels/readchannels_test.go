package readchannels

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/channelstate"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// A26: 30.00 % is no flag, 30.01 % is one, whatever the size of the amounts.
func TestA26ExactlyThirtyPercent(t *testing.T) {
	for _, test := range []struct {
		refund, gross int64
		want          bool
	}{
		{3000, 10000, false},
		{3001, 10000, true},
		{30, 100, false},
		{31, 100, true},
		{300_000_000_000_000_000, 1_000_000_000_000_000_000, false},
		{300_000_000_000_000_001, 1_000_000_000_000_000_000, true},
		{0, 0, false},
		{1, 0, true},
		{1, -5, true},
		{0, 100, false},
	} {
		if got := exceeds(test.refund, test.gross, 3000); got != test.want {
			t.Errorf("%d of %d: %v, want %v", test.refund, test.gross, got, test.want)
		}
	}
}

func TestA26SharesAgreeWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part, whole := rapid.Int64Min(0).Draw(t, "part"), rapid.Int64Min(1).Draw(t, "whole")
		limit := rapid.Int64Range(0, 20_000).Draw(t, "limit")
		want := big.NewRat(part, whole).Cmp(big.NewRat(limit, 10_000)) > 0
		if got := exceeds(part, whole, limit); got != want {
			t.Fatalf("%d of %d more than %d: %v, want %v", part, whole, limit, got, want)
		}
	})
}

// The cut of a month into parts, and their order, make no difference.
func TestA26PartsOfAMonthAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.Custom(func(t *rapid.T) settlement {
			s := settlement{currency: rapid.SampledFrom([]string{"CNY", "RUB"}).Draw(t, "currency"), gross: rapid.Int64Range(0, 100).Draw(t, "gross")}
			if amount := rapid.Int64Range(0, 3).Draw(t, "refund"); amount > 0 {
				s.refund = refund{amount: amount, payout: rapid.SampledFrom([]string{"P1", "P2"}).Draw(t, "payout"), line: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "line")}
			}
			return s
		})).Draw(t, "parts")
		var month []settlement
		for _, part := range rapid.Permutation(parts).Draw(t, "order") {
			month = add(month, part)
		}
		for _, got := range month {
			want := settlement{currency: got.currency}
			for _, part := range parts {
				if part.currency != want.currency {
					continue
				}
				want.gross += part.gross
				if part.refund.amount > want.refund.amount || part.refund.amount == want.refund.amount && part.refund.payout+part.refund.line < want.refund.payout+want.refund.line {
					want.refund = part.refund
				}
			}
			if got != want {
				t.Fatalf("month %+v, want %+v", got, want)
			}
		}
	})
}

// A25: each state has its action.
func TestA25Actions(t *testing.T) {
	for state, want := range map[string]string{
		channelstate.Enabled: "NONE", channelstate.Unauthorised: "REAUTHORISE", channelstate.PendingReview: "REAUTHORISE",
		channelstate.Suspended: "CONTACT_ACCOUNT_MANAGER", channelstate.Unknown: "CHECK_STATE",
	} {
		if got := actionOf(state); got != want {
			t.Errorf("%s: %s, want %s", state, got, want)
		}
	}
}
