package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/template"
)

type documentsInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the incident or the case."`
}

type prepareDocumentInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the incident or the case."`
}

type changeDocumentInput struct {
	Versioned
	ID       string `path:"id" format:"uuid" doc:"Of the incident or the case."`
	Document string `path:"document" format:"uuid" doc:"Of the document."`
}

type documentInput struct {
	ID       string `path:"id" format:"uuid" doc:"Of the incident or the case."`
	Document string `path:"document" format:"uuid" doc:"Of the document."`
}

type documentForm struct {
	ID       string         `json:"id,omitempty" format:"uuid" doc:"Of the document; a new one when left out."`
	Kind     codes.Code     `json:"kind" doc:"What is written."`
	Language codes.Code     `json:"language,omitempty" doc:"NL when left out."`
	Worker   string         `json:"worker,omitempty" format:"uuid" doc:"To whom a letter goes, for whom an aangifte or a claim is (person). Without it, a claim is the employer's own."`
	Named    bool           `json:"named,omitempty" doc:"An aangifte with the worker's name; otherwise under a number, which the police give."`
	Whose    template.Whose `json:"whose,omitempty" enum:"PROGRAM,EMPLOYER" doc:"Whose text; the employer's own goes first when left out."`
	Version  int            `json:"version,omitempty" doc:"Of the text; the newest when left out."`
	Fill     []fillForm     `json:"fill,omitempty" doc:"What the record does not know."`
}

type fillForm struct {
	Field string `json:"field" doc:"Its name, as GET /v1/templates has it."`
	Text  string `json:"text"`
}

func filled(list []fillForm) map[string]string {
	all := map[string]string{}
	for _, f := range list {
		all[f.Field] = f.Text
	}
	return all
}

type issueForm struct {
	Blanks bool `json:"blanks,omitempty" doc:"Also with blanks, which whoever gets it fills in."`
}

