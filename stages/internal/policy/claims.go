package policy

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
)

// A Claim is a figure that an article publishes: never measured (A01, C36).
type Claim struct {
	ID, RuleID, Source string
	HasAsOf            bool
	AsOf               calendar.Day
	HasValue           bool
	Value              int64 // in Unit, at scale 10
	Decimals           int   // of the value as published
	Unit, Scope        string
	Statement          string
	Document           string
	Kind               string // figure, rule or sample; "" = nobody says
}

// claimScale is the number of decimals that a claimed value is kept with.
const claimScale = 10

// A ClaimList holds claims in the order of their ids.
type ClaimList []Claim

// Number returns a claim that is a number; ok is false where there is none.
func (l ClaimList) Number(id string) (c Claim, ok bool) {
	i := slices.IndexFunc(l, func(c Claim) bool { return c.ID == id && c.HasValue })
	if i < 0 {
		return Claim{}, false
	}
	return l[i], true
}

// Share returns a claim in percent, or in percentage points, as a share 0..1; NaN where there
// is none in that unit.
func (l ClaimList) Share(id, unit string) float64 {
	if c, ok := l.Number(id); ok && c.Unit == unit {
		return c.Share()
	}
	return math.NaN()
}

// Claims reads [datasets.PublishedClaims].
func Claims(t *pipeline.Task) (ClaimList, error) {
	rows := table[string, Claim]{name: datasets.PublishedClaims.Name}
	err := each(t, datasets.PublishedClaims, func(c cursor, at place) error {
		claim := Claim{
			ID: c.Code(datasets.ClaimID), RuleID: c.Code(datasets.ClaimRuleID), Source: c.Code(datasets.ClaimSource),
			AsOf: c.day(datasets.ClaimAsOf, SinceEver), Unit: c.Code(datasets.ClaimUnit), Scope: c.Text(datasets.ClaimScope),
			Statement: c.Text(datasets.ClaimStatement), Document: c.Text(datasets.ClaimDocument), Kind: c.Code(datasets.ClaimKind),
		}
		claim.HasAsOf = claim.AsOf != SinceEver
		// Months and times of day are figures too, but no numbers.
		if value, reason := cell.Money([]byte(c.Text(datasets.ClaimValue)), claimScale, '.'); reason == "" {
			_, decimals, _ := strings.Cut(c.Text(datasets.ClaimValue), ".")
			claim.HasValue, claim.Value, claim.Decimals = true, value, len(decimals)
		}
		return rows.add(claim.ID, claim, at)
	})
	if err != nil {
		return nil, err
	}
	claims := rows.values()
	slices.SortFunc(claims, func(a, b Claim) int { return cmp.Compare(a.ID, b.ID) })
	return claims, nil
}

// Exact returns the value, in Unit.
func (c Claim) Exact() *big.Rat { return big.NewRat(c.Value, pipeline.RateScale) }

// Figure returns the value as a number, in Unit.
func (c Claim) Figure() float64 { return float64(c.Value) / pipeline.RateScale }

// Share returns a value in percent as a share 0..1.
func (c Claim) Share() float64 { return float64(c.Value) / (100 * pipeline.RateScale) }
