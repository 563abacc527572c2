package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/disposal"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

type accessFileInput struct {
	ID       string `path:"id" format:"uuid" doc:"Of the request."`
	Format   string `query:"format" doc:"json, or pdf to hand over; json when left out."`
	Language string `query:"language" doc:"Of the PDF: nl or en; nl when left out."`
}

// subjectFile is one of them, as it is put together.
type subjectFile struct {
	*api
	id       uuid.UUID // of the request
	employer employer.Employer
	request  accessrequest.Request
	head     eventlog.Position
	family   map[uuid.UUID]bool // ids of whom it is about
	cases    map[uuid.UUID]bool // that are about a suspect
	papers   map[uuid.UUID]bool // documents that were sealed for him
	records  []*fileRecord      // in the order in which they began
	page     accessFilePage
}

// fileRecord is one stream in which something is told of him.
type fileRecord struct {
	stream eventlog.Stream
	first  eventlog.Position
	opened []eventlog.Holder
}

// makeAccessFile puts together all that is kept of who asks. It is in memory as a whole: it is of one
// person, and what leaves is recorded with the hash of its bytes before the first of them does.
func (a *api) makeAccessFile(ctx context.Context, in *accessFileInput) (*huma.StreamResponse, error) {
	id, owner, err := a.named(ctx, anAccessRequest, in.ID, access.AnswerAccess)
	if err != nil {
		return nil, err
	}
	var wrong fault.Fields
	wrong.Check(slices.Contains([]string{"", "json", "pdf"}, in.Format), "format", "is not one that this comes in", "say json or pdf")
	wrong.Check(slices.Contains([]string{"", "nl", "en"}, in.Language), "language", "is not one that this is written in", "say nl or en")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	f := &subjectFile{api: a, id: id}
	if f.employer, err = a.employerOf(ctx, owner); err != nil {
		return nil, err
	}
	if f.request, err = a.accessRequest(ctx, id); err != nil {
		return nil, err
	}
	if f.request.State() != accessrequest.Pending {
		return nil, fault.New(fault.Refused, "this request was answered: take in another one, if he asks again")
	}
	if err := f.make(ctx); err != nil {
		return nil, err
	}
	media, name, content := "application/json", "inzage-"+id.String()+".json", []byte(nil)
	if in.Format == "pdf" {
		media, name = "application/pdf", "inzage-"+id.String()+".pdf"
		content, err = f.paper(figures.Language(cmp.Or(in.Language, "nl")))
	} else {
		content, err = json.Marshal(f.page)
	}
	if err != nil {
		return nil, err
	}
	what := export.TakenOut{
		Form: export.AccessFile, Question: fmt.Sprintf("access file of %s %s for request %s as-of %s", f.request.On.Kind, f.request.On.ID, id, f.head), Viewer: "owner", Position: f.head, Rows: len(f.records),
	}
	if _, err := a.takeOut(ctx, what, content); err != nil {
		return nil, err
	}
	if err := a.record(ctx, f.readings()...); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", media)
		h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
		h.SetHeader("Position", f.head.String())
		h.SetStatus(http.StatusOK)
		_, _ = h.BodyWriter().Write(content) // a client that left is no error of ours
	}}, nil
}

// readings are each thing that is in it, and last the file itself.
func (f *subjectFile) readings() (all []access.Reading) {
	for _, r := range f.records {
		all = append(all, access.Reading{What: nounOf(r.stream.Category), ID: r.stream.ID, Personal: true, Owner: f.employer.ID, Position: f.head, Opened: r.opened})
	}
	return append(all, access.Reading{What: "access file", ID: f.id, Personal: true, Owner: f.employer.ID, Position: f.head})
}

// leftToOthers are kinds of streams that name people and tell nothing of them: what they say of one person
// is told elsewhere in his file.
var leftToOthers = []string{disposal.Category, certificate.Category, export.Category, "redaction", "import", "employer", "mail"}

