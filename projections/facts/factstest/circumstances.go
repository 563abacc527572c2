package factstest

import (
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections/facts"
)

// circumstances tell of no completion of a behaviour that is not told with it, and of none that is not known.
func (h *teller) circumstances(behaviours []codes.Code) incident.Circumstances {
	c := incident.Circumstances{
		Occasions:  some(h.t, Occasions),
		Grounds:    some(h.t, Grounds),
		Deployment: maybe(h.t, "deployment", "ALONE", "PAIR", codes.Unknown),
		Reach:      maybe(h.t, "reach", "REACHED", "NEAR_MISS", codes.Unknown),
		Hit: rapid.SampledFrom([]codes.Count{
			{}, codes.Exactly(0), codes.Exactly(1), codes.Exactly(12), codes.Uncounted(codes.Unknown), codes.Uncounted(codes.NotApplicable),
		}).Draw(h.t, "hit"),
	}
	if rapid.Bool().Draw(h.t, "means") {
		c.Means = []incident.Means{{Means: rapid.SampledFrom(Means).Draw(h.t, "which"), Status: maybe(h.t, "status", "USED", "SHOWN")}}
	}
	if len(behaviours) > 0 && !behaviours[0].Missing() && rapid.Bool().Draw(h.t, "completed") {
		c.Completions = []incident.Completion{{
			Behaviour: behaviours[0], Completion: rapid.SampledFrom([]codes.Code{"COMPLETED", "ATTEMPTED", codes.Unknown}).Draw(h.t, "completion"),
		}}
	}
	return c
}

func (h *teller) course() []incident.Step {
	steps := make([]incident.Step, rapid.IntRange(0, 3).Draw(h.t, "steps"))
	for i := range steps {
		steps[i].Phase = maybe(h.t, "phase", "P2_TENSION", "P5_PHYS")
		if rapid.Bool().Draw(h.t, "triggered") {
			steps[i].Triggers = []incident.Trigger{{Trigger: rapid.SampledFrom(Triggers).Draw(h.t, "trigger"), AssessedBy: maybe(h.t, "by", "WORKER", "WITNESS")}}
		}
		if rapid.Bool().Draw(h.t, "amplified") {
			steps[i].Amplifiers = []incident.Amplifier{{Amplifier: rapid.SampledFrom(Amplifiers).Draw(h.t, "amplifier"), Certainty: maybe(h.t, "certainty", "OBSERVED")}}
		}
		if rapid.Bool().Draw(h.t, "tried") {
			steps[i].Measures = []incident.Measure{{Measure: rapid.SampledFrom(Measures).Draw(h.t, "measure"), Effect: maybe(h.t, "effect", "WORKED", "WORSE")}}
		}
	}
	return steps
}

func (h *teller) linked() incident.SuspectLinked {
	l := incident.Linked{ID: linkID(rapid.IntRange(0, 2).Draw(h.t, "link")), Kind: rapid.SampledFrom(Suspects).Draw(h.t, "who")}
	if l.Kind == "KNOWN" {
		l.Suspect = fileID(rapid.IntRange(0, 1).Draw(h.t, "file"))
	}
	if l.Kind == "GROUP" {
		l.Size = rapid.SampledFrom([]codes.Count{{}, codes.Exactly(2), codes.Exactly(30), codes.Uncounted(codes.Unknown)}).Draw(h.t, "size")
	}
	l.Profile = h.profile()
	return incident.SuspectLinked{Linked: l}
}

// health is of somebody in one of the ways in which it can be told, or was forgotten.
func (h *teller) health() person.Held[person.Health] {
	switch rapid.IntRange(0, 9).Draw(h.t, "health") {
	case 0:
		return person.Held[person.Health]{}
	case 1:
		return person.Gone[person.Health]()
	}
	return person.Of(person.Health{
		Injury: maybe(h.t, "injury", "I1", "I3", codes.Unknown), Mind: maybe(h.t, "mind", "M0", "M2", codes.Unknown),
		Exposures: rapid.SampledFrom([][]codes.Code{nil, {"NONE"}, {"BITE", "BLOOD"}, {"NOISE"}, {codes.Unknown}}).Draw(h.t, "exposures"),
		Absence: rapid.SampledFrom([]person.Absence{
			{}, {Days: codes.Exactly(0)}, {Days: codes.Exactly(4)}, {Days: codes.Uncounted(codes.Unknown)}, {Days: codes.Uncounted(codes.NotApplicable)},
			{From: "2026-03-02"}, {From: "2026-03-02", To: "2026-03-04"}, {From: "2026-03-02", To: "2026-06-04", Days: codes.Exactly(60)},
		}).Draw(h.t, "absence"),
	})
}

