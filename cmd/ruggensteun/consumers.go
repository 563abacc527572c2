package main

import (
	"context"
	"fmt"
	"strconv"
	"text/tabwriter"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

const consumersUsage = `consumers [ACTION] [options]

What reacts to single events (clocks, relays), and the events that it could not
take: dead letters, which are passed over until somebody decides about them.

Actions:
  (none)                 how the consumers are doing
  pause NAME             stop handing events out; the one in hand is finished
  resume NAME            go on; one that stopped at an event tries it again
  remove NAME            forget one that no program has any more
  letters                the dead letters: where they are, and why
  retry NAME POSITION    let it try a dead letter once more
  drop NAME POSITION     decide that nothing is to be done about a dead letter
`

func (p *program) consumers(ctx context.Context, args []string) error {
	f, w := p.machine("consumers", consumersUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	work, err := p.consumersWork(rest)
	if err != nil {
		return err
	}
	return p.operating(ctx, w, func(s *store) error { return work(ctx, s) })
}

// consumersWork reads the whole command line before a database is looked for.
func (p *program) consumersWork(rest []string) (func(context.Context, *store) error, error) {
	if len(rest) == 0 {
		return p.consumerStatus, nil
	}
	action, rest, err := actionOf("consumers", rest, "pause", "resume", "remove", "letters", "retry", "drop")
	if err != nil {
		return nil, err
	}
	switch action {
	case "letters":
		return p.deadLetters, noMore(rest)
	case "pause", "resume", "remove":
		return p.holdConsumer(action, rest)
	}
	return p.decideLetter(action, rest)
}

func (p *program) holdConsumer(action string, rest []string) (func(context.Context, *store) error, error) {
	name, err := onlyWord("the consumer's name", rest)
	return func(ctx context.Context, s *store) error {
		do := map[string]func(context.Context, string) error{
			"pause": s.consumers.Pause, "resume": s.consumers.Resume, "remove": s.consumers.Remove,
		}
		if err := do[action](ctx, name); err != nil {
			return err
		}
		return p.consumerStatus(ctx, s)
	}, err
}

func (p *program) decideLetter(action string, rest []string) (func(context.Context, *store) error, error) {
	name, rest, err := oneWord("the consumer's name", rest)
	if err != nil {
		return nil, err
	}
	word, err := onlyWord("the position", rest)
	if err != nil {
		return nil, err
	}
	at, err := strconv.ParseInt(word, 10, 64)
	if err != nil || at < 1 {
		return nil, wrongUsage("position %q: want a whole number from 1, as `ruggensteun consumers letters` shows it", word)
	}
	to := consumer.Retrying
	if action == "drop" {
		to = consumer.Dropped
	}
	return func(ctx context.Context, s *store) error {
		if err := s.consumers.Decide(ctx, name, eventlog.Position(at), to); err != nil {
			return err
		}
		return p.deadLetters(ctx, s)
	}, nil
}

func (p *program) consumerStatus(ctx context.Context, s *store) error {
	all, err := s.consumers.Status(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err = fmt.Fprintln(p.out, "No consumer yet: nothing reacts to single events in this database.")
		return err
	}
	t := tabwriter.NewWriter(p.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tTOPIC\tSTATUS\tPOSITION\tBEHIND\tOWNED\tDEAD LETTERS\tSTOPPED")
	for _, c := range all {
		stopped := ""
		if c.StopReason != "" {
			stopped = fmt.Sprintf("at event %d: %s", c.StoppedAt, c.StopReason)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%t\t%d\t%s\n", c.Name, c.Topic, c.Status, c.Position, c.Behind, c.OwnerAlive, c.DeadLetters, stopped)
	}
	return t.Flush()
}

func (p *program) deadLetters(ctx context.Context, s *store) error {
	all, err := s.consumers.DeadLetters(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err = fmt.Fprintln(p.out, "No dead letters.")
		return err
	}
	t := tabwriter.NewWriter(p.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tTOPIC\tPOSITION\tSTATUS\tTRIES\tSINCE\tREASON")
	for _, l := range all {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%d\t%s\t%s\n", l.Name, l.Topic, l.Position, l.Status, l.Tries, l.At.UTC().Format("2006-01-02T15:04:05Z"), l.Reason)
	}
	return t.Flush()
}
