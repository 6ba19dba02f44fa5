package checkdocuments_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/checkdocuments"
)

func TestCases(t *testing.T) { stagetest.Run(t, checkdocuments.Stage) }
