package sharecauses

import (
	"fmt"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
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

// A sight says what can be seen: in the tables that are loaded, and in the years of the
// Chinese calendar.
type sight struct {
	tables loaded.Tables
	china  *calendar.Calendar
}

func readSight(t *pipeline.Task) (s sight, err error) {
	if s.tables, err = loaded.Read(t); err != nil {
		return s, err
	}
	s.china, err = policy.Calendar(t, "CN")
	return s, err
}

// has reports whether all of the tables are there for the seller and the month of a
// cell. The calendar is there for every seller, but not for every year (D16).
func (s *sight) has(names []string, of *cell) bool {
	for _, name := range names {
		if name == datasets.Calendar.Name {
			if !s.china.Covers(calendar.Day(of.month)) {
				return false
			}
		} else if !s.tables.Has(name, of.seller) && !s.tables.Has(name, datasets.All) {
			return false
		}
	}
	return true
}

// observable reports which causes can be seen in a group: those whose tables are
// loaded for one of its sellers and months, and those that a late line has, by
// whatever evidence.
func (c *catalogue) observable(g group, sums *totals, s *sight) []bool {
	seen := make([]bool, len(c.causes))
	for m := range sums {
		for cause, sum := range sums[m].byCause {
			seen[cause] = seen[cause] || sum.lines != 0 || sum.weight != 0
		}
	}
	for cause := range seen {
		names := c.causes[cause].Tables()
		seen[cause] = seen[cause] || slices.ContainsFunc(g.cells, func(of *cell) bool { return s.has(names, of) })
	}
	return seen
}
