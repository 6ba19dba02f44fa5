package sumsettlements_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/sumsettlements"
)

func TestCases(t *testing.T) { stagetest.Run(t, sumsettlements.Stage) }
