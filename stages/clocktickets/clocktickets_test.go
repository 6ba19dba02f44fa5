package clocktickets_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/clocktickets"
)

func TestCases(t *testing.T) { stagetest.Run(t, clocktickets.Stage) }
