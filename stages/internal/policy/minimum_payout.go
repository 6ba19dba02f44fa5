package policy

import (
	"strings"

	"ozpayout/stages/internal/calendar"
)

// A MinimumPayout is the smallest payout of a currency that is sent; a smaller one is
// carried over to the next (R02). The zero value is none.
type MinimumPayout struct {
	values *ValueTable
	name   string
}

// MinimumPayout returns the minimum of a currency, none where the pack has none.
func (v *ValueTable) MinimumPayout(currency string) MinimumPayout {
	name := "minimum_payout_" + strings.ToLower(currency)
	if v.Of(name) == nil {
		return MinimumPayout{}
	}
	return MinimumPayout{v, name}
}

// IsKnown reports whether the pack has a minimum, on whatever day.
func (m MinimumPayout) IsKnown() bool { return m.values != nil }

// IsAbove reports whether the minimum of a day is above an amount in minor units. No
// minimum is above nothing.
func (m MinimumPayout) IsAbove(minor int64, on calendar.Day) (bool, error) {
	if !m.IsKnown() {
		return false, nil
	}
	if _, _, ok := m.values.At(m.name, on); !ok {
		return false, nil
	}
	least, err := m.values.Money(m.name, on)
	return err == nil && least > minor, err
}
