package comparetiers_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/comparetiers"
)

func TestCases(t *testing.T) { stagetest.Run(t, comparetiers.Stage) }
