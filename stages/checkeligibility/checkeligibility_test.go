package checkeligibility_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/checkeligibility"
)

func TestCases(t *testing.T) { stagetest.Run(t, checkeligibility.Stage) }