// find goes through all that the employer keeps, with nothing opened, for where something is told of him:
// in a stream of his own, under a key of his, or where his id stands.
func (f *subjectFile) find(ctx context.Context) (err error) {
	if f.head, err = f.Log.Head(ctx); err != nil {
		return fmt.Errorf("ask for the end of the log: %w", err)
	}
	if err := f.whose(ctx); err != nil {
		return err
	}
	f.cases, f.papers = map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, k := range export.Kinds {
		if slices.Contains(leftToOthers, k.Category) {
			continue
		}
		err := f.eachStream(ctx, access.AnswerAccess, f.employer.ID, k.Category, f.head, func(history []eventlog.Recorded) error {
			return f.consider(ctx, history)
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(f.records, func(x, y *fileRecord) int { return cmp.Compare(x.first, y.first) })
	return nil
}

func (f *subjectFile) whose(ctx context.Context) error {
	family := []uuid.UUID{f.request.On.ID}
	if f.request.On.Kind == accessrequest.Worker {
		var err error
		if family, err = pseudonym.FamilyOf(f.request.On.ID, f.pseudonymAt(ctx)); err != nil {
			return err
		}
	}
	f.family = map[uuid.UUID]bool{}
	for _, id := range family {
		f.family[id] = true
	}
	return nil
}

func (f *subjectFile) consider(ctx context.Context, history []eventlog.Recorded) error {
	bodies, under, err := f.Evidence.Sealed(ctx, history)
	if err != nil {
		return err
	}
	found := false
	for i, e := range history {
		if !f.speaksOf(e, under[i]) {
			continue
		}
		found = true
		if drafted, is := bodies[i].(document.Drafted); is {
			f.papers[drafted.ID] = true
		}
		if linked, is := bodies[i].(prosecution.Linked); is && linked.Kind == prosecution.ToSuspect && f.family[linked.ID] {
			f.cases[e.Stream.ID] = true
		}
	}
	if found {
		f.records = append(f.records, &fileRecord{stream: history[0].Stream, first: history[0].Position})
	}
	return nil
}

func (f *subjectFile) speaksOf(e eventlog.Recorded, under []person.UnderKey) bool {
	if f.family[e.Stream.ID] && e.Stream.Category != employer.Stream(uuid.Nil).Category {
		return true
	}
	for _, u := range under {
		if u.Key.Kind == person.KeyOfPerson && f.family[u.Key.Subject] {
			return true
		}
	}
	for id := range f.family {
		if bytes.Contains(e.Payload, []byte(id.String())) || f.request.On.Kind == accessrequest.User && bytes.Contains(e.Metadata, []byte(id.String())) {
			return true
		}
	}
	return false
}

// mine are the keys under which something is told of him alone. What is heard in a case against a suspect
// is of him; what was written down in words names anybody, and stays out.
func (f *subjectFile) mine(k person.KeyRef) bool {
	switch k.Kind {
	case person.KeyOfPerson:
		return f.family[k.Subject]
	case person.KeyOfCase:
		return k.Subject == f.id || f.cases[k.Subject] && (k.Purpose == person.ForProsecution || k.Purpose == person.ForReference)
	}
	return false
}

func (f *subjectFile) make(ctx context.Context) error {
	if err := f.find(ctx); err != nil {
		return err
	}
	f.page = accessFilePage{
		Request: f.id, Kind: f.request.On.Kind, Of: f.request.On.ID, Employer: f.employer.Code, Name: f.employer.Name,
		Received: f.request.Received, Due: f.request.Due(), Position: int64(f.head), MadeAt: f.instant(),
		Records: []accessRecord{}, Kept: []accessKept{}, Forgotten: []accessForgotten{}, Recipients: []accessRecipient{}, Readers: []accessReader{},
		Rights: rightsOf(f.request.On.Kind), Complaints: complaints, LeftOutText: whatIsLeftOut,
	}
	for _, r := range f.records {
		if err := f.add(ctx, r); err != nil {
			return err
		}
	}
	f.page.Notice = noticeOf(f.page.Invented)
	for _, part := range []func(context.Context) error{f.kept, f.recipients, f.readers} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// wholly are the kinds of records of which all is told that is of nobody else; of others only where he
// is named. What is in a case is told of the suspect, not to the worker who was hurt.
func (f *subjectFile) wholly(s eventlog.Stream) bool {
	switch s.Category {
	case "incident", "aangifte", "aftercare":
		return f.request.On.Kind != accessrequest.User
	case "prosecution":
		return f.cases[s.ID]
	}
	return f.family[s.ID]
}

// add tells one record, as far as it is of him.
func (f *subjectFile) add(ctx context.Context, r *fileRecord) error {
	history, err := f.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.AnswerAccess), r.stream)
	if err != nil {
		return fmt.Errorf("read a record for an access file: %w", err)
	}
	bodies, under, err := f.Evidence.Sealed(ctx, history)
	if err != nil {
		return err
	}
	record := accessRecord{Kind: nounOf(r.stream.Category), ID: r.stream.ID, Law: "AVG", Events: []accessEvent{}}
	record.activity()
	payloads := make([][]byte, len(history))
	ground, withheld := f.request.Kept(r.stream.ID)
	if withheld {
		text := figures.Text(ground.Name())
		record.Withheld, record.WithheldText = ground, &text
	} else if payloads, err = f.Evidence.OfSubject(decider.Watch(ctx, func(h eventlog.Holder) { r.opened = append(r.opened, h) }), history, f.mine); err != nil {
		return err
	}
	for i, e := range history {
		f.page.Invented = f.page.Invented || eventlog.Invented(e.Metadata)
		if law := lawOf(bodies[i]); law != "" {
			record.Law = string(law)
		}
		f.forgotten(e)
		if withheld || e.Redacted || !f.tells(e, under[i], bodies[i]) {
			record.LeftOut++
			continue
		}
		told, err := f.event(e, payloads[i], under[i], r.stream)
		if err != nil {
			return err
		}
		record.Events = append(record.Events, told)
	}
	f.page.Records = append(f.page.Records, record)
	return nil
}

// tells says whether an event is told: it speaks of him, or of his record and of nobody else.
func (f *subjectFile) tells(e eventlog.Recorded, under []person.UnderKey, body any) bool {
	if issued, is := body.(document.Issued); is {
		return f.papers[issued.ID]
	}
	if f.speaksOf(e, under) {
		return true
	}
	if !f.wholly(e.Stream) {
		return false
	}
	return !slices.ContainsFunc(under, func(u person.UnderKey) bool { return u.Key.Kind == person.KeyOfPerson })
}

func (f *subjectFile) event(e eventlog.Recorded, payload []byte, under []person.UnderKey, s eventlog.Stream) (accessEvent, error) {
	meta, err := eventlog.ParseMeta(e.Metadata)
	if err != nil {
		return accessEvent{}, err
	}
	told := accessEvent{What: e.Type, At: e.RecordedAt.UTC(), ByRole: meta.Role, Through: meta.Channel}
	if f.request.On.Kind == accessrequest.User && !slices.ContainsFunc(under, func(u person.UnderKey) bool { return f.mine(u.Key) }) {
		told.Yours = f.family[meta.Actor]
		return told, nil // what it says is of whom he wrote about
	}
	var details any
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	if err := d.Decode(&details); err != nil {
		return told, fmt.Errorf("read event %d for an access file: %w", e.Position, err)
	}
	strip := stripping{family: f.family, record: s.ID}
	told.Details, told.LeftOut = strip.of(details), strip.left
	return told, nil
}

// forgotten notes what of him was forgotten, and when.
func (f *subjectFile) forgotten(e eventlog.Recorded) {
	purpose, is := strings.CutSuffix(strings.TrimPrefix(e.Type, e.Stream.Category+"."), "_erased.v1")
	if !is {
		return
	}
	var said struct {
		Reason string `json:"reason"`
	}
	_ = json.Unmarshal(e.Payload, &said) // without a reason it is told all the same
	f.page.Forgotten = append(f.page.Forgotten, accessForgotten{Record: e.Stream.ID, Kind: nounOf(e.Stream.Category), Purpose: person.Purpose(purpose), At: e.RecordedAt.UTC(), Reason: said.Reason})
}

// kept says how long what is kept, and by which law.
func (f *subjectFile) kept(ctx context.Context) error {
	ledger, err := f.keptBy(ctx, f.employer.ID, f.head)
	if err != nil {
		return err
	}
	book, err := f.periodsOf(ctx, f.employer.ID)
	if err != nil {
		return err
	}
	zone, err := zoneOf(f.employer)
	if err != nil {
		return err
	}
	today, err := f.todayAt(f.employer)
	if err != nil {
		return err
	}
	in := map[uuid.UUID]bool{}
	for _, r := range f.records {
		in[r.stream.ID] = true
	}
	for _, k := range ledger.Kept() {
		if !f.family[k.ID] && !in[k.ID] || k.Kind == retention.Worker && !f.family[k.ID] || k.Kind == retention.Suspect && !f.family[k.ID] {
			continue
		}
		held, there := book.On(k.Of, today)
		if !there {
			continue
		}
		line := accessKept{Kind: k.Kind, ID: k.ID, Purpose: k.Purpose, Law: string(k.Regime), Term: held.Term.String(), Starts: figures.Text(held.Starts.Name()), Basis: figures.Text(held.Basis.Text)}
		if due, runs := book.When(k, today, zone); runs {
			line.Until = due.On.String()
		}
		f.page.Kept = append(f.page.Kept, line)
	}
	return nil
}

// recipients says to whom something of him went.
func (f *subjectFile) recipients(ctx context.Context) error {
	first := f.head
	for _, r := range f.records {
		first = min(first, r.first)
	}
	files, err := f.exportsSince(ctx, f.employer, f.request.On.ID, first, []eventlog.Position{f.head + 1})
	if err != nil {
		return err
	}
	for _, x := range files {
		f.page.Recipients = append(f.page.Recipients, accessRecipient{At: x.At.UTC(), What: figures.Text{NL: "bestand dat de werkgever meenam", EN: "file that the employer took out"}, Hash: x.Hash})
	}
	for _, r := range f.page.Records {
		for _, e := range r.Events {
			if e.What == (document.Issued{}).EventType() {
				f.page.Recipients = append(f.page.Recipients, accessRecipient{At: e.At, Record: &r.ID, What: figures.Text{NL: "brief of aangifte die werd verstuurd", EN: "letter or complaint that was sent"}})
			}
		}
	}
	if f.request.On.Kind != accessrequest.Suspect {
		return nil
	}
	return f.linkedTo(ctx)
}

// linkedTo are the employers that were told of his file by a link, from when it was proposed to them.
func (f *subjectFile) linkedTo(ctx context.Context) error {
	links, err := f.fileLinks(ctx)
	if err != nil {
		return err
	}
	for _, l := range links.Of(f.employer.ID) {
		own, other, _ := l.Side(f.employer.ID)
		if own.File != f.request.On.ID {
			continue
		}
		with, err := f.employerOf(ctx, other.Employer)
		if err != nil {
			return err
		}
		f.page.Recipients = append(f.page.Recipients, accessRecipient{
			At: l.At.UTC(), What: figures.Text{NL: "een andere werkgever, door een koppeling van dossiers: " + with.Code, EN: "another employer, by a link of files: " + with.Code},
		})
	}
	return nil
}

// readers says in which roles his records were read, and never by whom.
func (f *subjectFile) readers(ctx context.Context) error {
	scope := callOf(ctx).actor.Over(access.ReadReaders)
	at := map[string]int{}
	for _, r := range f.records {
		readings, err := f.Access.ReadingsAs(ctx, scope, f.employer.ID, r.stream.ID, time.Time{}, f.Clock().Add(time.Second))
		if err != nil {
			return err
		}
		for _, x := range readings {
			if x.What == "case bundle" {
				f.page.Recipients = append(f.page.Recipients, accessRecipient{At: x.At.UTC(), Record: &r.stream.ID, What: figures.Text{NL: "bundel voor een advocaat of de rechter", EN: "bundle for a lawyer or a court"}})
			}
			name := string(x.Actor.Role) + " " + x.What
			i, there := at[name]
			if !there {
				i = len(f.page.Readers)
				at[name], f.page.Readers = i, append(f.page.Readers, accessReader{Role: string(x.Actor.Role), What: x.What})
			}
			f.page.Readers[i].Times++
			if x.At.After(f.page.Readers[i].Last) {
				f.page.Readers[i].Last = x.At.UTC()
			}
		}
	}
	return nil
}

func (r *accessRecord) activity() {
	for _, a := range processing.Register() {
		if slices.Contains(a.Records, r.Kind) {
			r.Purpose, r.Basis, r.Activity = figures.Text{NL: a.PurposeNL, EN: a.PurposeEN}, a.LegalBasis, figures.Text{NL: a.NL, EN: a.EN}
			return
		}
	}
	r.Basis = []string{}
}
