package rateontime_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/rateontime"
)

func TestCases(t *testing.T) { stagetest.Run(t, rateontime.Stage) }
