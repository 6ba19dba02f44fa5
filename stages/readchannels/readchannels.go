package readchannels

import (
	"context"
	"slices"
	"sync"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage reads the states of collection channels.
var Stage = &pipeline.Stage{
	Name: "read_channels",
	Doc: `State of each collection channel when it was looked at, and what to do in it.

A24: the state bar is read after NFKC; a channel that was last synchronised too long before the look is stale.
A25: UNAUTHORISED and PENDING_REVIEW are to be authorised again; a fifth text is UNKNOWN, kept, and never enabled.
A26: a suspension is predicted when the largest single refund of the month before is more than 30 % of the settlement of that month, compared exactly; the prediction stands beside the state.
9.22: a suspension lasts from the first look that shows it to the first later one that shows another state: as last seen.
C09: the denominator is the gross of the month's settlement; the share of the order is printed beside it. A month in several currencies has no share.
A14: the balance for the first transfer, in another currency at the official cross rate; what it lacks is rounded up.
A38: the auto-withdraw trigger.
A04: a channel that opened or was seen before it existed is a warning.
D06: a look after the as-of date is not known yet, and so clears no suspension.
D22: without settlements of the month nothing is predicted.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.ProviderChannels, datasets.SettlementSums, datasets.FXRates, datasets.PolicyValues, datasets.ProviderRoutes,
	},
	Outputs: []*pipeline.Dataset{datasets.ChannelStates, datasets.ChannelSuspensions},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	channels, err := readChannels(t)
	if err != nil || len(channels) == 0 {
		return err
	}
	slices.SortFunc(channels, channel.compare)
	if err := writeSuspensions(t, suspensionsOf(channels)); err != nil {
		return err
	}
	r := rules{}
	if r.values, err = policy.Values(t); err != nil {
		return err
	}
	if r.routes, err = policy.Routes(t); err != nil {
		return err
	}
	r.rates = sync.OnceValues(func() (*policy.RateTable, error) { return policy.Rates(t, r.values) })
	if r.settlements, err = readSettlements(t); err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.ChannelStates)
	defer w.Release()
	for _, c := range channels {
		v, err := r.judge(c)
		if err != nil {
			return err
		}
		v.write(&w, c, t.Pack)
	}
	return w.Flush()
}

// rules are what channels are judged by.
type rules struct {
	values      *policy.ValueTable
	routes      *policy.RouteTable
	rates       func() (*policy.RateTable, error) // read when first asked for: most amounts are yuan
	settlements map[monthKey][]settlement
}

func (v verdict) write(w *nullable.Writer, c channel, pack string) {
	w.Code(datasets.SellerID, c.seller)
	w.Code(datasets.Provider, c.provider)
	w.Instant(datasets.ChannelCheckedAt, &c.checked)
	w.Code(datasets.ChannelStateCode, v.state)
	w.Instant(datasets.ChannelSyncedAt, v.sync)
	w.Flag(datasets.ChannelIsStale, v.isStale)
	w.Flag(datasets.PredictedSuspension, v.refund.isPredicted)
	w.Share(datasets.LargestRefundShare, v.refund.share)
	w.Flag(datasets.ThresholdOK, v.threshold.isEnough)
	w.Flag(datasets.BalanceOK, v.balance.isEnough)
	w.Code(datasets.ChannelActionCode, actionOf(v.state))
	w.Share(datasets.RefundOrderShare, v.refund.orderShare)
	w.Code(datasets.RefundMonth, v.month.Month())
	w.Text(datasets.RefundPayoutID, v.refund.payout)
	w.Text(datasets.RefundLineID, v.refund.line)
	w.Text(datasets.RefundOrderID, v.refund.order)
	w.Code(datasets.PredictionCode, v.refund.code)
	w.Code(datasets.ThresholdCode, v.threshold.code)
	w.Code(datasets.BalanceCode, v.balance.code)
	w.Money(datasets.BalanceShortfallCNY, v.balance.shortfall)
	w.Flag(datasets.BalanceIsConverted, &v.balance.isConverted)
	w.Flag(datasets.ThresholdIsConverted, &v.threshold.isConverted)
	w.Flag(datasets.IsBeforeStart, v.isBeforeStart)
	w.Text(datasets.ChannelStateText, c.text)
	w.Code(datasets.ChannelFile, c.file)
	w.Int(datasets.ChannelRow, c.row)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, v.ruleIDs())
}
