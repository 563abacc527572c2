package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

const accessFile = "../../ACCESS.md"

// ways are those in which somebody can come to see something, with the letter that ACCESS.md has for each.
var ways = []struct{ way, letter, nl string }{
	{"read", "L", "lezen"}, {"search", "Z", "zoeken op een nummer of naam"}, {"filter", "F", "filteren"}, {"facet", "G", "groeperen (rijen en kolommen van een cijfer)"}, {"sort", "S", "sorteren"},
	{"feed", "V", "bladeren: volgende bladzijden en wat er sinds een positie bij kwam"}, {"export", "B", "bestand: CSV, werkmap, PDF, ZIP"}, {"picture", "P", "plaatje (SVG)"}, {"error", "!", "tekst van een foutmelding"},
}

var dutch = map[access.Role]string{
	access.Operator: "beheerder", access.Reporter: "melder", access.Manager: "leidinggevende", access.Registrar: "registrator", access.CaseWorker: "zaakbehandelaar",
	access.Physician: "bedrijfsarts", access.PrivacyOfficer: "FG", access.Analyst: "analist",
}

func inDutch(r access.Role) string {
	if dutch[r] == "" {
		return string(r)
	}
	return dutch[r]
}

// asActor is somebody in a role, at an employer where the role is held at one.
func asActor(role access.Role, employer uuid.UUID) access.Actor {
	if !role.AtEmployer() {
		employer = uuid.Nil
	}
	return access.Actor{ID: uuid.UUID{1}, Role: role, Employer: employer, Purpose: role.Purposes()[0]}
}

// upToDate writes ACCESS.md where it is asked to, and otherwise insists that it says what was seen.
func (l *walk) upToDate(t *testing.T) {
	t.Helper()
	text := l.table()
	is, err := partOfAccess(true, text)
	if err != nil || is != text {
		t.Errorf("ACCESS.md does not say who sees what: write it with go test ./adapters/api -run LeakMatrix -args -write, and read what changed (%v)", err)
	}
	if n := strings.Count(text, "\n"); n > 900 {
		t.Errorf("ACCESS.md has %d lines: nobody reads that", n)
	}
}

func (l *walk) table() string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(accessHead, "%ways", l.legend()))
	l.summary(&b)
	l.exceptions(&b)
	l.reasons(&b)
	l.endpoints(&b)
	l.allFields(&b)
	return b.String()
}

func (l *walk) legend() string {
	var list []string
	for _, w := range ways {
		list = append(list, "`"+w.letter+"` "+w.nl)
	}
	return strings.Join(list, "; ")
}

func heading(b *strings.Builder, first string, last ...string) {
	cells := []string{first}
	for _, role := range access.Roles() {
		cells = append(cells, inDutch(role))
	}
	cells = append(cells, last...)
	fmt.Fprintf(b, "| %s |\n|%s\n", strings.Join(cells, " | "), strings.Repeat("---|", len(cells)))
}

// summary is a line for each class: in which ways each role was shown it.
func (l *walk) summary(b *strings.Builder) {
	b.WriteString("\n## Wie ziet welke gegevens van de eigen werkgever, en langs welke weg\n\n")
	heading(b, "gegevens", "andere werkgever", "niemand")
	for _, c := range l.list {
		if c.name == "any" {
			continue
		}
		fmt.Fprintf(b, "| %s |", c.nl)
		for _, role := range access.Roles() {
			who := string(role)
			if role.AtEmployer() {
				who = "own " + who
			}
			fmt.Fprintf(b, " %s |", l.cell(c, c.open(asActor(role, l.city), l.city), who))
		}
		others := []string{"other"}
		for _, role := range access.Roles() {
			others = append(others, "other "+string(role))
		}
		fmt.Fprintf(b, " %s | %s |\n", l.cell(c, len(c.opens) == 0 && !c.closed, others...), l.cell(c, len(c.opens) == 0 && !c.closed, "nobody"))
	}
}

func (l *walk) cell(c class, open bool, who ...string) string {
	letters := ""
	for _, w := range ways {
		if slices.ContainsFunc(slices.Collect(maps.Keys(l.seen)), func(s seen) bool { return s.class == c.name && s.way == w.way && slices.Contains(who, s.who) }) {
			letters += w.letter
		}
	}
	switch {
	case letters != "":
		return letters
	case open:
		return "·"
	}
	return "—"
}

