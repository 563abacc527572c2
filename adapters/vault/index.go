package vault

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Kinds of marks in the blind index: something that identifies can be looked
// up, but not read from the index.
const (
	markEmployerCode = "employer-code" // of the zero employer: a code is unique in the store
	markStaffNumber  = "staff-number"  // within one employer
	markRecordKey    = "record-key"    // of an incident in a system of the employer's
	markCase         = "case-clue"     // a number that a case is known by, or what it is linked to
	markAangifte     = "aangifte"      // its number at the police
	markNotice       = "notice-key"    // of a notice in a file, for the case that it was told in
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

// Persons gives the tokens of staff numbers, and whom each stands for: the zero
// id when nobody is on record. One question, however many there are.
func (v *Vault) Persons(ctx context.Context, employer uuid.UUID, numbers []string) ([]eventlog.Hash, []uuid.UUID, error) {
	return v.lookUp(ctx, employer, markStaffNumber, numbers, token)
}

// RecordKeyMark says that a key of a system of the employer's stands for an
// incident. Try is 0, and 1 more for each time that an import of it was undone:
// the incident that was withdrawn keeps its own mark.
func (v *Vault) RecordKeyMark(ctx context.Context, employer uuid.UUID, key string, try int, incident uuid.UUID) (eventlog.Mark, error) {
	own, err := v.employerKey(ctx, employer)
	if err != nil {
		return eventlog.Mark{}, fmt.Errorf("mark the key of a record: %w", err)
	}
	return eventlog.Mark{
		Employer: employer, Kind: markRecordKey,
		Token: exactly(own.index, markRecordKey, recordKey(key, try)), Subject: incident,
	}, nil
}

// IncidentsByRecordKey gives the incident that each key stands for at this try;
// the zero id where there is none.
func (v *Vault) IncidentsByRecordKey(ctx context.Context, employer uuid.UUID, keys []string, try int) ([]uuid.UUID, error) {
	values := make([]string, len(keys))
	for i, key := range keys {
		values[i] = recordKey(key, try)
	}
	_, list, err := v.lookUp(ctx, employer, markRecordKey, values, exactly)
	return list, err
}

func recordKey(key string, try int) string { return strconv.Itoa(try) + "/" + key }

// FileHash is the hash of a file by which its import is known again: keyed,
// because a short file about a person can be guessed from a bare one.
func (v *Vault) FileHash(ctx context.Context, employer uuid.UUID, content eventlog.Hash) (eventlog.Hash, error) {
	key, err := v.employerKey(ctx, employer)
	if err != nil {
		return eventlog.Hash{}, fmt.Errorf("hash a file: %w", err)
	}
	return exactly(key.index, "file", string(content[:])), nil
}

func (v *Vault) lookUp(ctx context.Context, employer uuid.UUID, kind string, values []string, token func(macKey, string, string) eventlog.Hash) ([]eventlog.Hash, []uuid.UUID, error) {
	key, err := v.employerKey(ctx, employer)
	if err != nil {
		return nil, nil, fmt.Errorf("look up marks at employer %s: %w", employer, err)
	}
	tokens := make([]eventlog.Hash, len(values))
	for i, value := range values {
		tokens[i] = token(key.index, kind, value)
	}
	list, err := v.store.Subjects(ctx, employer, kind, tokens)
	if err != nil {
		return nil, nil, fmt.Errorf("look up marks at employer %s: %w", employer, err)
	}
	return tokens, list, nil
}

// exactly is token for values of which every letter counts: two keys that
// differ in capitals are two records.
func exactly(index macKey, kind, value string) eventlog.Hash {
	return index.sum([]byte(kind), []byte{0}, []byte(value))
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
