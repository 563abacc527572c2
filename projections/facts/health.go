package facts

import (
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// Health is what the incident did to one worker, in one word, because it is forgotten
// as one: injury, mind, exposures and absence, as I1|M1|BITE,BLOOD|3. A part that was
// not told is empty.
type Health string

// Away stands for an absence of which nobody knows how long it is.
const Away codes.Code = "AWAY"

const (
	healthParts = 4
	listed      = ","
)

// Injury is FORGOTTEN, as every part is, when the key was destroyed.
func (h Health) Injury() codes.Code { return orNotRecorded(h.part(0)) }

// Mind is of codes.MindInjury.
func (h Health) Mind() codes.Code { return orNotRecorded(h.part(1)) }

// Exposures are empty where none were told of.
func (h Health) Exposures() (list []codes.Code) {
	if text := h.part(2); text != "" {
		for _, code := range strings.Split(string(text), listed) {
			list = append(list, codes.Code(code))
		}
	}
	return list
}

// Absence is a number of days, Away, or why there is none.
func (h Health) Absence() codes.Code { return orNotRecorded(h.part(3)) }

func (h Health) part(i int) codes.Code {
	if codes.Code(h) == Forgotten {
		return Forgotten
	}
	if parts := strings.Split(string(h), Between); i < len(parts) {
		return codes.Code(parts[i])
	}
	return ""
}

func healthOf(held person.Held[person.Health]) Health {
	switch held.State {
	case person.Present:
		return HealthText(held.Value)
	case person.Forgotten:
		return Health(Forgotten)
	}
	return HealthText(person.Health{})
}

// HealthText is all of it in one word.
func HealthText(h person.Health) Health {
	exposures := make([]string, len(h.Exposures))
	for i, code := range h.Exposures {
		exposures[i] = string(code)
	}
	parts := [healthParts]string{
		string(orAbsent(h.Injury)), string(orAbsent(h.Mind)), strings.Join(exposures, listed), string(daysOf(h.Absence)),
	}
	return Health(strings.Join(parts[:], Between))
}

// held is Health as the trade has it. The days themselves stay in the log: the rules
// ask only whether an absence was told, and how long it was.
func (h Health) held() person.Held[person.Health] {
	if codes.Code(h) == Forgotten {
		return person.Gone[person.Health]()
	}
	return person.Of(person.Health{Injury: h.part(0), Mind: h.part(1), Exposures: h.Exposures(), Absence: absenceOf(h.part(3))})
}

// daysOf counts calendar days where nobody counted and both ends are known.
func daysOf(a person.Absence) codes.Code {
	from, fromErr := time.Parse(time.DateOnly, a.From)
	to, toErr := time.Parse(time.DateOnly, a.To)
	switch {
	case a.Days.Counted:
		return codes.Code(strconv.Itoa(a.Days.Number))
	case fromErr == nil && toErr == nil:
		return codes.Code(strconv.Itoa(int(to.Sub(from).Hours()/24) + 1))
	case a.From+a.To != "":
		return Away
	}
	return a.Days.Why
}

func absenceOf(days codes.Code) person.Absence {
	if days == Away {
		return person.Absence{From: string(Away)}
	}
	return person.Absence{Days: sizeOf(days)}
}
