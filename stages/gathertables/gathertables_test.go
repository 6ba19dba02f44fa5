package gathertables_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/gathertables"
)

func TestCases(t *testing.T) { stagetest.Run(t, gathertables.Stage) }
