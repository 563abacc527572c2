package timeline_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
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
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

const secret = "Canary de Vries"

var (
	night  = moment.Moment{Instant: time.Date(2026, 11, 21, 22, 10, 0, 0, time.UTC), Offset: 60, Precision: moment.Minute}
	worker = incident.Worker{
		Person:   uuid.UUID{0xA},
		Identity: person.Of(person.Identity{Name: secret, StaffNumber: secret}),
		Health:   person.Of(person.Health{Injury: "I4"}),
	}
	told = person.Of(secret)
)

func after(m moment.Moment) *moment.Moment { return &m }

var sentences = map[string]struct {
	given  decider.Event
	nl, en string
}{
	"a full registration": {
		given: incident.Registered{
			Occurred: night, Place: incident.Place{Type: "ROAD", Gemeente: "GM0599"},
			Behaviours: []codes.Code{"PUSH", "SPIT"}, Professions: []codes.Code{"AMB"},
			Workers: []incident.Worker{worker, {Person: uuid.UUID{0xB}}}, Narrative: told,
		},
		nl: "Geregistreerd: 2026-11-21 23:10; openbare weg, plein (GM0599); duwen, trekken, vastpakken + spugen, hoesten; ambulancezorg; 2 medewerkers; verhaal",
		en: "Registered: 2026-11-21 23:10; public road, square (GM0599); push, pull, grab + spit, cough; ambulance; 2 workers; narrative",
	},
	"a registration of next to nothing": {
		given: incident.Registered{Occurred: moment.Nothing(codes.Unknown), Place: incident.Place{Type: codes.NotRecorded, Gemeente: codes.Unknown}},
		nl:    "Geregistreerd: tijd onbekend; plaats niet vastgelegd",
		en:    "Registered: time unknown; place not recorded",
	},
	"details": {
		given: incident.DetailsAdded{Behaviours: []codes.Code{"HIT"}, Workers: []incident.Worker{worker}},
		nl:    "Aangevuld: slaan, schoppen, kopstoot; 1 medewerker",
		en:    "Details added: hit, kick, head-butt; 1 worker",
	},
	"a correction of everything": {
		given: incident.Corrected{
			Reason: told, Occurred: &night, Place: &incident.Place{Type: "HOME"}, Behaviours: &[]codes.Code{},
			Professions: &[]codes.Code{"POL"}, Narrative: &told,
		},
		nl: "Gecorrigeerd: tijd: 2026-11-21 23:10; plaats: woning (intern); gedrag: niet vastgelegd; beroep: politie; verhaal",
		en: "Corrected: time: 2026-11-21 23:10; place: home, inside; behaviour: not recorded; profession: police; narrative",
	},
	"a registration of everything there is": {
		given: incident.Registered{
			Regime: incident.WPG, Occurred: ambiguous(), Place: incident.Place{Type: "HOME_PORCH", Gemeente: "GM0599", Unit: "HH-1", Area: "ZUID", Indoors: "OUTSIDE", Point: incident.Point{North: 51_924, East: 4_478}},
			Behaviours: []codes.Code{"HIT", "DISCRIM"}, Professions: []codes.Code{"BOA1"},
			Circumstances: incident.Circumstances{
				Occasions: []codes.Code{"TICKET", "NUISANCE"}, Means: []incident.Means{{Means: "KNIFE", Status: "SHOWN"}, {Means: "BODY"}},
				Completions: []incident.Completion{{Behaviour: "HIT", Completion: "ATTEMPTED"}}, Grounds: []codes.Code{"ORIENTATION"},
				Deployment: "PAIR", Reach: "REACHED", Hit: codes.Exactly(12),
			},
			Workers: []incident.Worker{worker}, Narrative: told, Address: told, Reference: told,
		},
		nl: "Geregistreerd: 2026-11-21 23:10 (of een uur later: de klok ging terug); portiek, galerij, erf (GM0599) (buiten); slaan, schoppen, kopstoot + discriminatie (grond apart); " +
			"boa openbare ruimte, domein I; bekeuring + overlast; steek-/snijwapen (getoond) + lichaam (handen, voeten, hoofd, tanden); slaan, schoppen, kopstoot (poging); " +
			"discriminerende uitlating over: seksuele gerichtheid; met z'n tweeën; iemand geraakt; 12 geraakt; 1 medewerker; verhaal; adres; eigen kenmerk; onder de Wpg",
		en: "Registered: 2026-11-21 23:10 (or an hour later: the clock was set back); porch, premises (GM0599) (outside); hit, kick, head-butt + discrimination; " +
			"enforcement officer, domain I; ticket + nuisance; knife (shown) + body; hit, kick, head-butt (attempted); " +
			"discriminatory abuse about: sexual orientation; pair; somebody was hit; 12 hit; 1 worker; narrative; address; own reference; under the Police Data Act (Wpg)",
	},
	"further details": {
		given: incident.DetailsAdded{
			Place:         &incident.Place{Unit: "HH-1"},
			Circumstances: incident.Circumstances{Grounds: []codes.Code{codes.NotApplicable}, Reach: "NEAR_MISS", Hit: codes.Uncounted(codes.Unknown)}, Address: told,
		},
		nl: "Aangevuld: meer over de plaats; geen discriminerende uitlating; net niet; aantal geraakt onbekend; adres",
		en: "Details added: more about the place; no discriminatory abuse; near miss; number hit unknown; address",
	},
	"a place told later": {
		given: incident.DetailsAdded{Place: &incident.Place{Type: "ROAD", Gemeente: "GM0599"}},
		nl:    "Aangevuld: openbare weg, plein (GM0599)", en: "Details added: public road, square (GM0599)",
	},
	"a correction of all circumstances": {
		given: incident.Corrected{
			Occasions: &[]codes.Code{"TICKET"}, Means: &[]incident.Means{}, Completions: &[]incident.Completion{{Behaviour: "HIT", Completion: "COMPLETED"}},
			Grounds: &[]codes.Code{"RACE"}, Deployment: code(""), Reach: code("NEAR_MISS"), Hit: &codes.Count{Counted: true}, Address: &told, Reference: &told,
		},
		nl: "Gecorrigeerd: aanleiding: bekeuring; middel: niet vastgelegd; voltooid of poging: slaan, schoppen, kopstoot (voltooid); discriminatiegrond: ras, huidskleur, afkomst; " +
			"inzet: niet vastgelegd; geraakt of net niet: net niet; aantal geraakt: 0 geraakt; adres; eigen kenmerk",
		en: "Corrected: occasion: ticket; means: not recorded; completed or attempted: hit, kick, head-butt (completed); discrimination ground: race, colour, descent; " +
			"deployment: not recorded; hit or near miss: near miss; number hit: 0 hit; address; own reference",
	},
	"a time known to the hour":     {incident.Corrected{Occurred: precise(moment.Hour)}, "Gecorrigeerd: tijd: 2026-11-21 23:00–23:59", "Corrected: time: 2026-11-21 23:00–23:59"},
	"a time known to the day":      {incident.Corrected{Occurred: precise(moment.Day)}, "Gecorrigeerd: tijd: 2026-11-21", "Corrected: time: 2026-11-21"},
	"a time known to the month":    {incident.Corrected{Occurred: precise(moment.Month)}, "Gecorrigeerd: tijd: 2026-11", "Corrected: time: 2026-11"},
	"a time that was not recorded": {incident.Corrected{Occurred: after(moment.Nothing(codes.NotRecorded))}, "Gecorrigeerd: tijd: tijd niet vastgelegd", "Corrected: time: time not recorded"},
	"a withdrawal": {
		given: incident.Withdrawn{Reason: "DUPLICATE", Explanation: told},
		nl:    "Ingetrokken: dubbel", en: "Withdrawn: duplicate",
	},
	"a redacted event": {
		nl: "Inhoud verwijderd bij een vastgelegde redactie", en: "Content removed by a recorded redaction",
	},
	"an event of another kind": {employer.Changed{}, "Vastgelegd: employer.changed.v1", "Recorded: employer.changed.v1"},
}

