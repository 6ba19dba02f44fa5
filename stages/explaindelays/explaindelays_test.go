package explaindelays

import (
	"testing"

	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

func TestConcluded(t *testing.T) { stagetest.Run(t, Concluded, "testdata/concluded/*.txtar") }
