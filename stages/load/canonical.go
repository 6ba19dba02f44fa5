package load

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// The stages that clean one canonical table each.
var (
	TrackingEvents    = clean("load_tracking_events", "Tracking events without duplicates (9.3).", pipeline.ByPosting, datasets.RawTrackingEvents, datasets.TrackingEvents)
	Invoices          = clean("load_invoices", "Invoices without duplicates (9.4).", pipeline.ByPosting, datasets.RawInvoices, datasets.Invoices)
	SellerAccounts    = clean("load_seller_accounts", "Seller accounts by period without duplicates (9.6).", pipeline.Whole, datasets.RawSellerAccounts, datasets.AccountRows)
	RiskEvents        = clean("load_risk_events", "Risk events without duplicates (9.13).", pipeline.Whole, datasets.RawRiskEvents, datasets.RiskEvents)
	ExternalEvents    = clean("load_external_events", "Outside events without duplicates (9.15).", pipeline.Whole, datasets.RawExternalEvents, datasets.ExternalEvents)
	CategoryStates    = clean("load_category_states", "Category states without duplicates (9.16).", pipeline.Whole, datasets.RawCategoryStates, datasets.CategoryStates)
	ProductCategories = clean("load_product_categories", "Product categories without duplicates (9.17).", pipeline.Whole, datasets.RawProductCategories, datasets.ProductCategories)
	Bindings          = clean("load_bindings", "Payee bindings by period without duplicates (9.7).", pipeline.Whole, datasets.RawBindings, datasets.Bindings)
	ProviderChannels  = clean("load_provider_channels", "Channel states without duplicates (9.8).", pipeline.Whole, datasets.RawProviderChannels, datasets.ProviderChannels)
	ProviderFees      = clean("load_provider_fees", "Fee schedules by period without duplicates (9.10).", pipeline.Whole, datasets.RawProviderFees, datasets.ProviderFees)
	Tickets           = clean("load_tickets", "Support tickets without duplicates (9.11).", datasets.ByTicket, datasets.RawTickets, datasets.Tickets)
	TierMetrics       = clean("load_tier_metrics", "Monthly metrics without duplicates (9.12).", pipeline.Whole, datasets.RawTierMetrics, datasets.TierMetrics)
	Documents         = clean("load_documents", "Submitted papers without duplicates (9.14).", pipeline.Whole, datasets.RawDocuments, datasets.Documents)
	Realization       = clean("load_realization", "Rows of the monthly realization reports (2.2, R09).", pipeline.Whole, datasets.RawRealization, datasets.Realization)
	RealizationAPI    = clean("load_realization_api", "Rows of the realization reports of the API (2.2, R09).", pipeline.Whole, datasets.RawRealizationAPI, datasets.RealizationAPI)
	Buyouts           = clean("load_buyouts", "Goods that Ozon bought for resale (8).", pipeline.Whole, datasets.RawBuyouts, datasets.Buyouts)
	CashFlows         = clean("load_cash_flows", "Cash-flow statements by half month (2.5, R01).", pipeline.Whole, datasets.RawCashFlows, datasets.CashFlows)
	Balances          = clean("load_balances", "Balances of the API (2.5).", pipeline.Whole, datasets.RawBalances, datasets.Balances)
	AccrualsByDay     = clean("load_accruals_by_day", "Accruals per day of the API (2.1).", pipeline.ByPosting, datasets.RawAccrualsByDay, datasets.AccrualsByDay)
	PostingAccruals   = clean("load_posting_accruals", "Accruals per posting of the API (2.1).", pipeline.ByPosting, datasets.RawPostingAccruals, datasets.PostingAccruals)
	SellerInfo        = clean("load_seller_info", "Seller accounts as the API tells of them (4).", pipeline.Whole, datasets.RawSellerInfo, datasets.SellerInfo)
	Ratings           = clean("load_ratings", "Seller ratings of the API (4).", pipeline.Whole, datasets.RawRatings, datasets.Ratings)
	WriteOffs         = clean("load_writeoffs", "Written-off goods (2.4).", pipeline.Whole, datasets.RawWriteOffs, datasets.WriteOffs)
)

// rules is the part of the doc that all cleaning stages share.
const rules = `

D40: every row is loaded, duplicate, superseded or quarantined.
9.1: same key and content is a duplicate; of other content the newest snapshot
wins; without a newer one, or within one file, all rows of the key are rejected.`

// periodRules are rules of tables whose rows hold for a time.
const periodRules = `
Rows are rejected where their periods overlap, or end before they begin.`

func clean(name, doc string, scope pipeline.Scope, raw, out *pipeline.Dataset) *pipeline.Stage {
	doc += rules
	if hasPeriods(raw) {
		doc += periodRules
	}
	return &pipeline.Stage{
		Name: name, Doc: doc, Scope: scope,
		Inputs: []*pipeline.Dataset{raw}, Outputs: []*pipeline.Dataset{out}, Settles: []*pipeline.Dataset{raw},
		Run: func(_ context.Context, t *pipeline.Task) error { return cleanTable(t, raw, out) },
	}
}

// cleanTable writes the rows of a table that are used.
func cleanTable(t *pipeline.Task, raw, out *pipeline.Dataset) error {
	return cleanEach(t, raw, func(used arrow.Record) error { return t.Write(out, used) })
}

// cleanEach calls a function for the rows of a table that are used, in batches.
func cleanEach(t *pipeline.Task, raw *pipeline.Dataset, write func(used arrow.Record) error) error {
	rec, class, err := classify(t, raw)
	if err != nil {
		return err
	}
	defer rec.Release()
	for used := range loaded(t, rec, class) {
		if err := write(used); err != nil {
			return err
		}
	}
	return nil
}

// classify returns the rows of a table and what becomes of each, and settles them.
func classify(t *pipeline.Task, raw *pipeline.Dataset) (arrow.Record, []pipeline.Class, error) {
	rec, err := pipeline.Collect(t, raw)
	if err != nil {
		return nil, nil, err
	}
	r := resolver{dataset: raw, key: raw.Key, counted: raw.Key == nil}
	res := r.resolve(t, rec)
	if hasPeriods(raw) {
		rejectPeriods(t, raw, rec, res.class)
	}
	settle(t, raw, rec, allRows(rec), res.class)
	return rec, res.class, nil
}
