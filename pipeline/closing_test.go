package pipeline

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
)

// A closingMart does something before it is closed.
type closingMart struct {
	MartWriter
	before func() error
}

func (m closingMart) Close() (int64, error) {
	err := m.before()
	rows, closed := m.MartWriter.Close()
	return rows, errors.Join(err, closed)
}

// closeFacts says what happens before the mart of the first group is closed.
func closeFacts(o *Options, before func() error) {
	o.OpenMart = func(folder string, d *Dataset) (MartWriter, error) {
		w, err := openTextMart(folder, d)
		if err != nil || d != toyFacts {
			return w, err
		}
		return closingMart{w, before}, nil
	}
}

// A panickingMart has a mistake in it, if told so.
type panickingMart struct{ hasMistake bool }

func (m panickingMart) Write(arrow.Record, []int32) error {
	if m.hasMistake {
		panic("no encoder")
	}
	return nil
}

func (panickingMart) Close() (int64, error) { return 0, nil }

// TestMartIsClosedBesideLaterStages: the last rows of a mart are encoded while later
// stages run.
func TestMartIsClosedBesideLaterStages(t *testing.T) {
	o := toyOptions(toyInput(t, 100), t.TempDir())
	p := toyPlan()
	begun := make(chan struct{})
	sum := p.Stages[2].Run
	p.Stages[2].Run = func(ctx context.Context, task *Task) error {
		close(begun)
		return sum(ctx, task)
	}
	closeFacts(&o, func() error {
		select {
		case <-begun:
			return nil
		case <-time.After(time.Minute):
			return errors.New("no later stage began")
		}
	})
	if _, err := newRun(p, o).execute(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestMartThatCannotBeClosed: its error ends the run, unless a stage failed.
func TestMartThatCannotBeClosed(t *testing.T) {
	o := toyOptions(toyInput(t, 100), t.TempDir())
	full := errors.New("no space left")
	closeFacts(&o, func() error { return full })
	p := toyPlan()
	_, err := newRun(p, o).execute(t.Context())
	var output *OutputError
	if !errors.As(err, &output) || !errors.Is(err, full) {
		t.Errorf("got error %v, want that of the mart", err)
	}
	p.Stages[2].Run = func(context.Context, *Task) error { return errors.New("cannot add") }
	_, err = newRun(p, o).execute(t.Context())
	var stage *StageError
	if !errors.As(err, &stage) {
		t.Errorf("got error %v, want that of the stage", err)
	}
}
