package timepayouts_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/timepayouts"
)

func TestCases(t *testing.T) { stagetest.Run(t, timepayouts.Stage) }
