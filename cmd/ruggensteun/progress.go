package main

import (
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// progress shows how far long work is, on a terminal; elsewhere it is silent,
// so that logs and pipes stay readable.
type progress struct {
	bars *mpb.Progress
	bar  *mpb.Bar
}

// progressBar starts a bar; end it with done.
func (p *program) progressBar(what string) *progress {
	out, ok := p.err.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) {
		return &progress{}
	}
	bars := mpb.New(mpb.WithOutput(out), mpb.WithWidth(40))
	bar := bars.AddBar(0,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(what+" ")),
		mpb.AppendDecorators(decor.CountersNoUnit("%d of %d "), decor.AverageSpeed(0, "%.0f/s "), decor.AverageETA(decor.ET_STYLE_GO)))
	return &progress{bars: bars, bar: bar}
}

// at tells how many of how many are done; the total may grow.
func (g *progress) at(done, total int64) {
	if g.bar != nil {
		g.bar.SetTotal(total, false)
		g.bar.SetCurrent(done)
	}
}

func (g *progress) done() {
	if g.bar != nil {
		g.bar.SetTotal(-1, true)
		g.bars.Wait()
	}
}

// stage is a bar for a part of long work.
func (p *program) stage(what string) (at func(done, total int64), end func()) {
	bar := p.progressBar(what)
	return bar.at, bar.done
}
