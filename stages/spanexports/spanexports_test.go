package spanexports_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/spanexports"
)

func TestSettlements(t *testing.T) {
	stagetest.Run(t, spanexports.Settlements, "testdata/settlements/*.txtar")
}

func TestAccruals(t *testing.T) { stagetest.Run(t, spanexports.Accruals, "testdata/accruals/*.txtar") }
