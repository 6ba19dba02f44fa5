package datepayouts_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/datepayouts"
)

func TestStage(t *testing.T) { stagetest.Run(t, datepayouts.Stage) }
