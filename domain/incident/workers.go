package incident

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// workers cleans those named, each once, and leaves out whom and what the record
// holds already. Somebody on record is told whole again when anything is new; to
// whoever may not read persons, nobody is on record.
func (f *form) workers(have []Worker, given []WorkerHit) []Worker {
	if len(given) > MostWorkers {
		f.Add("workers", fmt.Sprintf("has more than %d entries", MostWorkers), "add the others afterwards, as details")
		return nil
	}
	var clean []Worker
	earlier := make(map[uuid.UUID]Worker)
	for i, hit := range given {
		at := fmt.Sprintf("workers[%d]", i)
		w := f.worker(at, hit)
		if first, twice := earlier[w.Person]; twice {
			f.Check(first.equal(w), at, "is named above with other details", "name each worker once")
			continue
		}
		earlier[w.Person] = w
		if known := indexOf(have, w.Person); known < 0 || f.blind {
			clean = append(clean, w)
		} else if w = f.merge(at, have[known], w); !w.equal(have[known]) {
			clean = append(clean, w)
		}
	}
	return clean
}

func (f *form) worker(at string, hit WorkerHit) Worker {
	name, badName := text.Line(hit.Name, longestName)
	f.Note(at+".name", badName)
	number, badNumber := text.Line(hit.StaffNumber, longestStaffNumber)
	f.Note(at+".staff_number", badNumber)
	unnamed := badName == nil && badNumber == nil && name+number == ""
	f.Check(!unnamed || hit.TellsHealth(), at, "has neither name nor staff number, and no injury", "give one of them; who is only counted belongs in hit")
	f.Check(hit.Person != uuid.Nil, at, "was not looked up", "send the request again; if it stays, tell the operator")
	w := Worker{Person: hit.Person, Health: person.Of(f.health(at, hit))}
	if !unnamed {
		w.Identity = person.Of(person.Identity{Name: name, StaffNumber: number})
	}
	return w
}

// TellsHealth: of somebody whom nobody named it may still be known how badly he was
// hurt ("twelve hit, two to hospital").
func (h WorkerHit) TellsHealth() bool {
	known := func(c codes.Code) bool { return c != "" && !c.Missing() }
	return known(h.Injury) || known(h.Mind) || slices.ContainsFunc(h.Exposures, known) ||
		h.Absence.From+h.Absence.To != "" || h.Absence.Days.Counted
}

func (w Worker) equal(o Worker) bool {
	return w.Person == o.Person && w.Identity == o.Identity && w.Health.State == o.Health.State && w.Health.Value.Equal(o.Health.Value)
}

// merge is somebody on record with what is told now: what was blank is filled
// in, and an injury may have turned out otherwise since (DOMAIN 7.10).
func (f *form) merge(at string, have, now Worker) Worker {
	if have.Identity.State == person.Forgotten || have.Health.State == person.Forgotten {
		f.Add(at, "has details on record that were destroyed when their term ended", "leave this worker out")
		return have
	}
	f.same(at+".name", have.Identity.Value.Name, now.Identity.Value.Name)
	f.same(at+".staff_number", have.Identity.Value.StaffNumber, now.Identity.Value.StaffNumber)
	return have.told(now)
}

func (f *form) same(field, have, now string) {
	f.Check(agree(have, now), field, "differs from what is on record for this person", "check whom you mean")
}

// agree: other capitals are no other person, as in the index by which staff
// numbers are found.
func agree(have, now string) bool { return have == "" || now == "" || strings.EqualFold(have, now) }

// told is the worker after something more was told. A detail that an event does
// not hold stays as it was; what is on record is filled in and not replaced, but
// for an injury, of which the last one told is right.
func (w Worker) told(now Worker) Worker {
	_, was := w.Identity.Get()
	if _, is := now.Identity.Get(); was && is {
		fill(&w.Identity.Value.Name, now.Identity.Value.Name)
		fill(&w.Identity.Value.StaffNumber, now.Identity.Value.StaffNumber)
	} else if now.Identity.State != person.Absent {
		w.Identity = now.Identity
	}
	w.Health = healthAfter(w.Health, now.Health)
	return w
}

func fill(have *string, now string) {
	if *have == "" {
		*have = now
	}
}

// otherwise adds who is named now in another way than the record has it, each
// way once.
func otherwise(list, have, now []Worker) []Worker {
	for _, w := range now {
		i := indexOf(have, w.Person)
		if i < 0 || agree(have[i].Identity.Value.Name, w.Identity.Value.Name) {
			continue
		}
		if w.Health = (person.Held[person.Health]{}); !slices.ContainsFunc(list, w.equal) {
			list = append(slices.Clone(list), w)
		}
	}
	return list
}
