package load

import (
	"cmp"

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
	var merged *mergedParts // once there are many
	defer func() {
		if merged != nil {
			releaseAll(merged.said)
		}
	}()
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
		if merged == nil {
			merged = newMergedParts()
		}
		for _, rec := range pending {
			merged.add(t, rec)
		}
		releaseAll(pending)
		pending = nil
	}
	if merged != nil {
		return merged.record(t)
	}
	return pipeline.Concat(t.Mem, datasets.PayoutParts, pending)
}

func releaseAll(recs []arrow.Record) {
	for _, rec := range recs {
		rec.Release()
	}
}

// mergedParts are the payout parts read so far, those that agree on everything but
// their counts and their place merged into one: counts add up, the first place
// stays.
type mergedParts struct {
	said  []arrow.Record // what each part says, in the order of the parts
	known *numbering     // of parts by what they say
	parts []mergedPart
	files vector.Names
}

type mergedPart struct {
	lines, sum, named int64
	file              int32 // of files
	row               int64
}

func newMergedParts() *mergedParts { return &mergedParts{known: newNumbering(compactAt)} }

// add adds the parts of a batch.
func (m *mergedParts) add(t *pipeline.Task, rec arrow.Record) {
	keys := fingerprints(datasets.PayoutParts, rec, func(c pipeline.Column) bool {
		switch c {
		case datasets.PartLines, datasets.PartAmount, datasets.NamedLines, pipeline.FromFile, pipeline.FromRow:
			return false
		}
		return true
	})
	lines, sums := datasets.PartLines.In(rec).Int64Values(), datasets.PartAmount.In(rec).Int64Values()
	named, rows := datasets.NamedLines.In(rec).Int64Values(), pipeline.FromRow.In(rec).Int64Values()
	files := vector.CodesOf(pipeline.FromFile.In(rec), m.files.Number)
	var firsts []int32
	for row, key := range keys {
		part := mergedPart{lines[row], sums[row], named[row], files.At(row), rows[row]}
		number, isNew := m.known.of(key)
		if isNew {
			firsts = append(firsts, int32(row))
			m.parts = append(m.parts, part)
			continue
		}
		p := &m.parts[number]
		p.lines += part.lines
		p.sum += part.sum
		p.named += part.named
		if m.isBefore(&part, p) {
			p.file, p.row = part.file, part.row
		}
	}
	if len(firsts) > 0 {
		m.said = append(m.said, pipeline.Take(t.Mem, rec, firsts))
	}
}

// isBefore compares places: path and record number.
func (m *mergedParts) isBefore(a, b *mergedPart) bool {
	if a.file != b.file {
		return m.files.Name(a.file) < m.files.Name(b.file)
	}
	return cmp.Less(a.row, b.row)
}

// record returns the parts as a batch.
func (m *mergedParts) record(t *pipeline.Task) (arrow.Record, error) {
	said, err := pipeline.Concat(t.Mem, datasets.PayoutParts, m.said)
	if err != nil {
		return nil, err
	}
	defer said.Release()
	numbers := func(of func(p *mergedPart) int64) arrow.Array {
		v := vector.New[int64](t.Mem, len(m.parts))
		defer v.Release()
		for i := range m.parts {
			v.Append(of(&m.parts[i]))
		}
		return v.Column(pipeline.IntType.Arrow())
	}
	files := vector.NewCodeBuilder(t.Mem, len(m.parts), m.files.List()...)
	defer files.Release()
	for i := range m.parts {
		files.AppendIf(m.parts[i].file > 0, int(m.parts[i].file)-1)
	}
	return pipeline.Derive(datasets.PayoutParts, said, map[pipeline.Column]arrow.Array{
		datasets.PartLines:  numbers(func(p *mergedPart) int64 { return p.lines }),
		datasets.PartAmount: numbers(func(p *mergedPart) int64 { return p.sum }),
		datasets.NamedLines: numbers(func(p *mergedPart) int64 { return p.named }),
		pipeline.FromFile:   files.Column(),
		pipeline.FromRow:    numbers(func(p *mergedPart) int64 { return p.row }),
	}), nil
}
