package pipeline

// The tables that a run writes about itself. Their rows come from the executor;
// they are published beside the marts.
var (
	FileName      = &Code{Name: "source_file", Doc: "path of the input file, relative to the input folder; seed:NAME for a shipped table"}
	FileSheet     = &Code{Name: "sheet", Doc: "worksheet, or path of the JSON array; empty for CSV"}
	FileRow       = &Int{Name: "row", Doc: "record number, the header of a table counts; 0 = the file as a whole"}
	FindingColumn = &Text{Name: "column", Doc: "header as written, or the declared column"}
	FindingCode   = &Code{Name: "code", Doc: "stable reason code"}
	RawValue      = &Text{Name: "raw_value", Doc: "the cell as written, at most 200 bytes, what does not show escaped; never personal or secret"}
	SeverityCode  = &Code{Name: "severity", Doc: "fault (row not used), warning (no row lost: a cell or file not used, a total that differs), note"}
	Message       = &Text{Name: "message", Doc: "what was expected"}
	DatasetName   = &Code{Name: "dataset", Doc: "dataset the file was recognised as"}

	ControlCurrency   = &Code{Name: "currency", Doc: "currency of the control amounts; empty for rows without one"}
	RowsRead          = &Int{Name: "rows_read", Doc: "physical records seen", Unit: "rows"}
	RowsLoaded        = &Int{Name: "rows_loaded", Doc: "records used", Unit: "rows"}
	RowsDuplicate     = &Int{Name: "rows_duplicate", Doc: "records equal to one that is used", Unit: "rows"}
	RowsSuperseded    = &Int{Name: "rows_superseded", Doc: "older snapshots of a record that changed", Unit: "rows"}
	RowsQuarantined   = &Int{Name: "rows_quarantined", Doc: "records that cannot be used; each has a finding", Unit: "rows"}
	RowsNotData       = &Int{Name: "rows_not_data", Doc: "headers, blank records, preambles, totals", Unit: "rows"}
	AmountRead        = &Money{Name: "amount_read", Doc: "sum of the control amount over all records", Currency: ControlCurrency}
	AmountLoaded      = &Money{Name: "amount_loaded", Doc: "sum over loaded records", Currency: ControlCurrency}
	AmountDuplicate   = &Money{Name: "amount_duplicate", Doc: "sum over duplicates", Currency: ControlCurrency}
	AmountSuperseded  = &Money{Name: "amount_superseded", Doc: "sum over superseded records", Currency: ControlCurrency}
	AmountQuarantined = &Money{Name: "amount_quarantined", Doc: "sum over quarantined records whose amount could be read", Currency: ControlCurrency}
	StatedTotal       = &Money{Name: "stated_total", Doc: "total that the file itself states; null = it states none", Currency: ControlCurrency}
	TotalDifference   = &Money{Name: "difference", Doc: "amount_read minus stated_total; null without one", Currency: ControlCurrency, From: []Column{AmountRead, StatedTotal}}
	AmountPublished   = &Money{Name: "amount_published", Doc: "sum of the rows of the published mart that name this file; null where no mart does", Currency: ControlCurrency}

	FileHash       = &Text{Name: "sha256", Doc: "SHA-256 of the file, hexadecimal"}
	RecognisedAs   = &Code{Name: "recognised_as", Doc: "source dataset; empty for a refused file"}
	GenerationName = &Code{Name: "generation", Doc: "version of a known export"}
	EncodingName   = &Code{Name: "encoding", Doc: "character encoding of a text file"}
	DialectName    = &Text{Name: "dialect", Doc: "form, delimiter and compression"}
	FileRows       = &Int{Name: "rows", Doc: "data records; null = not read, since no selected mart needs them", Unit: "rows"}
	Repairs        = &Text{Name: "repairs", Doc: "what was tolerated while reading, joined by |"}
	RefusedReason  = &Text{Name: "refused_reason", Doc: "why nothing of the file was used; empty for a recognised file"}
)

// The columns that place a row of a source dataset. Scanning fills them.
var (
	FromFile     = &Code{Name: "source_file", Doc: "input file of the row, relative to the input folder"}
	FromSheet    = &Code{Name: "source_sheet", Doc: "worksheet or JSON path of the row; empty for CSV"}
	FromForm     = &Code{Name: "source_form", Doc: "form of the file: csv, xlsx, json or xml"}
	FromEncoding = &Code{Name: "source_encoding", Doc: "encoding of the file; utf-8-bom has a byte order mark, empty for XLSX"}
	FromRow      = &Int{Name: "source_row", Doc: "record number of the row in its file; the header counts, JSON objects count from 1 (D41)"}
)

// Findings lists what a person should know about the input, row by row.
var Findings = &Dataset{
	Name: "findings", Doc: "Quarantined rows, unread cells and notes, each with its place.", Grain: "one row per finding", Layer: MartLayer,
	Columns: []Column{FileName, FileSheet, FileRow, FindingColumn, FindingCode, RawValue, SeverityCode, Message, DatasetName},
	Key:     []Column{FileName, FileSheet, FileRow, FindingColumn, FindingCode},
}

// ControlTotals is the ledger of the run: rows_read is the sum of the five
// classes, and the amounts likewise (D40).
var ControlTotals = &Dataset{
	Name: "control_totals", Doc: "Every row and every minor unit that went in, and where it went (D40).", Grain: "one row per source file, dataset and currency", Layer: MartLayer,
	Columns: []Column{
		FileName, DatasetName, ControlCurrency, RowsRead, RowsLoaded, RowsDuplicate, RowsSuperseded, RowsQuarantined, RowsNotData,
		AmountRead, AmountLoaded, AmountDuplicate, AmountSuperseded, AmountQuarantined, StatedTotal, TotalDifference, AmountPublished,
	},
	Key: []Column{FileName, DatasetName, ControlCurrency},
}

// SourceFiles lists the input files and what each was taken for.
var SourceFiles = &Dataset{
	Name: "source_files", Doc: "Input files with hash, recognised kind, dialect and refusals.", Grain: "one row per input file", Layer: MartLayer,
	Columns: []Column{FileName, FileHash, RecognisedAs, GenerationName, EncodingName, DialectName, FileRows, Repairs, RefusedReason},
	Key:     []Column{FileName},
}
