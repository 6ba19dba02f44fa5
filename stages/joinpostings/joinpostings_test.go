package joinpostings_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/joinpostings"
)

func TestCases(t *testing.T) { stagetest.Run(t, joinpostings.Stage) }
