package pipeline

import (
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// A ledger accounts for every physical row and every minor unit of money of a
// run: read = loaded + duplicate + superseded + quarantined + not data (D40).
// Its methods may be called by several goroutines.
type ledger struct {
	mu       sync.Mutex
	files    map[string]*fileAccount
	sorted   []*fileAccount          // by name, while there are no others: see accounts
	sizes    map[tableCurrency]int64 // see [scanTotals.sizes]
	overflow error
}

// A fileAccount is what a ledger knows of a file. It has few tables, and these few
// lines: they are searched and not looked up.
type fileAccount struct {
	name   string
	tables []tableAccount  // by dataset
	first  [1]tableAccount // memory of the tables: most files have one
	next   *fileAccount    // see behind
}

// A tableAccount is what a ledger knows of a table of a file.
type tableAccount struct {
	dataset string
	isRead  bool         // a scan saw it
	rows    int64        // records that the scans saw
	lines   []ledgerLine // by currency
}

type ledgerLine struct {
	currency      string
	rows, amounts [classes]int64
	read          int64 // amount that the scan saw
	stated        *int64
	published     *int64
}

type tableCurrency struct{ dataset, currency string }

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

// addsUp reports whether each row, and each amount, that was read is in one class.
func (t *ControlTotal) addsUp() bool {
	return t.RowsRead == t.RowsLoaded+t.RowsDuplicate+t.RowsSuperseded+t.RowsQuarantined+t.RowsNotData &&
		t.AmountRead == t.AmountLoaded+t.AmountDuplicate+t.AmountSuperseded+t.AmountQuarantined
}

func newLedger() *ledger {
	return &ledger{files: map[string]*fileAccount{}, sizes: map[tableCurrency]int64{}}
}

// expect opens the accounts of the files of a run, which are in the order of their names: for
// thousands it takes less than to do it one by one.
func (l *ledger) expect(files []*SourceFile) {
	l.mu.Lock()
	defer l.mu.Unlock()
	accounts := make([]fileAccount, len(files))
	l.files = make(map[string]*fileAccount, len(files))
	for i, f := range files {
		accounts[i].name = f.Name
		l.files[f.Name] = &accounts[i]
		l.sorted = append(l.sorted, &accounts[i])
	}
}

// read records what a scan saw of a table of a file. Amounts whose sums over all files
// would not fit the type of money are an [InputError]: from then on no sum of some of
// them needs a check, whatever their signs and their order.
func (l *ledger) read(file, dataset string, s scanTotals) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for currency, size := range s.sizes {
		table := tableCurrency{dataset, currency}
		if l.sizes[table] = addSize(l.sizes[table], size); l.sizes[table] > mostMinor {
			return &InputError{File: file, Reason: strings.TrimSpace(fmt.Sprintf(
				"the amounts of %s, with those of the files read before, add up to more than %s %s", dataset, minorText(mostMinor), currency))}
		}
	}
	table := l.behind(nil, file).table(dataset)
	table.isRead = true
	l.add(&table.rows, s.rows)
	for currency, amount := range s.amounts {
		l.add(&table.line(currency).read, amount)
	}
	for currency, amount := range s.stated {
		line := table.line(currency)
		if line.stated == nil {
			line.stated = new(int64)
		}
		l.add(line.stated, amount)
	}
	return nil
}

func (l *ledger) settle(entries []Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var file *fileAccount
	for _, e := range entries {
		file = l.behind(file, e.File)
		line := file.table(e.Dataset).line(e.Currency)
		line.rows[e.Class] += e.Rows
		l.add(&line.amounts[e.Class], e.Amount)
	}
}

// publish adds the control amounts of rows of a mart to the first of tables
// that was read from the file.
func (l *ledger) publish(sums iter.Seq[controlSum], tables []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var file *fileAccount
	for s := range sums {
		if s.amount == 0 && s.currency == "" {
			continue
		}
		file = l.behind(file, s.file)
		table := file.firstRead(tables)
		if table == nil {
			return &InternalError{Reason: fmt.Sprintf("a mart publishes rows of file %q, of which no control amount was read", s.file)}
		}
		line := table.line(s.currency)
		if line.published == nil {
			line.published = new(int64)
		}
		l.add(line.published, s.amount)
	}
	return nil
}

// behind returns the account of a file, given that of the file before it in a list, nil for
// the first. Lists mostly name files in one order, and each account remembers which came
// behind it last: so the names of thousands are not looked up again and again.
func (l *ledger) behind(before *fileAccount, file string) *fileAccount {
	if before != nil {
		if before.name == file {
			return before
		}
		if before.next != nil && before.next.name == file {
			return before.next
		}
	}
	f := l.files[file]
	if f == nil {
		f = &fileAccount{name: file}
		l.files[file] = f
	}
	if before != nil {
		before.next = f
	}
	return f
}

// table returns the account of a table, good until another is asked for.
func (f *fileAccount) table(dataset string) *tableAccount {
	at, ok := f.find(dataset)
	if !ok {
		if f.tables == nil {
			f.tables = f.first[:0]
		}
		f.tables = slices.Insert(f.tables, at, tableAccount{dataset: dataset})
	}
	return &f.tables[at]
}

