package compareclaims

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// A count is x of n lines; n is 0 where nothing was observed.
type count struct{ x, n int64 }

// evidence is what our tables know of the published figures, of all sellers and
// months.
type evidence struct {
	late      int64            // late lines
	byGroup   map[string]int64 // of them, by claim group; a group that is not observable is missing
	onTime    map[string]count // by tier
	rmbDirect count            // within 3 working days
}

// readPayouts answers B07, B09 and B12 with counts of payout lines.
func readPayouts(t *pipeline.Task, limits gate.Gate, into answers) error {
	e := &evidence{byGroup: make(map[string]int64), onTime: make(map[string]count)}
	for _, read := range []func(*pipeline.Task) error{e.readShares, e.readRates, e.readDirect} {
		if err := read(t); err != nil {
			return err
		}
	}
	share := func(claim string, c count) { into.add(claim, percent, byInterval, proportion(c, limits)) }
	share("b07_within_3_days", e.rmbDirect)
	share("b09_tracking_share", e.groups("tracking"))
	share("b09_returns_share", e.groups("returns"))
	share("b09_invoice_share", e.groups("invoice"))
	share("b09_three_causes_share", e.groups("tracking", "returns", "invoice"))
	share("b12_premium_on_time", e.onTime["premium"])
	share("b12_ordinary_on_time", e.onTime["ordinary"])
	into.add("b12_difference", percentagePoints, byInterval, difference(e.onTime["premium"], e.onTime["ordinary"], limits))
	return nil
}

// readShares counts late lines by claim group.
func (e *evidence) readShares(t *pipeline.Task) error {
	return eachRow(t, datasets.CauseShares, func(r nullable.Row) {
		if r.Code(datasets.SellerID) != datasets.All || r.Code(datasets.Period) != datasets.All || r.Code(datasets.MethodCode) != "count_precedence" {
			return
		}
		e.late = r.Int(datasets.SampleLines)
		if lines := r.IntOrNull(datasets.LateLines); lines != nil {
			e.byGroup[r.Code(datasets.ClaimGroup)] += *lines
		}
	})
}

// readRates counts lines on time by tier.
func (e *evidence) readRates(t *pipeline.Task) error {
	return eachRow(t, datasets.OnTimeRates, func(r nullable.Row) {
		if r.Code(datasets.SellerID) == datasets.All && r.Code(datasets.Period) == datasets.All && r.Code(datasets.RouteOrAll) == datasets.All {
			e.onTime[r.Code(datasets.TierCode)] = count{r.Int(datasets.OnTimeLines), r.Int(datasets.JudgedLines)}
		}
	})
}

type pair struct{ route, currency string }

// readDirect counts lines by RMB direct routes. Rates know no currency, so this
// adds up what they are made of.
func (e *evidence) readDirect(t *pipeline.Task) error {
	typical, err := policy.TypicalDays(t)
	if err != nil {
		return err
	}
	for batch, err := range t.Read(datasets.OnTimeCounts) {
		if err != nil {
			return err
		}
		routes, currencies := vector.WordsOf(datasets.RouteCode.In(batch)), vector.WordsOf(datasets.PayoutCurrency.In(batch))
		known, within := datasets.Known3.In(batch).Int64Values(), datasets.Within3.In(batch).Int64Values()
		var last pair
		isDirect := false
		for i := range known {
			// Neighbours mostly share route and currency.
			if of := (pair{routes.At(i), currencies.At(i)}); i == 0 || of != last {
				last, isDirect = of, typical.Class(of.route, of.currency) == "rmb_direct"
			}
			if isDirect {
				e.rmbDirect.x += within[i]
				e.rmbDirect.n += known[i]
			}
		}
	}
	return nil
}

// groups counts the late lines of several claim groups together. Without one of
// them there is nothing to say.
func (e *evidence) groups(names ...string) count {
	sum := count{n: e.late}
	for _, name := range names {
		lines, ok := e.byGroup[name]
		if !ok {
			return count{}
		}
		sum.x += lines
	}
	return sum
}
