package costroutes

import (
	"fmt"
	"strconv"

	"ozpayout/stages/internal/policy"
)

// A costClaim is the published difference of conversion costs: that of the cheaper
// route below that of the dearer one, in basis points (A35).
type costClaim struct {
	cheaper, dearer string
	basisPoints     float64
	isKnown         bool
	text            string
}

// costClaimOf finds the claim. The article names Payoneer and WorldFirst as one;
// the cost difference is Payoneer's (C03).
func costClaimOf(published policy.ClaimList) costClaim {
	claim := costClaim{cheaper: "lianlian", dearer: "payoneer"}
	if c, ok := published.Number("a35_cost_advantage"); ok && c.Unit == "percentage points" {
		claim.isKnown = true
		claim.basisPoints = float64(c.Value) / basisPointOfScale
		claim.text = fmt.Sprintf("%s, %s: %s %s, %s (%s)", c.RuleID, asOf(c), strconv.FormatFloat(c.Figure(), 'f', -1, 64), c.Unit, c.Statement, c.Scope)
	}
	return claim
}

// basisPointOfScale is a basis point in percentage points at scale 10.
const basisPointOfScale = 100_000_000

func asOf(c policy.Claim) string {
	if !c.HasAsOf {
		return "no date"
	}
	return c.AsOf.String()
}

// between returns the claimed cost of route b less that of route a. The routes of a
// pair stand in order of their names, and so do those of the claim.
func (c costClaim) between(a, b string) (basisPoints float64, ok bool) {
	return c.basisPoints, c.isKnown && a == c.cheaper && b == c.dearer
}

// textOn returns the claim in words where it is about the route, or "".
func (c costClaim) textOn(route string) string {
	if route == c.cheaper || route == c.dearer {
		return c.text
	}
	return ""
}
