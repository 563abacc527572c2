package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/template"
	"ruggensteun/domain/text"
)

// Sources is what is on record, as facts from outside.
type Sources struct {
	ID         uuid.UUID // of the document
	At         time.Time
	Zone       *time.Location
	Employer   employer.Employer
	Stationery template.Stationery

	CaseID     uuid.UUID // zero when it is about an incident
	Case       prosecution.Case
	IncidentID uuid.UUID // the incident itself, or the first one of the case
	Incident   incident.Incident
	SuspectID  uuid.UUID // the file, where there is one
	Suspect    suspect.File

	Same pseudonym.Same // which pseudonyms of workers are of one
}

// workers are the records of a worker in an incident, by whichever of his pseudonyms: first
// that of the given one.
func (s Sources) workers(id uuid.UUID) (all []incident.Worker) {
	for _, w := range s.Incident.Workers {
		switch {
		case w.Person == id:
			all = slices.Insert(all, 0, w)
		case s.Same.Of(w.Person) == s.Same.Of(id):
			all = append(all, w)
		}
	}
	return all
}

// About tells whether it is about an incident or a case, and which.
func (s Sources) About() (About, uuid.UUID) {
	if s.CaseID != uuid.Nil {
		return OfCase, s.CaseID
	}
	return OfIncident, s.IncidentID
}

// Order is what is asked for.
type Order struct {
	Kind     codes.Code
	Language codes.Code // "" is Dutch
	Whose    template.Whose
	Version  int       // 0 is the one that goes before others
	Worker   uuid.UUID // whom it is for or about
	Named    bool      // an aangifte with the worker's name; otherwise under a number (DOMAIN 2.1)
	Fill     map[string]string
}

// Written is a document before it is on paper.
type Written struct {
	template.Filled
	Kind      codes.Code
	Sender    string
	Letter    template.Letterhead
	Date      string
	Reference string
	Says      Says
	Worker    uuid.UUID
	Under     []person.KeyRef // under whose keys it must be sealed
	LeftOut   []string        // what was taken out of free text, in Dutch
	Sample    bool            // shows what documents will look like, and is none
}

// longestFill is how much can be filled in by hand: a paragraph or two.
const longestFill = 4_000

// Write makes a document of what is known. Nothing is guessed: what is not known stays blank
// and is listed. The error is a *fault.Fault with everything that is wrong with the order.
func Write(o Order, s Sources) (Written, error) {
	if o.Language == "" {
		o.Language = template.Dutch
	}
	var f fault.Fields
	held := o.check(&f, s)
	fill := o.filled(&f)
	if err := f.Err(); err != nil {
		return Written{}, err
	}
	w := &writing{Sources: s, Order: o, known: map[string]template.Value{}}
	w.own()
	writers[o.Kind](w)
	maps.Copy(w.known, fill)
	out := Written{
		Filled: held.Fill(w.known), Kind: o.Kind, Sender: s.Employer.Name, Letter: s.Stationery.Letterhead, Worker: o.Worker,
		Date: w.known["date"].Text, Reference: w.known["reference"].Text, Under: w.under, LeftOut: w.leftOut,
		Says: Says{Kind: o.Kind, Language: o.Language, Whose: held.Whose, Version: held.Version},
	}
	for _, m := range out.Missing {
		out.Says.Missing = append(out.Says.Missing, m.Name)
	}
	return out, nil
}

func (o Order) check(f *fault.Fields, s Sources) template.Held {
	f.Note("kind", codes.DocumentKind.CheckOwn(o.Kind, time.Time{}))
	f.Note("language", codes.DocumentLanguage.CheckOwn(o.Language, time.Time{}))
	if f.Has("kind") || f.Has("language") {
		return template.Held{}
	}
	about, _ := s.About()
	f.Check(o.Kind == template.Aangifte || o.Kind == template.WarningLetter || about == OfCase, "kind", "is written of a case, and not of an incident", "prepare it of the case: POST /v1/cases/{id}/documents")
	f.Check(o.Kind != template.LetterVictim || o.Worker != uuid.Nil, "worker", "is missing", "say to which victim it goes (person)")
	o.checkWorker(f, s)
	held, found := s.Stationery.Choose(o.Kind, o.Language, o.Whose, o.Version)
	f.Check(found, "template", "is none that there is for this kind and language", "use one of "+s.Stationery.Names(o.Kind))
	return held
}