// exceptions are what an operation shows beyond that.
func (l *walk) exceptions(b *strings.Builder) {
	b.WriteString("\n## Wat een eindpunt aan meer mensen toont, met opzet\n\n")
	for _, r := range l.roads {
		for _, c := range l.list {
			if why := l.beyond[r.id+" "+c.name]; why != "" {
				fmt.Fprintf(b, "- `%s %s`, %s: %s.\n", r.method, r.path, c.nl, why)
			}
		}
	}
}

// reasons are those of domain/access, by what opens the classes.
func (l *walk) reasons(b *strings.Builder) {
	b.WriteString("\n## Waarom\n\nVan elke regel het waarom, zoals het in `domain/access` staat en zoals wie geweigerd wordt het leest. Een regel geldt voor de eigen werkgever, behalve waar *alle* staat.\n")
	var done []access.Action
	for _, c := range l.list {
		for _, action := range c.opens {
			if slices.Contains(done, action) {
				continue
			}
			done = append(done, action)
			var classes []string
			for _, of := range l.list {
				if slices.Contains(of.opens, action) {
					classes = append(classes, of.nl)
				}
			}
			fmt.Fprintf(b, "\n**%s** opent: %s.\n\n", action, strings.Join(classes, "; "))
			refused := map[string][]string{}
			for _, role := range access.Roles() {
				over, why := access.Reach(role, action)
				if over == "nobody" {
					refused[why] = append(refused[why], inDutch(role))
					continue
				}
				fmt.Fprintf(b, "- %s%s: %s\n", inDutch(role), map[string]string{"all": " (*alle* werkgevers)", "stores": " (wat van *geen* werkgever is)"}[over], why)
			}
			for _, why := range slices.Sorted(maps.Keys(refused)) {
				fmt.Fprintf(b, "- niet: %s, want %s\n", strings.Join(refused[why], ", "), why)
			}
		}
	}
}

// endpoints has a line for each operation, by noun.
func (l *walk) endpoints(b *strings.Builder) {
	b.WriteString("\n## Elk eindpunt: wie antwoord krijgt, en wat daarin stond\n\n*Van de eigen werkgever* zijn de rollen die niet geweigerd worden; *van een andere* die van een andere werkgever, over diens eigen verzameling of over wat van niemand is. Wat een opdracht beantwoordt zijn alleen nummers en versies.\n")
	noun := ""
	for _, r := range l.roads {
		if of, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/"), "/"); of != noun {
			noun = of
			fmt.Fprintf(b, "\n### %s\n\n| eindpunt | van de eigen werkgever | van een andere | wat erin stond |\n|---|---|---|---|\n", noun)
		}
		fmt.Fprintf(b, "| `%s %s` | %s | %s | %s |\n", r.method, r.path, l.who(r, "own "), l.who(r, "other "), l.whatStood(r))
	}
}

func (l *walk) who(r road, whose string) string {
	var list []string
	all := 0
	for _, role := range access.Roles() {
		name := string(role)
		if role.AtEmployer() {
			name = whose + name
		} else if whose == "other " {
			continue
		}
		if all++; l.hears(r, name) {
			list = append(list, inDutch(role))
		}
	}
	if whose == "own " && l.hears(r, "nobody") {
		return "iedereen"
	}
	switch len(list) {
	case 0:
		return "—"
	case all:
		return "alle rollen"
	}
	return strings.Join(list, ", ")
}

func (l *walk) whatStood(r road) string {
	var list []string
	for _, c := range l.list {
		if c.name != "frame" && slices.ContainsFunc(slices.Collect(maps.Keys(l.seen)), func(s seen) bool { return s.road == r.id && s.class == c.name }) {
			list = append(list, c.nl)
		}
	}
	if len(list) == 0 {
		return "—"
	}
	return strings.Join(list, "; ")
}

