package decidetiers

import (
	"math/big"
	"strconv"
	"strings"
)

// leastWhole returns the least whole number n with x/n <= limit; nil if there is
// none that fits: no number of orders makes up for a dispute where none is allowed.
func leastWhole(x int64, limit *big.Rat) *int64 {
	if limit.Sign() == 0 {
		if x > 0 {
			return nil
		}
		return new(int64)
	}
	return ceiling(new(big.Rat).Quo(new(big.Rat).SetInt64(x), limit))
}

// mostWhole returns the largest whole number x with x/n <= limit.
func mostWhole(n int64, limit *big.Rat) *int64 {
	product := new(big.Rat).Mul(new(big.Rat).SetInt64(n), limit)
	return whole(new(big.Int).Quo(product.Num(), product.Denom()))
}

// ceiling returns the least whole number that is not below r, which is not
// negative; nil if it does not fit.
func ceiling(r *big.Rat) *int64 {
	quotient, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return whole(quotient)
}

func whole(n *big.Int) *int64 {
	if !n.IsInt64() {
		return nil
	}
	value := n.Int64()
	return &value
}

// ratingsMissing returns how many further ratings, all of them positive, bring the
// rate to the threshold: the least k with (p+k)/(n+k) >= limit. nil if it is
// unknown, or if none is enough.
func (d *decision) ratingsMissing() *int64 {
	if !d.isPositiveCounted || d.positivePassed == nil || *d.positivePassed {
		return nil
	}
	limit := d.rules.positive.Threshold.Rat()
	left := new(big.Rat).Sub(big.NewRat(1, 1), limit)
	if left.Sign() <= 0 {
		return nil
	}
	missing := new(big.Rat).Mul(limit, new(big.Rat).SetInt64(d.positive.Denominator))
	missing.Sub(missing, new(big.Rat).SetInt64(d.positive.Numerator))
	return ceiling(missing.Quo(missing, left))
}

// whatIf says what would be enough, as code=number (see [datasets.WhatIfText]). A
// metric that passes is not mentioned, but for the disputes that are still allowed.
func (d *decision) whatIf() string {
	var parts []string
	say := func(code, number string) { parts = append(parts, code+"="+number) }
	if gap := d.gmvGap(); gap != nil && *gap < 0 {
		say("gmv_missing_usd", big.NewRat(-*gap, 100).FloatString(2))
	}
	if missing := d.ratingsMissing(); missing != nil {
		say("positive_ratings_missing", strconv.FormatInt(*missing, 10))
	}
	if d.ordersNeeded != nil && d.disputePassed != nil && !*d.disputePassed {
		say("dispute_orders_needed", strconv.FormatInt(*d.ordersNeeded, 10))
	}
	if d.disputesAllowed != nil {
		say("disputes_allowed", strconv.FormatInt(*d.disputesAllowed, 10))
	}
	return strings.Join(parts, " ")
}
