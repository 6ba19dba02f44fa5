package datasets

import (
	"regexp"

	"ozpayout/pipeline"
)

// Columns of the mutual settlement report.
var (
	MutualFrom      = &pipeline.Date{Name: "period_from", Doc: "first day of the period, from the title"}
	MutualTo        = &pipeline.Date{Name: "period_to", Doc: "last day of the period, from the title"}
	MutualContract  = &pipeline.Text{Name: "contract_no", Doc: "number of the contract, from above the table"}
	MutualOperation = &pipeline.Code{Name: "operation", Doc: "operation as written"}
	MutualDocument  = &pipeline.Text{Name: "document", Doc: "number and date of the document, as written"}
	MutualOn        = &pipeline.Date{Name: "operation_on", Doc: "day of the operation"}
	MutualDebit     = &pipeline.Money{Name: "debit_amount", Doc: "debit: adds to what the other side owes", Currency: MutualCurrency}
	MutualCredit    = &pipeline.Money{Name: "credit_amount", Doc: "credit: adds to what is owed to the other side", Currency: MutualCurrency}
	MutualCurrency  = &pipeline.Code{Name: "currency", Doc: "currency of the contract, from the configuration of the file: the report is not known to name it; null = not told"}

	CompensationName    = &pipeline.Code{Name: "compensation", Doc: "compensation or other accrual as written"}
	CompensationNet     = &pipeline.Money{Name: "net_amount", Doc: "amount without VAT", Currency: MutualCurrency}
	CompensationWithVAT = &pipeline.Money{Name: "amount", Doc: "amount with VAT", Currency: MutualCurrency}
	CompensationVAT     = &pipeline.Money{Name: "vat_amount", Doc: "VAT in the amount", Currency: MutualCurrency}
)

// mutualTitle begins a cell above both tables.
const mutualTitle = "Отчет о взаиморасчетах"

// mutualPreamble reads what stands above the first table for both. There are two
// blanks before the first day.
var mutualPreamble = []pipeline.Preamble{
	{Column: MutualFrom, Pattern: regexp.MustCompile(`за период с +(\d\d\.\d\d\.\d{4})`)},
	{Column: MutualTo, Pattern: regexp.MustCompile(`за период с +\S+ +по +(\d\d\.\d\d\.\d{4})`)},
	{Column: MutualContract, Pattern: regexp.MustCompile(`(?i)^по договору .*№ *(\S+) +от `)},
}

// RawMutualSettlements is the monthly mutual settlement report (отчёт о
// взаиморасчётах), the only export that shows payments as dated documents (formats.md
// section 2.3). Debit less credit is the sign of its balances: the opening balance
// and the rows must give the closing balance. Rows have no key, as those of the
// realization report.
var RawMutualSettlements = &pipeline.Dataset{
	Name: "raw_mutual_settlements", Doc: "Mutual settlement report: accruals and payments as dated documents (R09).",
	Grain: "one row per row of the report", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		MutualFrom, MutualTo, MutualContract, MutualOperation, MutualDocument, MutualOn, MutualDebit, MutualCredit, MutualCurrency,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: MutualDebit, Less: MutualCredit, Currencies: []*pipeline.Code{MutualCurrency}}},
	Input: &pipeline.Input{
		Report: "mutual settlement report", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: MutualOperation, Headers: []string{"B"}},
			{Column: MutualDocument, Headers: []string{"E"}},
			{Column: MutualOn, Headers: []string{"G"}},
			{Column: MutualDebit, Need: pipeline.Present, Headers: []string{"I"}},
			{Column: MutualCredit, Need: pipeline.Present, Headers: []string{"L"}},
		},
		Section:  &pipeline.Section{Title: mutualTitle, Heading: "Наименование", Opening: "Начальное сальдо", Closing: "Конечное сальдо"},
		Numbered: MutualOperation,
		Preamble: mutualPreamble,
		Latest:   []pipeline.Column{MutualTo},
	},
}

// RawMutualCompensations is the second table of the mutual settlement report,
// compensations and other accruals. Its own heading begins it: the title above
// that has a Latin letter among the Cyrillic ones.
var RawMutualCompensations = &pipeline.Dataset{
	Name: "raw_mutual_compensations", Doc: "Compensations and other accruals of the mutual settlement report (R09).",
	Grain: "one row per row of the report", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		MutualFrom, MutualTo, MutualContract, CompensationName, CompensationNet, CompensationWithVAT, CompensationVAT, MutualCurrency,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: CompensationWithVAT, Currencies: []*pipeline.Code{MutualCurrency}}},
	Input: &pipeline.Input{
		Report: "compensations of the mutual settlement report", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: CompensationName, Headers: []string{"B"}},
			{Column: CompensationNet, Headers: []string{"F"}},
			{Column: CompensationWithVAT, Need: pipeline.Present, Headers: []string{"K"}},
			{Column: CompensationVAT, Headers: []string{"N"}},
		},
		Section:  &pipeline.Section{Title: mutualTitle, Heading: "Наименование начисления", Closing: "Итого"},
		Numbered: CompensationName,
		Preamble: mutualPreamble,
		Latest:   []pipeline.Column{MutualTo},
	},
}
