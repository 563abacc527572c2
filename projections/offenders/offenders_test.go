package offenders_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/offenders"
)

var (
	owner = uuid.UUID{0xE}
	file  = uuid.UUID{0xF, 15: 1}
	link  = uuid.UUID{0xD, 15: 1}
)

// script is a log of one employer under construction.
type script struct{ events []projections.Event }

func (s *script) tell(stream eventlog.Stream, body decider.Event) {
	s.events = append(s.events, projections.Event{Position: eventlog.Position(len(s.events) + 1), Stream: stream, Employer: owner, Body: body})
}

func id(n int) uuid.UUID { return uuid.UUID{1, 15: byte(n)} }

// happened is an incident on a day of March, done by the one suspect with a file.
func (s *script) happened(n, day int) {
	s.tell(incident.Stream(id(n)), incident.Registered{
		Employer: owner, Occurred: moment.Moment{Instant: time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC), Precision: moment.Minute}, Behaviours: []codes.Code{"HIT"},
	})
	s.tell(incident.Stream(id(n)), incident.SuspectLinked{Linked: incident.Linked{ID: link, Kind: "KNOWN", Suspect: file}})
}

func begun() *script {
	s := &script{}
	s.tell(employer.Stream(owner), employer.Registered{ID: owner, Code: "GEM-X", Name: "X", Zone: employer.DefaultZone})
	s.tell(suspect.Stream(file), suspect.Opened{Employer: owner, Profile: person.Of(person.Profile{AgeBand: "AGE_18_22"})})
	return s
}

