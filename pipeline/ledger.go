package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// A Ledger accounts for every physical row and every minor unit of money of a
// run: read = loaded + duplicate + superseded + quarantined + not data (D40).
// Its methods may be called by several goroutines.
type Ledger struct {
	mu       sync.Mutex
	rows     map[fileTable]int64 // records that the scan saw
	lines    map[ledgerKey]*ledgerLine
	sorted   []ledgerKey             // of the lines, while there are no others: see keys
	sizes    map[tableCurrency]int64 // see [Scanned.Sizes]
	overflow error
}

type fileTable struct{ file, dataset string }

type ledgerKey struct {
	fileTable
	currency string
}

type tableCurrency struct{ dataset, currency string }

type ledgerLine struct {
	rows, amounts [classes]int64
	read          int64 // amount that the scan saw
	stated        *int64
	published     *int64
}

// A ControlTotal is a row of the dataset [ControlTotals]. Amounts are minor
// units of the currency.
type ControlTotal struct {
	File              string `json:"source_file"`
	Dataset           string `json:"dataset"`
	Currency          string `json:"currency"`
	RowsRead          int64  `json:"rows_read"`
	RowsLoaded        int64  `json:"rows_loaded"`
	RowsDuplicate     int64  `json:"rows_duplicate"`
	RowsSuperseded    int64  `json:"rows_superseded"`
	RowsQuarantined   int64  `json:"rows_quarantined"`
	RowsNotData       int64  `json:"rows_not_data"`
	AmountRead        int64  `json:"amount_read"`
	AmountLoaded      int64  `json:"amount_loaded"`
	AmountDuplicate   int64  `json:"amount_duplicate"`
	AmountSuperseded  int64  `json:"amount_superseded"`
	AmountQuarantined int64  `json:"amount_quarantined"`
	StatedTotal       *int64 `json:"stated_total"`     // null where the file states none
	AmountPublished   *int64 `json:"amount_published"` // null where no mart names the file
}

func newLedger() *Ledger {
	return &Ledger{rows: map[fileTable]int64{}, lines: map[ledgerKey]*ledgerLine{}, sizes: map[tableCurrency]int64{}}
}

// read records what a scan saw of a table of a file. Amounts whose sums over all files
// would not fit the type of money are an [InputError]: from then on no sum of some of
// them needs a check, whatever their signs and their order.
func (l *Ledger) read(file, dataset string, s Scanned) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for currency, size := range s.Sizes {
		table := tableCurrency{dataset, currency}
		if l.sizes[table] = addSize(l.sizes[table], size); l.sizes[table] > mostMinor {
			return &InputError{File: file, Reason: strings.TrimSpace(fmt.Sprintf(
				"the amounts of %s, with those of the files read before, add up to more than %s %s", dataset, minorText(mostMinor), currency))}
		}
	}
	key := fileTable{file, dataset}
	l.add(l.rows[key], s.Rows, func(sum int64) { l.rows[key] = sum })
	for currency, amount := range s.Amounts {
		line := l.line(ledgerKey{key, currency})
		l.add(line.read, amount, func(sum int64) { line.read = sum })
	}
	for currency, amount := range s.Stated {
		line := l.line(ledgerKey{key, currency})
		if line.stated == nil {
			line.stated = new(int64)
		}
		l.add(*line.stated, amount, func(sum int64) { *line.stated = sum })
	}
	return nil
}

// settle adds entries.
func (l *Ledger) settle(entries []Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range entries {
		line := l.line(ledgerKey{fileTable{e.File, e.Dataset}, e.Currency})
		line.rows[e.Class] += e.Rows
		l.add(line.amounts[e.Class], e.Amount, func(sum int64) { line.amounts[e.Class] = sum })
	}
}

// publish adds the control amounts of rows of a mart to the first of tables
// that was read from the file.
func (l *Ledger) publish(sums []controlSum, tables []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range sums {
		if s.amount == 0 && s.currency == "" {
			continue
		}
		i := slices.IndexFunc(tables, func(t string) bool { _, ok := l.rows[fileTable{s.file, t}]; return ok })
		if i < 0 {
			return &InternalError{Reason: fmt.Sprintf("a mart publishes rows of file %q, of which no control amount was read", s.file)}
		}
		line := l.line(ledgerKey{fileTable{s.file, tables[i]}, s.currency})
		if line.published == nil {
			line.published = new(int64)
		}
		l.add(*line.published, s.amount, func(sum int64) { *line.published = sum })
	}
	return nil
}

