package costwithdrawals

import (
	"testing"

	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }
