package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/bundle"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
)

// Evidence opens what was recorded, puts it on paper and signs it.
type Evidence interface {
	// Readable gives payloads as they were recorded, with what is sealed in them opened.
	Readable(ctx context.Context, recorded []eventlog.Recorded) ([][]byte, error)
	// Print puts a document on paper, as a PDF; invented marks every page.
	Print(w document.Written, invented bool) ([]byte, error)
	// Sealed gives events with nothing opened, and which boxes are in them under whose keys;
	// KeyOf is the id of the very key of one.
	Sealed(ctx context.Context, recorded []eventlog.Recorded) ([]decider.Event, [][]person.UnderKey, error)
	KeyOf(person.Box) (uuid.UUID, error)
	// OfSubject gives payloads with what is sealed under some keys opened, and nothing of what is
	// sealed under others.
	OfSubject(ctx context.Context, recorded []eventlog.Recorded, mine func(person.KeyRef) bool) ([][]byte, error)
	SignBundle(manifest []byte) bundle.Signature
}

type bundleInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the case."`
}

// bundleLeavesOut is what is about a case and does not go to a court with it: how a worker is
// cared for is between worker and employer, and a suspect's file is not of one case.
func bundleLeavesOut() []string { return []string{"aftercare", "suspect"} }

// bundleCase makes a file of all that a case's timeline tells, with its incidents.
func (a *api) bundleCase(ctx context.Context, in *bundleInput) (*huma.StreamResponse, error) {
	id, owner, err := a.named(ctx, aCase, in.ID, access.BundleCase)
	if err != nil {
		return nil, err
	}
	head, err := a.head(ctx)
	if err != nil {
		return nil, err
	}
	t, err := a.toBundle(ctx, id, head.Position)
	if err != nil {
		return nil, err
	}
	if callOf(ctx).closed { // the file holds every word: nothing in it can be closed
		return nil, onlyYours()
	}
	made, err := a.bundle(ctx, id, owner, head, t)
	if err != nil {
		return nil, err
	}
	// Each thing that is in it is read; the last is what the request's line in the log shows.
	for _, history := range t.histories {
		reading := access.Reading{What: nounOf(history[0].Stream.Category), ID: history[0].Stream.ID, Personal: true, Position: head.Position}
		if err := a.record(ctx, reading); err != nil {
			return nil, err
		}
	}
	if err := a.record(ctx, access.Reading{What: "case bundle", ID: id, Personal: true, Position: head.Position}); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "application/zip")
		h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "case-"+id.String()+".zip"))
		h.SetHeader("Position", head.Position.String())
		h.SetStatus(http.StatusOK)
		_, _ = h.BodyWriter().Write(made) // a client that left is no error of ours
	}}, nil
}

// head is the last event of the log. It is asked before anything is read, so that what is
// bundled is all there was at one position.
func (a *api) head(ctx context.Context) (bundle.Head, error) {
	position, err := a.Log.Head(ctx)
	if err != nil {
		return bundle.Head{}, fmt.Errorf("ask for the end of the log: %w", err)
	}
	hash, err := a.hashAt(ctx, position)
	return bundle.Head{Position: position, Hash: bundle.Sum(hash)}, err
}

func (a *api) hashAt(ctx context.Context, p eventlog.Position) (eventlog.Hash, error) {
	if p == 0 {
		return eventlog.Genesis, nil
	}
	events, err := a.Log.Read(ctx, p-1, 1)
	if err != nil || len(events) == 0 || events[0].Position != p {
		return eventlog.Hash{}, fmt.Errorf("read event %d for its hash: %w", p, cmp.Or(err, errors.New("it is not there")))
	}
	return events[0].Hash, nil
}

// toBundle is what the timeline of a case tells, and of its incidents, up to a position.
func (a *api) toBundle(ctx context.Context, id uuid.UUID, head eventlog.Position) (told, error) {
	t := told{seen: map[string]bool{}, leftOut: bundleLeavesOut()}
	if err := a.addCase(ctx, &t, id); err != nil {
		return t, err
	}
	d, err := a.dossierOf(ctx, id)
	if err != nil {
		return t, err
	}
	for _, linked := range d.family.Of(id).Incidents {
		root, _, err := a.countedUnder(ctx, linked)
		if err != nil {
			return t, err
		}
		for _, one := range []uuid.UUID{linked, root} {
			history, err := a.history(ctx, incident.Stream(one), access.ReadIncident, true)
			if err != nil {
				return t, err
			}
			t.add(history)
			if err := a.addDocuments(ctx, &t, one, access.ReadPersonal); err != nil {
				return t, err
			}
		}
	}
	for i, history := range t.histories {
		t.histories[i] = slices.DeleteFunc(history, func(e projections.Event) bool { return e.Position > head })
	}
	t.histories = slices.DeleteFunc(t.histories, func(h []projections.Event) bool { return len(h) == 0 })
	return t, nil
}

