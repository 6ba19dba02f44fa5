package pipeline

import (
	"errors"
	"syscall"
	"testing"

	"ozpayout/pipeline/tabular"
)

// A full disk under the scratch files of a workbook is no fault of the input.
func TestScratchFailure(t *testing.T) {
	err := inputDamage(&SourceFile{Name: "accruals.xlsx"}, &tabular.ScratchError{Folder: "out/.stage/seeds", Err: syscall.ENOSPC})
	var output *OutputError
	if !errors.As(err, &output) || output.Path != "out/.stage/seeds" || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want an error of the output", err)
	}
}
