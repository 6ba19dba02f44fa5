package reconcilepayouts_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/reconcilepayouts"
)

func TestCases(t *testing.T) { stagetest.Run(t, reconcilepayouts.Stage) }

func TestStatementCases(t *testing.T) {
	stagetest.Run(t, reconcilepayouts.Statements, "testdata/statements/*.txtar")
}

func TestReceiptCases(t *testing.T) {
	stagetest.Run(t, reconcilepayouts.Receipts, "testdata/receipts/*.txtar")
}
