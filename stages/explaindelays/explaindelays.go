package explaindelays

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// Stage explains late payout lines.
var Stage = &pipeline.Stage{
	Name: "explain_delays",
	Doc: `Says what blocked each late payout line and shares its late days among the causes.

B09: delays have causes; each late line is explained by three attributions that each add up to its late days (D10-D14, D51-D54).
B15 B16 B18 R12: tracking that Ozon saw late or not at all, or a carrier off the white list (D15); never for FBO.
B09 B03 B08: open client returns and disputes; an event of the order covers all its postings (D18, D19).
B13: no clearing invoice since the confirmation.
B03: settlement account data incomplete: as the account says, or where it does not say as the binding audit infers.
A33: sent by bank though another route is intended.
A32: the category, or the payout, is under manual review.
B29: no INN and more than 10 000 USD, compared exactly (D20); account facts are those of settled_on (D57).
B31: held by the tax service. A hold of which nobody says when it began stands from the settlement, inferred, whatever its reason (D20).
B24: frozen by the risk review, or one of the payouts after a trigger (C29).
A26: the collection channel of the payout's route is suspended, as last seen.
C07: Chinese days off in the last leg that are Russian working days (D16).
R11: bank reviews that the user states (D53).
D51: the day on which a cause clears is as written, even if it lies after the arrival.
D06: what an event after the as-of date ends still stands; the last day of a period that is stated ahead is as written (D53).
D17: observed evidence beats inferred; the instances of a cause make one row.
D22 D56: nothing follows from a table that is not loaded for the seller.
D13 D55: UNEXPLAINED is the residual; lines that are not late have no causes, lines that are not judged have nulls.`,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.PendingLines, datasets.PostingEvidence, datasets.TrackingEvidence, datasets.ReturnEvidence, datasets.DisputeEvidence, datasets.InvoiceEvidence,
		datasets.SellerAccounts, datasets.CategoryStates, datasets.ProductCategories, datasets.RiskEvents, datasets.ExternalEvents,
		datasets.PayoutFreezes, datasets.AccountGaps, datasets.ChannelSuspensions, datasets.ObservedTables, datasets.FXRates,
		datasets.CauseCatalog, datasets.Carriers, datasets.PolicyValues, datasets.Calendar,
	},
	Outputs: []*pipeline.Dataset{datasets.PayoutFacts, datasets.ExplainedLines, datasets.DelayCauses, datasets.CauseCounts},
	Run:     run,
}

func run(ctx context.Context, t *pipeline.Task) error {
	lines, err := pipeline.Collect(t, datasets.PendingLines)
	if err != nil {
		return err
	}
	defer lines.Release()
	if lines.NumRows() == 0 {
		return nil
	}
	r, err := readRules(t)
	if err != nil {
		return err
	}
	return explain(ctx, t, lines, newBatchGroups(lines), r)
}

// An explanation is why a line is late. It is good until the next line is explained.
type explanation struct {
	blockers []blocker
	attribution.Result
}

// An explainer explains the late lines of a partition.
type explainer struct {
	rules *rules
	facts *facts
	lines lineColumns
	asOf  calendar.Day

	// Of the line that is explained, in the room of the one before.
	line      line
	episodes  []episode
	blockers  []blocker
	intervals []attribution.Interval // of all blockers
	players   []attribution.Blocker  // what attribution knows of the blockers
	late      []calendar.Day         // working days

	attributor attribution.Attributor
}

// explain writes why lines are late, and what follows for all lines.
func explain(ctx context.Context, t *pipeline.Task, lines arrow.Record, groups *batchGroups, r *rules) error {
	results := newLineResults(t.Mem, lines, &r.catalogue)
	defer results.release()
	causes := newCauseRows(t, lines, &r.catalogue, len(results.late))
	counts := newCauseCounter(lines, groups, len(results.late))
	if len(results.late) > 0 {
		columns := newLineColumns(lines, r)
		f, err := readFacts(t, r, &columns, results.late)
		if err != nil {
			return err
		}
		defer f.release()
		x := explainer{rules: r, facts: f, lines: columns, asOf: calendar.Day(t.AsOf)}
		for i, row := range results.late {
			if err := ctx.Err(); err != nil {
				return err
			}
			row := int(row)
			e, err := x.explain(i, row)
			if err != nil {
				return fmt.Errorf("line at %s row %d: %w", x.line.at.file, x.line.at.row, err)
			}
			results.set(row, &e)
			counts.add(row, &e)
			causes.add(row, &e)
		}
	}
	if err := results.write(t, lines); err != nil {
		return err
	}
	if err := causes.write(t); err != nil {
		return err
	}
	return counts.write(t)
}

// explain looks for all causes of a line, the i-th late one, and shares its late days
// among them.
func (x *explainer) explain(i, row int) (e explanation, err error) {
	l := &x.line
	x.lines.read(row, x.asOf, l)
	x.facts.join(i, row, l)
	x.episodes = x.episodes[:0]
	for _, find := range detectors {
		if x.episodes, err = find(l, x.rules, x.episodes); err != nil {
			return explanation{}, err
		}
	}
	x.block()
	e.blockers = x.blockers
	if x.late, err = x.rules.russia.AppendWorkingDays(x.late[:0], l.due, l.end); err != nil {
		return explanation{}, err
	}
	if len(x.late) != l.daysAfterDue {
		return explanation{}, fmt.Errorf("%d working days from %v to %v, days_after_due says %d", len(x.late), l.due, l.end, l.daysAfterDue)
	}
	knockOn, err := x.rules.knockOnDays(l.due)
	if err != nil {
		return explanation{}, err
	}
	e.Result, err = x.attribute(x.late, knockOn)
	return e, err
}

func (e *explanation) cause(share int) cause { return e.blockers[e.Shares[share].Blocker].cause }

// precedence returns the first known cause with late days, or unexplained.
func (e *explanation) precedence() cause {
	if len(e.Shares) == 0 {
		return unexplained
	}
	return e.cause(0)
}

// bottleneck returns the known cause that clears last, of ties the first in
// precedence order (D51), or unexplained.
func (e *explanation) bottleneck() cause {
	if e.Bottleneck < 0 {
		return unexplained
	}
	return e.cause(e.Bottleneck)
}
