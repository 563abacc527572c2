package timeline_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
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
	seen = person.Of(person.Profile{Sex: "MALE", AgeBand: "AGE_18_22"})
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
	"an address that was forgotten": {
		given: incident.Erased{Purpose: person.ForAddress, Reason: "ERASURE"},
		nl:    "Vergeten: het adres; verzoek om wissing", en: "Forgotten: the address; request for erasure",
	},
	"a history that was forgotten": {
		given: suspect.Erased{Purpose: person.ForHistory, Reason: "RETENTION"},
		nl:    "Vergeten: de voorgeschiedenis; bewaartermijn verstreken", en: "Forgotten: the history; retention term ended",
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
	"first told elsewhere":         {incident.Corrected{Reported: precise(moment.Day)}, "Gecorrigeerd: eerst gemeld: 2026-11-21", "Corrected: first told: 2026-11-21"},
	"a time known to the hour":     {incident.Corrected{Occurred: precise(moment.Hour)}, "Gecorrigeerd: tijd: 2026-11-21 23:00–23:59", "Corrected: time: 2026-11-21 23:00–23:59"},
	"a time known to the day":      {incident.Corrected{Occurred: precise(moment.Day)}, "Gecorrigeerd: tijd: 2026-11-21", "Corrected: time: 2026-11-21"},
	"a time known to the month":    {incident.Corrected{Occurred: precise(moment.Month)}, "Gecorrigeerd: tijd: 2026-11", "Corrected: time: 2026-11"},
	"a time that was not recorded": {incident.Corrected{Occurred: after(moment.Nothing(codes.NotRecorded))}, "Gecorrigeerd: tijd: tijd niet vastgelegd", "Corrected: time: time not recorded"},
	"a withdrawal": {
		given: incident.Withdrawn{Reason: "DUPLICATE", Explanation: told},
		nl:    "Ingetrokken: dubbel", en: "Withdrawn: duplicate",
	},
	"a course": {
		given: incident.CourseTold{Steps: []incident.Step{{Phase: "P2_TENSION"}, {Act: "HIT"}, {Phase: "P8_DEESC"}}},
		nl:    "Verloop verteld: 3 stappen; spanning → niet vastgelegd → afbouw", en: "Course told: 3 steps; tension → not recorded → de-escalation",
	},
	"a course without phases": {
		given: incident.CourseTold{Steps: []incident.Step{{Act: "HIT"}}},
		nl:    "Verloop verteld: 1 stap; fase niet vastgelegd", en: "Course told: 1 step; phase not recorded",
	},
	"a course that was corrected": {
		given: incident.CourseTold{Steps: []incident.Step{{Phase: "P5_PHYS"}}, Reason: told},
		nl:    "Verloop gecorrigeerd: 1 stap; fysiek", en: "Course corrected: 1 step; physical",
	},
	"a course that was taken back": {incident.CourseTold{Reason: told}, "Verloop gecorrigeerd: geen stappen", "Course corrected: no steps"},
	"police who came": {
		given: incident.SupportTold{Support: incident.Support{Status: "ARRIVED", Minutes: codes.Exactly(14)}},
		nl:    "Hulp van de politie: gekomen (na 14 min)", en: "Help from the police: arrived (after 14 min)",
	},
	"police of whom nothing is known": {incident.SupportTold{Reason: told}, "Hulp van de politie gecorrigeerd: niet vastgelegd", "Help from the police corrected: not recorded"},
	"a report of force":               {incident.ForceReferenced{Report: told}, "Verwijzing naar de geweldsregistratie van de politie", "Reference to the police's own report of force"},
	"a qualification": {
		given: incident.Qualified{Qualification: incident.Qualification{By: "OM", Offence: "ASSAULT", Article: "300 jo 304 Sr", Completion: "ATTEMPTED", On: "2026-11-22"}},
		nl:    "Juridische kwalificatie: mishandeling (poging); 300 jo 304 Sr; Openbaar Ministerie; 2026-11-22",
		en:    "Legal qualification: assault (attempted); 300 jo 304 Sr; prosecution service (OM); 2026-11-22",
	},
	"a qualification taken back": {
		given: incident.QualificationRetracted{Qualification: incident.Qualification{By: "POLICE", Offence: "INSULT"}, Reason: told},
		nl:    "Juridische kwalificatie teruggenomen: belediging; politie", en: "Legal qualification taken back: insult; police",
	},
	"a photo":                    {incident.PhotoAdded{Photo: incident.Photo{Description: person.Of("een gescheurde jas")}}, "Foto toegevoegd", "Photo added"},
	"an attachment":              {incident.Attached{Attachment: incident.Attachment{Kind: "PHOTO"}}, "Bijlage toegevoegd: foto", "Attachment added: photo"},
	"an attachment taken away":   {incident.Detached{Reason: told}, "Bijlage weggehaald", "Attachment removed"},
	"a suspect with a file":      {incident.SuspectLinked{Linked: incident.Linked{Kind: "KNOWN", Suspect: worker.Person, Profile: seen}}, "Verdachte: bekend", "Suspect: known"},
	"a group":                    {incident.SuspectLinked{Linked: incident.Linked{Kind: "GROUP", Size: codes.Exactly(8)}}, "Verdachte: groep (8)", "Suspect: group (8)"},
	"a group of unknown size":    {incident.SuspectLinked{Linked: incident.Linked{Kind: "GROUP", Size: codes.Uncounted(codes.Unknown)}}, "Verdachte: groep (aantal onbekend)", "Suspect: group (number unknown)"},
	"a suspect unlinked":         {incident.SuspectUnlinked{Reason: told}, "Verdachte losgekoppeld", "Suspect unlinked"},
	"merged":                     {incident.Merged{Into: worker.Person}, "Samengevoegd met een ander incident", "Merged with another incident"},
	"split":                      {incident.SplitOff{From: worker.Person, Reason: told}, "Weer losgemaakt van een ander incident", "Split from another incident again"},
	"an incident that stays":     {incident.Absorbed{Incident: worker.Person}, "Een ander incident is hiermee samengevoegd", "Another incident was merged into this one"},
	"one that was split off":     {incident.Released{Incident: worker.Person}, "Een ander incident is weer losgemaakt", "Another incident was split off again"},
	"closed":                     {incident.Closed{Reason: "COMPLETE", Explanation: told}, "Afgesloten: volledig", "Closed: complete"},
	"reopened":                   {incident.Reopened{Reason: told}, "Heropend", "Reopened"},
	"a file opened":              {suspect.Opened{Regime: incident.WPG, Profile: seen}, "Verdachtendossier geopend: onder de Wpg", "Suspect's file opened: under the Police Data Act (Wpg)"},
	"a suspect described":        {suspect.Described{Profile: seen}, "Verdachte beschreven", "Suspect described"},
	"a suspect identified":       {suspect.Identified{Identity: person.Of(person.Suspect{Name: secret})}, "Identiteit vastgelegd", "Identity recorded"},
	"an identity unlinked":       {suspect.IdentityUnlinked{Reason: told}, "Identiteit losgekoppeld", "Identity unlinked"},
	"a history told":             {suspect.HistoryTold{Entry: person.Of(person.History{Flag: "H_BAN", Document: secret})}, "Voorgeschiedenis vastgelegd", "History recorded"},
	"a history taken back":       {suspect.HistoryRetracted{Reason: told}, "Voorgeschiedenis teruggenomen", "History taken back"},
	"a suspect cleared":          {suspect.Cleared{Clearance: person.Of(person.Clearance{Ground: "SEPOT_01", Document: secret})}, "Vrijgepleit van een incident; voorgeschiedenis wacht op beoordeling", "Cleared of an incident; the history waits for review"},
	"a history that counts":      {suspect.Reviewed{Reason: told}, "Na beoordeling: telt mee", "After review: counts"},
	"a history that does not":    {suspect.Reviewed{Leaves: true, Reason: told}, "Na beoordeling: telt niet meer mee", "After review: counts no more"},
	"a notice waits":             {triage.Received{Regime: incident.WPG, Waiting: triage.Waiting{Reason: "SEVERAL"}}, "Bericht uit een bestand wacht: meer dan één zaak; onder de Wpg", "Notice from a file waits: more than one case; under the Police Data Act (Wpg)"},
	"a later file":               {triage.Corrected{Waiting: triage.Waiting{Reason: "NO_NUMBER"}}, "Een later bestand zegt het anders: geen nummer", "A later file says it otherwise: no number"},
	"it was told in a case":      {triage.Matched{}, "Verteld in een zaak", "Told in a case"},
	"it was set aside":           {triage.SetAside{Reason: told}, "Terzijde gelegd", "Set aside"},
	"it waits again":             {triage.Reopened{Reason: told}, "Heropend", "Reopened"},
	"its import was undone":      {triage.TakenBack{}, "De import is teruggedraaid", "The import was undone"},
	"what it said is forgotten":  {triage.Erased{Purpose: person.ForProsecution, Reason: "RETENTION"}, "Vergeten: wat van de zaak vernomen is; bewaartermijn verstreken", "Forgotten: what was heard of the case; retention term ended"},
	"a document":                 {document.Drafted{Says: person.Of(document.Says{Kind: codes.DocumentKind.Codes[0].Code})}, "Document opgesteld: " + codes.DocumentKind.Codes[0].NL, "Document drafted: " + codes.DocumentKind.Codes[0].EN},
	"a sealed document":          {document.Drafted{}, "Document opgesteld", "Document drafted"},
	"a document issued":          {document.Issued{}, "Document uitgegeven", "Document issued"},
	"one with blanks":            {document.Issued{Incomplete: true}, "Document uitgegeven, met open plekken", "Document issued, with blanks"},
	"a document withdrawn":       {document.Withdrawn{Reason: told}, "Document ingetrokken", "Document withdrawn"},
	"a case opened":              {prosecution.Opened{Regime: incident.WPG}, "Zaak geopend: onder de Wpg", "Case opened: under the Police Data Act (Wpg)"},
	"an incident of a case":      {prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToIncident}}, "Gekoppeld: incident", "Linked: incident"},
	"a victim of no case":        {prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToWorker}, Reason: told}, "Losgekoppeld: slachtoffer", "Unlinked: victim"},
	"a notice":                   {prosecution.NoticeReceived{Notice: verdict}, "Bericht ontvangen: vonnis (2026-11-21 23:10); rechter", "Notice received: judgment (2026-11-21 23:10); court"},
	"a notice whose key is gone": {prosecution.NoticeReceived{Notice: prosecution.Notice{Source: "OM", Told: person.Gone[prosecution.Told]()}}, "Bericht ontvangen: Openbaar Ministerie", "Notice received: public prosecution service"},
	"a notice corrected":         {prosecution.NoticeCorrected{Notice: verdict, Reason: told}, "Bericht verbeterd: vonnis (2026-11-21 23:10); rechter", "Notice corrected: judgment (2026-11-21 23:10); court"},
	"a notice withdrawn":         {prosecution.NoticeWithdrawn{Reason: told}, "Bericht ingetrokken", "Notice withdrawn"},
	"a victim told":              {prosecution.VictimTold{Channel: "LETTER", On: *precise(moment.Day), Of: make([]prosecution.Revision, 1), Text: told}, "Slachtoffer ingelicht: brief; 2026-11-21; 1 bericht", "Victim told: letter; 2026-11-21; 1 notice"},
	"a victim told of more":      {prosecution.VictimTold{Channel: "LETTER", On: *precise(moment.Day), Of: make([]prosecution.Revision, 2)}, "Slachtoffer ingelicht: brief; 2026-11-21; 2 berichten", "Victim told: letter; 2026-11-21; 2 notices"},
	"a case closed":              {prosecution.Closed{Explanation: told}, "Zaak gesloten", "Case closed"},
	"a case closed loosely":      {prosecution.Closed{Loose: person.Of([]prosecution.LooseEnd{{Kind: prosecution.Undecided}})}, "Zaak gesloten met losse einden, met een toelichting", "Case closed with loose ends, with an explanation"},
	"a case reopened":            {prosecution.Reopened{Reason: told}, "Zaak heropend", "Case reopened"},
	"a case that woke up":        {prosecution.Reopened{}, "Zaak vanzelf heropend: een slachtoffer moet iets horen", "Case reopened by itself: a victim must be told"},
	"a case merged":              {prosecution.Merged{Into: worker.Person, Explanation: told}, "Samengevoegd met een andere zaak, die blijft", "Merged with another case, which stays"},
	"a case split":               {prosecution.SplitOff{From: worker.Person, Reason: told}, "Weer losgemaakt van een andere zaak", "Split from another case again"},
	"a case that stays":          {prosecution.Absorbed{Case: worker.Person}, "Een andere zaak is hiermee samengevoegd", "Another case was merged into this one"},
	"a case that was split from": {prosecution.Released{Case: worker.Person}, "Een andere zaak is weer losgemaakt", "Another case was split off again"},
	"a case forgotten":           {prosecution.Erased{Purpose: person.ForProsecution, Reason: "ERASURE"}, "Vergeten: wat van de zaak vernomen is; verzoek om wissing", "Forgotten: what was heard of the case; request for erasure"},
	"money of a case forgotten":  {prosecution.Erased{Purpose: person.ForDamages, Reason: "RETENTION"}, "Vergeten: wie wat te vorderen heeft; bewaartermijn verstreken", "Forgotten: who is owed what; retention term ended"},
	"an aangifte":                {aangifte.Made{Content: aangifte.Content{On: *precise(moment.Day), Complainant: "EMPLOYER", Reference: told}}, "Aangifte vastgelegd: 2026-11-21; werkgever", "Aangifte recorded: 2026-11-21; employer"},
	"an aangifte corrected":      {aangifte.Corrected{Content: aangifte.Content{On: *precise(moment.Day), Complainant: "VICTIM"}, Reason: told}, "Aangifte verbeterd: 2026-11-21; slachtoffer", "Aangifte corrected: 2026-11-21; victim"},
	"an aangifte forgotten":      {aangifte.Erased{Purpose: person.ForReference, Reason: "RETENTION"}, "Vergeten: kenmerken van andere systemen; bewaartermijn verstreken", "Forgotten: numbers of other systems; retention term ended"},
	"an aangifte that never was": {aangifte.Retracted{Reason: told}, "Aangifte teruggenomen: die was er nooit", "Aangifte retracted: there never was one"},
	"aftercare":                  {aftercare.Opened{Worker: worker.Person}, "Nazorg begonnen", "Aftercare begun"},
	"a step of care":             {aftercare.StepTold{Step: person.Of(aftercare.Step{Step: "MGR_TALK", Status: "DONE", On: *precise(moment.Day)}), Note: told}, "Nazorg verteld: leidinggevende binnen 24 u; gedaan; 2026-11-21", "Aftercare told: manager contact; done; 2026-11-21"},
	"a step whose key is gone":   {aftercare.StepTold{Step: person.Gone[aftercare.Step]()}, "Nazorg verteld", "Aftercare told"},
	"a step taken back":          {aftercare.StepRetracted{Reason: told}, "Nazorg teruggenomen", "Aftercare taken back"},
	"work begun":                 {casework.Opened{}, "Opvolging begonnen", "Follow-up begun"},
	"a file assigned":            {casework.Assigned{Responsible: worker.Person, StandIn: worker.Person}, "Toegewezen: met een vervanger", "Assigned: with a stand-in"},
	"a hand-over offered":        {casework.HandOverOffered{To: worker.Person}, "Overdracht aangeboden", "Hand-over offered"},
	"a new name to tell":         {casework.NameChanged{Victims: []uuid.UUID{worker.Person}}, "Iemand anders volgt het dossier: 1 slachtoffer moet de nieuwe naam nog horen", "Somebody else follows the file: 1 victim is to hear the new name"},
	"a new name told":            {casework.NameTold{Channel: "PHONE", On: *precise(moment.Day)}, "Nieuwe naam doorgegeven aan het slachtoffer: telefoon; 2026-11-21", "New name told to the victim: telephone; 2026-11-21"},
	"a silence of all":           {casework.HandOverOffered{To: casework.Team, SilentSince: precise(moment.Day).Instant}, "Aangeboden aan iedereen die dossiers volgt, want niemand deed iets", "Offered to everybody who follows files, as nobody did anything"},
	"terms that stand still":     {agreement.FactTold{Fact: "SUSPENDED", On: *precise(moment.Day), Because: "NOT_POSSIBLE", Agreement: "BEKLAG-ART12"}, "Termijn opgeschort: 2026-11-21; kon niet; BEKLAG-ART12", "Term suspended: 2026-11-21; was not possible; BEKLAG-ART12"},
	"another version applied":    {agreement.Applied{Agreement: "BEKLAG-ART12", Ref: agreement.Ref{Number: "2026-2"}, Because: "AGREED"}, "Andere versie van een afspraak toegepast: BEKLAG-ART12; versie 2026-2; afgesproken voor deze zaak", "Another version of an agreement applied: BEKLAG-ART12; version 2026-2; agreed for this case"},
	"a silence":                  {casework.HandOverOffered{To: worker.Person, SilentSince: precise(moment.Day).Instant}, "Aangeboden aan de vervanger, want niemand deed iets", "Offered to the stand-in, as nobody did anything"},
	"a hand-over accepted":       {casework.HandOverAccepted{Responsible: worker.Person}, "Overdracht aangenomen", "Hand-over accepted"},
	"a hand-over declined":       {casework.HandOverDeclined{Reason: told}, "Overdracht geweigerd", "Hand-over declined"},
	"a hand-over withdrawn":      {casework.HandOverWithdrawn{}, "Overdracht ingetrokken", "Hand-over withdrawn"},
	"a file put away":            {casework.Snoozed{Until: "2027-01-12", Reason: told}, "Weggelegd tot 2027-01-12", "Put away until 2027-01-12"},
	"a file taken back":          {casework.Woken{}, "Teruggehaald", "Taken back"},
	"an alarm":                   {casework.AlarmRaised{Kind: casework.Lapsed, Clock: person.Of(casework.Clock{Agreement: "UITKOMST-VERTELLEN", Due: "2026-11-24"})}, "Alarm: verstreken; UITKOMST-VERTELLEN; 2026-11-24", "Alarm: lapsed; UITKOMST-VERTELLEN; 2026-11-24"},
	"an alarm that is sealed":    {casework.AlarmRaised{Kind: casework.DueSoon, Clock: person.Shut[casework.Clock]()}, "Alarm: bijna om", "Alarm: due soon"},
	"an alarm over":              {casework.AlarmEnded{Because: casework.MetLate}, "Alarm voorbij: te laat gedaan", "Alarm over: done late"},
	"a redacted event": {
		nl: "Inhoud verwijderd bij een vastgelegde redactie", en: "Content removed by a recorded redaction",
	},
	"an event of another kind": {employer.Changed{}, "Vastgelegd: employer.changed.v1", "Recorded: employer.changed.v1"},
}

