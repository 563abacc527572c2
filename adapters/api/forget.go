package api

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
)

// Keys destroys the keys of what was sealed.
type Keys interface {
	// Known tells whether anything was ever sealed for a subject at an employer.
	Known(ctx context.Context, employer uuid.UUID, kind person.KeyKind, subject uuid.UUID) (bool, error)
	// Erase destroys the keys that whose names, and has it recorded, in an order that
	// leaves no key of which the log says that it is gone.
	Erase(ctx context.Context, employer uuid.UUID, whose func(context.Context) ([]person.KeyRef, error), record func(context.Context) error) error
	// ForgetEmployer destroys all keys of an employer.
	ForgetEmployer(ctx context.Context, employer uuid.UUID) (int, error)
}

// forgetInput has neither Idempotency-Key nor If-Match: what is destroyed anew is
// recorded anew, so repeating is safe, and by the time that another version could be
// found the keys would be gone.
type forgetInput struct {
	ID      string `path:"id" format:"uuid" doc:"Of the incident, the suspect's file, the case, the aangifte, the waiting notice or the person (as a record shows it)."`
	RawBody []byte `contentType:"application/json"`
}

type forgetForm struct {
	What    []person.Purpose `json:"what" doc:"Of a suspect: identity, profile, history. Of an incident: address, reference, narrative, profile (of suspects without a file). Of a case: prosecution (what was heard), damages, reference, narrative. Of a waiting notice: prosecution, narrative. Of an aangifte: reference, narrative (reasons)."`
	Reason  codes.Code       `json:"reason" doc:"Why it may be kept no longer."`
	Forever bool             `json:"forever" doc:"Must be true: nobody can bring it back."`
}

type forgetSuspectForm struct {
	What      []person.Purpose `json:"what" doc:"identity, profile, history: one or more."`
	Reason    codes.Code       `json:"reason" doc:"Why it may be kept no longer."`
	Forever   bool             `json:"forever" doc:"Must be true: nobody can bring it back."`
	KeepCases bool             `json:"keep_cases,omitempty" doc:"Criminal cases that are linked to the file and remember what was heard may stay. Without it these are named and nothing is forgotten: each has keys of its own, because it may be linked to the wrong file."`
}

