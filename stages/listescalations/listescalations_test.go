package listescalations_test

import (
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/listescalations"
)

func TestCases(t *testing.T) { stagetest.Run(t, listescalations.Stage) }

func TestTicketCases(t *testing.T) {
	stagetest.Run(t, listescalations.OpenTickets, "testdata/tickets/*.txtar")
}
