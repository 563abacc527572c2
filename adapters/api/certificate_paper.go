package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/template"
	"ruggensteun/projections/figures"
)

type printCertificateInput struct {
	ID       string `path:"id" format:"uuid" doc:"Of the certificate."`
	Language string `query:"language" doc:"nl or en; nl when left out."`
}

func (a *api) printCertificate(ctx context.Context, in *printCertificateInput) (*huma.StreamResponse, error) {
	c, owner, err := a.certificate(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var wrong fault.Fields
	wrong.Check(slices.Contains([]string{"", "nl", "en"}, in.Language), "language", "is not one that this is written in", "say nl or en")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	invented, err := a.invented(ctx, certificate.Stream(c.ID), access.ReadRetention)
	if err != nil {
		return nil, err
	}
	w, err := certificateOnPaper(c, e, figures.Language(cmp.Or(in.Language, "nl")))
	if err != nil {
		return nil, err
	}
	content, err := a.Evidence.Print(w, invented)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "certificate", ID: c.ID}); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "application/pdf")
		h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "bewijs-"+c.ID.String()+".pdf"))
		h.SetStatus(http.StatusOK)
		_, _ = h.BodyWriter().Write(content) // a client that left is no error of ours
	}}, nil
}

// certificateOnPaper is the same as is answered, in words.
func certificateOnPaper(c certificate.Certificate, e employer.Employer, l figures.Language) (document.Written, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return document.Written{}, err
	}
	language := template.Dutch
	if l == figures.English {
		language = template.English
	}
	p := &certificatePaper{accessPaper{l: l, zone: zone}, c}
	p.write()
	return document.Written{
		Filled: template.Filled{Title: p.in("Bewijs van wissen", "Certificate of erasure"), Language: language, Lines: p.lines},
		Kind:   "CERTIFICATE", Sender: e.Name, Date: template.Day(c.At.In(zone), language), Reference: c.ID.String(),
	}, nil
}

type certificatePaper struct {
	accessPaper
	c certificate.Certificate
}

// mostOnPaper is how many positions or keys are printed: some ten pages. The answer as JSON has them all.
const mostOnPaper = 600

func (p *certificatePaper) write() {
	p.say(p.in(
		"Hierbij verklaart de werkgever dat het onderstaande is gewist. De sleutels zijn vernietigd: niemand kan het nog lezen, ook niet zoals het eerder bekend was. Dit bewijs zegt nergens wie het was.",
		"The employer certifies that what follows was erased. The keys were destroyed: nobody can read it any more, nor as it was known before. This certificate says nowhere who it was.",
	))
	p.what()
	p.stood()
	p.backups()
	p.exports()
	p.papers()
	p.keys()
}

func (p *certificatePaper) what() {
	c := p.c
	p.row(p.in("Van", "Of"), p.kind()+" "+c.Of.String())
	if c.Kind != certificate.OfEmployer {
		p.row(p.in("Gewist", "Erased"), purposesIn(c.Purposes, p.l))
	}
	p.row(p.in("Reden", "Reason"), labelOf(codes.RedactionReason, c.Reason, p.l))
	p.row(p.in("Wanneer", "When"), p.at(c.At))
	p.row(p.in("Sleutels", "Keys"), fmt.Sprintf(p.in("%d vernietigd", "%d destroyed"), c.KeyCount))
	p.row(p.in("Stond in", "Stood in"), fmt.Sprintf(p.in("%d gebeurtenissen", "%d events"), c.Events))
	p.row(p.in("Vastgelegd op", "Recorded at"), p.in("positie ", "position ")+strings.Join(turned(c.Erased, eventlog.Position.String), ", "))
	p.say(p.in(
		"Aantallen en cijfers zijn gelijk gebleven, ook zoals ze eerder bekend waren: wat hier is vastgelegd, staat voor wat er stond.",
		"Counts and figures stayed as they were, also as they were known before: what is recorded here stands for what stood there.",
	))
}

// kind is of what it is. An employer has its name at the top already.
func (p *certificatePaper) kind() string {
	if p.c.Kind == certificate.OfEmployer {
		return p.in("alles van deze werkgever,", "all that is of this employer,")
	}
	return figures.Text(p.c.Kind.Name()).In(p.l)
}

func (p *certificatePaper) stood() {
	p.heading(p.in("Waar het stond", "Where it stood"))
	if p.c.Kind == certificate.OfEmployer {
		p.say(p.in("Het stond tussen deze posities van het logboek; hun inhoud is verwijderd, hun hash staat er nog:", "It stood between these positions of the log; their content was removed, and their hash is still there:"))
	}
	spans := make([]string, len(p.c.Told))
	for i, s := range p.c.Told {
		if spans[i] = fmt.Sprint(int64(s.First)); s.Last > s.First {
			spans[i] += "–" + fmt.Sprint(int64(s.Last))
		}
	}
	if len(spans) == 0 {
		p.say(p.in("Het stond nergens meer.", "It stood nowhere any more."))
		return
	}
	p.say(p.in("Positie ", "Position ") + p.first(spans, ", "))
}