// support is how far help came, in parts that agree.
func (h *teller) support() incident.Support {
	s := incident.Support{Status: maybe(h.t, "status", "NOT_ASKED", "ASKED", "ARRIVED", "NEVER_CAME", codes.Unknown)}
	if s.Status == "ARRIVED" {
		s.Minutes = rapid.SampledFrom([]codes.Count{{}, codes.Exactly(0), codes.Exactly(15), codes.Exactly(90), codes.Uncounted(codes.Unknown)}).Draw(h.t, "minutes")
		if rapid.Bool().Draw(h.t, "timed") {
			s.Asked = moment.Moment{Instant: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Minute}
			s.Arrival, s.Minutes = s.Asked, codes.Count{}
			s.Arrival.Instant = s.Arrival.Instant.Add(7 * time.Minute)
		}
	}
	return s
}

// qualification is one of a few that differ in little, so that one is taken back while
// another stays.
func (h *teller) qualification() incident.Qualification {
	return incident.Qualification{
		Offence: rapid.SampledFrom(Offences).Draw(h.t, "offence"), By: rapid.SampledFrom([]codes.Code{"POLICE", "OM"}).Draw(h.t, "by"),
		Completion: maybe(h.t, "completion", "ATTEMPTED"),
		Article:    rapid.SampledFrom([]string{"", "302 Sr"}).Draw(h.t, "article"), On: rapid.SampledFrom([]string{"", "2026-11-20"}).Draw(h.t, "on"),
	}
}

func (h *teller) profile() person.Held[person.Profile] {
	return rapid.SampledFrom([]person.Held[person.Profile]{
		{}, person.Of(person.Profile{AgeBand: "AGE_18_22"}), person.Of(person.Profile{AgeBand: "AGE_30_39"}), person.Of(person.Profile{AgeBand: codes.Unknown}), person.Of(person.Profile{Sex: "MALE"}),
	}).Draw(h.t, "profile")
}

// ofSuspect tells of a file, which belongs to the first employer.
func (h *teller) ofSuspect() {
	s := suspect.Stream(fileID(rapid.IntRange(0, 1).Draw(h.t, "file")))
	owner := employerID(0)
	if h.versions[s] == 0 {
		h.tell(s, owner, suspect.Opened{Employer: owner, Profile: h.profile()})
		return
	}
	about := incidentID(rapid.IntRange(0, 7).Draw(h.t, "of"))
	entry := linkID(rapid.IntRange(0, 1).Draw(h.t, "entry"))
	switch rapid.IntRange(0, 7).Draw(h.t, "of a file") {
	case 0:
		h.tell(s, owner, suspect.Described{Profile: h.profile()})
	case 1:
		if !h.entered[entry] { // the rules refuse an id that is there
			h.entered[entry] = true
			h.tell(s, owner, suspect.HistoryTold{ID: entry, Entry: person.Of(person.History{
				Flag: rapid.SampledFrom([]codes.Code{"H_BAN", "H_WARNED", codes.Unknown}).Draw(h.t, "flag"), Provenance: "OWN",
			})})
		}
	case 2:
		h.tell(s, owner, suspect.HistoryRetracted{ID: entry})
	case 3:
		if key := facts.ClearanceKey(s.ID, about); !h.entered[key] {
			h.entered[key] = true
			h.tell(s, owner, suspect.Cleared{Incident: about})
		}
	case 4:
		h.tell(s, owner, suspect.Erased{Purpose: rapid.SampledFrom(suspect.Purposes()).Draw(h.t, "forgotten")})
	default:
		h.tell(s, owner, suspect.Reviewed{Incident: about, Leaves: rapid.Bool().Draw(h.t, "leaves")})
	}
}

// maybe is one of the codes, or nothing.
func maybe(t *rapid.T, what string, list ...codes.Code) codes.Code {
	return rapid.SampledFrom(append(list, "")).Draw(t, what)
}
