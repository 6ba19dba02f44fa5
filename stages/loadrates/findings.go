package loadrates

import (
	"cmp"
	"fmt"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fxrate"
)

// A complaint is how a check is reported.
type complaint struct {
	column   pipeline.Column
	severity pipeline.Severity
	message  string
}

// complaintOf returns the wording of a check. Faults are of rows that are not
// used.
func complaintOf(check fxrate.Check) complaint {
	switch check {
	case unknownCurrency:
		return complaint{datasets.CharCode, pipeline.Fault, "letters, id and name belong to no currency that is known"}
	case roubleBefore1998:
		return complaint{datasets.CharCode, pipeline.Fault, "RUR before 1998-01-01 is not the present rouble"}
	case fxrate.UnusableQuote:
		return complaint{datasets.Value, pipeline.Fault, "a value above 0 with at most four decimals and a nominal that is a power of ten up to 1000000 were expected"}
	case fxrate.ContradictoryQuote:
		return complaint{datasets.Value, pipeline.Fault, "the rows of this currency and day give different rates; none is used"}
	case fxrate.NominalJump:
		return complaint{datasets.Nominal, pipeline.Warning, "about ten times or a tenth of the rate before: was the nominal ignored?"}
	case fxrate.LongGap:
		return complaint{datasets.InForceFrom, pipeline.Warning, "the rate before is older than the limit: days between have no rate"}
	case fxrate.DayOffPublication:
		return complaint{datasets.InForceFrom, pipeline.Warning, "comes into force after a Russian day off, on which no rate is set"}
	case fxrate.MissingPublication:
		return complaint{datasets.InForceFrom, pipeline.Note, "a Russian working day since the rate before set no rate"}
	}
	panic(fmt.Sprintf("loadrates: no wording for check %q", check))
}

// reject reports the quotes that are not used and the problems of the series.
// Those of single quotes are told by their rows; a missing publication is told by
// a long gap.
func reject(t *pipeline.Task, quotes, known []*quote, problems []fxrate.Problem) {
	for _, q := range quotes {
		if q.refusal != "" {
			t.Reject(finding(q, q.refusal))
		}
	}
	gaps := make(map[fxrate.Quote]bool)
	for _, p := range problems {
		if p.Check == fxrate.LongGap {
			gaps[fxrate.Quote{Currency: p.Currency, Rate: p.Rate}] = true
		}
	}
	for _, p := range problems {
		switch {
		case p.Check == fxrate.UnusableQuote, p.Check == fxrate.ContradictoryQuote:
		case p.Check == fxrate.MissingPublication && gaps[fxrate.Quote{Currency: p.Currency, Rate: p.Rate}]:
		default:
			t.Reject(finding(at(known, p), p.Check))
		}
	}
}

// at finds the first quote of the currency and day of a problem.
func at(known []*quote, p fxrate.Problem) *quote {
	i, _ := slices.BinarySearchFunc(known, p, func(q *quote, p fxrate.Problem) int {
		return cmp.Or(cmp.Compare(q.currency, p.Currency), cmp.Compare(q.rate.From, p.Rate.From))
	})
	return known[i]
}

func finding(q *quote, check fxrate.Check) pipeline.Finding {
	says := complaintOf(check)
	return pipeline.Finding{
		File: q.file, Sheet: q.sheet, Row: q.row, Column: says.column.ColumnName(), Code: string(check),
		Raw: fmt.Sprintf("%s %v", q.raw, q.rate.From), Severity: says.severity, Message: says.message, Dataset: datasets.RawCBRRates.Name,
	}
}
