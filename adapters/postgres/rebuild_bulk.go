package postgres

import (
	"cmp"
	"context"
	"fmt"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Progress is told how many of how many events were folded. The total grows
// when the log has to be read again for lack of memory.
type Progress func(done, total int64)

// bulk folds the log from the beginning into bare tables: all current rows in
// memory, every version sent to the database by COPY.
type bulk struct {
	runner   *Runner
	plan     *schemaPlan
	to       eventlog.Position
	progress Progress
	loader   *loader
	buffers  []*copyBuffer
	todo     []part
	passes   int64
	done     int64
}

func (r *Runner) fill(ctx context.Context, b build, to eventlog.Position, progress Progress) error {
	plan, err := planSchema(ctx, r.db.app, b.schema, b.projection)
	if err != nil {
		return err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	f := &bulk{runner: r, plan: plan, to: to, progress: progress, todo: []part{{}}, passes: 1}
	f.loader, ctx = newLoader(ctx, r.db.app.Config().ConnConfig)
	defer f.loader.abort()
	for _, t := range plan.tables {
		f.buffers = append(f.buffers, &copyBuffer{plan: t, types: plan.types, to: f.loader})
	}
	if err := f.run(ctx); err != nil {
		return fmt.Errorf("build %s: %w", b.projection.Name, err)
	}
	return nil
}

func (f *bulk) run(ctx context.Context) error {
	for len(f.todo) > 0 {
		next := f.todo[len(f.todo)-1]
		f.todo = f.todo[:len(f.todo)-1]
		if err := f.pass(ctx, next); err != nil {
			return err
		}
	}
	for _, buffer := range f.buffers {
		if err := buffer.flush(ctx); err != nil {
			return err
		}
	}
	return f.loader.finish(ctx)
}

// pass reads the log once, for one part of the keys. When the rows outgrow the
// budget on the way, half of them are left for a later pass.
func (f *bulk) pass(ctx context.Context, p part) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	sets := newParts(f.tables(), p)
	for page := range f.runner.pagesTo(reading, 0, f.to) {
		if page.err != nil {
			return cmp.Or(context.Cause(ctx), page.err) // the cause of the end says more than that a read was cut short
		}
		if err := f.foldPage(ctx, sets, p.written, page.events); err != nil {
			return err
		}
		f.done += int64(len(page.events))
		f.progress(f.done, f.passes*int64(f.to))
		for memory(sets) > f.runner.options.Memory {
			now, later, err := p.split(page.events[len(page.events)-1].Position)
			if err != nil {
				return err
			}
			f.todo = append(f.todo, later)
			f.passes++
			p = now
			for i, s := range sets {
				sets[i] = s.narrow(p)
			}
		}
	}
	return context.Cause(ctx)
}

func (f *bulk) tables() []projections.Table {
	tables := make([]projections.Table, len(f.plan.tables))
	for i, t := range f.plan.tables {
		tables[i] = t.table
	}
	return tables
}

func (f *bulk) foldPage(ctx context.Context, sets []*rowSet, written eventlog.Position, events []projections.Event) error {
	for _, e := range events {
		for i, set := range sets {
			if err := set.fold(e, f.sender(ctx, i, written)); err != nil {
				return err
			}
		}
	}
	return nil
}

// sender sends a table's versions, but for those that an earlier pass sent.
func (f *bulk) sender(ctx context.Context, table int, written eventlog.Position) func(*version) error {
	buffer := f.buffers[table]
	return func(v *version) (err error) {
		if v.head.Position <= written {
			v.size, err = buffer.measure(v)
			return err
		}
		v.size, err = buffer.add(ctx, v)
		return err
	}
}
