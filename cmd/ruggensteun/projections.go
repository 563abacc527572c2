package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"ruggensteun/domain/processing"
)

const projectionsUsage = `projections [ACTION] [options]

Actions:
  (none)                 how the read models are doing
  pause NAME             stop taking events in; questions are still answered
  resume NAME            go on; one that stopped at an event tries it again
  rebuild NAME           make it anew from the log beside the one in use,
                         compare, switch

There are three read models: facts, which figures are counted from, doubles, by
which incidents are found that were probably recorded twice, and triage, the
list of notices that wait for a case.
`

func (p *program) projections(ctx context.Context, args []string) error {
	f, w := p.machine("projections", projectionsUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	return p.operating(ctx, w, func(s *store) error { return p.workOnProjections(ctx, s, rest) })
}

func (p *program) workOnProjections(ctx context.Context, s *store, rest []string) error {
	if len(rest) == 0 {
		return p.projectionStatus(ctx, s)
	}
	action, rest, err := actionOf("projections", rest, "pause", "resume", "rebuild")
	if err != nil {
		return err
	}
	name, err := onlyWord("the read model's name", rest)
	if err != nil {
		return err
	}
	switch action {
	case "pause":
		err = s.runner.Pause(ctx, name)
	case "resume":
		err = s.runner.Resume(ctx, name)
	case "rebuild":
		return p.rebuild(ctx, s, name)
	}
	if err != nil {
		return err
	}
	return p.projectionStatus(ctx, s)
}

func (p *program) projectionStatus(ctx context.Context, s *store) error {
	all, err := s.runner.Status(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err = fmt.Fprintln(p.out, "No read model yet: start a server, or ask for a view.")
		return err
	}
	t := tabwriter.NewWriter(p.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tREVISION\tSTATUS\tPOSITION\tBEHIND\tIN USE\tSTOPPED")
	for _, one := range all {
		stopped := ""
		if one.StopReason != "" {
			stopped = fmt.Sprintf("at event %d: %s", one.StoppedAt, one.StopReason)
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%d\t%t\t%s\n", one.Name, one.Revision, one.Status, one.Position, one.Behind, one.Active, stopped)
	}
	return t.Flush()
}

func (p *program) rebuild(ctx context.Context, s *store, name string) error {
	models := s.readModels()
	i := slices.IndexFunc(models, func(m readModel) bool { return m.Name == name })
	if i < 0 {
		var names []string
		for _, m := range models {
			names = append(names, m.Name)
		}
		return wrongUsage("there is no read model %q; there is: %s", name, strings.Join(names, ", "))
	}
	bar := p.progressBar(name)
	compared, err := models[i].runner.Rebuild(inOneRun(ctx, processing.Facts), models[i].Projection, bar.at)
	bar.done()
	if err != nil {
		return err
	}
	for _, d := range compared.Differences {
		fmt.Fprintf(p.out, "differed  %s\n", d)
	}
	for _, t := range compared.Tables {
		fmt.Fprintf(p.out, "rebuilt   %d rows of %s\n", t.Built, t.Table)
	}
	return nil
}
