// Package retention shows what is kept about whom, since when and under which law, and by whose
// erasures it is forgotten: what a period of keeping is counted from.
package retention

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/retention"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
	"ruggensteun/projections"
)

// Categories are the kinds of streams in which something about somebody is sealed, in an order in
// which they can be gone through one by one: in whose streams it is said that something is
// forgotten comes before those that it was told in as well.
func Categories() []string {
	return []string{erasure.Category, "suspect", "prosecution", "aangifte", "triage", "incident", "aftercare", "pseudonym", "casework", "agreement_use", "document"}
}

// LeftOut are kinds of streams with something sealed in them that no period is counted for, and why.
var LeftOut = map[string]string{
	"mailbook":      "an address is kept as long as somebody is written to there, and is removed with its key",
	"hold":          "why something is held goes with what is held",
	"attention":     "why somebody is listed goes with who it is, and a listing ends within a year",
	"accessrequest": "why something was kept from somebody goes with who asked for it",
	"permit":        "why somebody was looked for is kept as long as the record of who saw what",
}

// Ledger is what is kept of one employer, as it is gone through. It holds no content.
type Ledger struct {
	told   map[telling]span
	erased map[person.KeyRef]eventlog.Position
	record map[uuid.UUID]record
}

// telling is under whose key something was told, and in which record.
type telling struct {
	key person.KeyRef
	in  uuid.UUID // the record whose law it is kept under
}

type span struct {
	first, last time.Time
	invented    bool
}

type record struct {
	kind   retention.Kind // "" for what is none of its own, such as a file of care
	regime codes.Code
	ended  time.Time
}

// NewLedger has seen nothing.
func NewLedger() *Ledger {
	return &Ledger{told: map[telling]span{}, erased: map[person.KeyRef]eventlog.Position{}, record: map[uuid.UUID]record{}}
}

// Take goes one event further, in the order of Categories and of each stream.
func (l *Ledger) Take(e projections.Event, under []person.UnderKey) {
	l.heed(e)
	for _, u := range under {
		if e.Position <= l.erased[u.Key] {
			continue
		}
		at := telling{u.Key, e.Stream.ID}
		s, there := l.told[at]
		if !there || e.RecordedAt.Before(s.first) {
			s.first = e.RecordedAt
		}
		if e.RecordedAt.After(s.last) {
			s.last = e.RecordedAt
		}
		s.invented = s.invented || e.Invented
		l.told[at] = s
	}
}

// heed keeps of a record under which law it is, whether it ended, and what was forgotten of it.
func (l *Ledger) heed(e projections.Event) {
	id := e.Stream.ID
	r := l.record[id]
	switch b := e.Body.(type) {
	case incident.Registered:
		r.kind, r.regime = retention.Incident, b.Regime
	case suspect.Opened:
		r.kind, r.regime = retention.Suspect, b.Regime
	case prosecution.Opened:
		r.kind, r.regime = retention.Case, b.Regime
	case aangifte.Made:
		r.kind, r.regime = retention.Aangifte, b.Regime
	case triage.Received:
		r.kind, r.regime = retention.Notice, b.Regime
	case aftercare.Opened:
		r.regime = b.Regime
	case incident.Closed, prosecution.Closed:
		r.ended = e.RecordedAt
	case incident.Reopened, prosecution.Reopened:
		r.ended = time.Time{}
	default:
		l.forget(e.Position, id, e.Body)
		return
	}
	l.record[id] = r
}

func (l *Ledger) forget(at eventlog.Position, id uuid.UUID, body decider.Event) {
	switch b := body.(type) {
	case erasure.Erased:
		l.gone(at, person.KeyRef{Kind: person.KeyOfPerson, Subject: id, Purpose: b.Purpose})
	case suspect.Erased:
		l.gone(at, person.KeyRef{Kind: person.KeyOfPerson, Subject: id, Purpose: b.Purpose})
	case prosecution.Erased:
		l.gone(at, person.KeyRef{Kind: person.KeyOfCase, Subject: id, Purpose: b.Purpose})
	case aangifte.Erased:
		l.gone(at, person.KeyRef{Kind: person.KeyOfCase, Subject: id, Purpose: b.Purpose})
	case triage.Erased:
		l.gone(at, person.KeyRef{Kind: person.KeyOfCase, Subject: id, Purpose: b.Purpose})
	case incident.Erased:
		l.gone(at, person.KeyRef{Kind: person.KeyOfIncident, Subject: id, Purpose: b.Purpose})
		l.goneSeen(at, id, b.Purpose)
	}
}

// gone: what was told before is forgotten. Of other records only what lies behind is.
func (l *Ledger) gone(at eventlog.Position, key person.KeyRef) {
	l.erased[key] = max(at, l.erased[key])
	delete(l.told, telling{key, key.Subject})
}

// goneSeen forgets who was seen in an incident and has no file: links had keys of their own once.
func (l *Ledger) goneSeen(at eventlog.Position, id uuid.UUID, purpose person.Purpose) {
	if purpose != person.ForProfile {
		return
	}
	for of := range l.told {
		if of.in == id && of.key.Kind == person.KeyOfPerson && of.key.Purpose == person.ForProfile && l.record[of.key.Subject].kind != retention.Suspect {
			l.erased[of.key] = max(at, l.erased[of.key])
			delete(l.told, of)
		}
	}
}

// Kept is all that can still be read, by kind, record or person, purpose and law.
func (l *Ledger) Kept() []retention.Kept {
	type key struct {
		retention.Of
		id uuid.UUID
	}
	all := map[key]retention.Kept{}
	for of, s := range l.told {
		kind, id := l.whose(of)
		if kind == "" {
			continue
		}
		k := key{retention.Of{Kind: kind, Purpose: of.key.Purpose, Regime: l.law(of)}, id}
		kept, there := all[k]
		if !there {
			kept = retention.Kept{Of: k.Of, ID: id, First: s.first, Last: s.last, Ended: l.record[id].ended}
		}
		if s.first.Before(kept.First) {
			kept.First = s.first
		}
		if s.last.After(kept.Last) {
			kept.Last = s.last
		}
		kept.Invented = kept.Invented || s.invented
		all[k] = kept
	}
	list := make([]retention.Kept, 0, len(all))
	for _, k := range all {
		list = append(list, k)
	}
	slices.SortFunc(list, func(x, y retention.Kept) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), bytes.Compare(x.ID[:], y.ID[:]), cmp.Compare(x.Purpose, y.Purpose), cmp.Compare(x.Regime, y.Regime))
	})
	return list
}

// whose says of which record or person something is: who was seen and has no file goes with the incident.
func (l *Ledger) whose(of telling) (retention.Kind, uuid.UUID) {
	id := of.key.Subject
	switch {
	case of.key.Kind != person.KeyOfPerson:
		return l.record[id].kind, id
	case l.record[id].kind == retention.Suspect:
		return retention.Suspect, id
	case of.key.Purpose == person.ForProfile:
		return retention.Incident, of.in
	}
	return retention.Worker, id
}

// law is that of the record it was told in; of what has none, that of the record it is of.
func (l *Ledger) law(of telling) codes.Code {
	return cmp.Or(l.record[of.in].regime, l.record[of.key.Subject].regime, "AVG")
}
