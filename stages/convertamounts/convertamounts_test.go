package convertamounts_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/convertamounts"
)

func TestStage(t *testing.T) { stagetest.Run(t, convertamounts.Stage) }