type preparedAnswer struct {
	Status   int
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"The position in the log that includes this change; for minPosition."`
	Location string `header:"Location" doc:"Where to read what was made."`
	Body     preparedBody
}

type preparedBody struct {
	ID       uuid.UUID    `json:"id" format:"uuid" doc:"Of the document."`
	Version  int64        `json:"version" doc:"Of the documents of this incident or case; the same as in the ETag."`
	Position int64        `json:"position" doc:"The position in the log that includes this change."`
	Recorded bool         `json:"recorded" doc:"False when it was there already."`
	Document documentPage `json:"document"`
	LeftOut  []string     `json:"left_out" doc:"What was taken out of free text, in Dutch. It is a net with holes: read the document before it goes out."`
}

// prepareDocument writes a document of what is known, keeps it sealed, and records it.
func (a *api) prepareDocument(k kind) func(context.Context, *prepareDocumentInput) (*preparedAnswer, error) {
	return func(ctx context.Context, in *prepareDocumentInput) (*preparedAnswer, error) {
		var body documentForm
		c, err := a.changeRecord(ctx, in.Versioned, k, in.ID, access.PrepareDocument, "prepare document of", &body)
		if err != nil {
			return nil, err
		}
		if err := a.insistOwn(ctx, k.stream(c.id), access.PrepareDocument); err != nil {
			return nil, err
		}
		id := a.documentID(ctx, body.ID, in.Key, c)
		order := document.Order{
			Kind: body.Kind, Language: body.Language, Worker: idOf(body.Worker, "worker", &c.wrong), Named: body.Named, Whose: body.Whose, Version: body.Version, Fill: filled(body.Fill),
		}
		sources, err := a.sources(ctx, k, c, order.Worker)
		if err != nil {
			return nil, err
		}
		sources.ID = id
		written, err := document.Write(order, sources)
		withFields(&c.wrong, err)
		if err := c.wrong.Err(); err != nil {
			return nil, err
		}
		return a.keepDocument(ctx, k, c, id, written, sources)
	}
}

// documentID is the same when a request is repeated, so that nothing is kept twice.
func (a *api) documentID(ctx context.Context, given, key string, c *recordChange) uuid.UUID {
	if given != "" || key == "" {
		return a.idOrNew(given, "id", &c.wrong)
	}
	return uuid.NewSHA1(c.id, append(callOf(ctx).actor.ID[:], key...))
}

func (a *api) keepDocument(ctx context.Context, k kind, c *recordChange, id uuid.UUID, w document.Written, s document.Sources) (*preparedAnswer, error) {
	stream := document.Stream(c.id)
	papers, version, err := document.Decider.Load(ctx, a.journal, stream)
	if err != nil {
		return nil, err
	}
	about, _ := s.About()
	drafted := document.Drafted{ID: id, About: about, Employer: c.employer.ID, Worker: w.Worker, Says: person.Of(w.Says)}
	cmd := document.Draft{By: callOf(ctx).actor, Unit: c.unit, Drafted: drafted}
	// Asked before anything is kept: what is refused leaves nothing behind.
	repeated, err := decider.Repeated(ctx, a.journal, c.request)
	if err != nil {
		return nil, err
	}
	if !repeated && c.request.Expected != nil && *c.request.Expected != version {
		return nil, stale(&eventlog.ConflictError{Stream: stream, Expected: *c.request.Expected, Actual: version}, c.request)
	}
	if _, err := document.Decider.Decide(papers, cmd); err != nil {
		return nil, err
	}
	if have, there := papers.Find(id); there {
		cmd.Drafted = have.Drafted
	} else if err := a.seal(ctx, &cmd.Drafted, k, c, w); err != nil {
		return nil, err
	}
	out, err := run(ctx, a, document.Decider, stream, document.Command(cmd), c.request)
	if err != nil {
		return nil, err
	}
	page := paperPage(document.Paper{Drafted: cmd.Drafted})
	where := fmt.Sprintf("/%ss/%s/documents/%s", k.noun, c.id, id)
	made := made(out, where)
	return &preparedAnswer{Status: made.Status, ETag: made.ETag, Position: made.Position, Location: base + where, Body: preparedBody{
		ID: id, Version: made.Body.Version, Position: made.Body.Position, Recorded: made.Body.Recorded, Document: page, LeftOut: append([]string{}, w.LeftOut...),
	}}, nil
}

// seal keeps the paper, and puts into the event what is needed to read it again.
func (a *api) seal(ctx context.Context, to *document.Drafted, k kind, c *recordChange, w document.Written) error {
	invented, err := a.invented(ctx, k.stream(c.id), access.ReadDocument)
	if err != nil {
		return err
	}
	paper, err := a.Printer.Print(w, invented)
	if err != nil {
		return err
	}
	hash, size, shares, err := a.Documents.Keep(ctx, c.employer.ID, paper, len(w.Under))
	if err != nil {
		return err
	}
	to.Hash, to.Size = hash, size
	for i, under := range w.Under {
		to.Parts = append(to.Parts, document.Part{Under: under, Share: person.Of(base64.StdEncoding.EncodeToString(shares[i]))})
	}
	return nil
}

// sources is what is on record of an incident or a case.
func (a *api) sources(ctx context.Context, k kind, c *recordChange, worker uuid.UUID) (document.Sources, error) {
	s := document.Sources{At: c.at, Employer: c.employer}
	var err error
	if s.Zone, err = zoneOf(c.employer); err != nil {
		return s, err
	}
	if s.Stationery, _, err = template.Decider.Load(ctx, a.journal, template.Stream(c.employer.ID)); err != nil {
		return s, err
	}
	var family []uuid.UUID
	if worker != uuid.Nil {
		if family, err = pseudonym.FamilyOf(worker, a.pseudonymAt(ctx)); err != nil {
			return s, err
		}
		for _, id := range family[1:] {
			s.Same = s.Same.And(pseudonym.Same{id: family[0]})
		}
	}
	if k.noun == aCase.noun {
		return s, a.ofCase(ctx, &s, c.id, family)
	}
	s.IncidentID = c.id
	if s.Incident, _, err = incident.Decider.Load(ctx, a.journal, incident.Stream(c.id)); err != nil {
		return s, err
	}
	return s, a.suspectIn(ctx, &s)
}

// ofCase takes the incident in which the worker was hit, under whichever of his pseudonyms,
// where there are more.
func (a *api) ofCase(ctx context.Context, s *document.Sources, id uuid.UUID, worker []uuid.UUID) (err error) {
	s.CaseID = id
	d, err := a.dossierOf(ctx, id)
	if err != nil {
		return err
	}
	s.Case = d.family.Of(id)
	for i, of := range s.Case.Incidents {
		state, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(of))
		if err != nil {
			return err
		}
		hit := slices.ContainsFunc(state.Workers, func(w incident.Worker) bool { return slices.Contains(worker, w.Person) })
		if i == 0 || hit {
			s.IncidentID, s.Incident = of, state
		}
		if hit || i == mostLookUps {
			break
		}
	}
	return a.fileOf(ctx, s, s.Case.Suspect)
}

// suspectIn is the file of the one suspect who has one; of two nobody knows which is meant.
func (a *api) suspectIn(ctx context.Context, s *document.Sources) error {
	var files []uuid.UUID
	for _, l := range s.Incident.Suspects {
		if l.Suspect != uuid.Nil && !slices.Contains(files, l.Suspect) {
			files = append(files, l.Suspect)
		}
	}
	if len(files) != 1 {
		return nil
	}
	return a.fileOf(ctx, s, files[0])
}

func (a *api) fileOf(ctx context.Context, s *document.Sources, id uuid.UUID) (err error) {
	if s.SuspectID = id; id == uuid.Nil {
		return nil
	}
	s.Suspect, _, err = suspect.Decider.Load(ctx, a.journal, suspect.Stream(id))
	return err
}

func (a *api) issueDocument(k kind) func(context.Context, *changeDocumentInput) (*receiptAnswer, error) {
	return changedDocument(a, k, "issue document of", func(ctx context.Context, c *recordChange, id uuid.UUID, body issueForm) document.Command {
		return document.Issue{By: callOf(ctx).actor, Employer: c.employer.ID, Unit: c.unit, ID: id, Blanks: body.Blanks}
	})
}

func (a *api) withdrawDocument(k kind) func(context.Context, *changeDocumentInput) (*receiptAnswer, error) {
	return changedDocument(a, k, "withdraw document of", func(ctx context.Context, c *recordChange, id uuid.UUID, body reasonForm) document.Command {
		return document.Withdraw{By: callOf(ctx).actor, Employer: c.employer.ID, Unit: c.unit, ID: id, Reason: body.Reason}
	})
}

func changedDocument[F any](a *api, k kind, about string, command func(context.Context, *recordChange, uuid.UUID, F) document.Command) func(context.Context, *changeDocumentInput) (*receiptAnswer, error) {
	return func(ctx context.Context, in *changeDocumentInput) (*receiptAnswer, error) {
		var body F
		c, err := a.changeRecord(ctx, in.Versioned, k, in.ID, access.PrepareDocument, about+" "+in.Document, &body)
		if err != nil {
			return nil, err
		}
		id, err := uuid.Parse(in.Document)
		if err != nil {
			return nil, access.NoSuch("document")
		}
		return runRecord(ctx, a, c, document.Decider, document.Stream(c.id), command(ctx, c, id, body))
	}
}

// openDocument gives the paper. Neither its address nor its name says anything of anybody.
func (a *api) openDocument(k kind) func(context.Context, *documentInput) (*huma.StreamResponse, error) {
	return func(ctx context.Context, in *documentInput) (*huma.StreamResponse, error) {
		about, owner, err := a.named(ctx, k, in.ID, access.ReadDocument)
		if err != nil {
			return nil, err
		}
		history, err := a.history(ctx, document.Stream(about), access.ReadDocument, true)
		if err != nil {
			return nil, err
		}
		id, err := uuid.Parse(in.Document)
		if err != nil {
			return nil, access.NoSuch("document")
		}
		papers := folded(document.Decider, history)
		if p, there := papers.Find(id); there && p.Closed() {
			return nil, onlyYours()
		}
		paper, err := papers.Open(id)
		if err != nil {
			return nil, err
		}
		content, err := a.unseal(ctx, paper, owner)
		if err != nil {
			return nil, err
		}
		if err := a.record(ctx, access.Reading{What: "document", ID: id, Personal: true, Position: history[len(history)-1].Position}); err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(h huma.Context) {
			h.SetHeader("Content-Type", "application/pdf")
			h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "document-"+id.String()+".pdf"))
			h.SetStatus(http.StatusOK)
			_, _ = h.BodyWriter().Write(content) // a client that left is no error of ours
		}}, nil
	}
}

func (a *api) unseal(ctx context.Context, p document.Paper, owner uuid.UUID) ([]byte, error) {
	shares := make([][]byte, len(p.Parts))
	for i, part := range p.Parts {
		var err error
		if shares[i], err = base64.StdEncoding.DecodeString(part.Share.Value); err != nil {
			return nil, fmt.Errorf("read part %d of the key of document %s: it is no base64", i, p.ID)
		}
	}
	content, found, err := a.Documents.Read(ctx, access.Scope{Employer: owner}, p.Hash, shares)
	if err == nil && !found {
		err = fault.Wrap(fault.Unavailable, "this document is on record and not in the store: let the operator run `ruggensteun verify`", fmt.Errorf("document %s: no bytes with hash %s", p.ID, p.Hash))
	}
	return content, err
}
