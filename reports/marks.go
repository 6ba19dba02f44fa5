package reports

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// markColumns are what marksOf reads.
var markColumns = []pipeline.Column{
	datasets.IsLate, datasets.IsOpen, datasets.ScopeCode, datasets.RateIsStale, datasets.ReportAgrees, datasets.Amount, datasets.AmountRUB,
}

// exceptionalScopes are the scopes that a person should see: what happened to the
// money is not plain. The other exclusions are many and ordinary.
var exceptionalScopes = map[string]bool{
	"returned": true, "cancelled": true, "carried_over": true, "unknown_arrival": true, "unknown": true,
}

// marksOf tells why a payout line is shown; "" = it is not.
func marksOf(rec arrow.Record) func(row int) word {
	late, open := datasets.IsLate.In(rec), datasets.IsOpen.In(rec)
	stale := datasets.RateIsStale.In(rec)
	amount, roubles := datasets.Amount.In(rec), datasets.AmountRUB.In(rec)
	scope, agrees := codesOf(datasets.ScopeCode.In(rec)), codesOf(datasets.ReportAgrees.In(rec))
	return func(row int) word {
		switch {
		case isTrue(late, row):
			return markLate
		case isTrue(open, row) && scope(row) != "carried_over": // that comes with a later payout
			return markOpen
		case exceptionalScopes[scope(row)],
			isTrue(stale, row),
			amount.IsValid(row) && roubles.IsNull(row),
			agrees(row) == "no":
			return markCheck
		}
		return ""
	}
}

// markOf marks rows by a code of theirs: the words by code, no mark for the others.
// Rows with the alert are red.
func markOf(of *pipeline.Code, alert word, words map[string]word, doc string) column {
	return column{Key: "mark", Doc: doc, Alert: alert, Value: func(rec arrow.Record) func(row int) any {
		code := codesOf(of.In(rec))
		return func(row int) any { return words[code(row)] }
	}}
}

// markUnless marks rows that a flag is against with CHECK, in red, and those that
// it is for with OK. Unknown rows have no mark.
func markUnless(of *pipeline.Flag, doc string) column {
	return column{Key: "mark", Doc: doc, Alert: wordCheck, Value: func(rec arrow.Record) func(row int) any {
		flag := of.In(rec)
		return func(row int) any {
			switch {
			case flag.IsNull(row):
				return nil
			case flag.Value(row):
				return wordOK
			}
			return wordCheck
		}
	}}
}

// keepCodes keeps rows that have one of some codes.
func keepCodes(of *pipeline.Code, codes ...string) func(arrow.Record, *facts) func(row int) bool {
	return func(rec arrow.Record, _ *facts) func(row int) bool {
		code := codesOf(of.In(rec))
		return func(row int) bool { return slices.Contains(codes, code(row)) }
	}
}
