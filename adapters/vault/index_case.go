package vault

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// A mark stands for one subject, and a number may lead to several cases: each takes the
// next free place of it. Places are looked up some at a time; what is beyond the last is
// not found, which no honest number comes near.
const (
	placesTogether = 8
	mostPlaces     = 64
)

func placed(value string, n int) string { return strconv.Itoa(n) + "/" + value }

// CaseMarks say that each of these leads to a case: numbers in the form in which they
// are compared, and what it is linked to. What leads there already needs none.
func (v *Vault) CaseMarks(ctx context.Context, employer uuid.UUID, clues []string, of uuid.UUID) ([]eventlog.Mark, error) {
	return v.marksOfSeveral(ctx, employer, markCase, clues, of)
}

// CasesBy gives the cases that each of these led to at some time, in the order of their
// coming. Whether it still does is for the case to say.
func (v *Vault) CasesBy(ctx context.Context, employer uuid.UUID, clues []string) ([][]uuid.UUID, error) {
	return v.severalBy(ctx, employer, markCase, clues)
}

// AangifteMarks say that a number, in the form in which it is compared, is that of an
// aangifte.
func (v *Vault) AangifteMarks(ctx context.Context, employer uuid.UUID, number string, aangifte uuid.UUID) ([]eventlog.Mark, error) {
	return v.marksOfSeveral(ctx, employer, markAangifte, []string{number}, aangifte)
}

// AangiftenBy gives the aangiften that each number was of at some time.
func (v *Vault) AangiftenBy(ctx context.Context, employer uuid.UUID, numbers []string) ([][]uuid.UUID, error) {
	return v.severalBy(ctx, employer, markAangifte, numbers)
}

// NoticeMark says that a notice with this key in a file was told in a case. Try is as in
// RecordKeyMark.
func (v *Vault) NoticeMark(ctx context.Context, employer uuid.UUID, key string, try int, of uuid.UUID) (eventlog.Mark, error) {
	own, err := v.employerKey(ctx, employer)
	if err != nil {
		return eventlog.Mark{}, fmt.Errorf("mark the key of a notice: %w", err)
	}
	return eventlog.Mark{Employer: employer, Kind: markNotice, Token: exactly(own.index, markNotice, recordKey(key, try)), Subject: of}, nil
}

// Notice gives the id that a notice with this key has at this try, and the case that it
// was told in; the zero id when it was told in none. The id is made from the key, so that
// whoever imports the same file at the same time finds the same one; it tells nothing
// without the employer's own key.
func (v *Vault) Notice(ctx context.Context, employer uuid.UUID, key string, try int) (id, of uuid.UUID, err error) {
	tokens, cases, err := v.lookUp(ctx, employer, markNotice, []string{recordKey(key, try)}, exactly)
	if err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	own, err := v.employerKey(ctx, employer)
	if err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	made := exactly(own.index, "notice-id", string(tokens[0][:]))
	copy(id[:], made[:])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8: made by rules of our own (RFC 9562)
	return id, cases[0], nil
}

func (v *Vault) marksOfSeveral(ctx context.Context, employer uuid.UUID, kind string, values []string, of uuid.UUID) ([]eventlog.Mark, error) {
	var marks []eventlog.Mark
	for _, value := range values {
		mark, needed, err := v.nextPlace(ctx, employer, kind, value, of)
		if err != nil {
			return nil, err
		}
		if needed {
			marks = append(marks, mark)
		}
	}
	return marks, nil
}

func (v *Vault) nextPlace(ctx context.Context, employer uuid.UUID, kind, value string, of uuid.UUID) (eventlog.Mark, bool, error) {
	for from := 0; from < mostPlaces; from += placesTogether {
		tokens, subjects, err := v.places(ctx, employer, kind, []string{value}, from)
		if err != nil {
			return eventlog.Mark{}, false, err
		}
		for i, subject := range subjects {
			switch subject {
			case of:
				return eventlog.Mark{}, false, nil
			case uuid.Nil:
				return eventlog.Mark{Employer: employer, Kind: kind, Token: tokens[i], Subject: of}, true, nil
			}
		}
	}
	return eventlog.Mark{}, false, nil
}

func (v *Vault) places(ctx context.Context, employer uuid.UUID, kind string, values []string, from int) ([]eventlog.Hash, []uuid.UUID, error) {
	var places []string
	for _, value := range values {
		for n := range placesTogether {
			places = append(places, placed(value, from+n))
		}
	}
	return v.lookUp(ctx, employer, kind, places, exactly)
}

func (v *Vault) severalBy(ctx context.Context, employer uuid.UUID, kind string, values []string) ([][]uuid.UUID, error) {
	all := make([][]uuid.UUID, len(values))
	if len(values) == 0 {
		return all, nil
	}
	full := true
	for from := 0; full && from < mostPlaces; from += placesTogether {
		_, subjects, err := v.places(ctx, employer, kind, values, from)
		if err != nil {
			return nil, err
		}
		full = false
		for i := range values {
			for _, subject := range subjects[i*placesTogether : (i+1)*placesTogether] {
				if subject != uuid.Nil {
					all[i] = append(all[i], subject)
				}
			}
			full = full || len(all[i]) == from+placesTogether
		}
	}
	return all, nil
}
