package datasets

import "ozpayout/pipeline"

// movedFrom are the columns that say what a withdrawal turned into.
var movedFrom = []pipeline.Column{
	WithdrawalAmount, WithdrawalCurrency, WithdrawalPayoutAmount, WithdrawalPayoutCurrency, WithdrawalFeeAmount, WithdrawalFeeCurrency, WithdrawalExecutedRate,
}

// Columns of withdrawal_costs. Amounts are in the currency that arrives.
var (
	CostCurrency   = &pipeline.Code{Name: "currency", Doc: "currency that arrives: of all amounts of the row but gross_amount", From: []pipeline.Column{WithdrawalPayoutCurrency, WithdrawalCurrency}}
	CostIdeal      = &pipeline.Money{Name: "ideal_amount", Doc: "gross amount at the mid rate M0 of the day on which it became available (methods.md section 8); null = not observable", Currency: CostCurrency, From: []pipeline.Column{WithdrawalAmount, WithdrawalAvailableAt, Value, Nominal}}
	CostTiming     = &pipeline.Money{Name: "timing_cost", Doc: "G (M0 - M1): what the mid rate lost while the money waited, negative = gained; null = see timing_code", Currency: CostCurrency, From: []pipeline.Column{WithdrawalAmount, WithdrawalAvailableAt, WithdrawalCreatedAt, Value, Nominal}}
	CostSpread     = &pipeline.Money{Name: "spread_cost", Doc: "G (M1 - R): executed rate against the CBR cross, which nobody can deal at", Currency: CostCurrency, From: append([]pipeline.Column{WithdrawalCreatedAt, Value, Nominal}, movedFrom...)}
	CostFee        = &pipeline.Money{Name: "fee_cost", Doc: "fee without its fixed part; all of it where fixed_cost is null", Currency: CostCurrency, From: append([]pipeline.Column{FeeFixedAmount}, movedFrom...)}
	CostFixed      = &pipeline.Money{Name: "fixed_cost", Doc: "fixed part of the fee by the schedule; null = no schedule tells", Currency: CostCurrency, From: []pipeline.Column{FeeFixedAmount, WithdrawalFeeAmount}}
	CostTotal      = &pipeline.Money{Name: "total_cost", Doc: "ideal_amount - net_amount: the four parts add up to it, to the cent", Currency: CostCurrency, From: append([]pipeline.Column{CostIdeal}, movedFrom...)}
	CostNet        = &pipeline.Money{Name: "net_amount", Doc: "amount credited at the destination", Currency: CostCurrency, From: movedFrom}
	CostBP         = &pipeline.Share{Name: "cost_bp", Doc: "total_cost by ideal_amount", Unit: "bp", From: []pipeline.Column{CostTotal, CostIdeal}}
	CostSpreadBP   = &pipeline.Share{Name: "spread_bp", Doc: "spread_cost by ideal_amount, by mid_amount where that is null", Unit: "bp", From: []pipeline.Column{CostSpread, CostIdeal, CostMid}}
	CostFeeBP      = &pipeline.Share{Name: "fee_bp", Doc: "fee_cost and fixed_cost by ideal_amount, by mid_amount where that is null", Unit: "bp", From: []pipeline.Column{CostFee, CostFixed, CostIdeal, CostMid}}
	CostGrain      = &pipeline.Code{Name: "granularity_code", Doc: "data of the provider account: order_level, daily_summary, mixed; unknown without receipts (A36)", From: []pipeline.Column{OrderID, WithdrawalTxnType, WithdrawalCreatedAt}}
	CostBookingLag = &pipeline.Days{Name: "booking_lag_days", Doc: "completion at the provider to booking in the seller's ledger, 0 = T+0 (A36); null = one of them is not known", Unit: "calendar days", From: []pipeline.Column{WithdrawalCompletedAt, WithdrawalBookedAt}}
	CostM0On       = &pipeline.Date{Name: "m0_on", Doc: "Moscow day whose rate is M0; of several receipts the first; null = not observable", From: []pipeline.Column{WithdrawalAvailableAt, WithdrawalCompletedAt}}
	CostM1On       = &pipeline.Date{Name: "m1_on", Doc: "Moscow day of the order, whose rate is M1", From: []pipeline.Column{WithdrawalCreatedAt}}
	CostCode       = &pipeline.Code{Name: "cost_code", Doc: "ok; fee_not_stated (spread and fee cannot be told apart), amounts_do_not_tie, no_rate, not_observable, reversal_unclear (it may have been undone)", From: append([]pipeline.Column{ReversalCode}, movedFrom...)}
	CostTimingCode = &pipeline.Code{Name: "timing_code", Doc: "where M0 is from: available_at, first_in_first_out (receipts), same_currency (nothing is converted); no_rate, not_observable", From: []pipeline.Column{WithdrawalAvailableAt, WithdrawalTxnType, WithdrawalPayoutCurrency}}
	CostTimingBP   = &pipeline.Share{Name: "timing_bp", Doc: "timing_cost by ideal_amount", Unit: "bp", From: []pipeline.Column{CostTiming, CostIdeal}}
	CostMid        = &pipeline.Money{Name: "mid_amount", Doc: "gross amount at the mid rate M1 of the order", Currency: CostCurrency, From: []pipeline.Column{WithdrawalAmount, WithdrawalCreatedAt, Value, Nominal}}
	CostGross      = &pipeline.Money{Name: "gross_amount", Doc: "amount withdrawn or converted, before fees", Currency: CostSource, From: []pipeline.Column{WithdrawalAmount}}
	CostSource     = &pipeline.Code{Name: "gross_currency", Doc: "currency that was withdrawn or converted", From: []pipeline.Column{WithdrawalCurrency}}
	CostFeeCode    = &pipeline.Code{Name: "fee_code", Doc: "ok (fixed part by the schedule), no_fee_schedule, no_fee_tier, fee_tiers_overlap, volume_not_observable; null = no fee is known", From: []pipeline.Column{FeeFixedAmount, FeeTierBasis, FeeTierFrom, FeeTierTo}}
	CostIsInverted = &pipeline.Flag{Name: "is_rate_inverted", Doc: "the executed rate was quoted the other way round and was turned", From: []pipeline.Column{WithdrawalExecutedRate}}
)

// WithdrawalCosts is the mart of what each withdrawal or conversion cost.
var WithdrawalCosts = &pipeline.Dataset{
	Name: "withdrawal_costs", Doc: "What completed withdrawals and conversions cost against the Bank of Russia cross, split exactly into timing, spread, fee and fixed part (A34-A36, A38, methods.md section 8).",
	Grain: "one row per completed withdrawal or conversion that was not reversed, as far as is known", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		Provider, WithdrawalProviderAccount, WithdrawalTxnID, CostIdeal, CostTiming, CostSpread, CostFee, CostFixed, CostTotal, CostNet, CostCurrency,
		CostBP, CostSpreadBP, CostFeeBP, CostGrain, CostBookingLag, CostM0On, CostM1On,
		SellerID, WithdrawalTxnType, CostCode, CostTimingCode, CostTimingBP, CostMid, CostGross, CostSource, CostFeeCode, CostIsInverted,
		pipeline.FromFile, pipeline.FromRow, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{Provider, WithdrawalProviderAccount, WithdrawalTxnID},
}