func (s *script) view(t *testing.T, by string, asOf eventlog.Position, filters ...string) figures.Answer {
	t.Helper()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	err = engine.Apply(figures.Batch{
		Through:   eventlog.Position(len(s.events)),
		Incidents: factstest.Fold(facts.Incidents, s.events), Employers: factstest.Fold(facts.Employers, s.events),
		Beside: figures.Beside{
			Profiles: factstest.Fold(facts.Profiles, s.events), Histories: factstest.Fold(facts.Histories, s.events), Clearances: factstest.Fold(facts.Clearances, s.events),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	q, err := offenders.Question(by, filters, asOf)
	if err != nil {
		t.Fatal(err)
	}
	a, err := engine.Ask(q, access.Scope{Employer: owner})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

type cells map[[2]codes.Code]int

func cellsOf(a figures.Answer) cells {
	found := cells{}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			if n := a.Cells[i][j].N; n > 0 {
				found[[2]codes.Code{row, column}] = n
			}
		}
	}
	return found
}

func TestTheKnownIncidentsOfOneSuspectAreTold(t *testing.T) {
	t.Parallel()
	s := begun()
	s.happened(1, 1)
	s.happened(2, 4)
	s.happened(3, 24)
	late := len(s.events)
	s.happened(4, 2) // reported last, and it happened second
	s.tell(incident.Stream(id(5)), incident.Registered{Employer: owner, Occurred: moment.Nothing(codes.Unknown)})
	s.tell(incident.Stream(id(5)), incident.SuspectLinked{Linked: incident.Linked{ID: link, Kind: "KNOWN", Suspect: file}})
	s.tell(incident.Stream(id(6)), incident.Registered{Employer: owner})
	s.tell(incident.Stream(id(6)), incident.SuspectLinked{Linked: incident.Linked{ID: link, Kind: "GROUP"}})
	told := len(s.events)
	s.tell(suspect.Stream(file), suspect.Cleared{Incident: id(1)})
	cleared := len(s.events)
	s.tell(suspect.Stream(file), suspect.Reviewed{Incident: id(1)})
	stays := len(s.events)
	s.tell(incident.Stream(id(2)), incident.Merged{Into: id(4)})
	merged := len(s.events)
	s.tell(incident.Stream(id(3)), incident.SuspectUnlinked{ID: link})
	for name, c := range map[string]struct {
		asOf int
		want cells
	}{
		"by when they happened":       {late, cells{{"1", codes.NotApplicable}: 1, {"2", "WEEK"}: 1, {"3", "MONTH"}: 1}},
		"one that was reported later": {told, cells{{"1", codes.NotApplicable}: 1, {"2", "WEEK"}: 1, {"3", "WEEK"}: 1, {"4+", "MONTH"}: 1}},
		"cleared of the first":        {cleared, cells{{"1", codes.NotApplicable}: 1, {"2", "WEEK"}: 1, {"3", "MONTH"}: 1}},
		"which stays by the review":   {stays, cells{{"1", codes.NotApplicable}: 1, {"2", "WEEK"}: 1, {"3", "WEEK"}: 1, {"4+", "MONTH"}: 1}},
		"two were the same":           {merged, cells{{"1", codes.NotApplicable}: 1, {"2", "WEEK"}: 1, {"3", "MONTH"}: 1}},
		"the last was not him":        {len(s.events), cells{{"1", codes.NotApplicable}: 1, {"2", "WEEK"}: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.view(t, "nth-incident", eventlog.Position(c.asOf))
			if diff := cmp.Diff(c.want, cellsOf(a)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if strings.Count(a.Definition, "within one employer") != 1 || !strings.Contains(a.Definition, "cleared") {
				t.Errorf("it does not say so: %s", a.Definition)
			}
		})
	}
	a := s.view(t, "nth-incident", eventlog.Position(told))
	if want := (figures.Completeness{Dimension: figures.Nth, Of: 6, Answered: 4, Unknown: 2}); *a.Base != want {
		t.Errorf("counted of %+v, want %+v", *a.Base, want)
	}
	if again := s.view(t, "suspect", eventlog.Position(told), "nth-incident=2", "nth-incident=3", "nth-incident=4+"); again.Total.N != 3 {
		t.Errorf("%d incidents of somebody who came back", again.Total.N)
	}
}

func TestKnownUnknownAndGroupsAreCountedApart(t *testing.T) {
	t.Parallel()
	s := begun()
	for i, kind := range []codes.Code{"DESCRIBED", "UNIDENTIFIED", "GROUP", ""} {
		n := incident.Stream(id(10 + i))
		s.tell(n, incident.Registered{Employer: owner, Behaviours: []codes.Code{"SPIT"}})
		if kind != "" {
			s.tell(n, incident.SuspectLinked{Linked: incident.Linked{ID: link, Kind: kind}})
		}
	}
	s.happened(1, 1)
	want := cells{{"KNOWN", "PHYSICAL"}: 1, {"DESCRIBED", "PHYSICAL"}: 1, {"UNIDENTIFIED", "PHYSICAL"}: 1, {"GROUP", "PHYSICAL"}: 1, {codes.NotRecorded, "PHYSICAL"}: 1}
	if diff := cmp.Diff(want, cellsOf(s.view(t, "", 0))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a := s.view(t, "age-band", 0)
	if diff := cmp.Diff(cells{{"AGE_18_22", "PHYSICAL"}: 1}, cellsOf(a)); diff != "" {
		t.Errorf("age (-want +got):\n%s", diff)
	}
	if want := (figures.Completeness{Dimension: figures.AgeBand, Of: 5, Answered: 1, Unknown: 1, NotRecorded: 2, NotApplicable: 1}); *a.Base != want {
		t.Errorf("ages of %+v, want %+v", *a.Base, want)
	}
}

func TestAHistoryIsToldWithItsSourceAndRestsWhileItIsReviewed(t *testing.T) {
	t.Parallel()
	s := begun()
	s.happened(1, 1)
	s.happened(2, 2)
	entry := func(n byte, flag, from codes.Code) suspect.HistoryTold {
		return suspect.HistoryTold{ID: uuid.UUID{7, 15: n}, Entry: person.Of(person.History{Flag: flag, Provenance: from, On: "2026-01-02", Document: "GEHEIM-1"})}
	}
	s.tell(suspect.Stream(file), entry(1, "H_BAN", "OWN"))
	s.tell(suspect.Stream(file), entry(2, "H_ANTEC", "JUDGMENT"))
	both := len(s.events)
	s.tell(suspect.Stream(file), suspect.HistoryRetracted{ID: uuid.UUID{7, 15: 2}})
	one := len(s.events)
	s.tell(suspect.Stream(file), suspect.Cleared{Incident: id(1)})
	cleared := len(s.events)
	s.tell(suspect.Stream(file), suspect.Reviewed{Incident: id(1), Leaves: true})
	for asOf, want := range map[int]cells{
		both: {{"H_BAN", "OWN"}: 2, {"H_ANTEC", "JUDGMENT"}: 2}, one: {{"H_BAN", "OWN"}: 2}, len(s.events): {{"H_BAN", "OWN"}: 2},
		cleared: {},
	} {
		if diff := cmp.Diff(want, cellsOf(s.view(t, "history", eventlog.Position(asOf)))); diff != "" {
			t.Errorf("as of %d (-want +got):\n%s", asOf, diff)
		}
	}
	a := s.view(t, "history", eventlog.Position(cleared))
	if want := (figures.Completeness{Dimension: figures.History, Of: 2, UnderReview: 2}); *a.Base != want {
		t.Errorf("while it is reviewed it is answered in %+v, want %+v", *a.Base, want)
	}
	if !strings.Contains(a.DefinitionNL, "Van 2 wordt het nog beoordeeld na een vrijpleiting.") {
		t.Errorf("the definition does not say what is under review: %s", a.DefinitionNL)
	}
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}`)

// TestNoAnswerNamesAnybody: no id of a file, a link or an entry, and nothing that was
// sealed but the codes that are counted.
func TestNoAnswerNamesAnybody(t *testing.T) {
	t.Parallel()
	s := begun()
	s.happened(1, 1)
	s.tell(suspect.Stream(file), suspect.Identified{Identity: person.Of(person.Suspect{Name: "Kees Kanarie", BornOn: "1999-09-09"})})
	s.tell(suspect.Stream(file), suspect.HistoryTold{ID: uuid.UUID{7}, Entry: person.Of(person.History{Flag: "H_BAN", Provenance: "OWN", On: "2026-01-02", Document: "GEHEIM-1"})})
	for _, by := range offenders.Layouts {
		text, err := json.Marshal(s.view(t, string(by), 0))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Kanarie", "1999", "GEHEIM", "2026-01-02"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("by %s it holds %s", by, secret)
			}
		}
		if found := anyID.Find(text); found != nil {
			t.Errorf("by %s it holds the id %s…", by, found)
		}
	}
}

// TestACautionIsSaidOnce, also where both sides of the table are to be read with it.
func TestACautionIsSaidOnce(t *testing.T) {
	t.Parallel()
	s := begun()
	s.happened(1, 1)
	for _, by := range offenders.Layouts {
		answer := s.view(t, string(by), 0)
		for _, text := range []string{answer.Definition, answer.DefinitionNL} {
			sentences := strings.Split(strings.TrimSuffix(text, "."), ". ")
			slices.Sort(sentences)
			if len(slices.Compact(slices.Clone(sentences))) != len(sentences) {
				t.Errorf("by %s: %s", by, text)
			}
		}
	}
}

func TestALayoutThatIsNoneIsRefusedWithThoseThereAre(t *testing.T) {
	t.Parallel()
	if _, err := offenders.Question("name", nil, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	for _, by := range offenders.Layouts {
		if q, err := offenders.Question(string(by), nil, 0); err != nil || q.Rows != by {
			t.Errorf("%s: %+v, %v", by, q, err)
		}
	}
}
