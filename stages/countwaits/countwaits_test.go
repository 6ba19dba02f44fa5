package countwaits_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/countwaits"
)

func TestCases(t *testing.T) { stagetest.Run(t, countwaits.Stage) }

func TestUnpaid(t *testing.T) { stagetest.Run(t, countwaits.Unpaid, "testdata/unpaid/*.txtar") }
