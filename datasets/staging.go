package datasets

import (
	"slices"
	"strings"

	"ozpayout/pipeline"
)

// The staging tables of the canonical inputs: the same columns, with duplicates
// out, the newest snapshot of each key kept and conflicts quarantined.
var (
	PaymentRows       = withColumns(staged(RawPaymentHistory, ArrivedOn, ArrivedAmount, BankReceiptNo, ExportedAt), PartNo)
	TrackingEvents    = staged(RawTrackingEvents)
	Invoices          = staged(RawInvoices)
	RiskEvents        = staged(RawRiskEvents)
	ExternalEvents    = staged(RawExternalEvents)
	CategoryStates    = staged(RawCategoryStates)
	ProductCategories = staged(RawProductCategories)
	Bindings          = staged(RawBindings)
	ProviderChannels  = staged(RawProviderChannels)
	ProviderFees      = staged(RawProviderFees)
	Tickets           = staged(RawTickets)
	TierMetrics       = staged(RawTierMetrics)
	Documents         = staged(RawDocuments)
	Realization       = staged(RawRealization)
	RealizationAPI    = staged(RawRealizationAPI)
	Buyouts           = staged(RawBuyouts)
	CashFlows         = staged(RawCashFlows)
	Balances          = staged(RawBalances)
	AccrualsByDay     = staged(RawAccrualsByDay)
	PostingAccruals   = staged(RawPostingAccruals)
	SellerInfo        = staged(RawSellerInfo)
	Ratings           = staged(RawRatings)
	WriteOffs         = staged(RawWriteOffs)

	MutualSettlements   = staged(RawMutualSettlements)
	MutualCompensations = staged(RawMutualCompensations)
)

// staged declares the staging table of a source: raw_invoices becomes invoices. It
// has no columns that only the stage which cleans the source asks for.
func staged(raw *pipeline.Dataset, without ...pipeline.Column) *pipeline.Dataset {
	return &pipeline.Dataset{
		Name: strings.TrimPrefix(raw.Name, "raw_"), Doc: raw.Doc, Grain: raw.Grain, Layer: pipeline.StagingLayer,
		Columns: slices.DeleteFunc(slices.Clone(raw.Columns), func(c pipeline.Column) bool { return slices.Contains(without, c) }),
		Key:     raw.Key, Partition: raw.Partition, Spread: raw.Spread,
	}
}

// withColumns adds columns to a staging table that the source does not have.
func withColumns(d *pipeline.Dataset, added ...pipeline.Column) *pipeline.Dataset {
	d.Columns = append(d.Columns, added...)
	return d
}
