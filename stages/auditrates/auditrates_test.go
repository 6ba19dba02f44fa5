package auditrates_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/auditrates"
)

func TestCases(t *testing.T) { stagetest.Run(t, auditrates.Stage) }

func TestSummaryCases(t *testing.T) {
	stagetest.Run(t, auditrates.Summary, "testdata/summary/*.txtar")
}
