package countmonths_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/countmonths"
)

func TestCases(t *testing.T) { stagetest.Run(t, countmonths.Stage) }
