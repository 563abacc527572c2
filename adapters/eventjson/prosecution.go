package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

func walkCaseOpened(f fields, _ uuid.UUID, e *prosecution.Opened) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "regime", &e.Regime)
}

func walkCaseLinked(f fields, _ uuid.UUID, e *prosecution.Linked) { walkLink(f, &e.Link) }

func walkCaseUnlinked(f fields, stream uuid.UUID, e *prosecution.Unlinked) {
	walkLink(f, &e.Link)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkLink(f fields, l *prosecution.Link) {
	word(f, "kind", &l.Kind)
	l.ID = f.id("id", l.ID)
}

func walkNoticeReceived(f fields, stream uuid.UUID, e *prosecution.NoticeReceived) {
	walkNotice(f, stream, &e.Notice)
}

func walkNoticeCorrected(f fields, stream uuid.UUID, e *prosecution.NoticeCorrected) {
	walkNotice(f, stream, &e.Notice)
	flagIfSet(f, "again", &e.Again)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkNoticeWithdrawn(f fields, stream uuid.UUID, e *prosecution.NoticeWithdrawn) {
	e.ID = f.id("id", e.ID)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

// walkNotice seals what was heard and what it says of money under keys of their own, so
// that a debt can outlive what is kept of the suspect.
func walkNotice(f fields, stream uuid.UUID, n *prosecution.Notice) {
	n.ID = f.id("id", n.ID)
	object(f, "received", &n.Received, walkMoment)
	word(f, "source", &n.Source)
	held(f, "told", ofCase(stream, person.ForProsecution), &n.Told, told)
	held(f, "amounts", ofCase(stream, person.ForDamages), &n.Amounts, amounts)
	held(f, "reference", ofCase(stream, person.ForReference), &n.Reference, narrative)
	held(f, "text", ofCase(stream, person.ForNarrative), &n.Text, narrative)
}

var (
	told      = objectContent(walkTold)
	amounts   = objectContent(walkAmounts)
	looseEnds = objectContent(walkLooseEnds)
)

func walkTold(f fields, t *prosecution.Told) {
	word(f, "step", &t.Step)
	object(f, "effect", &t.Effect, walkMoment)
	idIfAny(f, "aangifte", &t.Aangifte)
	idIfAny(f, "worker", &t.Worker)
	wordIfAny(f, "vpt", &t.VPT)
	wordIfAny(f, "sepot", &t.Sepot)
	wordIfAny(f, "conditional", &t.Conditional)
	wordIfAny(f, "summons", &t.Summons)
	momentIfAny(f, "hearing", &t.Hearing)
	wordIfAny(f, "uplift", &t.Uplift)
	objectIfAny(f, "percent", &t.Percent, walkCount)
	wordIfAny(f, "outcome", &t.Outcome)
	listIfAny(f, "sanctions", &t.Sanctions, walkSanction)
	listIfAny(f, "offences", &t.Offences, walkOffence)
	wordIfAny(f, "instance", &t.Instance)
	wordIfAny(f, "decision", &t.Decision)
}

func walkSanction(f fields, s *prosecution.Sanction) {
	word(f, "kind", &s.Kind)
	if f.given("size", s.Size != 0) {
		s.Size = f.number("size", s.Size)
	}
}

func walkOffence(f fields, o *prosecution.Offence) {
	word(f, "offence", &o.Offence)
	wordIfAny(f, "article", &o.Article)
}

func walkAmounts(f fields, all *[]prosecution.Amount) { list(f, "amounts", all, walkAmount) }

// walkAmount is in cents.
func walkAmount(f fields, a *prosecution.Amount) {
	a.Claimant = f.id("claimant", a.Claimant)
	word(f, "kind", &a.Kind)
	a.Cents = int64(f.number("cents", int(a.Cents)))
}

func walkVictimTold(f fields, stream uuid.UUID, e *prosecution.VictimTold) {
	e.ID = f.id("id", e.ID)
	e.Victim = f.id("victim", e.Victim)
	list(f, "of", &e.Of, walkRevision)
	word(f, "channel", &e.Channel)
	object(f, "on", &e.On, walkMoment)
	held(f, "text", ofCase(stream, person.ForNarrative), &e.Text, narrative)
	idIfAny(f, "document", &e.Document)
}

func walkRevision(f fields, r *prosecution.Revision) {
	r.Notice = f.id("notice", r.Notice)
	r.Revision = f.number("revision", r.Revision)
	idIfAny(f, "home", &r.Home)
}

func walkCaseMerged(f fields, stream uuid.UUID, e *prosecution.Merged) {
	e.Into = f.id("into", e.Into)
	held(f, "explanation", ofCase(stream, person.ForNarrative), &e.Explanation, narrative)
}

func walkCaseSplit(f fields, stream uuid.UUID, e *prosecution.SplitOff) {
	e.From = f.id("from", e.From)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkCaseAbsorbed(f fields, _ uuid.UUID, e *prosecution.Absorbed) { e.Case = f.id("case", e.Case) }

func walkCaseReleased(f fields, _ uuid.UUID, e *prosecution.Released) { e.Case = f.id("case", e.Case) }

func walkCaseClosed(f fields, stream uuid.UUID, e *prosecution.Closed) {
	held(f, "loose", ofCase(stream, person.ForProsecution), &e.Loose, looseEnds)
	held(f, "explanation", ofCase(stream, person.ForNarrative), &e.Explanation, narrative)
}

func walkLooseEnds(f fields, all *[]prosecution.LooseEnd) { list(f, "loose", all, walkLooseEnd) }

func walkLooseEnd(f fields, l *prosecution.LooseEnd) {
	word(f, "kind", &l.Kind)
	idIfAny(f, "person", &l.Person)
}

func walkCaseReopened(f fields, stream uuid.UUID, e *prosecution.Reopened) {
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func ofCase(stream uuid.UUID, p person.Purpose) person.KeyRef {
	return person.KeyRef{Kind: person.KeyOfCase, Subject: stream, Purpose: p}
}

// idIfAny leaves the field out when it is the zero id.
func idIfAny(f fields, name string, v *uuid.UUID) {
	if f.given(name, *v != uuid.Nil) {
		*v = f.id(name, *v)
	}
}