func ambiguous() moment.Moment {
	m := night
	m.Ambiguous = true
	return m
}

func code(c codes.Code) *codes.Code { return &c }

func precise(p moment.Precision) *moment.Moment {
	m := night
	m.Precision = p
	return &m
}

func TestLines(t *testing.T) {
	t.Parallel()
	for name, c := range sentences {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			recorded := night.Instant.Add(time.Hour)
			e := projections.Event{
				Position: 7, Version: 3, RecordedAt: recorded, Body: c.given,
				Meta: eventlog.Meta{Actor: uuid.UUID{9}, Role: string(access.Registrar)},
			}
			want := []timeline.Line{{Position: 7, Version: 3, At: recorded, Who: access.Registrar, What: figures.Text{NL: c.nl, EN: c.en}}}
			if diff := cmp.Diff(want, timeline.Lines([]projections.Event{e}, timeline.WithoutTexts)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// Names, staff numbers and injuries never stand in a line; free text only for
// who may read it.
func TestNothingPersonalStandsInALine(t *testing.T) {
	t.Parallel()
	for name, c := range sentences {
		bare, err := json.Marshal(timeline.Lines([]projections.Event{{Body: c.given}}, timeline.WithoutTexts))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{secret, "I4", worker.Person.String()} {
			if strings.Contains(string(bare), word) {
				t.Errorf("%s: %q stands in %s", name, word, bare)
			}
		}
		if line := timeline.Lines([]projections.Event{{Body: c.given}}, timeline.WithTexts)[0]; strings.Contains(line.What.NL+line.What.EN, secret) {
			t.Errorf("%s: free text stands in the sentence %v", name, line.What)
		}
	}
}

func TestNotesAreForWhoMayReadThem(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given decider.Event
		note  string
	}{
		"why it was corrected":          {incident.Corrected{Reason: told}, secret},
		"why it was withdrawn":          {incident.Withdrawn{Explanation: told}, secret},
		"no explanation":                {incident.Withdrawn{}, ""},
		"a reason whose key is gone":    {incident.Corrected{Reason: person.Gone[string]()}, "…"},
		"a narrative is not a note":     {incident.Registered{Narrative: told}, ""},
		"a redacted event has no notes": {nil, ""},
	} {
		if got := timeline.Lines([]projections.Event{{Body: c.given}}, timeline.WithTexts)[0].Note; got != c.note {
			t.Errorf("%s: %q, want %q", name, got, c.note)
		}
	}
}

// Whoever adds an event to the incident learns here that it needs a sentence.
func TestEveryEventOfAnIncidentHasASentence(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../../domain/incident/events.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for _, c := range sentences {
		if c.given != nil && !strings.HasPrefix(c.nl, "Vastgelegd") {
			tried[reflect.TypeOf(c.given).Name()] = true
		}
	}
	found := 0
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "EventType" {
			found++
			if name := f.Recv.List[0].Type.(*ast.Ident).Name; !tried[name] {
				t.Errorf("%s has no sentence", name)
			}
		}
	}
	if found == 0 {
		t.Error("no events were found: they moved to another file")
	}
}
