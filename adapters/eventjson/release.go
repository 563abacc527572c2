package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/question"
	"ruggensteun/domain/release"
)

func walkReleasePrepared(f fields, _ uuid.UUID, e *release.Prepared) {
	object(f, "title", &e.Title, walkReleaseTitle)
	word(f, "viewer", &e.Viewer)
	object(f, "epoch", &e.Epoch, walkReleaseEpoch)
	object(f, "method", &e.Method, walkReleaseMethod)
	listIfAny(f, "concerned", &e.Concerned, walkConcern)
	due := e.Due.String()
	word(f, "due", &due)
	e.Due, _ = calendar.ParseDay(due) // what is no day is none, which waits for nobody
	e.At = f.instant("at", e.At)
	flagIfSet(f, "invented", &e.Invented)
}

func walkReleaseTitle(f fields, t *release.Title) {
	word(f, "nl", &t.NL)
	word(f, "en", &t.EN)
}

func walkReleaseEpoch(f fields, e *release.Epoch) {
	e.End = f.instant("end", e.End)
	e.Position = eventlog.Position(f.number("position", int(e.Position)))
}

func walkReleaseMethod(f fields, m *release.Method) {
	word(f, "cell_key", &m.Key)
	word(f, "p_table", &m.Table)
	word(f, "rules", &m.Rules)
}

func walkConcern(f fields, c *release.Concern) {
	c.Employer = f.id("employer", c.Employer)
	word(f, "code", &c.Code)
}

// walkReleaseAnswered keeps the bytes as one text, which comes back as it was.
func walkReleaseAnswered(f fields, _ uuid.UUID, e *release.Answered) {
	word(f, "question", &e.Question)
	word(f, "text", &e.Text)
	walkHash(f, "hash", &e.Hash)
	listIfAny(f, "classifications", &e.Classifications, func(f fields, c *release.Classification) {
		word(f, "name", &c.Name)
		word(f, "version", &c.Version)
	})
}

func walkReleaseExplained(f fields, _ uuid.UUID, e *release.Explained) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "code", &e.Code)
	wordIfAny(f, "unit", &e.Unit)
	wordIfAny(f, "text", &e.Text)
	flagIfSet(f, "nothing", &e.Nothing)
	e.At = f.instant("at", e.At)
}

func walkReleasePublished(f fields, _ uuid.UUID, e *release.Published) {
	e.At = f.instant("at", e.At)
	wordIfAny(f, "early", &e.Early)
	listIfAny(f, "unheard", &e.Unheard, walkConcern)
	listIfAny(f, "findings", &e.Findings, func(f fields, one *release.Finding) {
		word(f, "kind", &one.Kind)
		one.Release = f.id("release", one.Release)
		word(f, "question", &one.Question)
		word(f, "other", &one.Other)
		word(f, "cell", &one.Cell)
		one.Cells = f.number("cells", one.Cells)
	})
	wordIfAny(f, "accepted", &e.Accepted)
}

func walkReleaseWithdrawn(f fields, _ uuid.UUID, e *release.Withdrawn) {
	e.At = f.instant("at", e.At)
	word(f, "reason", &e.Reason)
	idIfAny(f, "replaced_by", &e.ReplacedBy)
}

func walkEntered(f fields, _ uuid.UUID, e *release.Entered) {
	e.Release = f.id("release", e.Release)
	object(f, "title", &e.Title, walkReleaseTitle)
	word(f, "viewer", &e.Viewer)
	object(f, "epoch", &e.Epoch, walkReleaseEpoch)
	list(f, "answers", &e.Hashes, func(f fields, h *eventlog.Hash) { walkHash(f, "hash", h) })
	flagIfSet(f, "invented", &e.Invented)
	e.At = f.instant("at", e.At)
}

func walkWentOut(f fields, _ uuid.UUID, e *release.WentOut) {
	e.Release = f.id("release", e.Release)
	e.At = f.instant("at", e.At)
}

func walkTakenBack(f fields, _ uuid.UUID, e *release.WasTakenBack) {
	e.Release = f.id("release", e.Release)
	e.At = f.instant("at", e.At)
	idIfAny(f, "replaced_by", &e.ReplacedBy)
}

func walkQuestionSaved(f fields, _ uuid.UUID, e *question.Saved) {
	e.ID = f.id("id", e.ID)
	idIfAny(f, "employer", &e.Employer)
	object(f, "name", &e.Name, walkQuestionName)
	word(f, "text", &e.Text)
	e.At = f.instant("at", e.At)
}

func walkQuestionName(f fields, n *question.Name) {
	word(f, "nl", &n.NL)
	word(f, "en", &n.EN)
}

func walkQuestionRenamed(f fields, _ uuid.UUID, e *question.Renamed) {
	e.ID = f.id("id", e.ID)
	object(f, "name", &e.Name, walkQuestionName)
}

func walkQuestionDropped(f fields, _ uuid.UUID, e *question.Dropped) { e.ID = f.id("id", e.ID) }
