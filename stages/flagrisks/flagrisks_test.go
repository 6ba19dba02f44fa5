package flagrisks_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/flagrisks"
)

func TestCases(t *testing.T) { stagetest.Run(t, flagrisks.Stage) }
