package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

// noticesUndone says what was taken back, and what was not.
type noticesUndone struct {
	Batch     uuid.UUID    `json:"batch"`
	Withdrawn int          `json:"withdrawn"` // from cases
	TakenBack int          `json:"takenBack"` // from the triage
	Restored  int          `json:"restored"`  // as they were before the batch corrected them
	Left      []leftNotice `json:"left"`
}

// leftNotice stands as it is.
type leftNotice struct {
	Notice uuid.UUID  `json:"notice"`
	Case   *uuid.UUID `json:"case,omitempty"`
	Why    string     `json:"why"`
}

func (p *program) undoNotices(ctx context.Context, n notices, rest []string) error {
	word, err := onlyWord("the batch to undo", rest)
	if err != nil {
		return err
	}
	id, err := uuid.Parse(word)
	if err != nil {
		return wrongUsage("notice undo: that is not the id of a batch; `ruggensteun notice list` shows them")
	}
	return p.ofNotices(ctx, n, func(of *noticeImporter) error {
		done, err := of.undo(ctx, id)
		if err != nil {
			return err
		}
		return done.print(p.out, n.asJSON)
	})
}

func (u noticesUndone) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(u)
	}
	fmt.Fprintf(out, "Batch %s was undone: %d notices were withdrawn from their cases, %d taken back from the triage, and %d are as they were before it.\n", u.Batch, u.Withdrawn, u.TakenBack, u.Restored)
	for _, l := range u.Left {
		fmt.Fprintf(out, "stands  %s: %s\n", l.Notice, l.Why)
	}
	return nil
}

// undo takes a batch back, notice by notice; stopped, it goes on when asked again.
func (i *noticeImporter) undo(ctx context.Context, id uuid.UUID) (noticesUndone, error) {
	done := noticesUndone{Batch: id, Left: []leftNotice{}}
	all, err := i.batches(ctx)
	if err != nil {
		return done, err
	}
	n := slices.IndexFunc(all, func(b told) bool { return b.Started.Batch == id })
	if n < 0 {
		return done, access.NoSuch("import")
	}
	var known []uuid.UUID
	for _, b := range all {
		known = append(known, b.Started.Batch)
	}
	i.batch = uuid.Must(uuid.NewV7()) // of the undoing: it is no batch, and what it puts back no file said
	of, err := i.toldBy(ctx, id, all[n].after)
	if err != nil {
		return done, err
	}
	tell, end := i.stage("withdrawing")
	defer end()
	for n, at := range of {
		if ctx.Err() != nil {
			return done, ctx.Err()
		}
		tell(int64(n), int64(len(of)))
		if err := again(func() error { return i.undoOne(context.WithoutCancel(ctx), id, at, known, &done) }); err != nil {
			return done, err
		}
	}
	now := batch.Undone{Batch: id, Withdrawn: done.Withdrawn + done.TakenBack, Left: len(done.Left)}
	if before := all[n].Undone; before != nil && *before == now {
		return done, nil
	}
	return done, i.about(ctx, batch.Undo{Asked: i.importing(), Undone: now}, "")
}

// toldBy goes through the log from where the batch began: its events name it.
func (i *noticeImporter) toldBy(ctx context.Context, id uuid.UUID, after eventlog.Position) ([]located, error) {
	var all []located
	seen := map[[2]uuid.UUID]bool{}
	at, end := i.stage("looking")
	defer end()
	head, err := i.log.Head(ctx)
	if err != nil {
		return nil, err
	}
	for first := after; after < head; {
		page, err := i.log.Read(ctx, after, verifyPage)
		if err != nil || len(page) == 0 {
			return all, err
		}
		for _, e := range page {
			one, is, err := i.toldIn(ctx, e, id)
			if err != nil {
				return nil, err
			}
			place := [2]uuid.UUID{one.id, one.of}
			if is && !seen[place] {
				seen[place] = true
				all = append(all, one)
			}
		}
		after = page[len(page)-1].Position
		at(int64(after-first), int64(head-first))
	}
	return all, nil
}

func (i *noticeImporter) toldIn(ctx context.Context, e eventlog.Recorded, id uuid.UUID) (located, bool, error) {
	ofCase := e.Stream == prosecution.Stream(e.Stream.ID)
	if e.Employer != i.employer.ID || !ofCase && e.Stream.Category != triage.Category {
		return located{}, false, nil
	}
	meta, err := eventlog.ParseMeta(e.Metadata)
	if err != nil || meta.Channel != batch.Channel || meta.Correlation != id {
		return located{}, false, err
	}
	if !ofCase {
		return located{id: e.Stream.ID}, true, nil
	}
	bodies, err := i.closed.Decode(ctx, []eventlog.Recorded{e})
	if err != nil {
		return located{}, false, err
	}
	switch body := bodies[0].(type) {
	case prosecution.NoticeReceived:
		return located{id: body.ID, of: e.Stream.ID}, true, nil
	case prosecution.NoticeCorrected:
		return located{id: body.ID, of: e.Stream.ID}, true, nil
	}
	return located{}, false, nil
}

