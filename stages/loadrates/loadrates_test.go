package loadrates_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/loadrates"
)

func TestStage(t *testing.T) { stagetest.Run(t, loadrates.Stage) }
