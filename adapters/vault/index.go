package vault

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Kinds of marks in the blind index: something that identifies can be looked
// up, but not read from the index.
const (
	markEmployerCode = "employer-code" // of the zero employer: a code is unique in the store
	markStaffNumber  = "staff-number"  // within one employer
)

// EmployerMark says that a code stands for an employer.
func (v *Vault) EmployerMark(code string, employer uuid.UUID) eventlog.Mark {
	return eventlog.Mark{Kind: markEmployerCode, Token: token(v.own.index, markEmployerCode, code), Subject: employer}
}

// EmployerByCode finds an employer by its code.
func (v *Vault) EmployerByCode(ctx context.Context, code string) (uuid.UUID, bool, error) {
	id, found, err := v.store.Subject(ctx, uuid.Nil, markEmployerCode, token(v.own.index, markEmployerCode, code))
	if err != nil {
		return uuid.Nil, false, fmt.Errorf("look up an employer by its code: %w", err)
	}
	return id, found, nil
}

// StaffNumberMark says that a staff number stands for a person at an employer.
func (v *Vault) StaffNumberMark(ctx context.Context, employer uuid.UUID, number string, person uuid.UUID) (eventlog.Mark, error) {
	key, err := v.employerKey(ctx, employer)
	if err != nil {
		return eventlog.Mark{}, fmt.Errorf("mark a staff number: %w", err)
	}
	return eventlog.Mark{
		Employer: employer, Kind: markStaffNumber,
		Token: token(key.index, markStaffNumber, number), Subject: person,
	}, nil
}

// PersonByStaffNumber finds a person at an employer; nobody when the employer's
// key was destroyed.
func (v *Vault) PersonByStaffNumber(ctx context.Context, employer uuid.UUID, number string) (uuid.UUID, bool, error) {
	key, err := v.findEmployerKey(ctx, employer)
	if err != nil || key == nil {
		return uuid.Nil, false, err
	}
	id, found, err := v.store.Subject(ctx, employer, markStaffNumber, token(key.index, markStaffNumber, number))
	if err != nil {
		return uuid.Nil, false, fmt.Errorf("look up a person by staff number at employer %s: %w", employer, err)
	}
	return id, found, nil
}

func token(index macKey, kind, value string) eventlog.Hash {
	return index.sum([]byte(kind), []byte{0}, []byte(normal(value)))
}

// normal is the spelling that counts: without regard to case, white space
// around it, or how much of it stands inside. It can never change: the index
// holds no values to make new tokens from. An accented letter counts as typed,
// composed or not; codes and staff numbers are plain ASCII in practice.
//
// Upper before lower folds letters such as ſ that have no lower case of their own.
func normal(value string) string {
	return strings.ToLower(strings.ToUpper(strings.Join(strings.Fields(value), " ")))
}