func (l *Ledger) line(key ledgerKey) *ledgerLine {
	line := l.lines[key]
	if line == nil {
		line = &ledgerLine{}
		l.lines[key] = line
	}
	return line
}

// add stores a + b, or remembers that the sum does not fit.
func (l *Ledger) add(a, b int64, store func(int64)) {
	if (b > 0 && a > math.MaxInt64-b) || (b < 0 && a < math.MinInt64-b) {
		l.overflow = &InternalError{Reason: "a control total is beyond 9.2e16 units of currency"}
		return
	}
	store(a + b)
}

// check returns an [InternalError] naming the first file of which rows or money
// were lost or counted twice.
func (l *Ledger) check() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.overflow != nil {
		return l.overflow
	}
	settled := make(map[fileTable][classes]int64, len(l.rows))
	for _, key := range l.keys() {
		line := l.lines[key]
		if sum(line.amounts[:]) != line.read {
			return &InternalError{Reason: fmt.Sprintf("%s, dataset %s, currency %q: %d minor units were read, %d are accounted for (%s)",
				key.file, key.dataset, key.currency, line.read, sum(line.amounts[:]), classList(line.amounts))}
		}
		got := settled[key.fileTable]
		for class, n := range line.rows {
			got[class] += n
		}
		settled[key.fileTable] = got
	}
	var wrong []fileTable
	for file, rows := range l.rows {
		if got := settled[file]; sum(got[:]) != rows {
			wrong = append(wrong, file)
		}
	}
	for file, got := range settled {
		if _, ok := l.rows[file]; !ok && sum(got[:]) != 0 {
			wrong = append(wrong, file)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	file := slices.MinFunc(wrong, compareFileTables)
	got := settled[file]
	return &InternalError{Reason: fmt.Sprintf("%s, dataset %s: %d rows were read, %d are accounted for (%s)",
		file.file, file.dataset, l.rows[file], sum(got[:]), classList(got))}
}

// quarantined returns the files of which more than a share of the data rows
// cannot be used (D44), in path order.
func (l *Ledger) quarantined(limit float64) []QuarantinedFile {
	l.mu.Lock()
	defer l.mu.Unlock()
	files := map[string]*QuarantinedFile{}
	for table, rows := range l.rows {
		f := files[table.file]
		if f == nil {
			f = &QuarantinedFile{File: table.file}
			files[table.file] = f
		}
		f.Rows += rows
	}
	for key, line := range l.lines {
		if f := files[key.file]; f != nil {
			f.Rows -= line.rows[NotData]
			f.Quarantined += line.rows[Quarantined]
		}
	}
	var out []QuarantinedFile
	for _, f := range files {
		if float64(f.Quarantined) > limit*float64(f.Rows) {
			out = append(out, *f)
		}
	}
	slices.SortFunc(out, func(a, b QuarantinedFile) int { return strings.Compare(a.File, b.File) })
	return out
}

// Totals returns the control totals in the order of their key.
func (l *Ledger) Totals() []ControlTotal {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []ControlTotal
	for _, key := range l.keys() {
		line := l.lines[key]
		out = append(out, ControlTotal{
			File: key.file, Dataset: key.dataset, Currency: key.currency,
			RowsRead: sum(line.rows[:]), RowsLoaded: line.rows[Loaded], RowsDuplicate: line.rows[Duplicate],
			RowsSuperseded: line.rows[Superseded], RowsQuarantined: line.rows[Quarantined], RowsNotData: line.rows[NotData],
			AmountRead: line.read, AmountLoaded: line.amounts[Loaded], AmountDuplicate: line.amounts[Duplicate],
			AmountSuperseded: line.amounts[Superseded], AmountQuarantined: line.amounts[Quarantined], StatedTotal: line.stated, AmountPublished: line.published,
		})
	}
	return out
}

// keys returns the keys of the lines in their order. Lines are added and never removed,
// so as many are the same.
func (l *Ledger) keys() []ledgerKey {
	if len(l.sorted) != len(l.lines) {
		l.sorted = slices.SortedFunc(maps.Keys(l.lines), func(a, b ledgerKey) int {
			return cmp.Or(compareFileTables(a.fileTable, b.fileTable), cmp.Compare(a.currency, b.currency))
		})
	}
	return l.sorted
}

func compareFileTables(a, b fileTable) int {
	return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.dataset, b.dataset))
}

func sum(values []int64) int64 {
	var total int64
	for _, v := range values {
		total += v
	}
	return total
}

func classList(values [classes]int64) string {
	var text strings.Builder
	for class, n := range values {
		text.WriteString(fmt.Sprintf(", %s %d", Class(class), n))
	}
	return text.String()[2:]
}
