package load

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// compactAt is the number of payout parts from which they are merged while they
// are read: a payout has a part in every partition that one of its orders is in.
const compactAt = 1 << 18

// collectParts returns the payout parts of all partitions, those that say the
// same merged into one where there are many. The caller releases them.
func collectParts(t *pipeline.Task, limit int64) (arrow.Record, error) {
	var pending []arrow.Record
	defer func() { releaseAll(pending) }()
	rows := int64(0)
	for rec, err := range t.Read(datasets.PayoutParts) {
		if err != nil {
			return nil, err
		}
		rec.Retain()
		pending = append(pending, rec)
		if rows += rec.NumRows(); rows <= limit {
			continue
		}
		joined, err := pipeline.Concat(t.Mem, datasets.PayoutParts, pending)
		if err != nil {
			return nil, err
		}
		releaseAll(pending)
		pending = []arrow.Record{compact(t, joined)}
		joined.Release()
		rows = pending[0].NumRows()
		limit = max(limit, 2*rows)
	}
	return pipeline.Concat(t.Mem, datasets.PayoutParts, pending)
}

func releaseAll(recs []arrow.Record) {
	for _, rec := range recs {
		rec.Release()
	}
}

// compact merges parts that agree on everything but their counts and their
// place: counts add up, the first place stays.
func compact(t *pipeline.Task, rec arrow.Record) arrow.Record {
	keys := fingerprints(datasets.PayoutParts, rec, func(c pipeline.Column) bool {
		switch c {
		case datasets.PartLines, datasets.PartAmount, datasets.NamedLines, pipeline.FromFile, pipeline.FromRow:
			return false
		}
		return true
	})
	place := placesOf(rec)
	lines, sums, named := datasets.PartLines.In(rec), datasets.PartAmount.In(rec), datasets.NamedLines.In(rec)
	known := newNumbering(len(keys))
	var merged []part
	for row, key := range keys {
		i, isNew := known.of(key)
		if isNew {
			merged = append(merged, part{first: int32(row)})
		}
		p := &merged[i]
		if place.compare(int32(row), p.first) < 0 {
			p.first = int32(row)
		}
		p.lines += lines.Value(row)
		p.sum += sums.Value(row)
		p.named += named.Value(row)
	}
	return mergedParts(t, rec, merged)
}

// mergedParts makes the batch of merged parts.
func mergedParts(t *pipeline.Task, rec arrow.Record, merged []part) arrow.Record {
	firsts := make([]int32, len(merged))
	lines, sums, named := vector.New[int64](t.Mem, len(merged)), vector.New[int64](t.Mem, len(merged)), vector.New[int64](t.Mem, len(merged))
	defer lines.Release()
	defer sums.Release()
	defer named.Release()
	for i, p := range merged {
		firsts[i] = p.first
		lines.Append(p.lines)
		sums.Append(p.sum)
		named.Append(p.named)
	}
	first := pipeline.Take(t.Mem, rec, firsts)
	defer first.Release()
	return pipeline.Derive(datasets.PayoutParts, first, map[pipeline.Column]arrow.Array{
		datasets.PartLines:  lines.Column(pipeline.IntType.Arrow()),
		datasets.PartAmount: sums.Column(pipeline.MoneyType.Arrow()),
		datasets.NamedLines: named.Column(pipeline.IntType.Arrow()),
	})
}