func (o Order) checkWorker(f *fault.Fields, s Sources) {
	if o.Worker == uuid.Nil {
		return
	}
	hit := len(s.workers(o.Worker)) > 0
	if s.CaseID != uuid.Nil {
		f.Check(slices.Contains(s.Case.Workers, s.Same.Of(o.Worker)), "worker", "is no victim of this case", "link the worker to the case first, or check the id")
		return
	}
	f.Check(hit, "worker", "is not on record in this incident", "check the id (person), as the incident shows it")
}

// filled are the answers that somebody typed, over what is on record.
func (o Order) filled(f *fault.Fields) map[string]template.Value {
	all := map[string]template.Value{}
	for _, name := range slices.Sorted(maps.Keys(o.Fill)) {
		field, known := template.Find(o.Kind, name)
		at := "fill." + name
		switch {
		case !known:
			f.Add(at, "is not a field of this kind of document", "use one of "+template.Listed(o.Kind))
		case field.FromRecord:
			f.Add(at, "follows from what is on record, and is not typed over", "correct the record: the notices of the case, or the letterhead")
		default:
			clean, err := text.Prose(o.Fill[name], longestFill)
			f.Note(at, err)
			if clean != "" {
				all[name] = template.Value{Text: clean}
			}
		}
	}
	return all
}

var writers = map[codes.Code]func(*writing){
	template.Aangifte:      (*writing).aangifte,
	template.LetterVictim:  (*writing).letter,
	template.WarningLetter: (*writing).warning,
	template.DamagesClaim:  (*writing).claim,
}

// writing is a document in the making. Whatever it reads it remembers the key of.
type writing struct {
	Sources
	Order
	known   map[string]template.Value
	under   []person.KeyRef
	leftOut []string
}

func (w *writing) put(name, words string) {
	if words != "" {
		w.known[name] = template.Value{Text: words}
	}
}

// read is what is kept of somebody or something; the document is sealed under its key too.
func read[T any](w *writing, kind person.KeyKind, subject uuid.UUID, purpose person.Purpose, h person.Held[T]) (T, bool) {
	v, is := h.Get()
	if is {
		w.seal(kind, subject, purpose)
	}
	return v, is
}

// ofWorker is what is on record of the worker whom it is for or about, sealed under the key
// of the pseudonym that it was recorded under.
func ofWorker[T any](w *writing, purpose person.Purpose, held func(incident.Worker) person.Held[T]) (T, bool) {
	for _, worker := range w.workers(w.Worker) {
		if v, is := read(w, person.KeyOfPerson, worker.Person, purpose, held(worker)); is {
			return v, true
		}
	}
	var none T
	return none, false
}

func (w *writing) seal(kind person.KeyKind, subject uuid.UUID, purpose person.Purpose) {
	ref := person.KeyRef{Kind: kind, Subject: subject, Purpose: purpose}
	if !slices.Contains(w.under, ref) {
		w.under = append(w.under, ref)
	}
}

// sealCase also takes the keys of the cases that were merged into this one.
func (w *writing) sealCase(purpose person.Purpose) {
	w.seal(person.KeyOfCase, w.CaseID, purpose)
	for _, merged := range w.Case.Merged {
		w.seal(person.KeyOfCase, merged, purpose)
	}
}

// own is what the employer knows of itself.
func (w *writing) own() {
	l := w.Stationery.Letterhead
	w.put("employer", w.Employer.Name)
	w.put("domicile", strings.Join(l.Address, ", "))
	w.put("desk", l.Desk)
	w.put("phone", l.Phone)
	w.put("date", template.Day(w.At.In(w.Zone), w.Language))
	w.put("reference", reference(w.ID))
}

// reference is short enough to read out over the phone, and says nothing.
func reference(id uuid.UUID) string {
	s := strings.ToUpper(id.String())
	return fmt.Sprintf("RS-%s-%s", s[24:30], s[30:])
}
