// Package factstest invents histories of employers and incidents to test read
// models with: the ordinary, the corrected, the withdrawn, the redacted and the
// forgotten, in zones whose clocks jump.
package factstest

import (
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/reference"
	"ruggensteun/projections"
)

// Zones are where the employers stand: the usual one, some that change their
// clocks at midnight or by half an hour, and one that never does.
var Zones = []string{"Europe/Amsterdam", "America/Havana", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"}

// The codes that histories use: few, so that things coincide.
var (
	Places      = []codes.Code{"ROAD", "HOME", codes.Unknown, codes.Other}
	Gemeenten   = []codes.Code{"GM0363", "GM0599", codes.Unknown}
	Behaviours  = []codes.Code{"HIT", "PUSH", "SPIT", codes.Other}
	Professions = []codes.Code{"POL", "AMB", "BRW"}
	Occasions   = []codes.Code{"TICKET", "MEDICAL", codes.Other}
	Means       = []codes.Code{"NONE", "KNIFE", "BODY", codes.Unknown}
	Triggers    = []codes.Code{"TR_FINE", "TR_WAIT", "TR_NONE", codes.Unknown}
	Amplifiers  = []codes.Code{"ALC", "GROUP", codes.NotApplicable}
	Measures    = []codes.Code{"TALK", "SPACE", "NONE", codes.Unknown}
	Injuries    = []codes.Code{"I0", "I1", "I3", codes.Unknown, codes.NotRecorded}
	Grounds     = []codes.Code{"RACE", "SEX", codes.NotApplicable}
	Offences    = []codes.Code{"INSULT", "SEV_ASSAULT"}
	Areas       = []string{"CENTRUM", "WIJKEN"}
	Suspects    = []codes.Code{"KNOWN", "DESCRIBED", "UNIDENTIFIED", "GROUP"}
)

// IDs are drawn from small sets, told apart by their first byte.
func employerID(n int) uuid.UUID { return uuid.UUID{0xE, 15: byte(n + 1)} }
func incidentID(n int) uuid.UUID { return uuid.UUID{0x1, 15: byte(n + 1)} }
func personID(n int) uuid.UUID   { return uuid.UUID{0xB, 15: byte(n + 1)} }
func fileID(n int) uuid.UUID     { return uuid.UUID{0xF, 15: byte(n + 1)} }
func linkID(n int) uuid.UUID     { return uuid.UUID{0xD, 15: byte(n + 1)} }

// Employers are all employers that a history may speak of.
func Employers() []uuid.UUID {
	return []uuid.UUID{employerID(0), employerID(1), employerID(2)}
}

// teller keeps what the next event of a history must agree with.
type teller struct {
	t        *rapid.T
	events   []projections.Event
	versions map[eventlog.Stream]eventlog.Version
	owner    map[eventlog.Stream]uuid.UUID
	entered  map[uuid.UUID]bool // what files tell once
	goesBy   map[uuid.UUID]uuid.UUID
}

// History draws a whole log. Its positions have gaps where another kind of
// event would stand.
func History(t *rapid.T) []projections.Event {
	h := newTeller(t)
	for range rapid.IntRange(0, 40).Draw(t, "events") {
		switch rapid.IntRange(0, 12).Draw(t, "about") {
		case 12:
			h.ofPseudonym()
		case 0:
			h.ofEmployer()
		case 3:
			h.forgetting()
		case 1, 2:
			h.ofSuspect()
		case 4:
			h.ofReference()
		default:
			h.ofIncident()
		}
	}
	return h.events
}

// HistoryOfSuspects draws a log in which the same few suspects come back: little is
// told of their incidents but who did it, and that records were merged or withdrawn.
func HistoryOfSuspects(t *rapid.T) []projections.Event {
	h := newTeller(t)
	for range rapid.IntRange(5, 40).Draw(t, "events") {
		s := incident.Stream(incidentID(rapid.IntRange(0, 4).Draw(t, "incident")))
		kind := rapid.IntRange(0, 12).Draw(t, "kind")
		switch {
		case kind > 9:
			h.ofSuspect()
		case h.versions[s] == 0:
			h.owner[s] = employerID(0)
			h.tell(s, h.owner[s], incident.Registered{Employer: h.owner[s], Occurred: h.moment(), ReportedAt: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)})
		case kind < 5:
			h.tell(s, h.owner[s], h.linked())
		case kind == 5:
			h.tell(s, h.owner[s], incident.SuspectUnlinked{ID: linkID(rapid.IntRange(0, 2).Draw(t, "link"))})
		case kind == 6:
			h.tell(s, h.owner[s], incident.Merged{Into: incidentID(rapid.IntRange(0, 4).Draw(t, "into"))})
		case kind == 7:
			h.tell(s, h.owner[s], incident.SplitOff{})
		case kind == 8:
			m := h.moment()
			h.tell(s, h.owner[s], incident.Corrected{Occurred: &m})
		case rapid.Bool().Draw(t, "forgotten"):
			h.tell(s, h.owner[s], incident.Erased{Purpose: person.ForProfile})
		default:
			h.tell(s, h.owner[s], incident.Withdrawn{Reason: "MISTAKE"})
		}
	}
	return h.events
}

