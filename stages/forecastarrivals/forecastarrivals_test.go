package forecastarrivals_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/forecastarrivals"
)

func TestCases(t *testing.T) { stagetest.Run(t, forecastarrivals.Stage) }
