package vault

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// Forget destroys all keys of a person and purpose, or of an incident, and
// tells how many there were. What was sealed under them is gone from every event
// and every backup that does not hold the keys too. Other processes notice
// within KeyLifetime.
func (v *Vault) Forget(ctx context.Context, employer uuid.UUID, ref person.KeyRef) (int, error) {
	holder := HolderOf(employer, ref)
	n, err := v.store.Destroy(ctx, holder)
	// Also after an error: the outcome may be unknown, and reading again is cheap.
	v.cache.drop(func(h Holder) bool { return h == holder })
	if err != nil {
		return 0, fmt.Errorf("destroy the %s keys of %s %s: %w", ref.Purpose, ref.Kind, ref.Subject, err)
	}
	return n, nil
}

// ForgetEmployer destroys everything personal of an employer.
func (v *Vault) ForgetEmployer(ctx context.Context, employer uuid.UUID) (int, error) {
	n, err := v.store.DestroyEmployer(ctx, employer)
	v.cache.drop(func(h Holder) bool { return h.Employer == employer })
	if err != nil {
		return 0, fmt.Errorf("destroy the keys of employer %s: %w", employer, err)
	}
	return n, nil
}
