package observetables_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/observetables"
)

func TestCases(t *testing.T) { stagetest.Run(t, observetables.Stage) }