var verdict = prosecution.Notice{
	Source: "COURT", Told: person.Of(prosecution.Told{Step: "VERDICT", Effect: night, Details: prosecution.Details{Outcome: "CONV"}}), Text: told,
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
		for _, word := range []string{secret, "I4", worker.Person.String(), "MALE", "AGE_18_22", "18 tot en met 22", "toegangsverbod"} {
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
		"why a course was corrected":    {incident.CourseTold{Reason: told}, secret},
		"why support was":               {incident.SupportTold{Reason: told}, secret},
		"why a qualification was wrong": {incident.QualificationRetracted{Reason: told}, secret},
		"why a file was taken away":     {incident.Detached{Reason: told}, secret},
		"why it was the wrong one":      {incident.SuspectUnlinked{Reason: told}, secret},
		"why it was split":              {incident.SplitOff{Reason: told}, secret},
		"why it was closed":             {incident.Closed{Explanation: told}, secret},
		"why it was reopened":           {incident.Reopened{Reason: told}, secret},
		"why a name was unlinked":       {suspect.IdentityUnlinked{Reason: told}, secret},
		"why a history was wrong":       {suspect.HistoryRetracted{Reason: told}, secret},
		"why a history counts":          {suspect.Reviewed{Reason: told}, secret},
		"why a case was closed":         {prosecution.Closed{Explanation: told}, secret},
		"why a case was reopened":       {prosecution.Reopened{Reason: told}, secret},
		"why two cases are one":         {prosecution.Merged{Explanation: told}, secret},
		"why they are two":              {prosecution.SplitOff{Reason: told}, secret},
		"why a notice was wrong":        {prosecution.NoticeCorrected{Reason: told}, secret},
		"why a notice never was":        {prosecution.NoticeWithdrawn{Reason: told}, secret},
		"why somebody is no victim":     {prosecution.Unlinked{Reason: told}, secret},
		"what a notice says is not":     {prosecution.NoticeReceived{Notice: prosecution.Notice{Text: told}}, ""},
		"why an aangifte was otherwise": {aangifte.Corrected{Reason: told}, secret},
		"why an aangifte never was":     {aangifte.Retracted{Reason: told}, secret},
		"why a notice was set aside":    {triage.SetAside{Reason: told}, secret},
		"why it waits again":            {triage.Reopened{Reason: told}, secret},
		"why care was told wrongly":     {aftercare.StepRetracted{Reason: told}, secret},
		"an entry is not a note":        {suspect.HistoryTold{Entry: person.Of(person.History{Document: secret})}, ""},
		"a report of force is not":      {incident.ForceReferenced{Report: told}, ""},
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

// Whoever adds an event to an incident or a suspect learns here that it needs a sentence.
func TestEveryEventHasASentence(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, c := range sentences {
		if c.given != nil && !strings.HasPrefix(c.nl, "Vastgelegd") {
			tried[reflect.TypeOf(c.given).String()] = true
		}
	}
	found := 0
	for _, noun := range []string{"incident", "suspect", "prosecution", "aangifte", "aftercare", "triage", "casework", "document"} {
		for _, name := range eventsOf(t, noun) {
			if found++; !tried[noun+"."+name] {
				t.Errorf("%s.%s has no sentence", noun, name)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d events were found: they moved to another folder", found)
	}
}

func eventsOf(t *testing.T, noun string) []string {
	t.Helper()
	paths, err := filepath.Glob("../../domain/" + noun + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "EventType" {
				names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return names
}
