package facts_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
)

var (
	owner    = uuid.UUID{0xE}
	one      = uuid.UUID{0x1}
	anna     = uuid.UUID{0xA}
	bram     = uuid.UUID{0xB}
	recorded = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	midnight = moment.Moment{Instant: recorded.Add(-12 * time.Hour), Offset: 60, Precision: moment.Minute}
)

func history(bodies ...incident.Event) []projections.Event {
	events := make([]projections.Event, len(bodies))
	for i, body := range bodies {
		events[i] = projections.Event{
			Position: eventlog.Position(10 + i), Stream: incident.Stream(one), Version: eventlog.Version(i + 1),
			Employer: owner, RecordedAt: recorded.Add(time.Duration(i) * time.Minute),
		}
		if body != nil {
			events[i].Body = body
		}
	}
	return events
}

func registered(change ...func(*incident.Registered)) incident.Registered {
	e := incident.Registered{
		Employer: owner, Occurred: midnight, ReportedAt: recorded,
		Place:      incident.Place{Type: "ROAD", Gemeente: "GM0363", Unit: "NOORD"},
		Behaviours: []codes.Code{"PUSH"}, Professions: []codes.Code{"POL"},
		Workers: []incident.Worker{{Person: anna, Health: person.Of(person.Health{Injury: "I1"})}},
	}
	for _, c := range change {
		c(&e)
	}
	return e
}

func row(change ...func(*facts.Incident)) facts.Incident {
	at := midnight.Instant
	r := facts.Incident{
		OccurredAt: &at, Offset: 60, Precision: moment.Minute, ReportedAt: recorded, RecordedAt: recorded,
		PlaceType: "ROAD", Gemeente: "GM0363", Unit: "NOORD",
		Behaviours: []codes.Code{"PUSH"}, Completions: []codes.Code{"PUSH|NOT_RECORDED"},
		Professions: []codes.Code{"POL"}, Workers: []uuid.UUID{anna},
	}
	untold(&r)
	for _, c := range change {
		c(&r)
	}
	return r
}

// untold is what stands in a row where nothing was told: lists are empty, and there.
func untold(r *facts.Incident) {
	r.Deployment, r.Reach, r.HitWhy, r.Support = codes.NotRecorded, codes.NotRecorded, codes.NotRecorded, codes.NotRecorded
	for _, list := range []*[]codes.Code{
		&r.Behaviours, &r.Completions, &r.Professions, &r.Occasions, &r.Means, &r.Phases, &r.Triggers, &r.Amplifiers, &r.Measures, &r.SuspectKinds, &r.SuspectSizes,
		&r.Grounds, &r.Qualifications,
	} {
		if *list == nil {
			*list = []codes.Code{}
		}
	}
	for _, list := range []*[]uuid.UUID{&r.Workers, &r.SuspectLinks, &r.SuspectFiles} {
		if *list == nil {
			*list = []uuid.UUID{}
		}
	}
}

var around = incident.Circumstances{
	Occasions: []codes.Code{"TICKET"}, Means: []incident.Means{{Means: "KNIFE", Status: "SHOWN"}}, Grounds: []codes.Code{"RACE"},
	Completions: []incident.Completion{{Behaviour: "PUSH", Completion: "COMPLETED"}}, Deployment: "PAIR", Reach: "REACHED", Hit: codes.Exactly(12),
}

// surrounded shows what around tells.
func surrounded(r *facts.Incident) {
	twelve := 12
	r.Occasions, r.Means, r.Completions = []codes.Code{"TICKET"}, []codes.Code{"KNIFE|SHOWN"}, []codes.Code{"PUSH|COMPLETED"}
	r.Deployment, r.Reach, r.Hit, r.HitWhy = "PAIR", "REACHED", &twelve, ""
	r.Grounds = []codes.Code{"RACE"}
}

func suspected(kind codes.Code, file uuid.UUID) func(*facts.Incident) {
	return func(r *facts.Incident) {
		r.SuspectLinks, r.SuspectKinds, r.SuspectFiles = []uuid.UUID{bram}, []codes.Code{kind}, []uuid.UUID{file}
		r.SuspectSizes = []codes.Code{""}
	}
}

