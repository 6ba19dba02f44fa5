package auditbindings

import (
	"slices"
	"strings"

	"ozpayout/stages/internal/textdiff"
)

// A result is the answer of a check.
type result string

// The results. An input that is missing makes a check unknown, never passed (A05).
const (
	pass          result = "pass"
	fail          result = "fail"
	unknown       result = "unknown"
	notApplicable result = "not_applicable"
)

// An outcome is what a check found.
type outcome struct {
	result           result
	classes          []textdiff.Class // kinds of the difference
	index            *int64
	left, right      string // escaped
	suggested        string
	suggestionPasses *bool
	reasons, notices []string
	sameDivision     *bool
	shortfall        *int64 // CNY, minor units
	at               place
}

// class returns the kind of the difference, "" for none.
func (o outcome) class() textdiff.Class {
	if len(o.classes) == 0 {
		return ""
	}
	return textdiff.Difference{Classes: o.classes}.Class()
}

func failing(at place, reasons ...string) outcome {
	return outcome{result: fail, reasons: reasons, at: at}
}

// notKnown is the outcome of a check without what it needs.
func notKnown(reasons ...string) outcome { return outcome{result: unknown, reasons: reasons} }

// Why a check is not known.
const (
	emptyCell  = "empty_cell"   // the row is there, the cell is not filled
	noRow      = "no_row"       // no row of the seller holds on the day
	notLoaded  = "not_loaded"   // the table has no row of the seller (D56)
	notSeenYet = "not_yet_seen" // the channel was looked at only later
)

// compared compares two texts byte for byte. The suggestion is the right side as it
// is plainly written; it passes if the right side needs no cleaning.
func compared(left, right string, at place) outcome {
	o := outcome{result: pass, left: textdiff.Escape(left), right: textdiff.Escape(right), at: at}
	difference, differs := textdiff.Compare(left, right)
	if !differs {
		return o
	}
	o.result, o.classes, o.index = fail, difference.Classes, new(int64(difference.Index))
	if right != "" {
		o.suggested = textdiff.Plain(right)
		o.suggestionPasses = new(o.suggested == right)
	}
	return o
}

// comparedIfKnown is compared, unknown where a side is empty, or both show nothing:
// blanks that agree are no name that passes.
func comparedIfKnown(left, right string, at place) outcome {
	if left == "" || right == "" || left == right && strings.TrimSpace(textdiff.WithoutInvisible(left)) == "" {
		return notKnown(emptyCell)
	}
	return compared(left, right, at)
}

// allOf is the AND of several checks: failed if one fails, else unknown if one is,
// else passed; checks that do not apply have no say.
func allOf(parts ...outcome) outcome {
	all := outcome{result: notApplicable}
	for _, want := range []result{pass, unknown, fail} {
		for _, part := range parts {
			if part.result == want {
				all.result = want
			}
		}
	}
	for _, part := range parts {
		if part.result != all.result || all.result == pass {
			continue
		}
		if all.at == (place{}) {
			all.at = part.at
		}
		for _, class := range part.classes {
			all.classes = appendNew(all.classes, class)
		}
		for _, reason := range part.reasons {
			all.reasons = appendNew(all.reasons, reason)
		}
	}
	return all
}

func appendNew[T comparable](list []T, item T) []T {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}
