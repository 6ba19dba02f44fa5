// Package stages lists the nightly batch: All, read from top to bottom, is what
// happens to the exports. Each stage lives in a folder of its own and knows no
// other.
package stages

import (
	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/stages/compareclaims"
	"ozpayout/stages/convertamounts"
	"ozpayout/stages/datepayouts"
	"ozpayout/stages/explaindelays"
	"ozpayout/stages/flagfreezes"
	"ozpayout/stages/gathertables"
	"ozpayout/stages/listescalations"
	"ozpayout/stages/load"
	"ozpayout/stages/loadrates"
	"ozpayout/stages/observetables"
	"ozpayout/stages/rateontime"
	"ozpayout/stages/reconcilepayouts"
	"ozpayout/stages/sharecauses"
)

// All is the batch in reading order. [pipeline.Validate] proves that every stage
// reads only sources and what stands above it.
var All = []*pipeline.Stage{
	// What the exports say, cleaned: per partition, then what is small.
	load.Orders,
	load.TrackingEvents,
	load.Returns,
	load.Disputes,
	load.Invoices,
	load.Payments,
	observetables.Stage, // while the rows that it counts are at hand

	loadrates.Stage,
	load.SellerAccounts,
	load.RiskEvents,
	load.ExternalEvents,
	load.CategoryStates,
	load.ProductCategories,
	load.Bindings,
	load.ProviderChannels,
	load.Withdrawals,
	load.ProviderFees,
	load.Tickets,
	load.TierMetrics,
	load.Documents,
	load.Realization,
	load.RealizationAPI,
	load.Buyouts,
	load.CashFlows,
	load.Balances,
	load.AccrualsByDay,
	load.PostingAccruals,
	load.SellerInfo,
	load.Ratings,
	load.WriteOffs,

	// Lines of one payout lie in several partitions: what holds for a payout is
	// put together once, before any line is dated.
	load.MergePayouts,
	load.NumberLines,

	load.Lines,
	convertamounts.Stage,
	datepayouts.Stage,

	// A freeze follows from the lateness of other payouts, so it needs all lines
	// dated and comes before any delay is explained.
	gathertables.Stage,
	flagfreezes.Stage,

	explaindelays.Stage,
	listescalations.Stage,

	// What finance asks of all payouts together.
	reconcilepayouts.Stage,
	sharecauses.Stage,
	rateontime.Stage,
	compareclaims.Stage,
}

// Plan is the batch with what is shipped with it.
func Plan() *pipeline.Plan {
	return &pipeline.Plan{Stages: All, Seeds: seeds.Files, NotInputs: datasets.NotInputs}
}