func later(minutes int) func(*facts.Incident) {
	return func(r *facts.Incident) { r.RecordedAt = recorded.Add(time.Duration(minutes) * time.Minute) }
}

func TestIncident(t *testing.T) {
	t.Parallel()
	place := incident.Place{}
	nothing := moment.Nothing(codes.Unknown)
	for name, c := range map[string]struct {
		given []incident.Event
		then  []facts.Incident
	}{
		"a registration makes a row": {
			given: []incident.Event{registered()},
			then:  []facts.Incident{row()},
		},
		"what was not told is not recorded, and lists are empty but there": {
			given: []incident.Event{incident.Registered{Employer: owner, ReportedAt: recorded, Occurred: moment.Nothing(codes.NotRecorded)}},
			then: []facts.Incident{row(func(r *facts.Incident) {
				*r = facts.Incident{
					Finer: codes.NotRecorded, ReportedAt: recorded, RecordedAt: recorded,
					PlaceType: codes.NotRecorded, Gemeente: codes.NotRecorded, Unit: codes.NotRecorded,
				}
				untold(r)
			})},
		},
		"details are added, each once": {
			given: []incident.Event{registered(), incident.DetailsAdded{
				Behaviours: []codes.Code{"HIT", "PUSH"}, Workers: []incident.Worker{{Person: bram}, {Person: anna}, {Person: bram}},
			}},
			then: []facts.Incident{row(), row(later(1), func(r *facts.Incident) {
				r.Behaviours, r.Workers = []codes.Code{"PUSH", "HIT"}, []uuid.UUID{anna, bram}
				r.Completions = []codes.Code{"PUSH|NOT_RECORDED", "HIT|NOT_RECORDED"}
			})},
		},
		"a place that was told later": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Place = incident.Place{Type: "ROAD"} }), incident.DetailsAdded{Place: &incident.Place{Gemeente: "GM0599", Unit: "ZUID"}}},
			then: []facts.Incident{
				row(func(r *facts.Incident) { r.Gemeente, r.Unit = codes.NotRecorded, codes.NotRecorded }),
				row(later(1), func(r *facts.Incident) { r.Gemeente, r.Unit = "GM0599", "ZUID" }),
			},
		},
		"what it does not count yet makes no version": {
			given: []incident.Event{
				registered(func(e *incident.Registered) { e.Circumstances = around }),
				incident.DetailsAdded{Circumstances: around, Place: &incident.Place{Indoors: "INSIDE", Point: incident.Point{North: 51_924}}, Address: person.Of("Kade 2")},
			},
			then: []facts.Incident{row(surrounded)},
		},
		"circumstances are added and corrected by the trade's own rules": {
			given: []incident.Event{
				registered(), incident.DetailsAdded{Circumstances: around},
				incident.DetailsAdded{Circumstances: incident.Circumstances{Means: []incident.Means{{Means: "KNIFE"}, {Means: "KNIFE", Status: "USED"}}, Occasions: []codes.Code{codes.Unknown}}},
				incident.Corrected{Behaviours: &[]codes.Code{"HIT"}, Hit: &codes.Count{Why: codes.Unknown}, Reach: new(codes.Code)},
			},
			then: []facts.Incident{
				row(), row(later(1), surrounded),
				row(later(2), surrounded, func(r *facts.Incident) { r.Means = []codes.Code{"KNIFE|SHOWN", "KNIFE|USED"} }),
				row(later(3), surrounded, func(r *facts.Incident) {
					r.Means, r.Behaviours, r.Completions = []codes.Code{"KNIFE|SHOWN", "KNIFE|USED"}, []codes.Code{"HIT"}, []codes.Code{"HIT|NOT_RECORDED"}
					r.Hit, r.HitWhy, r.Reach, r.Corrections = nil, codes.Unknown, codes.NotRecorded, 1
				}),
			},
		},
		"none at all, unknown and not recorded are three things": {
			given: []incident.Event{registered(func(e *incident.Registered) {
				e.Means, e.Hit, e.Reach = []incident.Means{{Means: "NONE"}}, codes.Exactly(0), codes.Unknown
				e.Occasions = []codes.Code{codes.NotApplicable}
			})},
			then: []facts.Incident{row(func(r *facts.Incident) {
				r.Means, r.Hit, r.HitWhy, r.Reach, r.Occasions = []codes.Code{"NONE|NOT_RECORDED"}, new(int), "", codes.Unknown, []codes.Code{codes.NotApplicable}
			})},
		},
		"the course is told whole, and each answer stands once": {
			given: []incident.Event{registered(), incident.CourseTold{Steps: []incident.Step{
				{Phase: "P2_TENSION", Triggers: []incident.Trigger{{Trigger: codes.Unknown}}, Measures: []incident.Measure{{Measure: "TALK"}}},
				{Phase: "P5_PHYS", Triggers: []incident.Trigger{{Trigger: "TR_FINE", AssessedBy: "WORKER"}}, Amplifiers: []incident.Amplifier{{Amplifier: "ALC", Certainty: "TESTED"}}},
				{Phase: "P2_TENSION", Triggers: []incident.Trigger{{Trigger: "TR_FINE"}, {Trigger: "TR_FINE", AssessedBy: "WITNESS"}}, Measures: []incident.Measure{{Measure: "TALK", Effect: "WORSE"}, {Measure: "SPACE", Effect: "WORKED"}}},
			}}, incident.CourseTold{}},
			then: []facts.Incident{row(), row(later(1), func(r *facts.Incident) {
				r.Phases, r.Amplifiers = []codes.Code{"P2_TENSION", "P5_PHYS"}, []codes.Code{"ALC|TESTED"}
				r.Triggers, r.Measures = []codes.Code{"TR_FINE|WORKER", "TR_FINE|WITNESS"}, []codes.Code{"TALK|WORSE", "SPACE|WORKED"}
			}), row(later(2))},
		},
		"a suspect is linked, becomes known, and is unlinked": {
			given: []incident.Event{
				registered(), incident.SuspectLinked{Linked: incident.Linked{ID: bram, Kind: "DESCRIBED"}},
				incident.SuspectLinked{Linked: incident.Linked{ID: bram, Kind: "KNOWN", Suspect: anna}},
				incident.SuspectLinked{Linked: incident.Linked{ID: bram, Kind: "KNOWN", Suspect: anna, Profile: person.Of(person.Profile{Sex: "MALE"})}},
				incident.SuspectUnlinked{ID: bram},
			},
			then: []facts.Incident{
				row(), row(later(1), suspected("DESCRIBED", uuid.Nil)), row(later(2), suspected("KNOWN", anna)), row(later(4)),
			},
		},
		"a further piece of text makes no version": {
			given: []incident.Event{registered(), incident.DetailsAdded{Narrative: person.Of("more")}},
			then:  []facts.Incident{row()},
		},
		"a correction replaces and is counted": {
			given: []incident.Event{registered(), incident.Corrected{Place: &place, Occurred: &nothing, Behaviours: &[]codes.Code{}}},
			then: []facts.Incident{row(), row(later(1), func(r *facts.Incident) {
				r.OccurredAt, r.Offset, r.Precision, r.Finer = nil, 0, "", codes.Unknown
				r.PlaceType, r.Gemeente, r.Unit = codes.NotRecorded, codes.NotRecorded, codes.NotRecorded
				r.Behaviours, r.Completions, r.Corrections = []codes.Code{}, []codes.Code{}, 1
			})},
		},
		"a correction of the text alone is counted too": {
			given: []incident.Event{registered(), incident.Corrected{Narrative: new(person.Held[string])}},
			then:  []facts.Incident{row(), row(later(1), func(r *facts.Incident) { r.Corrections = 1 })},
		},
		"a withdrawal keeps the row and says why": {
			given: []incident.Event{registered(), incident.Withdrawn{Reason: "DUPLICATE"}},
			then: []facts.Incident{row(), row(later(1), func(r *facts.Incident) {
				r.Withdrawn, r.Reason = true, "DUPLICATE"
			})},
		},
		"a merge keeps the row and says with what, until it is split": {
			given: []incident.Event{registered(), incident.Merged{Into: bram}, incident.Merged{Into: bram}, incident.SplitOff{From: bram}, incident.SplitOff{}},
			then:  []facts.Incident{row(), row(later(1), func(r *facts.Incident) { r.MergedInto = bram }), row(later(3))},
		},
		"a closed record says why, until it is reopened": {
			given: []incident.Event{registered(), incident.Closed{Reason: "OTHER_REGIME"}, incident.Reopened{}, incident.Closed{}},
			then: []facts.Incident{
				row(), row(later(1), func(r *facts.Incident) { r.Closing = "OTHER_REGIME" }), row(later(2)),
				row(later(3), func(r *facts.Incident) { r.Closing = codes.NotRecorded }),
			},
		},
		"a redacted event changes nothing": {
			given: []incident.Event{registered(), nil},
			then:  []facts.Incident{row()},
		},
		"without its registration an incident has no row": {
			given: []incident.Event{nil, incident.DetailsAdded{Behaviours: []codes.Code{"HIT"}}, incident.Withdrawn{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []facts.Incident
			for i, v := range factstest.Fold(facts.Incidents, history(c.given...)) {
				got = append(got, v.Row)
				if v.Key != one || v.Parent != one || v.Employer != owner {
					t.Errorf("version %d has head %+v", i, v.Head)
				}
			}
			if diff := cmp.Diff(c.then, got); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEmployer(t *testing.T) {
	t.Parallel()
	name, zone, empty := "Renamed", "America/Curacao", ""
	first := employer.Registered{ID: owner, Code: "GEM-X", Name: "X", Kind: "EMP_GEM", Zone: "Europe/Amsterdam"}
	want := facts.Employer{
		Code: "GEM-X", Name: "X", Kind: "EMP_GEM", Zone: "Europe/Amsterdam",
		Areas: []codes.Code{}, AreaNames: []string{}, AreaGemeenten: []codes.Code{},
		Units: []codes.Code{}, UnitNames: []string{},
	}
	moved := want
	moved.Name, moved.Zone = name, zone
	divided := want
	divided.Areas, divided.AreaNames, divided.AreaGemeenten = []codes.Code{"A", "B"}, []string{"North", "South"}, []codes.Code{"A|GM0363", "A|GM0599"}
	areas := []employer.Area{{Code: "A", Name: "North", Gemeenten: []codes.Code{"GM0363", "GM0599"}}, {Code: "B", Name: "South"}}
	staffed := want
	staffed.Units, staffed.UnitNames = []codes.Code{"NOORD"}, []string{"Post Noord"}
	posts := []employer.Unit{{Code: "NOORD", Name: "Post Noord"}}
	noZone := first
	noZone.Zone = ""
	for name, c := range map[string]struct {
		given []employer.Event
		then  []facts.Employer
	}{
		"a registration makes a row":               {[]employer.Event{first}, []facts.Employer{want}},
		"a change makes a version":                 {[]employer.Event{first, employer.Changed{Name: &name, Zone: &zone}}, []facts.Employer{want, moved}},
		"units of its own, and none later":         {[]employer.Event{first, employer.Changed{Units: &[]employer.Unit{}}, employer.Changed{Units: &posts}, employer.Changed{Units: &[]employer.Unit{}}}, []facts.Employer{want, staffed, want}},
		"areas of its own, and others later":       {[]employer.Event{first, employer.Changed{Areas: &areas}, employer.Changed{Areas: &areas}, employer.Changed{Areas: &[]employer.Area{}}}, []facts.Employer{want, divided, want}},
		"no zone is the usual zone":                {[]employer.Event{noZone, employer.Changed{Zone: &empty}}, []facts.Employer{want}},
		"a redacted registration leaves no row":    {[]employer.Event{nil, employer.Changed{Name: &name}}, nil},
		"a redacted change leaves things as it is": {[]employer.Event{first, nil}, []facts.Employer{want}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []facts.Employer
			for _, v := range factstest.Fold(facts.Employers, employerHistory(c.given)) {
				if v.Key != owner || v.Employer != owner || v.Parent != owner || v.Row.RecordedAt.IsZero() {
					t.Errorf("version is %+v", v)
				}
				v.Row.RecordedAt = time.Time{}
				got = append(got, v.Row)
			}
			if diff := cmp.Diff(c.then, got); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
		})
	}
}

func employerHistory(bodies []employer.Event) []projections.Event {
	events := make([]projections.Event, len(bodies))
	for i, body := range bodies {
		events[i] = projections.Event{Position: eventlog.Position(i + 1), Stream: employer.Stream(owner), RecordedAt: recorded}
		if body != nil {
			events[i].Body = body
		}
	}
	return events
}

// The decider's own state is the independent answer: whatever happened, the last
// row says the same as the incident's page.
func TestRowsAgreeWithTheIncidentsOwnState(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.History(t)
		states := map[uuid.UUID]incident.Incident{}
		for _, e := range factstest.StruckOut(events) {
			if body, ok := e.Body.(incident.Event); ok {
				before := states[e.Stream.ID]
				if _, first := body.(incident.Registered); first || before.Registered() {
					states[e.Stream.ID] = incident.Decider.Evolve(before, body)
				}
			}
		}
		last := map[uuid.UUID]facts.Incident{}
		for _, v := range factstest.Fold(facts.Incidents, events) {
			last[v.Key] = v.Row
		}
		injuries := map[uuid.UUID]facts.Health{}
		for _, v := range factstest.Fold(facts.Involvements, events) {
			injuries[v.Key] = v.Row.Health
		}
		for id, state := range states {
			agree(t, id, state, last[id], injuries)
		}
		if len(last) > len(states) {
			t.Fatalf("%d rows for %d incidents", len(last), len(states))
		}
	})
}

