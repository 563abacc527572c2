package facts

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
)

// Damage is what one notice of a case says of money, by itself because it is forgotten
// by itself: a debt can outlive what was heard.
type Damage struct {
	Case       uuid.UUID
	Notice     uuid.UUID
	Amounts    Amounts
	RecordedAt time.Time
}

// Amounts are the sums of one notice in one word: claimant, kind and cents of each.
type Amounts string

// Damages is the table of the sums of notices; the parent is the case. A notice that
// never said anything of money has no row.
var Damages = projections.Spec[Damage]{
	Name: "case_damage",
	Columns: []projections.Column{
		{Name: "criminal_case", Type: "uuid NOT NULL"},
		{Name: "notice", Type: "uuid NOT NULL"},
		{Name: "amounts", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesNotice,
	Fold:    foldDamage,
	Refs:    func(r *Damage) []any { return []any{&r.Case, &r.Notice, &r.Amounts, &r.RecordedAt} },
	Erasing: &projections.Erasing{
		Types:   []string{prosecution.ErasedType(person.ForDamages)},
		Subject: "criminal_case", Column: "amounts", Left: string(Forgotten),
		Forget: forgetDamage,
	},
}

func foldDamage(row Damage, exists bool, h projections.Head, e projections.Event) (Damage, projections.Head, bool) {
	n := noticeIn(e)
	if n.ID == uuid.Nil {
		return row, h, false // a correction that is forgotten
	}
	if n.Amounts.State == person.Absent && !exists {
		return row, h, false
	}
	after := Damage{Case: e.Stream.ID, Notice: n.ID, Amounts: amountsIn(n.Amounts), RecordedAt: row.RecordedAt}
	if exists && after == row {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	h.Parent, h.Employer = e.Stream.ID, e.Employer
	return after, h, true
}

func noticeIn(e projections.Event) prosecution.Notice {
	switch body := e.Body.(type) {
	case prosecution.NoticeReceived:
		return body.Notice
	case prosecution.NoticeCorrected:
		return body.Notice
	}
	return prosecution.Notice{}
}

func amountsIn(held person.Held[[]prosecution.Amount]) Amounts {
	if held.State == person.Forgotten {
		return Amounts(Forgotten)
	}
	return AmountsText(held.Value)
}

// AmountsText is all of them in one word.
func AmountsText(all []prosecution.Amount) Amounts {
	words := make([]string, len(all))
	for i, a := range all {
		words[i] = strings.Join([]string{a.Claimant.String(), string(a.Kind), strconv.FormatInt(a.Cents, 10)}, Between)
	}
	return Amounts(strings.Join(words, listed))
}

// Held are they as the trade has them.
func (a Amounts) Held() person.Held[[]prosecution.Amount] {
	switch a {
	case "":
		return person.Held[[]prosecution.Amount]{}
	case Amounts(Forgotten):
		return person.Gone[[]prosecution.Amount]()
	}
	var all []prosecution.Amount
	for _, word := range strings.Split(string(a), listed) {
		claimant, rest, _ := strings.Cut(word, Between)
		kind, cents, _ := strings.Cut(rest, Between)
		n, _ := strconv.ParseInt(cents, 10, 64)
		all = append(all, prosecution.Amount{Claimant: idIn(claimant), Kind: codes.Code(kind), Cents: n})
	}
	return person.Of(all)
}

// forgetDamage leaves of a row that it was there; what never spoke of money stays so,
// and what changed of it since is gone with the rest.
func forgetDamage(e projections.Event, gone func(uuid.UUID) bool) projections.Event {
	if !gone(e.Stream.ID) {
		return e
	}
	switch body := e.Body.(type) {
	case prosecution.NoticeReceived:
		body.Amounts = body.Amounts.Erased()
		e.Body = body
	case prosecution.NoticeCorrected:
		if e.Body = nil; body.Amounts.State != person.Absent {
			body.Amounts = body.Amounts.Erased()
			e.Body = body
		}
	}
	return e
}
