package vault

import (
	"context"
	"fmt"
	"time"

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

// mostForgettings bounds how often keys are destroyed anew because something was
// told at that moment.
const mostForgettings = 8

// recordingTime is what remains for recording what was destroyed, whoever stopped
// waiting for the answer meanwhile.
const recordingTime = 30 * time.Second

// Erase destroys keys of one employer, and has it recorded. The keys go first:
// whatever is made from the log forgets all from before the event, so no key from
// after it may be gone, and none from before it be there. When something was told
// in between, both are done again; whose keys there are is asked each time.
//
// When it stops halfway, ask again: until it is recorded, read models hold what can
// be read nowhere else any more, and `verify` says so.
func (v *Vault) Erase(ctx context.Context, employer uuid.UUID, whose func(context.Context) ([]person.KeyRef, error), record func(context.Context) error) error {
	if _, err := v.forgetAll(ctx, employer, whose); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordingTime)
	defer cancel()
	for range mostForgettings {
		if err := record(ctx); err != nil {
			return fmt.Errorf("keys of employer %s are destroyed, but that is not recorded: ask again: %w", employer, err)
		}
		if n, err := v.forgetAll(ctx, employer, whose); err != nil || n == 0 {
			return err
		}
	}
	return fmt.Errorf("destroy keys of employer %s: more is told all the time; ask again later", employer)
}

func (v *Vault) forgetAll(ctx context.Context, employer uuid.UUID, whose func(context.Context) ([]person.KeyRef, error)) (total int, err error) {
	refs, err := whose(ctx)
	if err != nil {
		return 0, fmt.Errorf("look up whose keys are to be destroyed: %w", err)
	}
	for _, ref := range refs {
		n, err := v.Forget(ctx, employer, ref)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// Known tells whether anything was ever sealed for a subject at an employer, also
// when its keys are destroyed by now.
func (v *Vault) Known(ctx context.Context, employer uuid.UUID, kind person.KeyKind, subject uuid.UUID) (bool, error) {
	return v.store.Known(ctx, employer, string(kind), subject)
}
