package flagrisks

import "ozpayout/stages/internal/calendar"

// A payout is a payout that may be at risk.
type payout struct {
	seller         string
	id             string // lives as long as its batch
	settled        calendar.Day
	arrived        calendar.Optional
	isUpcoming     bool // not arrived, returned or cancelled
	amount         int64
	currency       string
	route          string
	status         string // that all rows give; "" = not known
	held, released calendar.Optional
	holdReason     string // "" = not stated
}

func (r *rules) payoutFlags(p *payout, of *seller) ([]flag, error) {
	var flags []flag
	if freeze, ok := of.freezeOf(p.id); ok {
		flags = append(flags, flag{
			code: "FREEZE_NEXT_3", since: freeze.from, until: p.arrived, reason: freeze.trigger, evidence: inferred, at: freeze.at, ruleIDs: "B24 C29 D20",
		})
	}
	isBefore, _ := r.routes.IsBeforeStart(p.route, p.settled)
	if isBefore {
		flags = append(flags, flag{
			code: "BEFORE_CHANNEL_START", since: calendar.Known(p.settled), until: p.arrived, reason: "before_channel_start", evidence: observed, ruleIDs: "A04",
		})
	}
	hold, err := r.holdOf(p, of)
	if err != nil {
		return nil, err
	}
	if hold.code != "" {
		flags = append(flags, hold)
	}
	// Observed beats inferred (D17), and what is not settled yet is not intercepted (D06).
	if hold.code != interceptCode && p.settled <= r.asOf {
		intercept, err := r.intercept(p, of.accountOn(p.settled))
		if err != nil {
			return nil, err
		}
		if intercept.code != "" {
			flags = append(flags, intercept)
		}
	}
	if !p.isUpcoming {
		return flags, nil
	}
	warning, err := r.intercept(p, of.accountOn(r.asOf))
	if warning.code != "" {
		warning.code = "INN_WARNING"
		flags = append(flags, warning)
	}
	return flags, err
}

// interceptCode is the flag of a payout that is held because the INN is missing.
const interceptCode = "INN_INTERCEPT"

// intercept returns the flag of a payout above the threshold of a seller who has
// no INN by what the account, nil for none known, says (B29, C30). It has no code
// where there is no such risk.
func (r *rules) intercept(p *payout, of *account) (flag, error) {
	f := flag{code: interceptCode, since: calendar.Known(p.settled), until: p.arrived, evidence: inferred, reason: "no_inn_above_threshold", ruleIDs: "B29 C30 D20"}
	switch {
	case of == nil:
		f.evidence, f.reason, f.ruleIDs = unknown, "inn_not_known", "B29 C30 D20 D22"
	case !of.isINNMissing:
		return flag{}, nil
	default:
		f.at = of.at
	}
	threshold, err := r.values.Money("inn_threshold_usd", p.settled)
	if err != nil {
		return flag{}, err
	}
	isAbove := p.amount > threshold
	if p.currency != dollar {
		rates, err := r.rates()
		if err != nil {
			return flag{}, err
		}
		day := min(p.settled, r.asOf) // a settlement to come has no rate yet
		sign, ok := rates.Compare(p.amount, p.currency, threshold, dollar, day)
		if !ok && of != nil {
			f.evidence, f.reason, f.ruleIDs = unknown, "no_rate", "B29 C30 D20 D22"
			return f, nil
		}
		isAbove = sign > 0
	}
	if !isAbove {
		return flag{}, nil
	}
	return f, nil
}

const dollar = "USD"

// heldStatus is the payout status of a payout that is held.
const heldStatus = "held"

// holdOf returns the flag of a payout that was held; it has no code for one that
// was not. A status or a reason says that it was, though not since when. It ends with its release,
// or without one with the arrival; one that begins after the as-of date is not known yet,
// whatever the status of the export says (D06). A hold without a reason is one by the tax
// service if the registration of the seller was wrong on the day of settlement (B31, D57).
func (r *rules) holdOf(p *payout, of *seller) (flag, error) {
	since := either(p.held, calendar.Known(p.settled))
	isHeld := p.held.IsKnown || p.status == heldStatus || p.holdReason != ""
	if !isHeld || since.Day > r.asOf {
		return flag{}, nil
	}
	f := flag{since: since, until: either(by(r.asOf, p.released), p.arrived), evidence: observed, reason: "hold_" + p.holdReason, ruleIDs: "B31"}
	if !p.held.IsKnown {
		f.evidence = inferred // its days follow from the payout
	}
	switch p.holdReason {
	case "tax":
		f.code = "TAX_HOLD"
	case "inn":
		f.code, f.ruleIDs = interceptCode, "B29 C30"
	case "risk":
		f.code, f.ruleIDs = "HOLD", "B24"
	case "":
		f.code, f.reason = "HOLD", "hold_not_stated"
		account := of.accountOn(p.settled)
		if account == nil || p.status != heldStatus {
			return f, nil
		}
		wrong, err := r.registration(account, p.settled)
		if err != nil {
			return flag{}, err
		}
		if wrong.isFlagged() {
			f.code, f.evidence, f.reason, f.at, f.ruleIDs = "TAX_HOLD", inferred, wrong.reason, account.at, "B31 D20 D57"
		}
	default:
		f.code = "HOLD"
	}
	return f, nil
}
