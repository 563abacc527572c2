package logtest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"ruggensteun/domain/eventlog"
)

// Tally counts the attempts of workloads by what their callers knew in the end.
type Tally struct{ Acked, Refused, Unknown int }

// Judge holds a log to the lines of the workloads that wrote it, and nobody
// else did: what was acked is there, all of it, at the positions that were
// told, and the key tells; what was refused is not there, nor its key; what
// nobody knows the outcome of is there wholly and once, or not at all, and its
// key tells which. Nothing else is there. Each output is of one process.
func Judge(t testing.TB, log eventlog.Log, outputs ...[]byte) Tally {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	j := judge{t: t, ctx: ctx, log: log, claims: claimsOf(t, outputs)}
	j.collect()
	var tally Tally
	for at, c := range j.claims {
		switch {
		case c.acked:
			tally.Acked++
		case c.unknown():
			tally.Unknown++
		default:
			tally.Refused++
		}
		j.hold(at, c)
	}
	j.inOrder()
	return tally
}

// Settle repeats what nobody knows the outcome of, under its key, as a client
// does after a crash, and gives the lines for Judge.
func Settle(ctx context.Context, log eventlog.Log, outputs ...[]byte) ([]byte, error) {
	var lines bytes.Buffer
	settled := diary{out: &lines}
	claims, err := parseClaims(outputs)
	if err != nil {
		return nil, err
	}
	for at, c := range claims {
		if !c.unknown() {
			continue
		}
		r, err := log.Append(ctx, at.append())
		if err != nil {
			return nil, fmt.Errorf("repeat attempt %s: %w", at, err)
		}
		settled.outcome(at, r, nil)
	}
	return lines.Bytes(), nil
}

// claim is what the lines say about one attempt, which may have been sent more than once.
type claim struct {
	events      int
	acked       bool
	first, last eventlog.Position
	open        bool                // begun, and no answer followed
	doubted     bool                // an answer was unknown; a later refusal does not settle it
	found       []eventlog.Position // in the log
}

func (c *claim) unknown() bool { return !c.acked && (c.open || c.doubted) }

func claimsOf(t testing.TB, outputs [][]byte) map[attempt]*claim {
	t.Helper()
	claims, err := parseClaims(outputs)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func parseClaims(outputs [][]byte) (map[attempt]*claim, error) {
	claims := map[attempt]*claim{}
	for _, output := range outputs {
		lines := bytes.Split(output, []byte("\n"))
		for _, line := range lines[:len(lines)-1] { // what follows the last newline is torn
			if err := parseClaim(claims, string(line)); err != nil {
				return nil, fmt.Errorf("line %q of a workload: %w", line, err)
			}
		}
	}
	return claims, nil
}

func parseClaim(claims map[attempt]*claim, line string) error {
	var word, name string
	var a, b int
	if n, err := fmt.Sscan(line, &word, &name, &a, &b); n < 2 {
		return err
	}
	at, err := parseAttempt(name)
	if err != nil {
		return err
	}
	if word == "intent" && claims[at] == nil {
		claims[at] = &claim{events: a}
	}
	c := claims[at]
	if c == nil {
		return errors.New("an answer to what nobody set out to do")
	}
	return c.hear(word, a, b)
}

// hear takes in one line about the attempt.
func (c *claim) hear(word string, a, b int) error {
	first, last := eventlog.Position(a), eventlog.Position(b)
	c.open = word == "intent"
	switch {
	case word == "acked" && c.acked && (c.first != first || c.last != last):
		return fmt.Errorf("told %d to %d before", c.first, c.last)
	case word == "acked":
		c.acked, c.first, c.last = true, first, last
	case word == "unknown":
		c.doubted = true
	case word != "intent" && word != "refused":
		return errors.New("no such word")
	}
	return nil
}

type judge struct {
	t      testing.TB
	ctx    context.Context
	log    eventlog.Log
	claims map[attempt]*claim
}

// collect finds the events of each attempt in the log.
func (j judge) collect() {
	j.t.Helper()
	events, err := readAll(j.ctx, j.log)
	if err != nil {
		j.t.Fatalf("read everything: %v", err)
	}
	for _, e := range events {
		name, number, _ := bytes.Cut(e.Payload, []byte("/"))
		at, err := parseAttempt(string(name))
		c := j.claims[at]
		if err != nil || c == nil {
			j.t.Errorf("position %d: nobody set out to append this", e.Position)
			continue
		}
		if string(number) != fmt.Sprint(len(c.found)) {
			j.t.Errorf("position %d: event %s of attempt %s stands where %d was to come", e.Position, number, at, len(c.found))
		}
		c.found = append(c.found, e.Position)
	}
}

func (j judge) hold(at attempt, c *claim) {
	j.t.Helper()
	there := len(c.found) > 0
	if there && (len(c.found) != c.events || int(c.found[c.events-1]-c.found[0]) != c.events-1) {
		j.t.Errorf("attempt %s of %d events is there in parts, at %v", at, c.events, c.found)
		return
	}
	switch {
	case c.acked && !there:
		j.t.Errorf("attempt %s was acked at %d to %d and is not there", at, c.first, c.last)
	case c.acked && (c.found[0] != c.first || c.found[len(c.found)-1] != c.last):
		j.t.Errorf("attempt %s was acked at %d to %d and stands at %v", at, c.first, c.last, c.found)
	case !c.acked && !c.unknown() && there:
		j.t.Errorf("attempt %s was refused and stands at %v", at, c.found)
	}
	j.keyTells(at, c)
}

// inOrder holds that each writer's later appends stand at later positions: it
// waited for one answer before it began the next.
func (j judge) inOrder() {
	j.t.Helper()
	attempts := slices.SortedFunc(maps.Keys(j.claims), func(a, b attempt) int {
		return cmp.Or(cmp.Compare(a.seed, b.seed), cmp.Compare(a.writer, b.writer), cmp.Compare(a.n, b.n))
	})
	var before attempt
	var last eventlog.Position
	for _, at := range attempts {
		if at.seed != before.seed || at.writer != before.writer {
			last = 0
		}
		if c := j.claims[at]; c.acked {
			if c.first <= last {
				j.t.Errorf("attempt %s stands at %d, before the %d of an earlier one of the same writer", at, c.first, last)
			}
			last = c.last
		}
		before = at
	}
}

// keyTells holds that the outcome under the attempt's key is what the log holds.
func (j judge) keyTells(at attempt, c *claim) {
	j.t.Helper()
	r, found, err := j.log.Outcome(j.ctx, *at.key())
	switch {
	case err != nil || found != (len(c.found) > 0):
		j.t.Errorf("attempt %s stands at %v; its key says found: %t, %v", at, c.found, found, err)
	case found && (r.First != c.found[0] || r.Last != c.found[len(c.found)-1]):
		j.t.Errorf("attempt %s stands at %v; its key says %d to %d", at, c.found, r.First, r.Last)
	}
}
