package datasets

import (
	"slices"

	"ozpayout/pipeline"
)

// Columns that say which cells of a seller account the API filled, and where it
// says so.
var (
	InfoFile    = &pipeline.Code{Name: "info_file", Doc: "file of the API answer that filled cells of the row; null = none did", From: []pipeline.Column{pipeline.FromFile}}
	InfoRow     = &pipeline.Int{Name: "info_row", Doc: "record of the answer in its file", From: []pipeline.Column{pipeline.FromRow}}
	InfoColumns = &pipeline.Code{Name: "info_columns", Doc: "columns that the answer filled, joined by blanks", From: []pipeline.Column{InfoName, InfoLegalName, InfoINN, InfoOGRN, InfoCountry, InfoIsPremium}}
)

// AccountRows are the rows of the canonical table of seller accounts that are used,
// as they came.
var AccountRows = &pipeline.Dataset{
	Name: "account_rows", Doc: "Seller accounts by period as their table says (9.6).",
	Grain: RawSellerAccounts.Grain, Layer: pipeline.StagingLayer,
	Columns: RawSellerAccounts.Columns, Key: RawSellerAccounts.Key,
}

// SellerAccounts are the seller accounts by period, completed by what the API says
// of a seller. A seller of whom only the API tells has one row since ever, whose
// place is that of the answer.
var SellerAccounts = &pipeline.Dataset{
	Name: "seller_accounts", Doc: RawSellerAccounts.Doc,
	Grain: RawSellerAccounts.Grain, Layer: pipeline.StagingLayer,
	Columns: slices.Concat(RawSellerAccounts.Columns, []pipeline.Column{InfoFile, InfoRow, InfoColumns}),
	Key:     RawSellerAccounts.Key,
}