func (i *noticeImporter) undoOne(ctx context.Context, id uuid.UUID, at located, known []uuid.UUID, done *noticesUndone) (err error) {
	if at.entry, _, err = triage.Decider.Load(ctx, i.journal(), triage.Stream(at.id)); err != nil {
		return err
	}
	if at.of == uuid.Nil {
		return i.undoWaiting(ctx, id, at, known, done)
	}
	h, err := i.inCase(ctx, at, known)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(h.said, func(s saying) bool { return s.batch == id })
	leave := func(why string) error {
		done.Left = append(done.Left, leftNotice{at.id, &at.of, why})
		return nil
	}
	switch {
	case n < 0 || h.kept.Withdrawn:
		return nil // put back, or withdrawn, before
	case n < len(h.said)-1:
		return leave("a later import, which stands, changed it")
	case h.touched:
		return leave("somebody changed it here, or told a victim of it")
	case n > 0:
		err = i.untell(ctx, at, prosecution.Correct{Asked: i.ofCase(), ID: at.id, Heard: h.said[n-1].heard, Reason: importUndone})
		return counted(err, &done.Restored)
	}
	return counted(i.untell(ctx, at, prosecution.Withdraw{Asked: i.ofCase(), ID: at.id, Reason: importUndone}), &done.Withdrawn)
}

// importUndone is the reason of what an undoing says, for whoever reads the case.
const importUndone = "de import van het bestand is teruggedraaid (the import of the file was undone)"

func counted(err error, n *int) error {
	if err == nil {
		*n++
	}
	return err
}

func (i *noticeImporter) untell(ctx context.Context, at located, cmd prosecution.Command) error {
	family, err := i.familyOf(ctx, at.of)
	if err != nil {
		return err
	}
	_, err = decider.All(ctx, i.journal(), prosecution.Decider, prosecution.Stream(at.of), family.With(at.of, cmd), i.request(), family.Followers(at.of, cmd, i.ofCase())...)
	return err
}

func (i *noticeImporter) undoWaiting(ctx context.Context, id uuid.UUID, at located, known []uuid.UUID, done *noticesUndone) error {
	said, err := i.waitingSaid(ctx, at.id, known)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(said, func(s triaged) bool { return s.batch == id })
	leave := func(why string) error {
		done.Left = append(done.Left, leftNotice{Notice: at.id, Why: why})
		return nil
	}
	switch {
	case n < 0 || at.entry.State == triage.Undone:
		return nil // put back, or taken back, before
	case at.entry.State == triage.Placed:
		return leave("somebody told it in case " + at.entry.Case.String())
	case n < len(said)-1:
		return leave("a later import, which stands, changed it")
	case n > 0:
		back := said[n-1]
		return counted(i.triage(ctx, at.id, triage.Correct{Asked: i.ofTriage(), Content: back.content, Waiting: back.waiting}), &done.Restored)
	}
	return counted(i.triage(ctx, at.id, triage.TakeBack{Asked: i.ofTriage()}), &done.TakenBack)
}

// triaged is what a file said of a notice that waits.
type triaged struct {
	batch   uuid.UUID
	content triage.Content
	waiting triage.Waiting
}

// waitingSaid is what files said of a notice that waits, those that stand.
func (i *noticeImporter) waitingSaid(ctx context.Context, id uuid.UUID, known []uuid.UUID) (said []triaged, err error) {
	recorded, err := i.log.ReadStream(ctx, triage.Stream(id), 0)
	if err != nil {
		return nil, err
	}
	bodies, err := i.opened.Decode(ctx, recorded)
	if err != nil {
		return nil, err
	}
	for n, body := range bodies {
		meta, err := eventlog.ParseMeta(recorded[n].Metadata)
		if err != nil {
			return nil, err
		}
		switch e := body.(type) {
		case triage.Received:
			said = append(said, triaged{meta.Correlation, e.Content.Value, e.Waiting})
		case triage.Corrected:
			if !slices.Contains(known, meta.Correlation) && len(said) > 1 {
				said = said[:len(said)-1]
				continue
			}
			said = append(said, triaged{meta.Correlation, e.Content.Value, e.Waiting})
		}
	}
	return said, nil
}

// batches are the employer's imports of notices, with when and by which role they began.
func (i *noticeImporter) batches(ctx context.Context) ([]told, error) {
	return i.batchesIn(ctx, i.actor.Over(access.ImportNotices), batch.StreamOfNotices(i.employer.ID), batch.OfNotices)
}
