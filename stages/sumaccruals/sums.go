package sumaccruals

// A sum is what the postings of a payout add up to in a currency, or, without
// one, what is not compared.
type sum struct {
	row                           int // a line of the payout
	currency                      string
	lines, amount                 int64
	accruals, accrued             int64
	incomparable, shared, leftOut int64
	days                          days
}

type sumKey struct {
	payout   int
	currency string
}

// sum returns the sums, in the order of their first lines.
func (l *lines) sum() (sums []*sum) {
	at := make(map[sumKey]*sum)
	of := func(payout int, currency string, row int) *sum {
		key := sumKey{payout, currency}
		if at[key] == nil {
			at[key] = &sum{row: row, currency: currency}
			sums = append(sums, at[key])
		}
		return at[key]
	}
	isCounted := make([]bool, len(l.postings)) // its accruals are
	for _, line := range l.placed {
		p := &l.postings[line.posting]
		switch {
		case p.isShared:
			s := of(line.payout, "", line.row)
			s.shared++
			s.days.addDays(p.entry.days)
		case p.incomparable:
			s := of(line.payout, "", line.row)
			s.incomparable++
			s.days.addDays(p.entry.days)
		default:
			s := of(line.payout, p.currency, line.row)
			s.lines++
			s.amount += l.amount.Value(line.row)
			if !isCounted[line.posting] {
				isCounted[line.posting] = true
				s.accruals += p.entry.rows
				s.accrued += p.entry.amount
				s.days.addDays(p.entry.days)
			}
		}
	}
	for _, line := range l.withLeftOut {
		of(line.payout, "", line.row).leftOut += l.books.orders[line.order].own.rows
	}
	return sums
}
