package vault

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Kinds of marks by which persons are searched. A name leads to records that said it, and the
// record says whether it still does: so whoever was forgotten is found no more, though the
// index cannot be read to take a mark away.
const (
	markWorkerName  = "worker-name"  // of an incident in which a worker of that name was hit
	markSuspectName = "suspect-name" // of a suspect's file
	markSuspectBorn = "suspect-born" // of a suspect's file: the day of birth
	search          = "search"       // no mark: what a search is compared by
)

// WorkerMarks say that an incident names a worker so.
func (v *Vault) WorkerMarks(ctx context.Context, employer uuid.UUID, names []string, incident uuid.UUID) ([]eventlog.Mark, error) {
	return v.marksOfSeveral(ctx, employer, markWorkerName, alike(names), incident)
}

// IncidentsNaming gives the incidents that named a worker so at some time.
func (v *Vault) IncidentsNaming(ctx context.Context, employer uuid.UUID, name string) ([]uuid.UUID, error) {
	all, err := v.severalBy(ctx, employer, markWorkerName, []string{normal(name)})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// SuspectMarks say that a file is of somebody of this name and day of birth; what is empty is
// not marked.
func (v *Vault) SuspectMarks(ctx context.Context, employer uuid.UUID, name, bornOn string, file uuid.UUID) ([]eventlog.Mark, error) {
	marks, err := v.marksOfSeveral(ctx, employer, markSuspectName, alike([]string{name}), file)
	if err != nil {
		return nil, err
	}
	days, err := v.marksOfSeveral(ctx, employer, markSuspectBorn, alike([]string{bornOn}), file)
	return append(marks, days...), err
}

// SuspectsBy gives the files that were of somebody of this name at some time, or where that is
// empty of this day of birth.
func (v *Vault) SuspectsBy(ctx context.Context, employer uuid.UUID, name, bornOn string) ([]uuid.UUID, error) {
	kind, value := markSuspectName, normal(name)
	if value == "" {
		kind, value = markSuspectBorn, normal(bornOn)
	}
	all, err := v.severalBy(ctx, employer, kind, []string{value})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// SearchHash is what a search is compared by. No mark has it, so who reads the log and the
// index cannot tell what was searched from what is found under it.
func (v *Vault) SearchHash(ctx context.Context, employer uuid.UUID, words ...string) (eventlog.Hash, error) {
	key, err := v.employerKey(ctx, employer)
	if err != nil {
		return eventlog.Hash{}, fmt.Errorf("hash a search: %w", err)
	}
	parts := [][]byte{[]byte(search)}
	for _, word := range words {
		parts = append(parts, []byte{0}, []byte(normal(word)))
	}
	return key.index.sum(parts...), nil
}

// alike are values in the spelling that counts, without those that are empty.
func alike(values []string) (all []string) {
	for _, value := range values {
		if value = normal(value); value != "" {
			all = append(all, value)
		}
	}
	return all
}