type forgetPersonForm struct {
	Employer string           `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	What     []person.Purpose `json:"what" doc:"identity, health, care: one or more. Care is every step of aftercare, with its notes."`
	Reason   codes.Code       `json:"reason" doc:"Why it may be kept no longer."`
	Forever  bool             `json:"forever" doc:"Must be true: nobody can bring it back."`
}

// said: a slip of the finger is not to destroy anything.
func said(forever bool, wrong *fault.Fields) {
	wrong.Check(forever, "forever", "is not said", "say true: what is forgotten is gone for everybody, and nobody can bring it back")
}

func (a *api) forgetIncident(ctx context.Context, in *forgetInput) (*receiptAnswer, error) {
	id, owner, err := a.incidentNamed(ctx, in.ID, access.ForgetDetails)
	if err != nil {
		return nil, err
	}
	var body forgetForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	said(body.Forever, &wrong)
	cmd := incident.Forget{Asked: a.asked(ctx, e), Purposes: body.What, Reason: body.Reason}
	return forgotten[incident.Command](ctx, a, incident.Decider, incident.Stream(id), cmd, owner, &wrong, func(ctx context.Context) ([]person.KeyRef, error) {
		return a.keysOfIncident(ctx, id, body.What)
	})
}

// keysOfIncident looks at the whole history: a link that was replaced or taken away
// since has a key as well.
func (a *api) keysOfIncident(ctx context.Context, id uuid.UUID, purposes []person.Purpose) ([]person.KeyRef, error) {
	recorded, err := a.Log.ReadStream(ctx, incident.Stream(id), 0)
	if err != nil {
		return nil, err
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return nil, err
	}
	var history []incident.Event
	for _, body := range bodies {
		if e, ours := body.(incident.Event); ours { // nil after a recorded redaction
			history = append(history, e)
		}
	}
	return a.ofNoFile(ctx, incident.KeysOf(id, history, purposes))
}

// ofNoFile leaves out keys of a suspect's file. Who links somebody may give the link any id,
// also that of a file, and only the file's own stream may say that it is forgotten.
func (a *api) ofNoFile(ctx context.Context, refs []person.KeyRef) (own []person.KeyRef, err error) {
	for _, ref := range refs {
		var file []eventlog.Recorded
		if ref.Kind == person.KeyOfPerson {
			if file, err = a.Log.ReadStream(ctx, suspect.Stream(ref.Subject), 0); err != nil {
				return nil, err
			}
		}
		if len(file) == 0 {
			own = append(own, ref)
		}
	}
	return own, nil
}

func (a *api) forgetSuspect(ctx context.Context, in *forgetInput) (*receiptAnswer, error) {
	id, owner, err := a.suspectNamed(ctx, in.ID, access.ForgetSuspect)
	if err != nil {
		return nil, err
	}
	var body forgetSuspectForm
	c := &suspectChange{id: id}
	if err := decode(in.RawBody, &body, &c.wrong); err != nil {
		return nil, err
	}
	if c.employer, err = a.employerOf(ctx, owner); err != nil {
		return nil, err
	}
	said(body.Forever, &c.wrong)
	cmd := suspect.Forget{Asked: c.asked(ctx, a), Purposes: body.What, Reason: body.Reason, KeepCases: body.KeepCases}
	if cmd.Cases, err = a.remembering(ctx, owner, id); err != nil {
		return nil, err
	}
	return forgotten[suspect.Command](ctx, a, suspect.Decider, suspect.Stream(id), cmd, owner, &c.wrong, keysOfPerson(id, body.What))
}

// remembering are the cases of a suspect's file that hold what was heard of him.
func (a *api) remembering(ctx context.Context, owner, file uuid.UUID) (all []uuid.UUID, err error) {
	found, err := a.Directory.CasesBy(ctx, owner, []string{triage.ClueOf(prosecution.Link{Kind: prosecution.ToSuspect, ID: file})})
	if err != nil {
		return nil, err
	}
	for _, id := range found[0] {
		s, _, err := prosecution.Decider.Load(ctx, a.journal, prosecution.Stream(id))
		if err != nil {
			return nil, err
		}
		if s.Employer == owner && s.Suspect == file && s.Remembers() {
			all = append(all, id)
		}
	}
	return all, nil
}

// forgetting reads the form of what is to be forgotten of a record.
func (a *api) forgetting(ctx context.Context, in *forgetInput, k kind, action access.Action) (*recordChange, forgetForm, error) {
	var body forgetForm
	id, owner, err := a.named(ctx, k, in.ID, action)
	if err != nil {
		return nil, body, err
	}
	c := &recordChange{id: id, at: a.Clock()}
	if err := decode(in.RawBody, &body, &c.wrong); err != nil {
		return nil, body, err
	}
	said(body.Forever, &c.wrong)
	c.employer, err = a.employerOf(ctx, owner)
	return c, body, err
}

// forgetCase destroys keys of the case, which are not those of a suspect's file: it may
// have been linked to the wrong one.
func (a *api) forgetCase(ctx context.Context, in *forgetInput) (*receiptAnswer, error) {
	c, body, err := a.forgetting(ctx, in, aCase, access.ForgetCase)
	if err != nil {
		return nil, err
	}
	cmd := prosecution.Forget{Asked: c.ofCase(ctx), Purposes: body.What, Reason: body.Reason}
	whose := func(ctx context.Context) ([]person.KeyRef, error) {
		copies, err := a.copiesOf(ctx, c.id)
		refs := prosecution.KeysOf(c.id, body.What)
		for _, copied := range copies {
			refs = append(refs, triage.KeysOf(copied, triage.CopiesOf(body.What))...)
		}
		return refs, err
	}
	return forgottenBy[prosecution.Command](ctx, a, prosecution.Decider, prosecution.Stream(c.id), cmd, c.employer.ID, &c.wrong, whose, func(ctx context.Context, r decider.Request) (done, error) {
		copies, err := a.copiesOf(ctx, c.id)
		if err != nil {
			return done{}, err
		}
		var followers []decider.Follower[prosecution.Case]
		for _, copied := range copies {
			followers = append(followers, decider.Follow(triage.Decider, triage.Forgetting(copied, triage.Forget{Asked: c.ofNotice(ctx), Purposes: triage.CopiesOf(body.What), Reason: body.Reason})))
		}
		o, err := decider.All(ctx, a.journal, prosecution.Decider, prosecution.Stream(c.id), prosecution.Command(cmd), r, followers...)
		return done{o.Receipt, o.Version}, err
	})
}

// copiesOf are the notices of a case that came by file and waited: what the file said is
// in the triage as well.
func (a *api) copiesOf(ctx context.Context, of uuid.UUID) (ids []uuid.UUID, err error) {
	s, _, err := prosecution.Decider.Load(ctx, a.journal, prosecution.Stream(of))
	if err != nil {
		return nil, err
	}
	for _, n := range s.Notices {
		entry, _, err := triage.Decider.Load(ctx, a.journal, triage.Stream(n.ID))
		if err != nil {
			return nil, err
		}
		if entry.State == triage.Placed && entry.Case == of {
			ids = append(ids, n.ID)
		}
	}
	return ids, nil
}

func keysOfPerson(id uuid.UUID, purposes []person.Purpose) func(context.Context) ([]person.KeyRef, error) {
	refs := person.KeysOf(person.KeyOfPerson, id, purposes)
	return func(context.Context) ([]person.KeyRef, error) { return refs, nil }
}

func (a *api) forgetPerson(ctx context.Context, in *forgetInput) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ForgetPerson, actor.Employer); err != nil {
		return nil, err
	}
	var body forgetPersonForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	e, err := a.employerNamed(ctx, body.Employer)
	if err != nil {
		return nil, err
	}
	id, known, err := a.personKnown(ctx, e.ID, in.ID)
	if err != nil {
		return nil, err
	}
	said(body.Forever, &wrong)
	family, err := pseudonym.FamilyOf(id, a.pseudonymAt(ctx))
	if err != nil {
		return nil, err
	}
	cmd := erasure.Erase{By: actor, Employer: e.ID, Known: known, Purposes: body.What, Reason: body.Reason}
	if family[0] != id {
		cmd.GoesBy, family = family[0], family[:1]
	}
	return forgotten(ctx, a, erasure.Decider, erasure.Stream(id), cmd, e.ID, &wrong, keysOfPersons(family, body.What), erasure.Also(family[1:], cmd)...)
}

// keysOfPersons are those of all pseudonyms of a worker.
func keysOfPersons(family []uuid.UUID, purposes []person.Purpose) func(context.Context) ([]person.KeyRef, error) {
	return func(ctx context.Context) (all []person.KeyRef, err error) {
		for _, id := range family {
			refs, err := keysOfPerson(id, purposes)(ctx)
			if err != nil {
				return nil, err
			}
			all = append(all, refs...)
		}
		return all, nil
	}
}

// personKnown: a suspect's file is none. It has keys of the same kind, and would be
// forgotten here without its own stream knowing.
func (a *api) personKnown(ctx context.Context, owner uuid.UUID, text string) (id uuid.UUID, known bool, err error) {
	id, err = uuid.Parse(text)
	if err != nil || id.String() != text || owner == uuid.Nil {
		return uuid.Nil, false, nil
	}
	file, err := a.Log.ReadStream(ctx, suspect.Stream(id), 0)
	if err != nil || len(file) > 0 {
		return id, false, err
	}
	known, err = a.Keys.Known(ctx, owner, person.KeyOfPerson, id)
	return id, known, err
}

// forgotten asks the rules first, then destroys the keys and records it. A request
// that is not whole destroys nothing.
func forgotten[C, S any, E decider.Event](ctx context.Context, a *api, d decider.Decider[C, S, E], s eventlog.Stream, cmd C, owner uuid.UUID, wrong *fault.Fields,
	whose func(context.Context) ([]person.KeyRef, error), also ...decider.Follower[S],
) (out *receiptAnswer, err error) {
	return forgottenBy(ctx, a, d, s, cmd, owner, wrong, whose, func(ctx context.Context, r decider.Request) (done, error) {
		o, err := decider.All(ctx, a.journal, d, s, cmd, r, also...)
		return done{o.Receipt, o.Version}, err
	})
}

// forgottenBy is forgotten for what has it recorded in a way of its own.
func forgottenBy[C, S any, E decider.Event](ctx context.Context, a *api, d decider.Decider[C, S, E], s eventlog.Stream, cmd C, owner uuid.UUID, wrong *fault.Fields,
	whose func(context.Context) ([]person.KeyRef, error), record func(context.Context, decider.Request) (done, error),
) (out *receiptAnswer, err error) {
	state, _, err := d.Load(ctx, a.journal, s)
	if err != nil {
		return nil, err
	}
	if err := unfit(d, state, cmd, wrong); err != nil {
		return nil, err
	}
	if err := a.noneHeld(ctx, owner, s.ID, whose); err != nil || isRehearsal(ctx) {
		return nil, err
	}
	err = a.Keys.Erase(ctx, owner, whose, func(ctx context.Context) (err error) {
		r := a.request(ctx, Keyed{}, "forget in "+s.String(), wrong)
		r.Employer = owner
		out, err = carry(ctx, a, s, r, func() (done, error) { return record(ctx, r) })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("forget in %s: %w", s, err)
	}
	return out, nil
}