// find returns where the account of a table is, or where it belongs.
func (f *fileAccount) find(dataset string) (at int, ok bool) {
	for at < len(f.tables) && f.tables[at].dataset < dataset {
		at++
	}
	return at, at < len(f.tables) && f.tables[at].dataset == dataset
}

// firstRead returns the first of some datasets that was read from a file, else nil.
func (f *fileAccount) firstRead(datasets []string) *tableAccount {
	for _, dataset := range datasets {
		if at, ok := f.find(dataset); ok && f.tables[at].isRead {
			return &f.tables[at]
		}
	}
	return nil
}

// line returns the line of a currency, good until another is asked for.
func (t *tableAccount) line(currency string) *ledgerLine {
	at := 0
	for at < len(t.lines) && t.lines[at].currency < currency {
		at++
	}
	if at == len(t.lines) || t.lines[at].currency != currency {
		if t.lines == nil {
			t.lines = make([]ledgerLine, 0, 2) // of rows without an amount, and of a currency
		}
		t.lines = slices.Insert(t.lines, at, ledgerLine{currency: currency})
	}
	return &t.lines[at]
}

// add adds an amount to a sum, or remembers that it does not fit.
func (l *ledger) add(sum *int64, amount int64) {
	if (amount > 0 && *sum > math.MaxInt64-amount) || (amount < 0 && *sum < math.MinInt64-amount) {
		l.overflow = &InternalError{Reason: "a control total is beyond 9.2e16 units of currency"}
		return
	}
	*sum += amount
}

// check returns an [InternalError] naming the first file of which rows or money
// were lost or counted twice.
func (l *ledger) check() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.overflow != nil {
		return l.overflow
	}
	for _, f := range l.accounts() {
		for i := range f.tables {
			if err := f.tables[i].check(f.name); err != nil {
				return err
			}
		}
	}
	return nil
}

// check returns an [InternalError] if rows or money of a table were lost or counted
// twice.
func (t *tableAccount) check(file string) error {
	var settled [classes]int64
	for i := range t.lines {
		line := &t.lines[i]
		if sum(line.amounts[:]) != line.read {
			return &InternalError{Reason: fmt.Sprintf("%s, dataset %s, currency %q: %d minor units were read, %d are accounted for (%s)",
				file, t.dataset, line.currency, line.read, sum(line.amounts[:]), classList(line.amounts))}
		}
		for class, rows := range line.rows {
			settled[class] += rows
		}
	}
	if sum(settled[:]) != t.rows {
		return &InternalError{Reason: fmt.Sprintf("%s, dataset %s: %d rows were read, %d are accounted for (%s)",
			file, t.dataset, t.rows, sum(settled[:]), classList(settled))}
	}
	return nil
}

// quarantined returns the files of which more than a share of the data rows
// cannot be used (D44), in path order.
func (l *ledger) quarantined(limit float64) (files []QuarantinedFile) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, account := range l.accounts() {
		f := QuarantinedFile{File: account.name}
		for _, t := range account.tables {
			f.Rows += t.rows
			for i := range t.lines {
				f.Rows -= t.lines[i].rows[NotData]
				f.Quarantined += t.lines[i].rows[Quarantined]
			}
		}
		if float64(f.Quarantined) > limit*float64(f.Rows) {
			files = append(files, f)
		}
	}
	return files
}

// totals returns the control totals in the order of their key.
func (l *ledger) totals() []ControlTotal {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := 0
	for _, f := range l.files {
		for _, t := range f.tables {
			lines += len(t.lines)
		}
	}
	out := slices.Grow([]ControlTotal(nil), lines)
	for _, f := range l.accounts() {
		for _, t := range f.tables {
			for i := range t.lines {
				line := &t.lines[i]
				out = append(out, ControlTotal{
					File: f.name, Dataset: t.dataset, Currency: line.currency,
					RowsRead: sum(line.rows[:]), RowsLoaded: line.rows[Loaded], RowsDuplicate: line.rows[Duplicate],
					RowsSuperseded: line.rows[Superseded], RowsQuarantined: line.rows[Quarantined], RowsNotData: line.rows[NotData],
					AmountRead: line.read, AmountLoaded: line.amounts[Loaded], AmountDuplicate: line.amounts[Duplicate],
					AmountSuperseded: line.amounts[Superseded], AmountQuarantined: line.amounts[Quarantined],
					StatedTotal: line.stated, AmountPublished: line.published,
				})
			}
		}
	}
	return out
}

// accounts returns the accounts of the files in the order of their names. Files are added
// and never removed, so as many are the same.
func (l *ledger) accounts() []*fileAccount {
	if len(l.sorted) != len(l.files) {
		l.sorted = slices.SortedFunc(maps.Values(l.files), func(a, b *fileAccount) int { return strings.Compare(a.name, b.name) })
	}
	return l.sorted
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