func agree(t *rapid.T, id uuid.UUID, state incident.Incident, r facts.Incident, injuries map[uuid.UUID]facts.Health) {
	if !state.Registered() {
		return
	}
	if state.Occurred.Known() != (r.OccurredAt != nil) || r.OccurredAt != nil && !r.OccurredAt.Equal(state.Occurred.Instant) {
		t.Errorf("occurred %v, want %v", r.OccurredAt, state.Occurred)
	}
	if !slices.Equal(r.Behaviours, state.Behaviours) || !slices.Equal(r.Professions, state.Professions) {
		t.Errorf("codes %v %v, want %v %v", r.Behaviours, r.Professions, state.Behaviours, state.Professions)
	}
	if r.Corrections != state.Corrections || r.Withdrawn != state.Withdrawn {
		t.Errorf("%d corrections, withdrawn %t, want %d, %t", r.Corrections, r.Withdrawn, state.Corrections, state.Withdrawn)
	}
	if r.State(state.Employer).Counts() != state.Counts() || r.MergedInto != state.MergedInto {
		t.Errorf("counts %t, merged into %s, want %t, %s", r.State(state.Employer).Counts(), r.MergedInto, state.Counts(), state.MergedInto)
	}
	if diff := cmp.Diff(shown(state), shown(r.State(state.Employer)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("circumstances (-want +got):\n%s", diff)
	}
	reported := moment.Moment{Precision: r.ToldPrecision, Finer: r.ToldFiner}
	if r.ToldAt != nil {
		reported.Instant, reported.Offset, reported.Ambiguous = *r.ToldAt, state.Reported.Offset, state.Reported.Ambiguous
	}
	if !reported.Equal(state.Reported) || r.Area != codes.Code(state.Place.Area) {
		t.Errorf("reported %v in %s, want %v in %s", reported, r.Area, state.Reported, state.Place.Area)
	}
	help := state.Support.Wait()
	if r.Support != cmpOr(state.Support.Status) || (r.SupportWait != nil) != help.Counted || help.Counted && *r.SupportWait != help.Number || r.SupportWhy != help.Why {
		t.Errorf("help %s %v %s, want %+v", r.Support, r.SupportWait, r.SupportWhy, state.Support)
	}
	if r.HitCount() != state.HitCount() {
		t.Errorf("%v hit, want %v", r.HitCount(), state.HitCount())
	}
	for _, s := range state.Course {
		for _, trigger := range s.Triggers {
			if !slices.ContainsFunc(r.Triggers, func(p codes.Code) bool { return facts.First(p) == trigger.Trigger }) && !trigger.Trigger.Missing() {
				t.Errorf("trigger %s is not among %v", trigger.Trigger, r.Triggers)
			}
		}
	}
	if len(r.Workers) != len(state.Workers) {
		t.Fatalf("%d workers, want %d", len(r.Workers), len(state.Workers))
	}
	for i, w := range state.Workers {
		health, _ := w.Health.Get()
		want := facts.HealthText(health)
		if w.Health.State == person.Forgotten {
			want = facts.Health(facts.Forgotten)
		}
		if got := injuries[facts.InvolvementKey(id, w.Person)]; r.Workers[i] != w.Person || got != want {
			t.Errorf("worker %d has %s, want %s", i, got, want)
		}
	}
}

func cmpOr(code codes.Code) codes.Code {
	if code == "" {
		return codes.NotRecorded
	}
	return code
}

// shown is of an incident what a row shows of it in the same shape.
func shown(s incident.Incident) incident.Incident {
	// A row tells them in the order of the behaviours.
	s.Completions = slices.SortedFunc(slices.Values(s.Completions), func(a, b incident.Completion) int { return strings.Compare(string(a.Behaviour), string(b.Behaviour)) })
	of := incident.Incident{Circumstances: s.Circumstances, MergedInto: s.MergedInto, Closed: s.Closed, Qualifications: s.Qualifications}
	for _, l := range s.Suspects {
		of.Suspects = append(of.Suspects, incident.Linked{ID: l.ID, Kind: l.Kind, Suspect: l.Suspect, Size: l.Size})
	}
	return of
}

// A fold gets rows that others may hold: it must never write into them.
func TestFoldNeverChangesTheRowItIsGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.History(t)
		some := factstest.Fold(facts.Incidents, events[:rapid.IntRange(0, len(events)).Draw(t, "first")])
		all := factstest.Fold(facts.Incidents, events)
		if diff := cmp.Diff(some, all[:len(some)], cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("versions changed after they were made:\n%s", diff)
		}
	})
}

