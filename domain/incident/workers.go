package incident

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// workers cleans those named, each once, and leaves out whom and what the record
// holds already. Somebody on record is told whole again when anything is new.
func (f *form) workers(have []Worker, given []WorkerHit) []Worker {
	if len(given) > mostWorkers {
		f.Add("workers", fmt.Sprintf("has more than %d entries", mostWorkers), "add the others afterwards, as details")
		return nil
	}
	var clean []Worker
	earlier := make(map[uuid.UUID]Worker)
	for i, hit := range given {
		at := fmt.Sprintf("workers[%d]", i)
		w := f.worker(at, hit)
		if first, twice := earlier[w.Person]; twice {
			f.Check(first == w, at, "is named above with other details", "name each worker once")
			continue
		}
		earlier[w.Person] = w
		if known := indexOf(have, w.Person); known < 0 {
			clean = append(clean, w)
		} else if w = f.merge(at, have[known], w); w != have[known] {
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
	f.Check(badName != nil || badNumber != nil || name+number != "", at, "has neither name nor staff number", "give one of them")
	f.Check(hit.Person != uuid.Nil, at, "was not looked up", "send the request again; if it stays, tell the operator")
	injury := single(hit.Injury)
	f.Note(at+".injury", codes.Injury.Check(injury, f.day))
	return Worker{
		Person:   hit.Person,
		Identity: person.Of(person.Identity{Name: name, StaffNumber: number}),
		Health:   person.Of(person.Health{Injury: injury}),
	}
}

// merge is somebody on record with what is told now: what was blank is filled
// in, and an injury may have turned out otherwise since (DOMAIN 7.10).
func (f *form) merge(at string, have, now Worker) Worker {
	if have.Identity.State == person.Forgotten || have.Health.State == person.Forgotten {
		f.Add(at, "has details on record that were destroyed when their term ended", "leave this worker out")
		return have
	}
	name := f.fill(at+".name", have.Identity.Value.Name, now.Identity.Value.Name)
	number := f.fill(at+".staff_number", have.Identity.Value.StaffNumber, now.Identity.Value.StaffNumber)
	now.Identity = person.Of(person.Identity{Name: name, StaffNumber: number})
	if now.Health.Value.Injury.Missing() && have.Health.State == person.Present {
		now.Health = have.Health
	}
	return now
}

// fill keeps what is on record: other capitals are no other person, as in the
// index by which staff numbers are found.
func (f *form) fill(field, have, now string) string {
	f.Check(have == "" || now == "" || strings.EqualFold(have, now), field, "differs from what is on record for this person", "check whom you mean")
	if have == "" {
		return now
	}
	return have
}
