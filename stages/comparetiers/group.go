package comparetiers

import (
	"cmp"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// A count is lines and how many of them were on time.
type count struct{ lines, onTime int64 }

// sides hold the counts of both tiers.
type sides struct{ premium, ordinary count }

// The tiers that are compared: lines of an unknown tier are on neither side (D07).
const (
	premiumTier  = "premium"
	ordinaryTier = "ordinary"
)

// of returns the counts of a tier that is compared.
func (s *sides) of(tier string) *count {
	if tier == premiumTier {
		return &s.premium
	}
	return &s.ordinary
}

// A group is the counts of a seller and period, or of ALL: as they are, and by
// route.
type group struct {
	groupKey
	all    sides
	routes []*sides // in order of the routes' names
}

type groupKey struct{ seller, period string }

// unknownRoute stands for a route that is not exported.
const unknownRoute = "unknown"

// readGroups reads the counts of all sellers and periods of which a tier is known,
// in order.
func readGroups(t *pipeline.Task) ([]group, error) {
	byRoute := make(map[groupKey]map[string]*sides)
	for r, err := range nullable.Rows(t, datasets.OnTimeRates) {
		if err != nil {
			return nil, err
		}
		tier := r.Code(datasets.TierCode)
		if tier != premiumTier && tier != ordinaryTier {
			continue
		}
		key, route := groupKey{r.Code(datasets.SellerID), r.Code(datasets.Period)}, r.Code(datasets.RouteOrAll)
		if byRoute[key] == nil {
			byRoute[key] = make(map[string]*sides)
		}
		if byRoute[key][route] == nil {
			byRoute[key][route] = &sides{}
		}
		*byRoute[key][route].of(tier) = count{r.Int(datasets.JudgedLines), r.Int(datasets.OnTimeLines)}
	}
	var groups []group
	for key, routes := range byRoute {
		g := group{groupKey: key}
		for _, route := range slices.Sorted(maps.Keys(routes)) {
			switch route {
			case datasets.All:
				g.all = *routes[route]
			case unknownRoute:
			default:
				g.routes = append(g.routes, routes[route])
			}
		}
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.period, b.period))
	})
	return groups, nil
}
