package replaythresholds

import (
	"context"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage replays auto-withdrawal thresholds.
var Stage = &pipeline.Stage{
	Name: "replay_thresholds",
	Doc: `What the account's own inflow would have cost at several auto-withdrawal thresholds.

A38: a threshold passes from CNY 5000 on (withdraw_threshold_cny); the one that the seller has set is replayed too and marked.
C13: under a purely proportional fee the fees are the same at every threshold: is_flat, the threshold has no effect. The user's own schedule wins over the published one; the pack's 0.3 % is a claim.
R05: volume tiers are read from the mean of the complete months before; such a replay begins with the first day that has one.
D06: receipts after the as-of date are not known.
9.9: reversed receipts and those that they undo, or may undo, do not count. Where the export does not name the account, the receipts of each seller are one: money of one is not of another.
methods.md section 8: each day the receipts are added; from the threshold on all of the balance is withdrawn; what is left at the end of the day costs waiting_cost_pct / 365; what is left after the last day is withdrawn once more.
Receipts in another currency than CNY are not replayed: the thresholds are in CNY. Days are those of Shanghai.`,
	Scope: datasets.ByAccount,
	Inputs: []*pipeline.Dataset{
		datasets.Withdrawals, datasets.ProviderChannels, datasets.ProviderFees, datasets.PublishedFees, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.ThresholdReplays},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	accounts, err := readAccounts(t)
	if err != nil || len(accounts) == 0 {
		return err
	}
	set, err := readSetting(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.ThresholdReplays)
	defer w.Release()
	for _, a := range accounts {
		curve := set.curveOf(a)
		curve.tell(t)
		curve.write(&w, set, t.Pack)
	}
	return w.Flush()
}

// A setting is what the policy says of replays.
type setting struct {
	thresholds []int64
	advised    int64 // lowest threshold that passes the audit
	yearlyRate int64 // 1/10000 percent
	months     int   // of the mean volume
	schedules  *fees.Table
	current    map[channelKey]int64
}

func readSetting(t *pipeline.Task) (s setting, err error) {
	values, err := policy.Values(t)
	if err != nil {
		return s, err
	}
	asOf := calendar.Day(t.AsOf)
	if s.thresholds, err = values.Moneys("replay_thresholds_cny", asOf); err != nil {
		return s, err
	}
	if s.advised, err = values.Money("withdraw_threshold_cny", asOf); err != nil {
		return s, err
	}
	if s.yearlyRate, err = values.Percent("waiting_cost_pct", asOf); err != nil {
		return s, err
	}
	if s.months, err = values.Int("fee_volume_months", asOf); err != nil {
		return s, err
	}
	terms, err := policy.FeeTerms(t)
	if err != nil {
		return s, err
	}
	s.schedules = fees.NewTable(terms)
	s.current, err = readCurrent(t)
	return s, err
}

// A curve is the replays of one account in order of their thresholds.
type curve struct {
	*account
	in       inflow
	replays  []replay
	current  map[int64]bool
	verdict  verdict
	byVolume bool
}

// withdrawalFee is the kind of fee that a withdrawal pays.
const withdrawalFee = "withdrawal"

func (s setting) curveOf(a *account) curve {
	schedule := s.schedules.Of(fees.Key{Provider: a.provider, Kind: withdrawalFee, Currency: yuan})
	c := curve{account: a, in: a.inflow(), current: a.currentOf(s.current), byVolume: schedule.ByVolume()}
	var volumes fees.Ledger
	for day, amount := range a.received {
		volumes.Add(day, amount)
	}
	if c.byVolume {
		c.in = c.in.from(c.in.first.MonthEnd() + 1)
	}
	termFor := func(day calendar.Day, gross int64) (fees.Term, fees.Code) {
		return schedule.TermFor(day, gross, volumes.Before(day, s.months))
	}
	thresholds := append(slices.Clone(s.thresholds), slices.Collect(maps.Keys(c.current))...)
	slices.Sort(thresholds)
	for _, threshold := range slices.Compact(thresholds) {
		c.replays = append(c.replays, replayAt(c.in, threshold, termFor))
	}
	c.verdict = judge(c.replays, s.yearlyRate)
	return c
}

// tell reports a fee schedule that leaves an amount without a fee, once per
// account.
func (c curve) tell(t *pipeline.Task) {
	for _, r := range c.replays {
		if r.code == fees.NoTier || r.code == fees.TiersOverlap {
			t.Reject(pipeline.Finding{
				Column: datasets.FeeTierFrom.Name, Code: string(r.code), Raw: c.provider + " " + c.name, Severity: pipeline.Warning,
				Message: "exactly one tier of the fee schedule was expected to hold for every withdrawal of the replay", Dataset: datasets.ProviderFees.Name,
			})
			return
		}
	}
}

func (c curve) write(w *nullable.Writer, set setting, pack string) {
	seller := c.seller()
	inflowed, first, last := c.in.sum(), arrow.Date32(c.in.first), arrow.Date32(c.in.last())
	for i, r := range c.replays {
		w.Code(datasets.Provider, c.provider)
		datasets.WithdrawalProviderAccount.To(w.Builder).Append(c.name) // part of the key: never null
		w.Money(datasets.ReplayThreshold, &r.threshold)
		w.Int(datasets.ReplayWithdrawals, r.withdrawals)
		w.Money(datasets.ReplayWaiting, fxrate.Rounded(r.waiting(set.yearlyRate)))
		var total *int64
		if r.code == fees.Known {
			total = fxrate.Rounded(r.total(set.yearlyRate))
		}
		w.Money(datasets.ReplayFees, nullable.If(r.code == fees.Known, r.fees))
		w.Money(datasets.ReplayTotal, total)
		w.Flag(datasets.ReplayIsFlat, nullable.If(c.verdict.isKnown, c.verdict.isFlat))
		w.Flag(datasets.ReplayIsOptimum, nullable.If(c.verdict.isKnown, c.verdict.optimum == i))
		w.Flag(datasets.ReplayPassesAudit, new(r.threshold >= set.advised))
		w.Flag(datasets.ReplayIsCurrent, new(c.current[r.threshold]))
		w.Code(datasets.ReplayFeeCode, string(r.code))
		w.Money(datasets.ReplayInflow, &inflowed)
		w.Date(datasets.ReplayFirstOn, &first)
		w.Date(datasets.ReplayLastOn, &last)
		w.Text(datasets.ReplayFeeSource, r.source)
		w.Code(datasets.SellerID, seller)
		w.Code(datasets.PolicyPack, pack)
		w.Code(datasets.DecidedBy, c.ruleIDs())
	}
}

func (c curve) ruleIDs() string {
	if c.byVolume {
		return "A38 C13 R05"
	}
	return "A38 C13"
}
