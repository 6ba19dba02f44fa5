package datasets

import "ozpayout/pipeline"

// Columns of Payoneer's transactions.
var (
	PayoneerDate      = &pipeline.Text{Name: "transaction_date", Doc: "day as written: whether day or month comes first is told by the dates of the file, or by the configuration"}
	PayoneerTime      = &pipeline.Text{Name: "transaction_time", Doc: "time of day as written"}
	PayoneerZone      = &pipeline.Text{Name: "time_zone", Doc: "offset from UTC as written"}
	PayoneerDateOrder = &pipeline.Code{Name: "date_order", Doc: "mdy, dmy or ymd, where the configuration says so"}
	FileDateOrder     = &pipeline.Code{Name: "file_date_order", Doc: "mdy, dmy or ymd, as the dates of the file tell", From: []pipeline.Column{PayoneerDate}}
	PayoneerKind      = &pipeline.Code{Name: "description", Doc: "kind of transaction; a word that nobody knows is unknown"}
	PayoneerCredit    = &pipeline.Money{Name: "credit_amount", Doc: "came in", Currency: WithdrawalCurrency}
	PayoneerDebit     = &pipeline.Money{Name: "debit_amount", Doc: "went out", Currency: WithdrawalCurrency}
)

// PayoneerDateOrderWords are the orders of day, month and year.
var PayoneerDateOrderWords = words(map[string][]string{"mdy": nil, "dmy": nil, "ymd": nil})

// PayoneerDateOrders tell in which order the dates of each file are written.
var PayoneerDateOrders = &pipeline.Dataset{
	Name: "payoneer_date_orders", Doc: "In which order the dates of each of Payoneer's exports are written (9.21).",
	Grain: "one row per file whose dates tell", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{pipeline.FromFile, FileDateOrder},
	Key:     []pipeline.Column{pipeline.FromFile},
}

// RawPayoneer is the transactions export of Payoneer, in its own header: one
// column per direction, no rate, a conversion as a debit and a credit (formats.md
// sections 6 and 9.21). It becomes withdrawals.
var RawPayoneer = &pipeline.Dataset{
	Name: "raw_payoneer", Doc: "Transactions export of Payoneer (A35, A36).",
	Grain: "one row per debit or credit", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, WithdrawalProviderAccount, WithdrawalTxnID, PayoneerDate, PayoneerTime, PayoneerZone, PayoneerDateOrder, PayoneerKind,
		PayoneerCredit, PayoneerDebit, WithdrawalCurrency, WithdrawalStatus, WithdrawalRunningBalance, WithdrawalReference, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{WithdrawalProviderAccount, WithdrawalTxnID, WithdrawalCurrency},
	Partition: accountPartition, Spread: ByAccount,
	Control:  []pipeline.Control{{Amount: PayoneerCredit, Less: PayoneerDebit, Currencies: []*pipeline.Code{WithdrawalCurrency}}},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "transactions of Payoneer", Known: true, Zone: "UTC",
		Fields: []pipeline.Field{
			{Column: PayoneerDate, Need: pipeline.Required, Headers: []string{"Transaction Date"}},
			{Column: PayoneerTime, Need: pipeline.Required, Headers: []string{"Transaction Time"}},
			{Column: PayoneerZone, Need: pipeline.Required, Headers: []string{"Time Zone"}},
			{Column: WithdrawalTxnID, Need: pipeline.Required, Headers: []string{"Transaction ID"}},
			{Column: PayoneerKind, Need: pipeline.Present, Headers: []string{"Description"}, Words: TxnTypeWords, IsOpen: true},
			{Column: PayoneerCredit, Need: pipeline.Present, Headers: []string{"Credit Amount"}, Form: pipeline.NotNegative},
			{Column: PayoneerDebit, Need: pipeline.Present, Headers: []string{"Debit Amount"}, Form: pipeline.NotNegative},
			{Column: WithdrawalCurrency, Need: pipeline.Required, Headers: []string{"Currency"}, Form: pipeline.CurrencyForm},
			{Column: WithdrawalStatus, Need: pipeline.Present, Headers: []string{"Status"}, Words: TxnStatusWords, IsOpen: true},
			{Column: WithdrawalRunningBalance, Headers: []string{"Running Balance"}},
			{Column: WithdrawalReference, Headers: []string{"Additional Description"}},
			{Column: WithdrawalProviderAccount, Need: pipeline.Present, Headers: []string{"Store Name"}},
			{Column: PayoneerDateOrder, Words: PayoneerDateOrderWords},
		},
	},
}
