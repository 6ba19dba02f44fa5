package timepayouts

import (
	"math"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/stat"
)

// The rules behind every row.
const ruleIDs = "B04 B05 B06 B07 B10 B12 C05 C36 D04 D13 D32"

func writeCurves(t *pipeline.Task, summaries []*summary) error {
	w := nullable.NewWriter(t, datasets.TimeToPayout)
	defer w.Release()
	for _, s := range summaries {
		for _, step := range s.curve.Steps {
			day := int32(step.Time)
			w.Code(datasets.StratumKind, s.kind)
			w.Code(datasets.Stratum, s.name)
			w.Days(datasets.CurveDay, &day)
			w.Int(datasets.CurveAtRisk, step.AtRisk)
			w.Int(datasets.CurveArrived, step.Events)
			w.Int(datasets.CurveCensored, step.Censored)
			w.Int(datasets.CurveReturned, step.Competing)
			w.Share(datasets.Survival, step.Survival)
			w.Share(datasets.SurvivalError, step.StandardError)
			w.Share(datasets.SurvivalLo, step.Low)
			w.Share(datasets.SurvivalHi, step.High)
			w.Share(datasets.CumulativeArrived, step.CumulativeEvents)
			w.Share(datasets.CumulativeReturned, step.CumulativeCompeting)
			w.Code(datasets.PolicyPack, t.Pack)
			w.Code(datasets.DecidedBy, ruleIDs)
		}
	}
	return w.Flush()
}

func writeSummaries(t *pipeline.Task, summaries []*summary) error {
	w := nullable.NewWriter(t, datasets.TimeToPayoutSummary)
	defer w.Release()
	for _, s := range summaries {
		s.write(&w)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, ruleIDs)
	}
	return w.Flush()
}

func (s *summary) write(w *nullable.Writer) {
	w.Code(datasets.StratumKind, s.kind)
	w.Code(datasets.Stratum, s.name)
	w.Int(datasets.SummaryLines, s.n)
	w.Share(datasets.MedianDays, s.median)
	w.Share(datasets.MedianLo, s.medianBounds.Low)
	w.Share(datasets.MedianHi, s.medianBounds.High)
	w.Share(datasets.RestrictedMean, s.restricted)
	w.Share(datasets.LogRankChiSquare, s.test.chiSquare)
	w.IntOrNull(datasets.LogRankDF, s.test.degrees())
	w.Share(datasets.LogRankP, s.test.p)
	w.Share(datasets.LogRankQ, s.test.q)
	w.Code(datasets.CurveRefused, s.refused)
	w.Int(datasets.SummaryArrived, s.total.Events)
	w.Int(datasets.SummaryOpen, s.total.Censored)
	w.Int(datasets.SummaryReturned, s.total.Competing)
	w.Int(datasets.SummaryEntered, s.total.Entered)
	w.Int(datasets.SummaryLeftOut, s.leftOut)
	w.Share(datasets.MeanArrived, s.meanArrived)
	horizon := int32(s.horizon)
	w.Days(datasets.RestrictedAt, &horizon)
	writeProbability(w, s.within3, datasets.WithinThree, datasets.WithinThreeLo, datasets.WithinThreeHi, datasets.WithinThreeMethod)
	writeProbability(w, s.within5, datasets.WithinFive, datasets.WithinFiveLo, datasets.WithinFiveHi, datasets.WithinFiveMethod)
	stratifiedBy := ""
	if !math.IsNaN(s.stratified.p) {
		stratifiedBy = datasets.RouteCode.Name
	}
	w.Code(datasets.StratifiedBy, stratifiedBy)
	w.Share(datasets.StratifiedChi, s.stratified.chiSquare)
	w.IntOrNull(datasets.StratifiedDF, s.stratified.degrees())
	w.Share(datasets.StratifiedP, s.stratified.p)
	w.Share(datasets.StratifiedQ, s.stratified.q)
	w.Int(datasets.TestFamily, int64(s.family))
	w.Code(datasets.CurveGate, s.gate)
}

// degrees returns the degrees of freedom, nil without a test.
func (c comparison) degrees() *int64 {
	if c.df == 0 {
		return nil
	}
	return new(int64(c.df))
}

func writeProbability(w *nullable.Writer, p stat.Probability, value, low, high *pipeline.Share, method *pipeline.Code) {
	w.Share(value, p.Value)
	w.Share(low, p.Low)
	w.Share(high, p.High)
	switch {
	case math.IsNaN(p.Value):
		w.Code(method, "")
	case p.IsProportion:
		w.Code(method, "wilson")
	default:
		w.Code(method, "log_log")
	}
}