// allFields has all fields of all answers by their class.
func (l *walk) allFields(b *strings.Builder) {
	b.WriteString("\n## Elk veld van elk antwoord, naar soort\n\nNaar de beschrijving van de API (`/v1/openapi.json`): schema, en tussen haakjes de velden. `csv:` zijn de kolommen van een bestand.\n\n")
	for _, c := range l.list {
		bySchema := map[string][]string{}
		for field, of := range l.fields {
			if schema, property, _ := strings.Cut(field, "."); of == c.name {
				bySchema[schema] = append(bySchema[schema], property)
			}
		}
		var list []string
		for _, schema := range slices.Sorted(maps.Keys(bySchema)) {
			slices.Sort(bySchema[schema])
			list = append(list, schema+" ("+strings.Join(bySchema[schema], ", ")+")")
		}
		if len(list) > 0 {
			fmt.Fprintf(b, "- **%s**: %s\n", c.nl, strings.Join(list, "; "))
		}
	}
}

const accessHead = `# Wie ziet wat

Voor de functionaris gegevensbescherming. (*For the privacy officer: which role sees which kind of data, where and why.
English terms stand in the rules themselves.*)

Deze tabellen schrijft een test, en ` + "`make test`" + ` faalt waar ze niet meer kloppen:
` + "`go test ./adapters/api -run LeakMatrix -args -write`" + `. De test bouwt twee werkgevers op waarin elk verzegeld veld, en elk
veld dat van één werkgever is, een kanarie draagt: verzonnen woorden die nergens anders voorkomen. Daarna stelt hij elk
eindpunt van de API elke vraag, in elke vorm, als elke rol van de eigen en van de andere werkgever, als analist, als
beheerder en als niemand, en zoekt in elk antwoord (ook in kopregels, in ZIP en PDF, en in base64 en hex) naar elke
kanarie. Wat een kanarie niet kan dragen, zoals een code of een bedrag, herkent hij aan zijn veld. De bouw faalt als iets
verschijnt waar ` + "`domain/access`" + ` het niet toestaat, als een eindpunt of veld nieuw is en nog bij geen soort hoort, en als een
verzegeld veld nog geen kanarie heeft. Dat de test lekken vindt, bewijzen lekken die met opzet zijn aangebracht
(` + "`TestThePlantedLeaksAreFound`" + `).

**De rollen.** *melder*: een medewerker die meldt. *leidinggevende*: zorgt voor een team. *registrator*: houdt het register
van de werkgever bij. *zaakbehandelaar*: volgt aangifte, vervolging en schade; wie het is, vrije tekst,
adressen en kenmerken ziet hij alleen van zijn eigen zaken, of met een toestemming (` + "`TestNoRoadShowsAColleagueWhoItIs`" + `), en wat hij
in deze proef niet volgt staat hier als ` + "`·`" + `. *bedrijfsarts*: het spreekuur, voor wie gewond raakte. *FG*: functionaris gegevensbescherming. *analist*: de Taskforce, alleen beveiligde cijfers over alle werkgevers.
*beheerder*: houdt de machine draaiend. *niemand*: wie niet is ingelogd.

**De tekens.** %ways. ` + "`·`" + ` de regels laten het toe, en geen eindpunt toont het; ` + "`—`" + ` nooit.
Een foutmelding herhaalt niet wat iemand instuurde, ook niet aan wie het instuurde; alleen codes van eigen onderdelen staan
in de raad die erbij hoort.

**Nummers en versies** zeggen niets over iemand: pseudoniemen, posities in het log, versies. Wat van een ander is en wat er
niet is, krijgen hetzelfde antwoord, tot op de byte (` + "`TestEveryIdOfAnotherEmployerIsAnsweredAsOneOfNothing`" + `).

**Niet hierin.** Wat een ingestuurd bestand zegt (imports) en wat de opdrachtregel toont, bewaken tests in ` + "`cmd/ruggensteun`" + `;
dat rijen van een ander ook in de database onbereikbaar zijn, tests in ` + "`adapters/postgres`" + `. De pagina's in een browser staan
onderaan. Een zoekvraag naar een persoon is een POST: hier staat wie
antwoord krijgt; dat het antwoord geen naam herhaalt, bewaakt ` + "`TestEverySealedFieldHasACanary`" + `.
`
