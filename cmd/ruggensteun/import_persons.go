package main

import (
	"strings"
	"sync"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// persons remembers who a staff number is, also before it is on record: many
// records that are on their way may name the same new one.
type persons struct {
	mu sync.Mutex
	by map[eventlog.Hash]uuid.UUID
}

// mostPersons bounds memory. Who is forgotten here is found in the index again,
// or told by the log to be known when two were made of one.
const mostPersons = 50_000

func (p *persons) learn(tokens []eventlog.Hash, known []uuid.UUID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by == nil || len(p.by) > mostPersons {
		p.by = map[eventlog.Hash]uuid.UUID{}
	}
	for n, token := range tokens {
		if known[n] != uuid.Nil {
			p.by[token] = known[n]
		}
	}
}

func (p *persons) of(token eventlog.Hash) uuid.UUID {
	p.mu.Lock()
	defer p.mu.Unlock()
	id, found := p.by[token]
	if !found {
		id = uuid.Must(uuid.NewV7())
		p.by[token] = id
	}
	return id
}

// hits are the workers of a record who are named, or of whom the file tells how they
// were hurt, each under the id that is known: by staff number, or among those of the
// same incident by name, or in the order of the file.
func (t *task) hits(p *persons, h *history) []incident.WorkerHit {
	var list []incident.WorkerHit
	taken := map[uuid.UUID]bool{}
	for n, w := range t.record.Workers {
		hit := hitOf(w)
		switch {
		case hit.Name == "" && hit.StaffNumber == "" && (!hit.TellsHealth() || len(list) >= incident.MostWorkers):
			continue // counted only
		case hit.StaffNumber != "":
			hit.Person = p.of(t.numbers[n])
		case h != nil:
			hit.Person = h.called(hit, taken)
		}
		if hit.Person == uuid.Nil {
			hit.Person = uuid.Must(uuid.NewV7())
		}
		taken[hit.Person] = true
		list = append(list, hit)
	}
	return list
}

// called finds the worker without a staff number whom an import named so before, or
// did not name either.
func (h *history) called(hit incident.WorkerHit, taken map[uuid.UUID]bool) uuid.UUID {
	for _, w := range h.said.Workers {
		have, known := w.Identity.Get()
		if (known || w.Identity.State == person.Absent) && have.StaffNumber == "" && !taken[w.Person] && strings.EqualFold(have.Name, strings.TrimSpace(hit.Name)) {
			return w.Person
		}
	}
	return uuid.Nil
}