// ofPseudonym says that two are of one worker, or are not after all; never in a circle.
func (h *teller) ofPseudonym() {
	id := personID(rapid.IntRange(0, 2).Draw(h.t, "pseudonym"))
	s, owner := pseudonym.Stream(id), employerID(0)
	if _, merged := h.goesBy[id]; merged {
		if h.tell(s, owner, pseudonym.SplitOff{}); h.stands() {
			delete(h.goesBy, id)
		}
		return
	}
	into := personID(rapid.IntRange(0, 2).Draw(h.t, "into"))
	for at, merged := into, true; merged; at, merged = h.goesBy[at] {
		if at == id {
			return
		}
	}
	if h.tell(s, owner, pseudonym.Merged{Into: into}); h.stands() {
		h.goesBy[id] = into
	}
}

// stands tells whether the last event was not redacted: a split that nobody can read leaves
// two pseudonyms merged, and one the other way round would close a circle.
func (h *teller) stands() bool { return h.events[len(h.events)-1].Body != nil }

// forgetting erases what was told of somebody or of an incident, or of nobody.
func (h *teller) forgetting() {
	if rapid.Bool().Draw(h.t, "a worker") {
		purpose := rapid.SampledFrom(erasure.Purposes()).Draw(h.t, "purpose")
		owner := rapid.SampledFrom(Employers()).Draw(h.t, "at")
		h.tell(erasure.Stream(personID(rapid.IntRange(0, 2).Draw(h.t, "person"))), owner, erasure.Erased{Purpose: purpose})
		return
	}
	s := incident.Stream(incidentID(rapid.IntRange(0, 7).Draw(h.t, "incident")))
	if h.versions[s] > 0 {
		h.tell(s, h.owner[s], incident.Erased{Purpose: rapid.SampledFrom(incident.Purposes()).Draw(h.t, "purpose")})
	}
}

func newTeller(t *rapid.T) *teller {
	return &teller{t: t, versions: map[eventlog.Stream]eventlog.Version{}, owner: map[eventlog.Stream]uuid.UUID{}, entered: map[uuid.UUID]bool{}, goesBy: map[uuid.UUID]uuid.UUID{}}
}

func (h *teller) ofEmployer() {
	id := rapid.SampledFrom(Employers()).Draw(h.t, "employer")
	s := employer.Stream(id)
	zone := rapid.SampledFrom(Zones).Draw(h.t, "zone")
	if h.versions[s] == 0 {
		h.tell(s, id, employer.Registered{ID: id, Code: "EMP-" + id.String()[35:], Name: "Employer", Kind: "EMP_GEM", Zone: zone, Areas: h.areas()})
		return
	}
	e := employer.Changed{}
	if rapid.Bool().Draw(h.t, "moves") {
		e.Zone = &zone
	}
	if rapid.Bool().Draw(h.t, "divides anew") {
		areas := h.areas()
		e.Areas = &areas
	}
	h.tell(s, id, e)
}

