package export_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
)

var (
	rotterdam = uuid.UUID{1}
	hash      = strings.Repeat("0f", 32)
	sheet     = export.TakenOut{Form: export.Workbook, Question: "incident by place as-of 7", Viewer: "owner", Position: 7, Rows: 3, Size: 900, Hash: hash}
)

func TestTakingOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by   access.Actor
		then fault.Kind // "": recorded
	}{
		"a registrar takes the employer's figures out": {by: access.Actor{Role: access.Registrar, Employer: rotterdam, Purpose: access.Registration}},
		"a reporter may see no figures":                {by: access.Actor{Role: access.Reporter, Employer: rotterdam, Purpose: access.Registration}, then: fault.Forbidden},
		"not for another employer":                     {by: access.Actor{Role: access.Registrar, Employer: uuid.UUID{2}, Purpose: access.Registration}, then: fault.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The same bytes went out before: that is another file.
			events, err := export.Decider.Decide(export.State{}, export.Take{By: c.by, Employer: rotterdam, TakenOut: sheet})
			switch {
			case c.then != "" && fault.KindOf(err) != c.then:
				t.Errorf("got %v, want %s", err, c.then)
			case c.then == "" && (err != nil || len(events) != 1 || events[0] != export.Event(sheet)):
				t.Errorf("recorded %+v, %v", events, err)
			}
		})
	}
}

func TestAFileThatCannotBeTracedIsNotRecorded(t *testing.T) {
	t.Parallel()
	by := access.Actor{Role: access.Registrar, Employer: rotterdam, Purpose: access.Registration}
	for name, change := range map[string]func(*export.TakenOut){
		"without hash":     func(e *export.TakenOut) { e.Hash = "" },
		"half a hash":      func(e *export.TakenOut) { e.Hash = hash[:32] },
		"without question": func(e *export.TakenOut) { e.Question = "" },
		"without bytes":    func(e *export.TakenOut) { e.Size = 0 },
	} {
		e := sheet
		change(&e)
		if _, err := export.Decider.Decide(export.State{}, export.Take{By: by, Employer: rotterdam, TakenOut: e}); err == nil {
			t.Errorf("%s: recorded", name)
		}
	}
}

func TestAHashIsReadAsPeopleCopyIt(t *testing.T) {
	t.Parallel()
	if got, err := export.ParseHash(strings.ToUpper(hash)); err != nil || got != hash {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := export.ParseHash("0f"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("half a hash: %v", err)
	}
}

func TestEmployersAndYearsHaveStreamsOfTheirOwn(t *testing.T) {
	t.Parallel()
	one := export.Stream(rotterdam, 2026)
	if one == export.Stream(rotterdam, 2027) || one == export.Stream(uuid.UUID{2}, 2026) || one != export.Stream(rotterdam, 2026) {
		t.Error("streams are shared")
	}
}