// recordedOf are the events of histories as the log has them, by position.
func (a *api) recordedOf(ctx context.Context, t told, owner uuid.UUID) (all []eventlog.Recorded, err error) {
	for _, history := range t.histories {
		recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.BundleCase), history[0].Stream)
		if err != nil {
			return nil, fmt.Errorf("read the history of %s: %w", history[0].Stream, err)
		}
		if len(recorded) < len(history) || recorded[0].Employer != owner {
			return nil, fmt.Errorf("the history of %s is not as it was read before", history[0].Stream)
		}
		all = append(all, recorded[:len(history)]...)
	}
	slices.SortFunc(all, func(x, y eventlog.Recorded) int { return cmp.Compare(x.Position, y.Position) })
	if len(all) > bundle.MaxEvents {
		return nil, tooLargeToBundle(bundle.ErrTooLarge)
	}
	return all, nil
}

func tooLargeToBundle(cause error) error {
	return fault.Wrap(fault.Refused, fmt.Sprintf("the case is too large for a bundle: at most %d events and %d MiB; send its timeline instead", bundle.MaxEvents, bundle.MaxBytes>>20), cause)
}

func (a *api) bundle(ctx context.Context, id, owner uuid.UUID, head bundle.Head, t told) ([]byte, error) {
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	all, err := a.recordedOf(ctx, t, owner)
	if err != nil {
		return nil, err
	}
	c := bundle.Content{
		Manifest: bundle.Manifest{
			Employer: bundle.Employer{ID: owner, Code: e.Code, Name: e.Name, Zone: cmp.Or(e.Zone, employer.DefaultZone)},
			Case:     id, MadeAt: a.Clock().UTC(), MadeBy: string(callOf(ctx).actor.Role), Reading: callOf(ctx).id, LeftOut: t.leftOut, Head: head,
		},
		Files: map[string][]byte{bundle.ReadMeName: []byte(bundle.ReadMe)},
	}
	for _, history := range t.histories {
		c.Manifest.Invented = c.Manifest.Invented || inventedIn(history)
	}
	if err := a.addEvents(ctx, &c, all); err != nil {
		return nil, err
	}
	if err := a.addPapers(ctx, &c, owner, t); err != nil {
		return nil, err
	}
	if err := a.addPhotos(ctx, &c, owner, t); err != nil {
		return nil, err
	}
	if c.Files[bundle.PaperName], err = a.bundlePaper(c.Manifest, e, t); err != nil {
		return nil, err
	}
	made, err := bundle.Make(c, a.Evidence.SignBundle)
	if errors.Is(err, bundle.ErrTooLarge) {
		return nil, tooLargeToBundle(err)
	}
	if err != nil {
		return nil, fmt.Errorf("make a bundle of case %s: %w", id, err)
	}
	return made, nil
}

// addEvents adds each as it was sealed and as it reads, with the hash of the one before it in
// the log, whosever that is: a hash tells nothing of it.
func (a *api) addEvents(ctx context.Context, c *bundle.Content, all []eventlog.Recorded) error {
	readable, err := a.Evidence.Readable(ctx, all)
	if err != nil {
		return err
	}
	for i, e := range all {
		previous, err := a.hashAt(ctx, e.Position-1)
		if err != nil {
			return err
		}
		c.Manifest.Events = append(c.Manifest.Events, bundle.EventOf(e, previous))
		if e.Redacted {
			continue
		}
		c.Files[bundle.SealedName(e.Position)], c.Files[bundle.ReadableName(e.Position)] = e.Payload, readable[i]
	}
	return nil
}

// addPapers adds what was written of the case and its incidents, as far as it counts and its key
// was not forgotten.
func (a *api) addPapers(ctx context.Context, c *bundle.Content, owner uuid.UUID, t told) error {
	for _, history := range t.histories {
		if history[0].Stream.Category != document.Stream(uuid.Nil).Category {
			continue
		}
		for _, paper := range folded(document.Decider, history) {
			if paper.Withdrawn || !paper.Readable() {
				continue
			}
			content, err := a.unseal(ctx, paper, owner)
			if err != nil {
				return err
			}
			c.Files["documents/"+paper.ID.String()+".pdf"] = content
		}
	}
	return nil
}