func (p *certificatePaper) backups() {
	p.heading(p.in("Reservekopieën", "Backups"))
	if len(p.c.Backups) == 0 {
		p.say(p.in("Er is geen kopie met sleutels genoemd.", "No backup with keys was named."))
		return
	}
	p.say(p.in("Een kopie met sleutels kan het tot en met die dag nog lezen. Zet er niets uit terug.", "A backup with keys can read it through that day. Restore nothing from it."))
	for _, b := range p.c.Backups {
		p.row(b.Name, p.in("tot en met ", "through ")+p.dayOf(b.Until))
	}
}

func (p *certificatePaper) exports() {
	p.heading(p.in("Bestanden die al weg waren", "Files that had left"))
	if len(p.c.Exports) == 0 {
		p.say(p.in("Er ging geen bestand weg waar het in stond.", "No file left that held it."))
		return
	}
	p.say(p.in("Deze haalt niemand terug: vraag wie ze heeft om ze te wissen. Met deze SHA-256:", "Nobody can take these back: ask whoever has them to erase them. With this SHA-256:"))
	for _, x := range p.c.Exports {
		p.row(p.at(x.At), x.Hash[:len(x.Hash)/2]+" "+x.Hash[len(x.Hash)/2:])
	}
}

func (p *certificatePaper) papers() {
	if len(p.c.Papers) == 0 {
		return
	}
	p.heading(p.in("Documenten die niet meer opengaan", "Documents that open no more"))
	p.say(p.in("Wie er een kreeg, heeft het nog.", "Whoever was given one still has it."))
	p.say(p.first(textsOf(p.c.Papers), "  "))
}

func (p *certificatePaper) keys() {
	p.heading(p.in("Sleutels die zijn vernietigd", "Keys that were destroyed"))
	if len(p.c.Keys) == 0 {
		p.say(p.in("Er was geen sleutel meer.", "There was no key any more."))
		return
	}
	p.say(p.in("Met deze nummers; wat eronder stond opent niet meer:", "With these ids; what stood under them opens no more:"))
	p.say(p.first(textsOf(p.c.Keys), "  "))
	if listed := len(p.c.Keys); p.c.KeyCount > listed {
		p.say(fmt.Sprintf(p.in("Het bewijs noemt de eerste %d van %d sleutels.", "The certificate names the first %d of %d keys."), listed, p.c.KeyCount))
	}
}

// first joins so many of a long list as fit, and says where the others stand.
func (p *certificatePaper) first(all []string, between string) string {
	if len(all) <= mostOnPaper {
		return strings.Join(all, between)
	}
	return strings.Join(all[:mostOnPaper], between) + fmt.Sprintf(p.in(
		" … en nog %d, die staan in GET /v1/certificates/%s", " … and %d more, which stand in GET /v1/certificates/%s"), len(all)-mostOnPaper, p.c.ID)
}

// at is a day in words, and a time.
func (p *certificatePaper) at(t time.Time) string {
	return p.inWords(t.In(p.zone)) + t.In(p.zone).Format(", 15:04")
}

func (p *certificatePaper) inWords(day time.Time) string {
	if p.l == figures.English {
		return template.Day(day, template.English)
	}
	return template.Day(day, template.Dutch)
}

// dayOf is as it was said where it is no day.
func (p *certificatePaper) dayOf(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return p.inWords(day)
}

func textsOf(all []uuid.UUID) []string {
	return turned(all, func(id uuid.UUID) string { return id.String() })
}

func labelOf(list codes.List, code codes.Code, l figures.Language) string {
	if entry, known := list.Find(code); known {
		return figures.Text{NL: entry.NL, EN: entry.EN}.In(l)
	}
	return string(code)
}

// purposesInWords are kinds of personal details as people call them.
var purposesInWords = map[person.Purpose]figures.Text{
	person.ForIdentity:    {NL: "naam en personeelsnummer", EN: "name and staff number"},
	person.ForHealth:      {NL: "letsel en verzuim", EN: "injury and absence"},
	person.ForNarrative:   {NL: "vrije tekst", EN: "free text"},
	person.ForAddress:     {NL: "adres", EN: "address"},
	person.ForReference:   {NL: "nummers bij anderen", EN: "numbers with others"},
	person.ForProfile:     {NL: "geslacht, leeftijd en relatie", EN: "sex, age and relation"},
	person.ForHistory:     {NL: "voorgeschiedenis", EN: "history"},
	person.ForProsecution: {NL: "vervolging en straf", EN: "prosecution and sentence"},
	person.ForDamages:     {NL: "schade en geld", EN: "damages and money"},
	person.ForCare:        {NL: "nazorg", EN: "aftercare"},
}

func purposesIn(all []person.Purpose, l figures.Language) string {
	words := turned(all, func(p person.Purpose) string { return cmp.Or(purposesInWords[p].In(l), string(p)) })
	return strings.Join(words, "; ")
}
