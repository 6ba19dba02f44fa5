package costroutes

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// What is known of a route's settling in a currency.
const (
	claimed   = "claimed"
	notListed = "not_listed"
)

// Codes of warnings, of rows and of findings alike.
const (
	currencyNotListed  = "currency_not_listed"
	beforeChannelStart = "before_channel_start"
)

const yuan = "CNY"

// A capability is a row of route_capabilities.
type capability struct {
	capabilityKey
	code     string
	seen     tally
	nspk     string
	isDirect *bool // nil = nobody says
	warning  string
	early    int64
	ruleIDs  string
}

// capabilitiesOf sets what routes are said to settle in on the as-of date beside
// what was observed, and tells where the two differ.
func capabilitiesOf(seen *observations, routes *policy.RouteTable, asOf calendar.Day, reject func(pipeline.Finding)) []capability {
	rows := make(map[capabilityKey]tally)
	for key, of := range seen.tallies {
		rows[key] = *of
	}
	for _, terms := range routes.All() {
		if !terms.Period.Holds(asOf) {
			continue
		}
		for currency := range strings.FieldsSeq(terms.Currencies) {
			if key := (capabilityKey{terms.Route, currency}); seen.tallies[key] == nil {
				rows[key] = tally{}
			}
		}
	}
	keys := slices.SortedFunc(maps.Keys(rows), func(a, b capabilityKey) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.currency, b.currency))
	})
	capabilities := make([]capability, 0, len(keys))
	for _, key := range keys {
		c := capabilityOf(key, rows[key], routes, asOf)
		c.tell(reject)
		capabilities = append(capabilities, c)
	}
	return capabilities
}

func capabilityOf(key capabilityKey, seen tally, routes *policy.RouteTable, asOf calendar.Day) capability {
	terms, _ := routes.On(key.route, asOf)
	c := capability{capabilityKey: key, code: unknown, seen: seen, nspk: cmp.Or(terms.NSPK, unknown), isDirect: rmbDirect(terms, key.currency), ruleIDs: terms.RuleIDs}
	if settles, isKnown := terms.Settles(key.currency); isKnown && key.currency != unknown {
		c.code = notListed
		if settles {
			c.code = claimed
		}
	}
	for day, n := range seen.settledOn {
		if isBefore, _ := routes.IsBeforeStart(key.route, day); isBefore {
			c.early += n
		}
	}
	switch {
	case c.code == notListed:
		c.warning = currencyNotListed
	case c.early > 0:
		c.warning = beforeChannelStart
	}
	return c
}

// rmbDirect reports whether the route settles in yuan directly: its flag and the
// currency (C18). In another currency it does not, whatever the flag.
func rmbDirect(terms policy.RouteTerms, currency string) *bool {
	is := terms.IsDirect && currency == yuan
	if currency != unknown && currency != yuan || terms.IsDirectKnown && (currency == yuan || !terms.IsDirect) {
		return &is
	}
	return nil
}

// tell reports what a row warns of, once for all payouts and withdrawals of it.
func (c capability) tell(reject func(pipeline.Finding)) {
	warn := func(column pipeline.Column, d *pipeline.Dataset, code, message string) {
		reject(pipeline.Finding{
			Column: column.ColumnName(), Code: code, Raw: c.route + " " + c.currency,
			Severity: pipeline.Warning, Message: message, Dataset: d.Name,
		})
	}
	if c.code == notListed {
		d, column := datasets.Payouts, pipeline.Column(datasets.PayoutCurrency)
		if c.seen.payouts == 0 {
			d, column = datasets.Withdrawals, datasets.WithdrawalCurrency
		}
		warn(column, d, currencyNotListed, "a currency that the route is said to settle in was expected")
	}
	if c.early > 0 {
		warn(datasets.SettledOn, datasets.Payouts, beforeChannelStart, "payouts settled after the start of the channel were expected")
	}
}

func writeCapabilities(t *pipeline.Task, capabilities []capability) error {
	return write(t, datasets.RouteCapabilities, capabilities, func(w *nullable.Writer, c capability) {
		w.Code(datasets.CapabilityRoute, c.route)
		w.Code(datasets.CapabilityCurrency, c.currency)
		w.Code(datasets.CapabilityCode, c.code)
		w.Int(datasets.RouteWithdrawals, c.seen.withdrawals)
		w.Money(datasets.RouteWithdrawn, &c.seen.withdrawn)
		w.Int(datasets.RoutePayouts, c.seen.payouts)
		w.Money(datasets.RoutePaid, &c.seen.paid)
		w.Code(datasets.NSPKDirect, c.nspk)
		w.Flag(datasets.IsRMBDirect, c.isDirect)
		w.Code(datasets.CapabilityWarning, c.warning)
		w.Int(datasets.EarlyPayouts, c.early)
		w.Code(datasets.CapabilityClaimRules, c.ruleIDs)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "A04 A34 B05 B14 C18 C19 C20")
	})
}
