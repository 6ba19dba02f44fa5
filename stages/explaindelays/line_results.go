package explaindelays

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// lineResults are the columns that this stage adds to payout lines: null for
// lines that are not judged, nothing for those that are not late (D13, D55).
type lineResults struct {
	late                   []int32 // rows
	causeCount, ties       *vector.Vector[int64]
	unexplained            *vector.Vector[int32]
	precedence, bottleneck *vector.CodeBuilder
	rules                  ruleColumn
}

// newLineResults returns the results of lines of which none is explained. Release
// them after use.
func newLineResults(mem memory.Allocator, lines arrow.Record, known *catalogue) *lineResults {
	rows, isLate := int(lines.NumRows()), datasets.IsLate.In(lines) // null where a line is not judged
	r := &lineResults{
		causeCount: vector.Zeros[int64](mem, isLate), ties: vector.Zeros[int64](mem, isLate), unexplained: vector.Zeros[int32](mem, isLate),
		precedence: vector.NullCodes(mem, rows, causeCodes[:]...), bottleneck: vector.NullCodes(mem, rows, causeCodes[:]...),
		rules: newRuleColumn(mem, datasets.DecidedBy.In(lines), known),
	}
	for i := range rows {
		if nullable.IsTrue(isLate, i) {
			r.late = append(r.late, int32(i))
		}
	}
	return r
}

func (r *lineResults) release() {
	for _, column := range []interface{ Release() }{r.causeCount, r.ties, r.unexplained, r.precedence, r.bottleneck, r.rules.codes} {
		column.Release()
	}
}

func (r *lineResults) set(row int, e *explanation) {
	r.causeCount.Set(row, int64(len(e.Shares)))
	r.ties.Set(row, int64(e.BottleneckTies))
	r.unexplained.Set(row, int32(e.UnexplainedDays))
	r.precedence.Set(row, int(e.precedence()))
	r.bottleneck.Set(row, int(e.bottleneck()))
	r.rules.extend(row, e)
}

// facts returns rows of payout_facts: the lines with the new columns beside them. The
// caller releases it.
func (r *lineResults) facts(lines arrow.Record) arrow.Record {
	added := map[pipeline.Column]arrow.Array{
		datasets.CauseCount:      r.causeCount.Column(pipeline.IntType.Arrow()),
		datasets.BottleneckTies:  r.ties.Column(pipeline.IntType.Arrow()),
		datasets.UnexplainedDays: r.unexplained.Column(pipeline.DaysType.Arrow()),
		datasets.PrecedenceCause: r.precedence.Column(),
		datasets.BottleneckCause: r.bottleneck.Column(),
	}
	if len(r.late) > 0 {
		added[datasets.DecidedBy] = r.rules.codes.Column()
	}
	return pipeline.Derive(datasets.PayoutFacts, lines, added)
}

// write writes the facts of explained lines: to the mart, and to who lists them.
func (r *lineResults) write(t *pipeline.Task, lines arrow.Record) error {
	facts := r.facts(lines)
	defer facts.Release()
	if err := t.Write(datasets.PayoutFacts, facts); err != nil {
		return err
	}
	explained := pipeline.Derive(datasets.ExplainedLines, facts, nil)
	defer explained.Release()
	return t.Write(datasets.ExplainedLines, explained)
}

// A ruleColumn extends the rules that dated a line by those of its causes. Few
// combinations occur, so each text is made once.
type ruleColumn struct {
	old       []int32             // entries, or none
	codes     *vector.CodeBuilder // the words of the old column first
	known     *catalogue
	extension map[ruleKey]int
}

// A ruleKey is an old value, plus one, in its high half, 0 for none, and in its low half
// the causes that extend it, one bit each.
type ruleKey uint64

func newRuleKey(old int32, causes uint32) ruleKey { return ruleKey(old+1)<<32 | ruleKey(causes) }

func (k ruleKey) old() int { return int(k>>32) - 1 }

func (k ruleKey) has(which cause) bool { return k&(1<<which) != 0 }

func newRuleColumn(mem memory.Allocator, old *array.Dictionary, known *catalogue) ruleColumn {
	return ruleColumn{old: entries(old), codes: vector.CopyCodes(mem, old), known: known, extension: make(map[ruleKey]int)}
}

func (c *ruleColumn) extend(row int, e *explanation) {
	causes := uint32(0)
	for i := range e.Shares {
		causes |= 1 << e.cause(i)
	}
	if e.UnexplainedDays > 0 {
		causes |= 1 << unexplained
	}
	key := newRuleKey(c.old[row], causes)
	at, ok := c.extension[key]
	if !ok {
		at = c.codes.Words.Index(c.extended(key))
		c.extension[key] = at
	}
	c.codes.Set(row, at)
}

// extended adds the rules of causes to a list, each rule once.
func (c *ruleColumn) extended(key ruleKey) string {
	var rules []string
	if old := key.old(); old >= 0 {
		rules = strings.Fields(c.codes.Words.Word(old))
	}
	for which := range players + 1 {
		if !key.has(which) {
			continue
		}
		for rule := range strings.FieldsSeq(c.known[which].RuleIDs) {
			if !slices.Contains(rules, rule) {
				rules = append(rules, rule)
			}
		}
	}
	return strings.Join(rules, " ")
}
