package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/template"
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

var (
	boss, theCase, theIncident, victim, offender = id(1), id(2), id(3), id(4), id(5)

	amsterdam = time.FixedZone("", 3600)
)

const phone = "06-12345678"

func day(m time.Month, d int) moment.Moment {
	return moment.Moment{Instant: time.Date(2026, m, d-1, 23, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Day, Finer: codes.NotRecorded}
}

func heard(n byte, source codes.Code, told prosecution.Told, amounts ...prosecution.Amount) prosecution.Kept {
	notice := prosecution.Notice{ID: id(n), Received: day(12, 1), Source: source, Told: person.Of(told), Reference: person.Of("10/123456-26")}
	if len(amounts) > 0 {
		notice.Amounts = person.Of(amounts)
	}
	return prosecution.Kept{Notice: notice}
}

// sources is a case of which everything is known, with canaries where they must not sing.
func sources(change func(*document.Sources)) document.Sources {
	s := document.Sources{
		ID: id(9), At: time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC), Zone: amsterdam,
		Employer:   employer.Employer{ID: boss, Code: "GEM-ROTTERDAM", Name: "Gemeente Rotterdam"},
		Stationery: template.Stationery{Letterhead: template.Letterhead{Address: []string{"Coolsingel 40", "3011 AD Rotterdam"}, Desk: "Contactpunt agressie", Phone: "010 000 00 00"}},
		CaseID:     theCase, IncidentID: theIncident, SuspectID: offender,
		Suspect: suspect.File{Employer: boss, Identity: person.Of(person.Suspect{Name: canary.Suspect, BornOn: "1999-01-02"})},
		Incident: incident.Incident{
			Employer: boss, Regime: "AVG", Occurred: moment.Moment{Instant: time.Date(2026, 11, 20, 22, 10, 0, 0, time.UTC), Offset: 60, Precision: moment.Minute},
			Place: incident.Place{Type: "WORKER_HOME", Gemeente: "GM0599"}, Address: person.Of(canary.Address),
			Behaviours: []codes.Code{"SPIT"}, Professions: []codes.Code{"BOA1"},
			Circumstances: incident.Circumstances{Means: []incident.Means{{Means: "FLUID", Status: "USED"}}, Occasions: []codes.Code{"TICKET"}},
			Narrative:     []person.Held[string]{person.Of(canary.Narrative + ". Bel " + canary.Name + " op " + phone + ", of op Kanariestraat 17, 3011 AB Rotterdam.")},
			Workers: []incident.Worker{{
				Person: victim, Identity: person.Of(person.Identity{Name: canary.Name, StaffNumber: canary.StaffNumber}),
				Health: person.Of(person.Health{Injury: "I1", Mind: "M2", Absence: person.Absence{From: "2026-11-21"}}),
			}},
		},
		Case: prosecution.Case{Employer: boss, Workers: []uuid.UUID{victim}, Incidents: []uuid.UUID{theIncident}, Notices: []prosecution.Kept{
			heard(20, "OM", prosecution.Told{Step: "SUMMONS", Effect: day(11, 22)}),
			heard(21, "COURT", prosecution.Told{Step: "VERDICT", Effect: day(11, 25), Details: prosecution.Details{
				Outcome: "CONV", Sanctions: []prosecution.Sanction{{Kind: "COMM_SERV", Size: 60}},
			}}, prosecution.Amount{Claimant: victim, Kind: "AWARDED", Cents: 123_450}, prosecution.Amount{Claimant: boss, Kind: "AWARDED", Cents: 45_001}, prosecution.Amount{Claimant: boss, Kind: "PAID", Cents: 12_505}),
		}},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func write(t *testing.T, o document.Order, s document.Sources) (document.Written, string) {
	t.Helper()
	w, err := document.Write(o, s)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, l := range w.Lines {
		b.WriteString(l.Label + " ")
		for _, r := range l.Runs {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	return w, b.String()
}

func has(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func hasNot(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, no := range all {
		if strings.Contains(text, no) {
			t.Errorf("%q is in\n%s", no, text)
		}
	}
}

func missing(w document.Written) (names []string) {
	for _, m := range w.Missing {
		names = append(names, m.Name)
	}
	return names
}

func TestTheAangifteHasTheSevenWsAndTheDomicileAndLeavesOutWhatItMay(t *testing.T) {
	t.Parallel()
	w, text := write(t, document.Order{Kind: "AANGIFTE", Worker: victim}, sources(nil))
	has(t, text, "1. Wie", canary.Suspect, "2. Wat", "spugen", "3. Waar", "gemeente Rotterdam", "4. Wanneer", "vrijdag 20 november 2026, 23:10 uur",
		"5. Waarmee", "6. Op welke wijze", canary.Narrative, "7. Waarom", "bekeuring", "Domicilie Coolsingel 40, 3011 AD Rotterdam", "pijn zonder letsel",
		"[weggelaten: een telefoonnummer]", "[weggelaten: een adres]")
	hasNot(t, text, canary.Address, phone, "Kanariestraat", "3011 AB", canary.Name, "Zwaanhilde", "Kwartelvink", canary.StaffNumber, "2026-11-21", "uitval", "1999")
	if diff := cmp.Diff([]string{"victim"}, missing(w)); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if len(w.LeftOut) != 4 {
		t.Errorf("left out: %q", w.LeftOut)
	}
}

func TestAnAangifteWithTheNameHasItAndNoOther(t *testing.T) {
	t.Parallel()
	s := sources(func(s *document.Sources) {
		s.Incident.Workers = append(s.Incident.Workers, incident.Worker{Person: id(7), Identity: person.Of(person.Identity{Name: "Bartholomeus Ekster"})})
		s.Incident.Narrative = append(s.Incident.Narrative, person.Of("Ekster stond ernaast."))
	})
	w, text := write(t, document.Order{Kind: "AANGIFTE", Worker: victim, Named: true}, s)
	has(t, text, canary.Name)
	hasNot(t, text, "Ekster", canary.Address, phone)
	if len(w.Missing) != 0 {
		t.Errorf("missing %v", missing(w))
	}
}

func TestADocumentIsUnderTheKeysOfAllThatItTellsOf(t *testing.T) {
	t.Parallel()
	ref := func(k person.KeyKind, s uuid.UUID, p person.Purpose) person.KeyRef {
		return person.KeyRef{Kind: k, Subject: s, Purpose: p}
	}
	for name, test := range map[string]struct {
		order document.Order
		want  []person.KeyRef
	}{
		"an aangifte under a number": {document.Order{Kind: "AANGIFTE", Worker: victim}, []person.KeyRef{
			ref("incident", theIncident, "narrative"), ref("case", theCase, "prosecution"), ref("person", offender, "identity"), ref("person", victim, "health"),
		}},
		"a letter to the victim": {document.Order{Kind: "LETTER_VICTIM", Worker: victim}, []person.KeyRef{
			ref("case", theCase, "prosecution"), ref("person", victim, "identity"), ref("case", theCase, "damages"),
		}},
		"a warning": {document.Order{Kind: "WARNING_LETTER"}, []person.KeyRef{ref("case", theCase, "prosecution"), ref("person", offender, "identity")}},
		"a claim": {document.Order{Kind: "DAMAGES_CLAIM"}, []person.KeyRef{
			ref("case", theCase, "damages"), ref("person", offender, "identity"), ref("case", theCase, "reference"),
		}},
	} {
		w, _ := write(t, test.order, sources(nil))
		if diff := cmp.Diff(test.want, w.Under); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheLetterTellsTheOutcomeAndWhatItMeansInBothLanguages(t *testing.T) {
	t.Parallel()
	_, nl := write(t, document.Order{Kind: "LETTER_VICTIM", Worker: victim}, sources(nil))
	has(t, nl, "Beste "+canary.Name, "heeft de verdachte veroordeeld", "25 november 2026", "60 uur", "Toegewezen €\u00a01.234,50", "hoger beroep", "010 000 00 00")
	hasNot(t, nl, "450,01", canary.Suspect, canary.Address)
	_, en := write(t, document.Order{Kind: "LETTER_VICTIM", Language: "EN", Worker: victim}, sources(nil))
	has(t, en, "The court convicted the suspect", "25 November 2026", "60 hours", "€1,234.50")
}

func TestALetterAboutACaseThatStillRunsGuessesNothing(t *testing.T) {
	t.Parallel()
	s := sources(func(s *document.Sources) { s.Case.Notices = s.Case.Notices[:1] })
	w, _ := write(t, document.Order{Kind: "LETTER_VICTIM", Worker: victim}, s)
	if diff := cmp.Diff([]string{"outcome", "decided", "meaning", "sanctions", "next"}, missing(w)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheClaimIsTheLedgerToTheCent(t *testing.T) {
	t.Parallel()
	w, text := write(t, document.Order{Kind: "DAMAGES_CLAIM", Fill: map[string]string{"account": "NL00 BANK 0123 4567 89"}}, sources(nil))
	has(t, text, "Toegewezen €\u00a0450,01", "Betaald €\u00a0125,05", "Nog te betalen €\u00a0324,96", "U moet nog €\u00a0324,96 betalen", "10/123456-26", "NL00 BANK")
	hasNot(t, text, "1.234,50", canary.Name)
	if diff := cmp.Diff([]string{"recipient_address", "pay_before"}, missing(w)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheWarningNamesNoWorkerAndNoAddress(t *testing.T) {
	t.Parallel()
	_, text := write(t, document.Order{Kind: "WARNING_LETTER"}, sources(nil))
	has(t, text, canary.Suspect, "spugen", "Gemeente Rotterdam")
	hasNot(t, text, canary.Name, canary.Address, canary.Narrative, phone)
}

func TestWhatIsForgottenIsABlank(t *testing.T) {
	t.Parallel()
	s := sources(func(s *document.Sources) {
		s.Suspect.Identity = person.Gone[person.Suspect]()
		s.Incident.Workers[0].Identity = person.Gone[person.Identity]()
	})
	w, _ := write(t, document.Order{Kind: "LETTER_VICTIM", Worker: victim}, s)
	if diff := cmp.Diff([]string{"victim"}, missing(w)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnOrderThatCannotBeFilledSaysWhatCould(t *testing.T) {
	t.Parallel()
	ofIncident := sources(func(s *document.Sources) { s.CaseID, s.Case = uuid.Nil, prosecution.Case{} })
	for name, test := range map[string]struct {
		order document.Order
		from  document.Sources
		says  string
	}{
		"no kind":                   {document.Order{}, sources(nil), "AANGIFTE"},
		"a letter to nobody":        {document.Order{Kind: "LETTER_VICTIM"}, sources(nil), "worker is missing"},
		"a letter to a stranger":    {document.Order{Kind: "LETTER_VICTIM", Worker: id(77)}, sources(nil), "link the worker"},
		"a letter of an incident":   {document.Order{Kind: "LETTER_VICTIM", Worker: victim}, ofIncident, "/v1/cases/"},
		"a language without text":   {document.Order{Kind: "WARNING_LETTER", Language: "EN"}, sources(nil), "NL PROGRAM 1"},
		"a version that is not":     {document.Order{Kind: "WARNING_LETTER", Version: 7}, sources(nil), "NL PROGRAM 1"},
		"a field that is not":       {document.Order{Kind: "WARNING_LETTER", Fill: map[string]string{"bsn": "x"}}, sources(nil), "{consequence}"},
		"an amount typed over":      {document.Order{Kind: "DAMAGES_CLAIM", Fill: map[string]string{"total": "1"}}, sources(nil), "not typed over"},
		"a worker of somebody else": {document.Order{Kind: "AANGIFTE", Worker: id(77)}, ofIncident, "not on record in this incident"},
	} {
		if _, err := document.Write(test.order, test.from); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
