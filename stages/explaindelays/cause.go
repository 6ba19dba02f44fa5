package explaindelays

import (
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/policy"
)

// A cause is a place in the list of causes that this stage knows.
type cause uint8

const (
	trackingNotSynced cause = iota
	carrierNotWhitelisted
	openReturn
	openDispute
	invoiceMissing
	accountIncomplete
	routeFallbackBank
	manualReview
	innIntercept
	taxHold
	riskFreeze
	channelSuspended
	holiday
	externalBankReview
	players

	unexplained = players // the residual is the last code, and no player (D13)
)

// causeCodes are the codes of the catalogue.
var causeCodes = [...]string{
	trackingNotSynced:     "TRACKING_NOT_SYNCED",
	carrierNotWhitelisted: "CARRIER_NOT_WHITELISTED",
	openReturn:            "OPEN_RETURN",
	openDispute:           "OPEN_DISPUTE",
	invoiceMissing:        "INVOICE_MISSING",
	accountIncomplete:     "ACCOUNT_INCOMPLETE",
	routeFallbackBank:     "ROUTE_FALLBACK_BANK",
	manualReview:          "MANUAL_REVIEW",
	innIntercept:          "INN_INTERCEPT",
	taxHold:               "TAX_HOLD",
	riskFreeze:            "RISK_FREEZE",
	channelSuspended:      "CHANNEL_SUSPENDED",
	holiday:               "HOLIDAY",
	externalBankReview:    "EXTERNAL_BANK_REVIEW",
	unexplained:           "UNEXPLAINED",
}

func (c cause) String() string { return causeCodes[c] }

// More causes than a day can be shared among do not compile.
const _ = uint(attribution.MaxBlockers - int(players))

// detectors add the episodes of the causes on a line to those found before. What
// each finds follows from the line, with the facts that were joined to it, and
// from the rules.
var detectors = [...]func(*line, *rules, []episode) ([]episode, error){
	findTracking,
	findReturns,
	findDisputes,
	findInvoices,
	findAccount,
	findRoute,
	findReview,
	findINN,
	findTax,
	findFreeze,
	findChannel,
	findHolidays,
	findExternal,
}

// A catalogue is what the reference table says of the causes.
type catalogue [players + 1]policy.Cause

// newCatalogue picks the causes of this stage. One that the table lacks is no
// player, and so never found.
func newCatalogue(causes []policy.Cause) (c catalogue) {
	for i, code := range causeCodes {
		for _, row := range causes {
			if row.Code == code {
				c[i] = row
			}
		}
	}
	return c
}

// admits reports whether a cause may be one of a line: FBO is never late because
// of tracking (B18).
func (c *catalogue) admits(which cause, l *line) bool {
	row := &c[which]
	return row.IsPlayer && !(row.IsFBOSuppressed && l.isFBO)
}
