package compareclaims_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/compareclaims"
)

func TestCases(t *testing.T) { stagetest.Run(t, compareclaims.Stage) }
