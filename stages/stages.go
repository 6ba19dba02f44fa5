// Package stages lists the nightly batch: All, read from top to bottom, is what
// happens to the exports. A folder holds one stage, or a few that share a subject,
// and knows no other.
package stages

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/stages/auditbindings"
	"ozpayout/stages/auditrates"
	"ozpayout/stages/checkdocuments"
	"ozpayout/stages/checkeligibility"
	"ozpayout/stages/checktickets"
	"ozpayout/stages/clocktickets"
	"ozpayout/stages/compareclaims"
	"ozpayout/stages/comparemarkets"
	"ozpayout/stages/comparetiers"
	"ozpayout/stages/completeaccounts"
	"ozpayout/stages/convertamounts"
	"ozpayout/stages/costroutes"
	"ozpayout/stages/costwithdrawals"
	"ozpayout/stages/countcompliance"
	"ozpayout/stages/countmonths"
	"ozpayout/stages/countreroutes"
	"ozpayout/stages/countwaits"
	"ozpayout/stages/datepayouts"
	"ozpayout/stages/decidetiers"
	"ozpayout/stages/explaindelays"
	"ozpayout/stages/findorderdays"
	"ozpayout/stages/flagfreezes"
	"ozpayout/stages/flagrisks"
	"ozpayout/stages/forecastarrivals"
	"ozpayout/stages/gatherevidence"
	"ozpayout/stages/gathertables"
	"ozpayout/stages/joinpostings"
	"ozpayout/stages/listchanges"
	"ozpayout/stages/listescalations"
	"ozpayout/stages/load"
	"ozpayout/stages/loadrates"
	"ozpayout/stages/measuremonths"
	"ozpayout/stages/measurevolatility"
	"ozpayout/stages/observetables"
	"ozpayout/stages/pairreversals"
	"ozpayout/stages/ratecompliance"
	"ozpayout/stages/rateontime"
	"ozpayout/stages/ratereroutes"
	"ozpayout/stages/rateservice"
	"ozpayout/stages/readchannels"
	"ozpayout/stages/reconcilepayouts"
	"ozpayout/stages/replaythresholds"
	"ozpayout/stages/sharecauses"
	"ozpayout/stages/sharetickets"
	"ozpayout/stages/spanexports"
	"ozpayout/stages/sumaccruals"
	"ozpayout/stages/sumbatches"
	"ozpayout/stages/sumsettlements"
	"ozpayout/stages/sumtakendays"
	"ozpayout/stages/timepayouts"
	"ozpayout/stages/valueexposures"
)

// All is the batch in reading order. [pipeline.Validate] proves that every stage
// reads only sources and what stands above it.
var All = []*pipeline.Stage{
	// What the exports say, cleaned: payments, per partition, then what is small.
	load.Payments,
	loadrates.Stage,
	load.SellerAccounts,
	load.SellerInfo,
	completeaccounts.Stage,
	load.RiskEvents,
	load.ExternalEvents,
	load.CategoryStates,
	load.ProductCategories,
	load.Bindings,
	load.ProviderChannels,
	load.DateOrders,
	load.ProviderFees,
	load.TierMetrics,
	load.Documents,

	// Exports that no rule asks for yet: loaded whole and accounted for.
	load.Realization,
	load.RealizationAPI,
	load.MutualSettlements,
	load.MutualCompensations,
	load.Buyouts,
	load.CashFlows,
	load.Balances,
	load.Ratings,
	load.WriteOffs,

	// What accounts at providers show, and what it cost, account by account.
	load.Withdrawals,
	pairreversals.Stage,
	costwithdrawals.Stage,
	replaythresholds.Stage,

	// How support keeps its promises, ticket by ticket.
	load.Tickets,
	clocktickets.Stage,

	// Lines of one payout lie in several partitions of orders: what holds for a
	// payout is put together by payout, before any line is dated.
	load.MergePayouts,
	load.NumberLines,

	// What is known of sellers and receipts once payouts are.
	spanexports.Settlements,
	reconcilepayouts.Statements,

	// Account data that the bindings show to be wrong move the eligibility. Receipts are
	// matched seller by seller, after all that is looked at whole.
	auditbindings.Stage,
	checkeligibility.Stage,
	checkdocuments.Stage,
	reconcilepayouts.Receipts,

	// The other large exports are cleaned where they are used, once.
	load.Orders,
	load.TrackingEvents,
	load.Returns,
	load.Disputes,
	load.Invoices,
	load.AccrualsByDay,
	load.PostingAccruals,
	observetables.Stage,
	findorderdays.Stage,
	load.Lines,
	sumaccruals.Stage,
	convertamounts.Stage,
	datepayouts.Stage,

	// What is asked of all lines or postings together leaves a partition as counts.
	sumtakendays.Stage,
	sumsettlements.Stage,
	countreroutes.Stage,
	joinpostings.Stage,
	countmonths.Stage,
	countcompliance.Stage,
	gatherevidence.Stage,
	explaindelays.Concluded,
	countwaits.Stage,

	// A freeze follows from the lateness of other payouts, a suspension from the
	// refunds of a month, so both need all lines dated and come before any delay is
	// explained.
	gathertables.Stage,
	spanexports.Accruals,
	flagfreezes.Stage,
	readchannels.Stage,
	listescalations.OpenTickets,

	explaindelays.Stage,
	countwaits.Unpaid,
	listescalations.Stage,

	// What finance asks of each payout, then of all payouts together.
	reconcilepayouts.Stage,
	listchanges.Stage,
	auditrates.Stage,

	// Shares and rates have intervals over settlement batches, whose lines lie in
	// several partitions of orders.
	sumbatches.Causes,
	sumbatches.Rates,
	sharecauses.Stage,
	rateontime.Stage,
	timepayouts.Stage,
	forecastarrivals.Stage,

	// What currencies, routes and other markets cost.
	auditrates.Summary,
	measurevolatility.Stage,
	valueexposures.Stage,
	costroutes.Stage,
	comparemarkets.Stage,

	// What sellers are: tier, risk, routing, compliance.
	measuremonths.Stage,
	decidetiers.Stage,
	comparetiers.Stage,
	flagrisks.Stage,
	ratereroutes.Stage,
	ratecompliance.Stage,

	// How support keeps its promises to all, and what tickets are about.
	rateservice.Stage,
	checktickets.Stage,
	sharetickets.Stage,

	compareclaims.Stage,
}

// Plan is the batch with what is shipped with it. Nothing is older than Ozon, which
// opened in 1998, the year of the present rouble.
func Plan() *pipeline.Plan {
	opened := arrow.Date32FromTime(time.Date(1998, time.January, 1, 0, 0, 0, 0, time.UTC))
	return &pipeline.Plan{Stages: All, Seeds: seeds.Files, NotInputs: datasets.NotInputs, Since: opened}
}
