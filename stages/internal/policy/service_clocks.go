package policy

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// A ServiceClock is a time limit of support tickets.
type ServiceClock struct {
	Code        string
	Process     string // "" = of every process
	AddressedTo string // ozon, provider; "" = both
	From, Until string // columns of tickets
	HasLimit    bool
	Limit       time.Duration // itself still in time
	IsWorking   bool          // runs in opening hours only
	IsProviders bool          // the provider has to act, else Ozon
	RuleIDs     string
	Period      Period
}

func (c ServiceClock) validity() Period { return c.Period }
func (c ServiceClock) identity() string { return c.Code }

// AppliesTo reports whether the clock is one of a ticket that is opened while it holds.
func (c ServiceClock) AppliesTo(process, addressedTo string) bool {
	return (c.Process == "" || c.Process == process) && (c.AddressedTo == "" || c.AddressedTo == addressedTo)
}

// ServiceClocks reads [datasets.ServiceClocks] in the order of their codes and first days.
func ServiceClocks(t *pipeline.Task) ([]ServiceClock, error) {
	type key struct {
		code string
		from calendar.Day
	}
	rows := table[key, ServiceClock]{name: datasets.ServiceClocks.Name}
	err := eachOfPack(t, datasets.ServiceClocks, func(c cursor, at place) error {
		clock := ServiceClock{
			Code: c.Code(datasets.ClockName), Process: c.Code(datasets.ClockProcess), AddressedTo: c.Code(datasets.ClockAddressedTo),
			From: c.Code(datasets.ClockFrom), Until: c.Code(datasets.ClockUntil),
			RuleIDs: c.Code(datasets.RuleIDs), Period: Validity(c.Row),
		}
		if minutes := orElse(c.IntOrNull(datasets.ClockMinutes), -1); minutes >= 0 {
			clock.HasLimit, clock.Limit = true, time.Duration(minutes)*time.Minute
		}
		switch hours := c.Code(datasets.ClockHours); hours {
		case "working":
			clock.IsWorking = true
		case "clock":
		default:
			return fmt.Errorf("hours %q are neither working nor clock", hours)
		}
		switch who := c.Code(datasets.ClockResponsible); who {
		case "provider":
			clock.IsProviders = true
		case "ozon":
		default:
			return fmt.Errorf("responsible %q is neither ozon nor provider", who)
		}
		return rows.add(key{clock.Code, clock.Period.From}, clock, at)
	})
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(rows.values()), func(a, b ServiceClock) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Period.From, b.Period.From))
	}), nil
}
