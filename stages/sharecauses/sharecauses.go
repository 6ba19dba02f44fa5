package sharecauses

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
)

// Stage shares late lines and days out among the causes.
var Stage = &pipeline.Stage{
	Name: "share_causes",
	Doc: `Shares of the causes of late payouts, by seller and month, in five methods.

B09: the shares stand beside the published 41, 32 and 19 %, the rest of 8 % being the other causes; chi-square, p, residuals and PSI compare the four groups.
C24: the published shares count as exclusive and as known without error.
D09: the month is that of settled_on; ALL stands for every month and every seller.
D15: a cause counts for the claim group that the catalogue gives it.
D16: Chinese days off are not observable in a month whose year has no Chinese calendar.
D22: a cause of which a table is not loaded is not observable: null, never 0, unless other evidence shows it. A claim group without an observable cause leaves the comparison empty.
D30: the observations are the late lines.
D31: Wilson intervals where lines are counted, and Goodman intervals that hold for all causes together; beside them, and alone where days are, the bootstrap over settlement batches, linearised where there are more than 400.
D32: below 10 lines counts only, below 30 share and interval without a comparison.
D33: days are exact multiples of 1/360360.
D56: a table is loaded for a seller when it has a row of that seller; for ALL, when it is for one of the sellers.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.BatchCauses, datasets.ObservedTables, datasets.CauseCatalog, datasets.PolicyValues, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.CauseShares},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	causes, err := readCatalogue(t)
	if err != nil {
		return err
	}
	sight, err := readSight(t)
	if err != nil {
		return err
	}
	cells, err := readCells(t, causes)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.CauseShares)
	defer w.Release()
	for _, g := range groupsOf(cells) {
		sample := causes.sampleOf(g, &sight, limits)
		for m := range methods {
			for _, s := range causes.share(sample, m, limits) {
				s.write(&w, t.Pack)
			}
		}
	}
	return w.Flush()
}

func (s share) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, s.seller)
	w.Code(datasets.Period, s.period)
	w.Code(datasets.MethodCode, s.method.code)
	w.Code(datasets.LineCause, s.cause.Code)
	w.IntOrNull(datasets.LateLines, s.lines)
	w.Share(datasets.ShareValue, s.value)
	w.Share(datasets.ShareLo, s.wilson.Low)
	w.Share(datasets.ShareHi, s.wilson.High)
	w.Code(datasets.IntervalMethod, s.intervalMethod)
	w.Share(datasets.ClaimedShare, s.claimed)
	w.Share(datasets.Residual, s.residual)
	w.Share(datasets.ChiSquare, s.chiSquare)
	w.Share(datasets.PValue, s.p)
	w.Share(datasets.PSI, s.psi)
	w.Code(datasets.GateCode, s.gate)
	w.Share(datasets.ShareLoCluster, s.cluster.Low)
	w.Share(datasets.ShareHiCluster, s.cluster.High)
	w.Code(datasets.ClaimGroup, s.cause.ClaimGroup)
	w.Int(datasets.SampleLines, s.sampleLines)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, s.ruleIDs)
	w.Share(datasets.ShareLoTogether, s.together.Low)
	w.Share(datasets.ShareHiTogether, s.together.High)
	w.Int(datasets.ShareBatches, s.batches)
	w.Share(datasets.ShareDesignEffect, s.designEffect)
}
