package main

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/batch"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/prosecution"
)

// noticeHistory is what became of a notice in its case.
type noticeHistory struct {
	kept    prosecution.Kept
	said    []saying // by files, those that stand, the last one at the end
	byFile  bool     // the last change was
	touched bool     // a person changed it, or a victim was told of it
	undone  bool     // it was withdrawn by undoing its import
}

// saying is what a file said of a notice.
type saying struct {
	batch uuid.UUID
	heard prosecution.Heard
}

// file is what a file said last.
func (h noticeHistory) file() prosecution.Heard {
	if len(h.said) == 0 {
		return prosecution.Heard{}
	}
	return h.said[len(h.said)-1].heard
}

// inCase reads the history of a notice in its case. Of what names another batch than
// those that are known is told that it put back what stood before; nil are all known.
func (i *noticeImporter) inCase(ctx context.Context, at located, known []uuid.UUID) (h noticeHistory, err error) {
	recorded, err := i.log.ReadStream(ctx, prosecution.Stream(at.of), 0)
	if err != nil {
		return h, err
	}
	bodies, err := i.opened.Decode(ctx, recorded)
	if err != nil {
		return h, err
	}
	state := prosecution.Decider.Initial
	for n, body := range bodies {
		own, ours := body.(prosecution.Event)
		if !ours {
			continue // removed by a recorded redaction
		}
		meta, err := eventlog.ParseMeta(recorded[n].Metadata)
		if err != nil {
			return h, err
		}
		h.take(own, at, meta, known)
		state = prosecution.Decider.Evolve(state, own)
	}
	h.kept, _ = state.Find(at.id)
	return h, nil
}

func (h *noticeHistory) take(e prosecution.Event, at located, meta eventlog.Meta, known []uuid.UUID) {
	byFile := meta.Channel == batch.Channel
	switch e := e.(type) {
	case prosecution.NoticeReceived:
		if e.ID == at.id {
			// Who matched a waiting notice told what the file said.
			h.byFile = byFile || at.entry.There()
			h.said = []saying{{meta.Correlation, e.Notice.Heard()}}
		}
	case prosecution.NoticeCorrected:
		if e.ID == at.id {
			h.corrected(e, meta.Correlation, byFile, known)
		}
	case prosecution.NoticeWithdrawn:
		if e.ID == at.id {
			h.byFile, h.undone, h.touched = byFile, byFile, h.touched || !byFile
		}
	case prosecution.VictimTold:
		h.touched = h.touched || slices.ContainsFunc(e.Of, func(r prosecution.Revision) bool { return r.Notice == at.id })
	}
}

func (h *noticeHistory) corrected(e prosecution.NoticeCorrected, by uuid.UUID, byFile bool, known []uuid.UUID) {
	h.byFile = byFile
	switch {
	case !byFile:
		h.touched = true
	case known != nil && !slices.Contains(known, by) && len(h.said) > 1:
		h.said = h.said[:len(h.said)-1]
	default:
		h.said = append(h.said, saying{by, e.Notice.Heard()})
	}
}
