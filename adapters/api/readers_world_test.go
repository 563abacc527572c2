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
