package sharecauses

import (
	"fmt"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/loaded"
	"ozpayout/stages/internal/policy"
)

// unexplained is the residual, which has a share although it is no player (D13).
const unexplained = "UNEXPLAINED"

// A catalogue holds the causes that late lines and days are given to, in order
// of precedence, and the groups of the published shares.
type catalogue struct {
	causes  []policy.Cause
	at      map[string]int // position by code
	groups  []claimGroup
	groupOf []int // of each cause, noGroup where the article names none
}

// A claimGroup is a published share of several causes together (D15).
type claimGroup struct {
	name  string
	share float64
}

const noGroup = -1

func readCatalogue(t *pipeline.Task) (*catalogue, error) {
	all, err := policy.Causes(t)
	if err != nil {
		return nil, err
	}
	c := &catalogue{at: make(map[string]int)}
	groupAt := make(map[string]int)
	for _, cause := range all {
		if !cause.IsPlayer && cause.Code != unexplained {
			continue
		}
		c.at[cause.Code] = len(c.causes)
		c.causes = append(c.causes, cause)
		if cause.ClaimGroup == "" {
			c.groupOf = append(c.groupOf, noGroup)
			continue
		}
		group, known := groupAt[cause.ClaimGroup]
		if !known {
			group = len(c.groups)
			groupAt[cause.ClaimGroup] = group
			c.groups = append(c.groups, claimGroup{cause.ClaimGroup, cause.ClaimShare})
		}
		if c.groups[group].share != cause.ClaimShare {
			return nil, fmt.Errorf("reference table %s: the causes of group %s claim different shares, %v and %v",
				datasets.CauseCatalog.Name, cause.ClaimGroup, c.groups[group].share, cause.ClaimShare)
		}
		c.groupOf = append(c.groupOf, group)
	}
	return c, nil
}

// areLoaded reports whether all of the tables are loaded for a seller. Calendars ship
// with the product.
func areLoaded(tables loaded.Tables, names []string, seller string) bool {
	for _, name := range names {
		if name != datasets.Calendar.Name && !tables.Has(name, seller) && !tables.Has(name, all) {
			return false
		}
	}
	return true
}

// observable reports which causes can be seen in a group: those whose tables are
// loaded for one of its sellers, and those that a late line has, by whatever
// evidence.
func (c *catalogue) observable(g group, sums *totals, tables loaded.Tables) []bool {
	seen := make([]bool, len(c.causes))
	for m := range sums {
		for cause, sum := range sums[m].byCause {
			seen[cause] = seen[cause] || sum.lines != 0 || sum.weight != 0
		}
	}
	sellers := g.sellers()
	for cause := range seen {
		names := c.causes[cause].Tables()
		for _, seller := range sellers {
			seen[cause] = seen[cause] || areLoaded(tables, names, seller)
		}
	}
	return seen
}
