package countcompliance

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

type carrierKey struct {
	monthKey
	name, code int32 // 0 = nobody names a carrier; the name matches none
}

func (k carrierKey) Hash() uint32 { return k.monthKey.Hash() + 7*uint32(k.name) }

func (c *counter) compareCarriers(a, b carrierKey) int {
	return cmp.Or(
		c.compareMonths(a.monthKey, b.monthKey),
		cmp.Compare(c.names.Name(a.name), c.names.Name(b.name)), cmp.Compare(c.names.Name(a.code), c.names.Name(b.code)))
}

// carried are the counts of a carrier.
type carried struct {
	postings, whitelisted int64
	failed
}

// A spelling is a carrier as written, with what the white list has of it.
type spelling struct {
	name   int32
	listed policy.DatedCarrier
	code   string // that the list had last
	number int32  // of the code
}

// on asks the white list of a day.
func (s *spelling) on(day calendar.Day, c *counter) (code int32, isWhitelisted bool) {
	text, isWhitelisted := s.listed.At(day)
	if text != s.code {
		s.code, s.number = text, c.names.Number(text)
	}
	return s.number, isWhitelisted
}

// countCarriers counts the postings of a batch by who carried them. What Ozon
// fulfils, and what is not under way, has no day to ask for (B18).
func (c *counter) countCarriers(batch arrow.Record, sellers *vector.Codes[int32], late *array.Int64) {
	spellings := vector.CodesOf(datasets.CarrierName.In(batch), func(text string) *spelling {
		return &spelling{name: c.names.Number(text), listed: c.list.Of(text)}
	})
	on := datasets.CarrierOn.In(batch)
	for row := range int(batch.NumRows()) {
		if sellers.IsNull(row) || on.IsNull(row) {
			continue
		}
		day := calendar.Day(on.Value(row))
		key, isWhitelisted := carrierKey{monthKey: monthKey{sellers.At(row), day.MonthStart()}}, false
		written := spellings.At(row)
		if written != nil {
			key.name = written.name
			key.code, isWhitelisted = written.on(day, c)
		}
		n := c.carried.Of(key)
		n.postings++
		switch {
		case isWhitelisted:
			n.whitelisted++
		case written != nil:
			n.add(late, row)
		}
	}
}
