package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/document"
	"ruggensteun/domain/person"
	"ruggensteun/domain/template"
	"ruggensteun/projections/figures"
)

// paper is the file as a document that can be read, in one language.
func (f *subjectFile) paper(l figures.Language) ([]byte, error) {
	zone, err := zoneOf(f.employer)
	if err != nil {
		return nil, err
	}
	p := &accessPaper{page: f.page, l: l, zone: zone}
	p.write()
	language := template.Dutch
	if l == figures.English {
		language = template.English
	}
	w := document.Written{
		Filled: template.Filled{Title: p.in("Wat wij van u bewaren", "What we keep of you"), Language: language, Lines: p.lines},
		Kind:   "ACCESS_FILE", Sender: f.employer.Name, Date: template.Day(f.page.MadeAt.In(zone), language), Reference: p.in("Inzageverzoek ", "Request for access ") + f.id.String(),
	}
	return f.Evidence.Print(w, f.page.Invented)
}

// accessPaper is what stands on it.
type accessPaper struct {
	page  accessFilePage
	l     figures.Language
	zone  *time.Location
	lines []template.Line
}

func (p *accessPaper) in(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(p.l) }

func (p *accessPaper) day(t time.Time) string { return t.In(p.zone).Format("2006-01-02 15:04") }

func (p *accessPaper) heading(text string) {
	p.lines = append(p.lines, template.Line{Block: template.Subheading, Runs: []template.Run{{Text: text}}})
}

func (p *accessPaper) say(text string) { p.lines = append(p.lines, sentence(text)) }

func (p *accessPaper) row(label, text string) {
	p.lines = append(p.lines, template.Line{Block: template.Row, Label: label, Runs: []template.Run{{Text: text}}})
}

func (p *accessPaper) write() {
	p.say(fmt.Sprintf(p.in(
		"U vroeg op %s wat %s van u bewaart (AVG art. 15). Dit is alles, zoals het op %s was vastgelegd.",
		"On %s you asked what %s keeps of you (GDPR 15). This is all of it, as recorded on %s.",
	), p.page.Received, p.page.Name, p.day(p.page.MadeAt)))
	p.say(p.page.LeftOutText.In(p.l))
	if len(p.page.Records) == 0 {
		p.say(p.in("Er wordt niets meer van u bewaard.", "Nothing is kept of you any more."))
	}
	for _, r := range p.page.Records {
		p.record(r)
	}
	p.forgotten()
	p.kept()
	p.recipients()
	p.readers()
	p.heading(p.in("Uw rechten", "Your rights"))
	for _, right := range p.page.Rights {
		p.lines = append(p.lines, template.Line{Block: template.Item, Runs: []template.Run{{Text: right.In(p.l)}}})
	}
	p.say(p.page.Complaints.In(p.l))
}

// nounsInDutch is what records are called on paper.
var nounsInDutch = map[string]string{
	"incident": "Melding", "suspect": "Dossier van een verdachte", "case": "Strafzaak", "aangifte": "Aangifte", "aftercare": "Nazorg", "triage": "Bericht dat wachtte",
	"person": "Persoon", "pseudonym": "Pseudoniem", "document": "Documenten", "casework": "Behandeling", "permit": "Toestemming om te zoeken", "hold": "Vastgehouden",
	"attention": "Attentie", "accessrequest": "Inzageverzoek", "agreement_use": "Termijnen", "mailbook": "Mailadres", "coding": "Steekproef",
}

func (p *accessPaper) noun(kind string) string {
	if p.l == figures.English {
		return strings.ToUpper(kind[:1]) + strings.ReplaceAll(kind[1:], "_", " ")
	}
	if nl := nounsInDutch[kind]; nl != "" {
		return nl
	}
	return kind
}

func (p *accessPaper) record(r accessRecord) {
	p.heading(p.noun(r.Kind) + " " + r.ID.String())
	if purpose := r.Purpose.In(p.l); purpose != "" {
		p.row(p.in("Doel", "Purpose"), purpose)
	}
	p.row(p.in("Wet", "Law"), strings.Join(append([]string{r.Law}, r.Basis...), "; "))
	if r.WithheldText != nil {
		p.row(p.in("Onthouden", "Withheld"), p.in("Dit wordt u niet getoond. Grond: ", "This is not shown to you. Ground: ")+r.WithheldText.In(p.l))
		return
	}
	for _, e := range r.Events {
		who := p.in("vastgelegd door: ", "recorded by: ") + e.ByRole
		if e.Yours {
			who = p.in("door u vastgelegd", "recorded by you")
		}
		p.row(p.day(e.At), e.What+" ("+who+")")
		inWords("", e.Details, func(label, text string) {
			if strings.HasSuffix(label, person.LeftOut) {
				label, text = strings.TrimSuffix(strings.TrimSuffix(label, person.LeftOut), "."), p.in("weggelaten: kan anderen noemen", "left out: may name others")
			}
			if strings.HasSuffix(label, "forgotten") {
				label, text = strings.TrimSuffix(strings.TrimSuffix(label, "forgotten"), "."), p.in("vergeten", "forgotten")
			}
			p.row("   "+label, text)
		})
	}
	if r.LeftOut > 0 {
		p.say(fmt.Sprintf(p.in("%d gebeurtenissen in dit dossier gaan over anderen en zijn weggelaten.", "%d events of this record are about others and are left out."), r.LeftOut))
	}
}

func (p *accessPaper) forgotten() {
	if len(p.page.Forgotten) == 0 {
		return
	}
	p.heading(p.in("Wat vergeten is", "What was forgotten"))
	for _, e := range p.page.Forgotten {
		p.row(p.day(e.At), p.noun(e.Kind)+": "+string(e.Purpose)+" ("+e.Reason+")")
	}
}

func (p *accessPaper) kept() {
	p.heading(p.in("Hoe lang het bewaard wordt", "How long it is kept"))
	for _, k := range p.page.Kept {
		until := p.in("zolang het dossier open is", "while the record is open")
		if k.Until != "" {
			until = p.in("tot ", "until ") + k.Until
		}
		p.row(figures.Text(k.Kind.Name()).In(p.l)+", "+string(k.Purpose), fmt.Sprintf("%s (%s %s, %s: %s)", until, k.Term, k.Starts.In(p.l), k.Law, k.Basis.In(p.l)))
	}
}

func (p *accessPaper) recipients() {
	p.heading(p.in("Aan wie het ging", "To whom it went"))
	if len(p.page.Recipients) == 0 {
		p.say(p.in("Aan niemand buiten de werkgever, voor zover dat is vastgelegd.", "To nobody outside the employer, as far as is recorded."))
	}
	for _, r := range p.page.Recipients {
		p.row(p.day(r.At), strings.TrimSpace(r.What.In(p.l)+" "+r.Hash))
	}
}

func (p *accessPaper) readers() {
	p.heading(p.in("In welke rol het gelezen werd", "In which roles it was read"))
	for _, r := range p.page.Readers {
		p.row(r.Role, fmt.Sprintf(p.in("%s: %d keer, het laatst op %s", "%s: %d times, last on %s"), p.noun(r.What), r.Times, p.day(r.Last)))
	}
}

func sortedKeys(v map[string]any) []string { return slices.Sorted(maps.Keys(v)) }

func joined(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return prefix + "." + name
}
