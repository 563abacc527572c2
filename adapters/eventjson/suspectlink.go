package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/suspectlink"
)

func walkLinkProposed(f fields, _ uuid.UUID, e *suspectlink.Proposed) {
	e.ID = f.id("id", e.ID)
	object(f, "own", &e.Own, walkSideOfLink)
	e.With = f.id("with", e.With)
	object(f, "basis", &e.Basis, func(f fields, b *suspectlink.Basis) {
		word(f, "statute", &b.Statute)
		word(f, "reference", &b.Reference)
	})
	walkDayOf(f, "review", &e.Review)
	walkDayOf(f, "end", &e.End)
	e.At = f.instant("at", e.At)
}

func walkLinkJoined(f fields, _ uuid.UUID, e *suspectlink.Joined) {
	e.ID = f.id("id", e.ID)
	object(f, "side", &e.Side, walkSideOfLink)
	e.At = f.instant("at", e.At)
}

// walkSideOfLink has no approval: that is an event of its own.
func walkSideOfLink(f fields, s *suspectlink.Side) {
	s.Employer = f.id("employer", s.Employer)
	s.File = f.id("file", s.File)
	s.By = f.id("by", s.By)
	object(f, "notice", &s.Notice, func(f fields, n *suspectlink.Notice) {
		walkDayOf(f, "on", &n.On)
		word(f, "document", &n.Document)
	})
}

func walkLinkApproved(f fields, _ uuid.UUID, e *suspectlink.Approved) {
	e.ID = f.id("id", e.ID)
	e.Employer = f.id("employer", e.Employer)
	e.By = f.id("by", e.By)
	e.At = f.instant("at", e.At)
}

func walkLinkReviewed(f fields, _ uuid.UUID, e *suspectlink.Reviewed) {
	e.ID = f.id("id", e.ID)
	e.Employer = f.id("employer", e.Employer)
	e.By = f.id("by", e.By)
	walkDayOf(f, "review", &e.Review)
	e.At = f.instant("at", e.At)
}

func walkLinkEnded(f fields, _ uuid.UUID, e *suspectlink.Ended) {
	e.ID = f.id("id", e.ID)
	e.Employer = f.id("employer", e.Employer)
	e.By = f.id("by", e.By)
	e.At = f.instant("at", e.At)
}
