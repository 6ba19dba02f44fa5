package measuremonths_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/measuremonths"
)

func TestCases(t *testing.T) { stagetest.Run(t, measuremonths.Stage) }
