package measuremonths

import (
	"math/big"
	"strconv"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/ratio"
)

// Codes of the findings of this stage.
const (
	fraction     = "looks_like_a_fraction"
	impossible   = "impossible_figure"
	notFollowing = "percentage_differs_from_counts"
	differs      = "differs_from_computed"
	noRate       = "no_rate"
	afterAsOf    = "time_after_as_of"
)

const outOfPercents = "a percentage from 0 to 100 was expected; it is not used"

func (m *measurer) report(g *given, column pipeline.Column, code, raw, message string) {
	m.reject(g.finding(column, code, raw, pipeline.Warning, message))
}

func (g *given) finding(column pipeline.Column, code, raw string, severity pipeline.Severity, message string) pipeline.Finding {
	return pipeline.Finding{
		File: g.place.file, Sheet: g.place.sheet, Row: g.place.row, Column: column.ColumnName(), Code: code, Raw: raw,
		Severity: severity, Message: message, Dataset: datasets.TierMetrics.Name,
	}
}

func (m *measurer) checkPositive(g *given) {
	if g.hasRatings() && (*g.positives < 0 || *g.positives > *g.ratings || *g.ratings < 0) {
		m.report(g, datasets.MetricRatingsPositive, impossible, strconv.FormatInt(*g.positives, 10),
			"a count from 0 to "+strconv.FormatInt(*g.ratings, 10)+" ratings was expected; the counts are not used")
	}
	if g.positivePercent == nil {
		return
	}
	if !isShare(*g.positivePercent) {
		m.report(g, datasets.MetricPositiveRatingPct, impossible, percent(*g.positivePercent), outOfPercents)
		return
	}
	if *g.positivePercent <= pipeline.RateScale {
		m.report(g, datasets.MetricPositiveRatingPct, fraction, percent(*g.positivePercent), "looks like a fraction: 95 means 95 %")
	}
	if rate, basis := g.positive(); basis == byCounts {
		m.checkPercent(g, datasets.MetricPositiveRatingPct, *g.positivePercent, rate)
	}
}

func (m *measurer) checkDispute(r *metrics, g *given) {
	if g.disputes != nil && *g.disputes < 0 || g.delivered != nil && *g.delivered < 0 {
		m.report(g, datasets.MetricDisputesOpened, impossible, "", "counts from 0 on were expected; they are not used")
	}
	rate, basis := g.dispute()
	switch {
	case g.disputePercent == nil:
	case !isShare(*g.disputePercent):
		m.report(g, datasets.MetricDisputeRatePct, impossible, percent(*g.disputePercent), outOfPercents)
	case basis == byCounts:
		m.checkPercent(g, datasets.MetricDisputeRatePct, *g.disputePercent, rate)
	case r.disputeBasis == computed && r.dispute.IsKnown() && !r.dispute.IsRounded(*g.disputePercent, m.decimalsFrom):
		m.report(g, datasets.MetricDisputeRatePct, differs, percent(*g.disputePercent), "orders and disputes give "+count(r.dispute)+", which counts")
	}
	if r.disputeBasis != computed {
		return
	}
	for _, pair := range []struct {
		column          *pipeline.Int
		given, computed *int64
	}{{datasets.MetricDisputesOpened, g.disputes, r.disputes}, {datasets.MetricOrdersDelivered, g.delivered, r.delivered}} {
		if pair.given != nil && *pair.given != *pair.computed {
			m.report(g, pair.column, differs, strconv.FormatInt(*pair.given, 10), "the files show "+strconv.FormatInt(*pair.computed, 10)+", which counts")
		}
	}
}

// checkPercent reports a percentage that does not follow from its counts.
func (m *measurer) checkPercent(g *given, column pipeline.Column, scaled int64, rate ratio.Ratio) {
	if !rate.IsRounded(scaled, m.decimalsFrom) {
		m.report(g, column, notFollowing, percent(scaled), "the counts give "+count(rate)+", which counts")
	}
}

func count(r ratio.Ratio) string {
	return strconv.FormatInt(r.Numerator, 10) + " of " + strconv.FormatInt(r.Denominator, 10)
}

// percent prints a percentage in a column of type Rate.
func percent(scaled int64) string {
	text := big.NewRat(scaled, pipeline.RateScale).FloatString(10)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// amount prints minor units.
func amount(minor int64) string { return big.NewRat(minor, 100).FloatString(2) }
