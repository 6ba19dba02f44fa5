package sumbatches_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/sumbatches"
)

func TestCauses(t *testing.T) {
	stagetest.Run(t, sumbatches.Causes, "testdata/causes/*.txtar")
}

func TestRates(t *testing.T) { stagetest.Run(t, sumbatches.Rates, "testdata/rates/*.txtar") }