// ofReference loads a table in which a gemeente changes class on some day.
func (h *teller) ofReference() {
	e := reference.TableLoaded{Table: reference.Urbanity, Source: "CBS"}
	for _, gemeente := range []codes.Code{"GM0363", "GM0599"} {
		for _, since := range rapid.SampledFrom([][]string{nil, {"2018-11-04"}, {"1990-01-01", "2026-03-29"}, {"2026-10-25"}}).Draw(h.t, "since") {
			e.Rows = append(e.Rows, reference.Row{Of: gemeente, Since: since, Value: rapid.SampledFrom([]codes.Code{"URBAN_1", "URBAN_4"}).Draw(h.t, "class")})
		}
	}
	h.tell(reference.Stream(e.Table), uuid.Nil, e)
}

// areas may both have the same gemeente.
func (h *teller) areas() []employer.Area {
	var all []employer.Area
	for _, code := range Areas[:rapid.IntRange(0, len(Areas)).Draw(h.t, "areas")] {
		all = append(all, employer.Area{Code: code, Name: "Area " + code, Gemeenten: rapid.SampledFrom([][]codes.Code{nil, {"GM0363"}, {"GM0599", "GM0363"}}).Draw(h.t, "in")})
	}
	return all
}

func (h *teller) ofIncident() {
	s := incident.Stream(incidentID(rapid.IntRange(0, 7).Draw(h.t, "incident")))
	if h.versions[s] == 0 {
		h.owner[s] = rapid.SampledFrom(Employers()).Draw(h.t, "owner")
		h.tell(s, h.owner[s], h.registered(h.owner[s]))
		return
	}
	switch rapid.IntRange(0, 19).Draw(h.t, "kind") {
	case 0:
		h.tell(s, h.owner[s], incident.Withdrawn{Reason: "MISTAKE"})
	case 3, 4:
		// Also into one that is not there yet, into itself and round in a circle:
		// whatever the rules refuse now, a fold must take.
		h.tell(s, h.owner[s], incident.Merged{Into: incidentID(rapid.IntRange(0, 7).Draw(h.t, "into"))})
	case 5:
		h.tell(s, h.owner[s], incident.SplitOff{})
	case 6:
		h.tell(s, h.owner[s], incident.Closed{Reason: rapid.SampledFrom([]codes.Code{"OTHER_REGIME", "COMPLETE"}).Draw(h.t, "closing")})
	case 7:
		h.tell(s, h.owner[s], incident.Reopened{})
	case 8, 9:
		h.tell(s, h.owner[s], incident.CourseTold{Steps: h.course()})
	case 10, 11:
		h.tell(s, h.owner[s], h.linked())
	case 12:
		h.tell(s, h.owner[s], incident.SuspectUnlinked{ID: linkID(rapid.IntRange(0, 2).Draw(h.t, "link"))})
	case 1, 2:
		e := incident.DetailsAdded{Behaviours: some(h.t, Behaviours), Professions: some(h.t, Professions), Workers: h.workers()}
		e.Circumstances = h.circumstances(e.Behaviours)
		if rapid.Bool().Draw(h.t, "place") {
			p := h.place()
			e.Place = &p
		}
		h.tell(s, h.owner[s], e)
	case 14:
		h.tell(s, h.owner[s], incident.SupportTold{Support: h.support()})
	case 15, 16:
		h.tell(s, h.owner[s], incident.Qualified{Qualification: h.qualification()})
	case 17:
		h.tell(s, h.owner[s], incident.QualificationRetracted{Qualification: h.qualification()})
	case 13: // somebody is worse than it seemed
		h.tell(s, h.owner[s], incident.DetailsAdded{Workers: h.workers()})
	default:
		h.tell(s, h.owner[s], h.corrected())
	}
}

func (h *teller) tell(s eventlog.Stream, owner uuid.UUID, body decider.Event) {
	if rapid.IntRange(0, 30).Draw(h.t, "redacted") == 0 {
		body = nil
	}
	h.versions[s]++
	position := eventlog.Position(rapid.IntRange(1, 3).Draw(h.t, "gap"))
	if n := len(h.events); n > 0 {
		position += h.events[n-1].Position
	}
	h.events = append(h.events, projections.Event{
		Position: position, Stream: s, Version: h.versions[s], Employer: owner, Body: body,
		RecordedAt: time.Date(2026, 11, 21, 0, 0, int(position), 0, time.UTC),
		Invented:   rapid.Bool().Draw(h.t, "invented"),
	})
}

