package explaindelays

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// lineResults are the columns that this stage adds to payout lines: null for
// lines that are not judged, nothing for those that are not late (D13, D55).
type lineResults struct {
	late        int
	isJudged    []bool
	isLate      []bool
	causeCount  []int64
	ties        []int64
	unexplained []int32
	precedence  []int32 // cause
	bottleneck  []int32
	rules       ruleColumn
}

func newLineResults(lines arrow.Record, known *catalogue) *lineResults {
	rows := int(lines.NumRows())
	r := &lineResults{
		isJudged: make([]bool, rows), isLate: make([]bool, rows),
		causeCount: make([]int64, rows), ties: make([]int64, rows), unexplained: make([]int32, rows),
		precedence: make([]int32, rows), bottleneck: make([]int32, rows),
	}
	isLate := datasets.IsLate.In(lines)
	for i := range rows {
		if isLate.IsValid(i) {
			r.isJudged[i] = true
			if isLate.Value(i) {
				r.isLate[i] = true
				r.late++
			}
		}
	}
	r.rules = newRuleColumn(datasets.DecidedBy.In(lines), known)
	return r
}

func (r *lineResults) set(row int, e *explanation) {
	r.causeCount[row] = int64(len(e.Shares))
	r.ties[row] = int64(e.BottleneckTies)
	r.unexplained[row] = int32(e.UnexplainedDays)
	r.precedence[row] = int32(e.precedence())
	r.bottleneck[row] = int32(e.bottleneck())
	r.rules.extend(row, e)
}

// write writes payout_facts: the lines with the new columns beside them.
func (r *lineResults) write(t *pipeline.Task, lines arrow.Record) error {
	added := map[pipeline.Column]arrow.Array{
		datasets.CauseCount:      numbers(t.Mem, pipeline.IntType.Arrow(), r.causeCount, r.isJudged),
		datasets.BottleneckTies:  numbers(t.Mem, pipeline.IntType.Arrow(), r.ties, r.isJudged),
		datasets.UnexplainedDays: numbers(t.Mem, pipeline.DaysType.Arrow(), r.unexplained, r.isJudged),
		datasets.PrecedenceCause: codes(t.Mem, causeCodes[:], r.precedence, r.isLate),
		datasets.BottleneckCause: codes(t.Mem, causeCodes[:], r.bottleneck, r.isLate),
	}
	if r.late > 0 {
		added[datasets.DecidedBy] = r.rules.newArray(t.Mem)
	}
	facts := pipeline.Derive(datasets.PayoutFacts, lines, added)
	defer facts.Release()
	return t.Write(datasets.PayoutFacts, facts)
}

// A ruleColumn extends the rules that dated a line by those of its causes. Few
// combinations occur, so each text is made once.
type ruleColumn struct {
	values    []string // the values of the old column first
	indices   []int32
	isValid   []bool
	known     *catalogue
	extension map[ruleKey]int32
}

// A ruleKey is an old value with the causes that extend it, one bit each.
type ruleKey struct {
	old    int32
	causes uint32
}

func newRuleColumn(old *array.Dictionary, known *catalogue) ruleColumn {
	words := old.Dictionary().(*array.String)
	c := ruleColumn{
		indices: make([]int32, old.Len()), isValid: make([]bool, old.Len()), known: known, extension: make(map[ruleKey]int32),
	}
	for i := range words.Len() {
		c.values = append(c.values, words.Value(i))
	}
	for i := range old.Len() {
		if c.isValid[i] = old.IsValid(i); c.isValid[i] {
			c.indices[i] = int32(old.GetValueIndex(i))
		}
	}
	return c
}

func (c *ruleColumn) extend(row int, e *explanation) {
	key := ruleKey{old: -1}
	if c.isValid[row] {
		key.old = c.indices[row]
	}
	for i := range e.Shares {
		key.causes |= 1 << e.cause(i)
	}
	if e.UnexplainedDays > 0 {
		key.causes |= 1 << unexplained
	}
	at, ok := c.extension[key]
	if !ok {
		at = int32(len(c.values))
		c.values = append(c.values, c.extended(key))
		c.extension[key] = at
	}
	c.indices[row], c.isValid[row] = at, true
}

// extended adds the rules of causes to a list, each rule once.
func (c *ruleColumn) extended(key ruleKey) string {
	var rules []string
	if key.old >= 0 {
		rules = strings.Fields(c.values[key.old])
	}
	for which := range players + 1 {
		if key.causes&(1<<which) == 0 {
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

func (c *ruleColumn) newArray(mem memory.Allocator) arrow.Array {
	return codes(mem, c.values, c.indices, c.isValid)
}

// numbers makes a column of what is known.
func numbers[T vector.Value](mem memory.Allocator, t arrow.DataType, values []T, isKnown []bool) arrow.Array {
	v := vector.New[T](mem, len(values))
	defer v.Release()
	for i, value := range values {
		v.AppendIf(isKnown[i], value)
	}
	return v.Column(t)
}

// codes makes a column of codes from its words.
func codes(mem memory.Allocator, words []string, indices []int32, isKnown []bool) arrow.Array {
	b := vector.NewCodeBuilder(mem, len(indices), words...)
	defer b.Release()
	for i, index := range indices {
		b.AppendIf(isKnown[i], int(index))
	}
	return b.Column()
}
