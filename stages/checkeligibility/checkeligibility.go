package checkeligibility

import (
	"context"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage judges sellers by the eligibility rules of every pack.
var Stage = &pipeline.Stage{
	Name: "check_eligibility",
	Doc: `Says which sellers may use a provider's channel and whose payouts the cycle is for, with every reason.

A22: INN, mainland enterprise licence, enterprise account with KYC level 3, B2B or brand type; each requirement that is not met is a reason.
A23: individual traders, Hong Kong and offshore companies are not supported, payee and seller are one legal identity; closed for non-mainland since 2024-04, so a seller bound before, and not unbound since, is to be checked, not refused.
B17: the payout cycle is for all sellers registered in China, individual traders too; blank is in scope (D05). Without an account row that holds on the as-of date it is not known.
B19: test accounts of Ozon Global, and trial accounts without KYC, are outside the cycle (C33, D05).
C01: two scopes, two columns.
C02: the INN is required; a missing OGRN is reported as claimed by A only.
R04: the pack ozon-help-2023 allows Hong Kong sellers, with CNY or USD; every pack has its own row.
A05: an empty cell is unknown, never a pass.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.SellerAccounts, datasets.Bindings, datasets.EligibilityRules},
	Outputs: []*pipeline.Dataset{datasets.Eligibility},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	rules, err := policy.EligibilityRules(t)
	if err != nil {
		return err
	}
	sellers, err := readSellers(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.Eligibility)
	defer w.Release()
	for _, of := range sellers {
		for _, channel := range channelsOf(rules) {
			v, err := judge(of, channel, calendar.Day(t.AsOf))
			if err != nil {
				return err
			}
			v.write(&w, of, channel, t.Pack)
		}
	}
	return w.Flush()
}

func (v verdict) write(w *nullable.Writer, of *seller, c channel, pack string) {
	w.Code(datasets.SellerID, of.id)
	w.Code(datasets.EligibilityPolicy, c.pack)
	w.Flag(datasets.ChannelEligible, v.isEligible())
	w.Flag(datasets.CycleInScope, v.isInCycle(of))
	w.Code(datasets.EligibilityReasons, strings.Join(v.reasons, " "))
	w.Code(datasets.ChannelCode, v.channelCode())
	w.Code(datasets.CycleReasons, strings.Join(v.cycleReasons, " "))
	w.Code(datasets.UnknownAttributes, strings.Join(v.unknown, " "))
	w.Code(datasets.EligibilityNotices, strings.Join(v.notices, " "))
	boundOn, wasBound := of.boundOn(c.provider)
	w.Date(datasets.BoundOn, nullable.If(wasBound && boundOn != policy.SinceEver, arrow.Date32(boundOn)))
	w.Code(datasets.ChannelProvider, c.provider)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, strings.Join(v.ruleIDs, " "))
}