func (h *teller) registered(owner uuid.UUID) incident.Registered {
	behaviours := some(h.t, Behaviours)
	return incident.Registered{
		Employer:   owner,
		Occurred:   h.moment(),
		ReportedAt: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
		Reported:   h.reported(),
		Place:      h.place(),
		Behaviours: behaviours, Professions: some(h.t, Professions),
		Circumstances: h.circumstances(behaviours), Workers: h.workers(),
	}
}

func (h *teller) corrected() incident.Corrected {
	e := incident.Corrected{Reason: person.Of("reason")}
	if rapid.Bool().Draw(h.t, "time") {
		m := h.moment()
		e.Occurred = &m
	}
	if rapid.Bool().Draw(h.t, "reported otherwise") {
		m := h.reported()
		e.Reported = &m
	}
	if rapid.Bool().Draw(h.t, "place") {
		p := h.place()
		e.Place = &p
	}
	if rapid.Bool().Draw(h.t, "behaviours") {
		list := some(h.t, Behaviours)
		e.Behaviours = &list
	}
	if rapid.Bool().Draw(h.t, "circumstances") {
		c := h.circumstances(nil)
		e.Occasions, e.Means, e.Grounds, e.Reach, e.Hit = &c.Occasions, &c.Means, &c.Grounds, &c.Reach, &c.Hit
	}
	return e
}

func (h *teller) place() incident.Place {
	return incident.Place{
		Type:     rapid.SampledFrom(append(Places[:len(Places):len(Places)], "")).Draw(h.t, "type"),
		Gemeente: rapid.SampledFrom(append(Gemeenten[:len(Gemeenten):len(Gemeenten)], "")).Draw(h.t, "gemeente"),
		Area:     rapid.SampledFrom(append(Areas[:len(Areas):len(Areas)], "", "ELSEWHERE")).Draw(h.t, "area"),
		Unit:     rapid.SampledFrom([]string{"", "NOORD", "ZUID"}).Draw(h.t, "unit"),
	}
}

func (h *teller) workers() []incident.Worker {
	list := make([]incident.Worker, rapid.IntRange(0, 3).Draw(h.t, "workers"))
	for i := range list {
		list[i].Person = personID(rapid.IntRange(0, 2).Draw(h.t, "person"))
		list[i].Health = h.health()
	}
	return list
}

// reported is when somebody was told first, which mostly nobody says.
func (h *teller) reported() moment.Moment {
	if rapid.IntRange(0, 2).Draw(h.t, "who was told first") > 0 {
		return moment.Moment{}
	}
	m := h.moment()
	if !m.Known() && m.Finer != codes.Unknown {
		return moment.Moment{}
	}
	return m
}

// changes are instants close to which some zone's clock jumps.
var changes = []time.Time{
	time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), // Amsterdam back
	time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),  // Amsterdam forward
	time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC),   // Havana skips midnight
	time.Date(2018, 2, 18, 2, 0, 0, 0, time.UTC),  // São Paulo has 23:00 twice
	time.Date(2018, 11, 4, 3, 0, 0, 0, time.UTC),  // São Paulo skips midnight
	time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC),
}

func (h *teller) moment() moment.Moment {
	at := rapid.SampledFrom(changes).Draw(h.t, "near").Add(time.Duration(rapid.IntRange(-300, 300).Draw(h.t, "minutes")) * time.Minute)
	why := rapid.SampledFrom([]codes.Code{codes.Unknown, codes.NotRecorded}).Draw(h.t, "why")
	precision := rapid.SampledFrom([]moment.Precision{moment.Minute, moment.Minute, moment.Hour, moment.Day, moment.Month, ""}).Draw(h.t, "precision")
	switch precision {
	case "":
		return moment.Nothing(why)
	case moment.Minute:
		why = ""
	}
	m, err := moment.New(at, 60, precision, why)
	if err != nil {
		h.t.Fatalf("invent a moment: %v", err)
	}
	return m
}

func some(t *rapid.T, list []codes.Code) []codes.Code {
	return rapid.OneOf(
		rapid.Just([]codes.Code(nil)),
		rapid.Just([]codes.Code{codes.Unknown}),
		rapid.SliceOfNDistinct(rapid.SampledFrom(list), 0, len(list), rapid.ID[codes.Code]),
	).Draw(t, "codes")
}
