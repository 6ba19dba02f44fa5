package policy

import (
	"cmp"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// A Cause is a row of the catalogue of causes of delay.
type Cause struct {
	Code            string
	Precedence      int     // 1 first (D12)
	ClaimGroup      string  // group of the published shares (D15); "" = in none
	ClaimShare      float64 // published share of the group, 0..1; a claim, never a measurement
	IsFBOSuppressed bool    // never a cause for FBO (B18)
	IsPlayer        bool    // takes part in the attribution (D13)
	HasKnockOn      bool    // causes and shares knock-on days (D54)
	NeedsTables     string  // names joined by blanks; see Tables
	RuleIDs         string
}

// Tables returns the tables without which the cause is not observable (D22).
func (c Cause) Tables() []string { return strings.Fields(c.NeedsTables) }

// Causes reads [datasets.CauseCatalog] in the order of precedence.
func Causes(t *pipeline.Task) ([]Cause, error) {
	rows := table[string, Cause]{name: datasets.CauseCatalog.Name}
	err := each(t, datasets.CauseCatalog, func(c cursor, at place) error {
		cause := Cause{
			Code: c.Code(datasets.CauseCode), ClaimGroup: c.Code(datasets.CauseClaimGroup),
			ClaimShare:      float64(orElse(c.Rate(datasets.CauseClaimShare), 0)) / pipeline.RateScale,
			IsFBOSuppressed: c.IsTrue(datasets.CauseIsFBOSuppressed), IsPlayer: c.IsTrue(datasets.CauseIsPlayer), HasKnockOn: c.IsTrue(datasets.CauseHasKnockOn),
			NeedsTables: c.Text(datasets.CauseNeedsTables), RuleIDs: c.Code(datasets.RuleIDs),
		}
		var err error
		if cause.Precedence, err = c.needed(datasets.CausePrecedence); err != nil {
			return err
		}
		return rows.add(cause.Code, cause, at)
	})
	if err != nil {
		return nil, err
	}
	causes := rows.values()
	slices.SortFunc(causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(a.Precedence, b.Precedence), cmp.Compare(a.Code, b.Code))
	})
	return causes, nil
}
