package main

import (
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// barWidth fits a terminal of 80 characters.
const barWidth = 78

// A barProgress draws a bar for each phase of a run. Without a container it
// draws nothing.
type barProgress struct {
	container *mpb.Progress

	mu      sync.Mutex
	current *mpb.Bar
}

// newProgress draws on standard error if that is a terminal.
func (a *app) newProgress(o *runOptions) *barProgress {
	if o.quiet || !isTerminal(a.stderr) {
		return &barProgress{}
	}
	return &barProgress{container: mpb.New(mpb.WithOutput(a.stderr), mpb.WithWidth(barWidth))}
}

// Phase implements [pipeline.Progress].
func (p *barProgress) Phase(name string, total int64) {
	if p.container == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	p.current = p.container.AddBar(total,
		mpb.PrependDecorators(decor.Name(printable(name), decor.WC{W: 22, C: decor.DindentRight})),
		mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Elapsed(decor.ET_STYLE_GO, decor.WC{W: 8})))
}

// Advance implements [pipeline.Progress].
func (p *barProgress) Advance(n int64) {
	if p.container == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		p.current.IncrInt64(n)
	}
}

// finish completes the bar of the current phase: the next one has begun.
func (p *barProgress) finish() {
	if p.current != nil {
		p.current.SetTotal(-1, true)
	}
}

// stop leaves the bars as they are and gives the terminal back.
func (p *barProgress) stop() {
	if p.container == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		p.current.Abort(false)
	}
	p.container.Shutdown()
}
