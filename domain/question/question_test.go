package question_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/question"
)

var (
	city      = uuid.UUID{1}
	fire      = uuid.UUID{2}
	registrar = access.Actor{ID: uuid.UUID{9}, Role: access.Registrar, Employer: city, Purpose: access.Registration}
	stranger  = access.Actor{ID: uuid.UUID{8}, Role: access.Registrar, Employer: fire, Purpose: access.Registration}
	analyst   = access.Actor{ID: uuid.UUID{7}, Role: access.Analyst, Purpose: access.Analysis}
	night     = question.Name{NL: "Nacht", EN: "Night"}
	kept      = question.Saved{Question: question.Question{ID: uuid.UUID{3}, Employer: city, Name: night, Text: "incident by hour"}}
	ofAll     = question.Saved{Question: question.Question{ID: uuid.UUID{4}, Name: night, Text: "incident by hour"}}
)

func TestKeepingQuestions(t *testing.T) {
	t.Parallel()
	day := question.Name{NL: "Dag", EN: "Day"}
	for name, c := range map[string]struct {
		given []question.Event
		when  question.Command
		then  int
		fault fault.Kind
	}{
		"it is kept in the list of whoever saves it":   {when: question.Save{By: registrar, ID: uuid.UUID{3}, Name: night, Text: "incident by hour"}, then: 1},
		"the same twice is kept once":                  {given: []question.Event{kept}, when: question.Save{By: registrar, ID: uuid.UUID{5}, Name: night, Text: "incident by hour"}, then: 1},
		"two of one name are refused":                  {given: []question.Event{kept}, when: question.Save{By: registrar, ID: uuid.UUID{5}, Name: night, Text: "incident by place"}, fault: fault.Refused},
		"another list has names of its own":            {given: []question.Event{kept}, when: question.Save{By: stranger, ID: uuid.UUID{5}, Name: night, Text: "incident by place"}, then: 2},
		"a name is needed in both languages":           {when: question.Save{By: registrar, Name: question.Name{NL: "Nacht"}, Text: "incident by hour"}, fault: fault.Invalid},
		"a reporter keeps none":                        {when: question.Save{By: access.Actor{Role: access.Reporter, Employer: city}, Name: night, Text: "incident by hour"}, fault: fault.Forbidden},
		"it is renamed by those whose it is":           {given: []question.Event{kept}, when: question.Rename{By: registrar, ID: uuid.UUID{3}, Name: day}, then: 1},
		"and by nobody else":                           {given: []question.Event{kept}, when: question.Rename{By: stranger, ID: uuid.UUID{3}, Name: day}, fault: fault.NotFound},
		"an analyst does not rename an employer's":     {given: []question.Event{kept}, when: question.Rename{By: analyst, ID: uuid.UUID{3}, Name: day}, fault: fault.NotFound},
		"a registrar does not drop that of everybody":  {given: []question.Event{ofAll}, when: question.Drop{By: registrar, ID: uuid.UUID{4}}, fault: fault.Forbidden},
		"it is dropped":                                {given: []question.Event{kept, ofAll}, when: question.Drop{By: registrar, ID: uuid.UUID{3}}, then: 1},
		"what is not there is not dropped":             {given: []question.Event{kept, question.Dropped{ID: uuid.UUID{3}}}, when: question.Drop{By: registrar, ID: uuid.UUID{3}}, fault: fault.NotFound},
		"a name that another has is not given a third": {given: []question.Event{kept, question.Saved{Question: question.Question{ID: uuid.UUID{6}, Employer: city, Name: day}}}, when: question.Rename{By: registrar, ID: uuid.UUID{6}, Name: night}, fault: fault.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := question.Decider.Fold(c.given)
			events, err := question.Decider.Decide(state, c.when)
			if fault.KindOf(err) != c.fault {
				t.Fatalf("got %v, want a fault of kind %q", err, c.fault)
			}
			for _, e := range events {
				state = question.Decider.Evolve(state, e)
			}
			if err == nil && len(state.Questions) != c.then {
				t.Errorf("%d questions are kept, want %d", len(state.Questions), c.then)
			}
		})
	}
}

func TestAListHoldsOnesOwnAndThoseOfEverybody(t *testing.T) {
	t.Parallel()
	s := question.Decider.Fold([]question.Event{kept, ofAll})
	if own, theirs := s.For(city), s.For(fire); len(own) != 2 || len(theirs) != 1 || theirs[0].ID != ofAll.ID {
		t.Errorf("own list %+v, another's %+v", own, theirs)
	}
}