// Two batches may be folded from the same row, the second after the first failed.
func TestFoldsFromOneRowDoNotMeet(t *testing.T) {
	t.Parallel()
	before := row(func(r *facts.Incident) {
		r.Workers, r.Behaviours = append(make([]uuid.UUID, 0, 8), anna), append(make([]codes.Code, 0, 8), "PUSH")
	})
	told := func(who uuid.UUID, behaviour codes.Code) facts.Incident {
		e := history(registered(), incident.DetailsAdded{Behaviours: []codes.Code{behaviour}, Workers: []incident.Worker{{Person: who}}})[1]
		after, _, _ := facts.Incidents.Fold(before, true, projections.Head{Key: one}, e)
		return after
	}
	first := told(bram, "HIT")
	told(uuid.UUID{0xC}, "SPIT")
	if first.Workers[1] != bram || first.Behaviours[1] != "HIT" {
		t.Errorf("the second fold wrote into the first: %v %v", first.Workers, first.Behaviours)
	}
}

// The runner writes and scans by position: one pointer per column, each to a
// different field, and no field left out.
func TestEveryFieldIsAColumn(t *testing.T) {
	t.Parallel()
	for _, table := range facts.Projection.Tables {
		row := table.New()
		refs := table.Refs(row)
		fields := fieldsOf(reflect.ValueOf(row).Elem())
		if len(refs) != len(table.Columns()) || len(refs) != len(fields) {
			t.Fatalf("%s: %d pointers, %d columns, %d fields", table.Name(), len(refs), len(table.Columns()), len(fields))
		}
		seen := map[any]bool{}
		for i, ref := range refs {
			if want := fields[i].Addr().Interface(); ref != want || seen[ref] {
				t.Errorf("%s: pointer %d (%s) is not to field %d", table.Name(), i, table.Columns()[i].Name, i)
			}
			seen[ref] = true
		}
	}
}

// fieldsOf are those of a row, a moment as four of them.
func fieldsOf(row reflect.Value) (all []reflect.Value) {
	for i := range row.NumField() {
		if row.Field(i).Type() == reflect.TypeFor[facts.Timed]() {
			all = append(all, fieldsOf(row.Field(i))...)
			continue
		}
		all = append(all, row.Field(i))
	}
	return all
}
