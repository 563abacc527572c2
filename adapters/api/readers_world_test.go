package api

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// whoCould keeps in memory who could see what.
type whoCould struct {
	mu       sync.Mutex
	said     []access.Said
	knocks   []access.Knock
	force    []access.InForce
	readings *readings
	fail     error
}

func (w *whoCould) Held(_ context.Context, s access.Said) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail == nil {
		w.said = append(w.said, s)
	}
	return w.fail
}

func (w *whoCould) Knocked(_ context.Context, k access.Knock) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.knocks = append(w.knocks, k)
	return nil
}

func (w *whoCould) begin(at time.Time, rules access.RuleSet) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.force = append(w.force, access.InForce{
		At: at, Hash: sha256.Sum256([]byte(rules.Text())), Rules: rules, Door: "serve", Logins: []access.Login{{Name: "postgres", All: true}},
	})
}

func (w *whoCould) HeldAs(_ context.Context, scope access.Scope, owner uuid.UUID, before time.Time) ([]access.Said, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.said), func(s access.Said) bool {
		return !s.At.Before(before) || !scope.Includes(owner) || s.Employer != owner && s.Employer != uuid.Nil
	}), nil
}

// invented are the actors of the examples and bodies: known at every employer of a test.
var invented = []uuid.UUID{
	uuid.MustParse("0199aaaa-0000-7000-8000-000000000031"), uuid.MustParse("0199aaaa-0000-7000-8000-000000000032"), uuid.MustParse("0199aaaa-0000-7000-8000-000000000033"),
}

func (w *whoCould) KnownAs(_ context.Context, scope access.Scope, owner uuid.UUID, roles []access.Role) (list []access.Said, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	type held struct {
		who  uuid.UUID
		role access.Role
	}
	last := map[held]access.Said{}
	for _, who := range invented {
		last[held{who, access.CaseWorker}] = access.Said{At: noon, Actor: who, Role: access.CaseWorker, Employer: owner, Held: true}
	}
	for _, s := range w.said {
		if s.Employer == owner {
			last[held{s.Actor, s.Role}] = s
		}
	}
	for _, s := range last {
		if base, _ := s.Role.In(); s.Held && slices.Contains(roles, base) && scope.Includes(owner) {
			list = append(list, s)
		}
	}
	return list, nil
}

func (w *whoCould) KnocksAs(_ context.Context, scope access.Scope, owner uuid.UUID, before int64, limit int) (access.KnocksPage, error) {
	if !scope.Includes(owner) {
		return access.KnocksPage{}, nil
	}
	return w.knocksOf(owner, before, limit), nil
}

func (w *whoCould) KnocksOfNobody(_ context.Context, before int64, limit int) (access.KnocksPage, error) {
	return w.knocksOf(uuid.Nil, before, limit), nil
}

func (w *whoCould) knocksOf(owner uuid.UUID, before int64, limit int) (page access.KnocksPage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := len(w.knocks) - 1; i >= 0; i-- {
		if w.knocks[i].Actor.Employer != owner || before != 0 && int64(i+1) >= before {
			continue
		}
		if len(page.Knocks) == limit {
			return page
		}
		page.Knocks = append(page.Knocks, w.knocks[i])
		page.Next = int64(i + 1)
	}
	page.Next = 0
	return page
}

func (w *whoCould) KnockDays(_ context.Context, since time.Time) (list []access.KnocksOfDay, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range w.knocks {
		day := k.At.UTC().Truncate(24 * time.Hour)
		at := slices.IndexFunc(list, func(d access.KnocksOfDay) bool { return d.Day.Equal(day) && d.What == k.What })
		if at < 0 && !k.At.Before(since) {
			at, list = len(list), append(list, access.KnocksOfDay{Day: day, What: k.What})
		}
		if at >= 0 {
			list[at].Number++
		}
	}
	return list, nil
}

func (w *whoCould) InForce(_ context.Context, before time.Time) ([]access.InForce, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.force), func(f access.InForce) bool { return !f.At.Before(before) }), nil
}

func (w *whoCould) ReadingsAs(_ context.Context, scope access.Scope, owner, record uuid.UUID, from, to time.Time) ([]access.Reading, error) {
	w.readings.mu.Lock()
	defer w.readings.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.readings.list), func(r access.Reading) bool {
		return r.ID != record || r.Owner != owner || !scope.Includes(owner) || r.At.Before(from) || !r.At.Before(to)
	}), nil
}
