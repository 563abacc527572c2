// Package eventjson is how each event is written down, and how everything that
// was ever written down is still read.
//
// A payload is one JSON object in a canonical form: the same event gives the
// same bytes, apart from the boxes in it. Times are RFC 3339 in UTC with six
// decimals, ids are lower-case UUIDs, boxes are base64 of what the vault made.
// What was never given is left out.
package eventjson

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// Vault seals and opens; adapters/vault is one.
type Vault interface {
	NewEmployer(ctx context.Context, employer uuid.UUID) (eventlog.DataKey, error)
	Seal(ctx context.Context, employer uuid.UUID, details []person.Detail) ([][]byte, []eventlog.DataKey, error)
	Open(ctx context.Context, boxes []person.Box) ([]person.Opened, error)
	EmployerMark(code string, employer uuid.UUID) eventlog.Mark
	StaffNumberMark(ctx context.Context, employer uuid.UUID, number string, person uuid.UUID) (eventlog.Mark, error)
	CaseMarks(ctx context.Context, employer uuid.UUID, clues []string, of uuid.UUID) ([]eventlog.Mark, error)
	AangifteMarks(ctx context.Context, employer uuid.UUID, number string, aangifte uuid.UUID) ([]eventlog.Mark, error)
	WorkerMarks(ctx context.Context, employer uuid.UUID, names []string, incident uuid.UUID) ([]eventlog.Mark, error)
	SuspectMarks(ctx context.Context, employer uuid.UUID, name, bornOn string, file uuid.UUID) ([]eventlog.Mark, error)
	RequestKey(actor, employer uuid.UUID, key string, body []byte) eventlog.Key
}

// Codec is a decider.Codec. It is safe for concurrent use.
type Codec struct {
	vault Vault
	newID func() (uuid.UUID, error)
	opens map[person.Purpose]bool
}

var _ decider.Codec = (*Codec)(nil)

// New gives a codec that opens what is kept for these purposes only; the rest
// comes back as person.Closed, and its keys are not even read. newID makes the
// ids of events: uuid.NewV7.
func New(vault Vault, newID func() (uuid.UUID, error), opens ...person.Purpose) *Codec {
	c := &Codec{vault: vault, newID: newID, opens: map[person.Purpose]bool{}}
	for _, purpose := range opens {
		c.opens[purpose] = true
	}
	return c
}

// Fingerprint is the keyed form of the request's key and body.
func (c *Codec) Fingerprint(_ context.Context, r decider.Request) (eventlog.Key, error) {
	return c.vault.RequestKey(r.Meta.Actor, r.Employer, r.Key, r.Body), nil
}

// Encode writes each event in its newest shape and seals what is personal.
func (c *Codec) Encode(ctx context.Context, s eventlog.Stream, events []decider.Event, r decider.Request) (decider.Encoded, error) {
	metadata, err := r.Meta.Bytes()
	if err != nil {
		return decider.Encoded{}, err
	}
	drafts := make([]*writer, len(events))
	var details []person.Detail
	for i, e := range events {
		if drafts[i], err = c.draft(s, e); err != nil {
			return decider.Encoded{}, fmt.Errorf("encode %s: %w", e.EventType(), err)
		}
		details = append(details, drafts[i].details...)
	}
	boxes, keys, err := c.vault.Seal(ctx, r.Employer, details)
	if err != nil {
		return decider.Encoded{}, err
	}
	encoded := decider.Encoded{DataKeys: keys}
	for i, e := range events {
		own := boxes[:len(drafts[i].cuts)]
		boxes = boxes[len(own):]
		encoded.Events = append(encoded.Events, eventlog.Proposed{
			ID: drafts[i].event, Type: e.EventType(), Payload: drafts[i].payload(own), Metadata: metadata,
		})
		if err := c.accompany(ctx, &encoded, r.Employer, s.ID, e); err != nil {
			return decider.Encoded{}, fmt.Errorf("encode %s: %w", e.EventType(), err)
		}
	}
	return encoded, nil
}

// draft is the event without its boxes.
func (c *Codec) draft(stream eventlog.Stream, e decider.Event) (*writer, error) {
	s, err := shapeOf(e.EventType())
	if err != nil {
		return nil, err
	}
	id, err := c.newID()
	if err != nil {
		return nil, fmt.Errorf("make an event id: %w", err)
	}
	w := newWriter(id)
	if err := s.write(w, stream.ID, e); err != nil {
		return nil, err
	}
	return w, w.err
}

// accompany adds what must become durable with an event: an employer's key, and
// the marks by which somebody is found again.
func (c *Codec) accompany(ctx context.Context, to *decider.Encoded, owner, stream uuid.UUID, e decider.Event) error {
	marks, err := c.Clues(ctx, owner, stream, e)
	if to.Marks = append(to.Marks, marks...); err != nil {
		return err
	}
	switch e := e.(type) {
	case employer.Registered:
		key, err := c.vault.NewEmployer(ctx, e.ID)
		to.DataKeys = append(to.DataKeys, key)
		to.Marks = append(to.Marks, c.vault.EmployerMark(e.Code, e.ID))
		return err
	case suspect.Identified: // rarely, so that it needs no consumer
		names, err := c.Names(ctx, owner, stream, e)
		to.Marks = append(to.Marks, names...)
		return err
	case incident.Registered:
		return c.markWorkers(ctx, to, owner, e.Workers)
	case incident.DetailsAdded:
		return c.markWorkers(ctx, to, owner, e.Workers)
	}
	return nil
}

// Clues are the marks by which a case or an aangifte is found again that are not there
// yet. Of what is closed or forgotten there are none.
func (c *Codec) Clues(ctx context.Context, owner, stream uuid.UUID, e decider.Event) ([]eventlog.Mark, error) {
	if known := clues(e); known != nil {
		return c.vault.CaseMarks(ctx, owner, known, stream)
	}
	switch e := e.(type) {
	case aangifte.Made:
		return c.markAangifte(ctx, owner, stream, e.Content)
	case aangifte.Corrected:
		return c.markAangifte(ctx, owner, stream, e.Content)
	}
	return nil, nil
}

func (c *Codec) markAangifte(ctx context.Context, owner, id uuid.UUID, content aangifte.Content) ([]eventlog.Mark, error) {
	number := prosecution.Number(content.Reference.Value)
	if number == "" {
		return nil, nil
	}
	return c.vault.AangifteMarks(ctx, owner, number, id)
}

func (c *Codec) markWorkers(ctx context.Context, to *decider.Encoded, owner uuid.UUID, workers []incident.Worker) error {
	for _, worker := range workers {
		who, known := worker.Identity.Get()
		if !known || strings.TrimSpace(who.StaffNumber) == "" {
			continue
		}
		mark, err := c.vault.StaffNumberMark(ctx, owner, who.StaffNumber, worker.Person)
		if err != nil {
			return err
		}
		to.Marks = append(to.Marks, mark)
	}
	return nil
}
