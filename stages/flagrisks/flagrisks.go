package flagrisks

import (
	"context"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// Stage flags risks.
var Stage = &pipeline.Stage{
	Name: "flag_risks",
	Doc: `Payouts and accounts at risk of a freeze, an interception or a hold, and how long payouts were held.

B24 C29: FREEZE_NEXT_3, the payouts that flag_freezes expects to be frozen.
B29 C30: INN_INTERCEPT, a payout above 10 000 USD at the rate of the day of settlement, compared exactly, of a seller without INN on that day; INN_WARNING, the same of a payout that has not arrived, of a seller without INN on the as-of date; one that is settled later is compared at the rate of the as-of date.
B29: INN_INVALID and OGRN_INVALID, check digits that do not fit; such an INN is not missing.
B31: TAX_REGISTRATION, registered as something else than a non-resident entity, or without INN; TAX_HOLD, held by the tax service, inferred of a hold without a reason while the registration is wrong; HOLD, every other hold. A hold of which nobody says when it began is inferred to stand from the settlement.
B31: the days of holds (Kaplan-Meier) stand beside the published mean of 11.3; a hold ends with its release, or without one with the arrival; open holds are censored.
A04: BEFORE_CHANNEL_START, settled before the route existed.
D06: an arrival, a hold or a release after the as-of date is not known yet; a payout that is settled after it is not held or intercepted yet, only warned of.
D17: an observed interception beats an inferred one.
D22: where one fact points to a risk and the other is not known, the flag says unknown: no account, no tax type, no rate.
D32: below 10 holds counts only, below 30 a small sample.
D57: account facts are those of settled_on. Of periods of an account that follow each other the last run is flagged.
A30: verification transfers are not flagged.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.Payouts, datasets.PayoutFreezes, datasets.SellerAccounts, datasets.FXRates,
		datasets.PolicyValues, datasets.ProviderRoutes, datasets.PublishedClaims, datasets.Calendar,
	},
	Outputs: []*pipeline.Dataset{datasets.RiskFlags, datasets.HoldTimes},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	r, err := readRules(t)
	if err != nil {
		return err
	}
	sellers, err := readSellers(t)
	if err != nil {
		return err
	}
	workdays, err := policy.Calendar(t, "RU")
	if err != nil {
		return err
	}
	holds := holdBook{workdays, r.asOf, make(map[holdGroup]stat.Lifetimes)}
	var flags []flag
	for seller, of := range sellers {
		found, err := r.accountFlags(of.accounts)
		if err != nil {
			return err
		}
		for _, f := range found {
			f.seller, f.payout = seller, datasets.All // the account as a whole
			flags = append(flags, f)
		}
	}
	err = eachPayout(t, func(p *payout) error {
		found, err := r.payoutFlags(p, sellers[p.seller])
		if err != nil {
			return err
		}
		for _, f := range found {
			f.seller, f.payout, f.amount, f.currency = p.seller, strings.Clone(p.id), new(p.amount), p.currency
			flags = append(flags, f)
		}
		if !holds.add(p) {
			t.Reject(p.holdNotCounted())
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(flags, flag.compare)
	if err := writeFlags(t, flags); err != nil {
		return err
	}
	return r.writeHoldTimes(t, holds.of)
}

// rules are what risks are judged by.
type rules struct {
	asOf   calendar.Day
	values *policy.ValueTable
	routes *policy.RouteTable
	rates  func() (*policy.RateTable, error) // read when first asked for
}

func writeFlags(t *pipeline.Task, flags []flag) error {
	w := nullable.NewWriter(t, datasets.RiskFlags)
	defer w.Release()
	for _, f := range flags {
		w.Code(datasets.SellerID, f.seller)
		w.Text(datasets.FlagPayoutID, f.payout)
		w.Code(datasets.FlagCode, f.code)
		w.Date(datasets.FlagSinceOn, date(f.since))
		w.Date(datasets.FlagUntilOn, date(f.until))
		w.Code(datasets.FlagReason, f.reason)
		w.Code(datasets.FlagEvidence, f.evidence)
		w.Money(datasets.PayoutAmount, f.amount)
		w.Code(datasets.PayoutCurrency, f.currency)
		w.Code(datasets.FlagFile, f.at.file)
		w.IntOrNull(datasets.FlagRow, nullable.If(f.at.file != "", f.at.row))
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, f.ruleIDs)
	}
	return w.Flush()
}
