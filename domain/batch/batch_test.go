package batch_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/fault"
)

var (
	rotterdam = uuid.MustParse("00000000-0000-7000-8000-000000000001")
	first     = uuid.MustParse("00000000-0000-7000-8000-000000000002")
	second    = uuid.MustParse("00000000-0000-7000-8000-000000000003")
	started   = batch.Started{Batch: first, File: "aa", Mapping: "bb", Incidents: 3}
	finished  = batch.Finished{Batch: first, Counts: batch.Counts{Recorded: 2, Rejected: 1}}
	undone    = batch.Undone{Batch: first, Withdrawn: 1, Left: 1}
)

func asked(role access.Role) batch.Asked {
	a := access.Actor{Role: role}
	if role != access.Operator {
		a.Employer = rotterdam
	}
	if role == access.CaseWorker {
		a.Purpose = access.FollowUp
	}
	return batch.Asked{By: a, Employer: rotterdam}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	registrar, reporter := asked(access.Registrar), asked(access.Reporter)
	elsewhere := batch.Asked{By: registrar.By, Employer: second}
	tests := map[string]struct {
		given []batch.Event
		when  batch.Command
		then  []batch.Event
		err   fault.Kind
	}{
		"a registrar begins":                        {when: batch.Start{Asked: registrar, Started: started}, then: []batch.Event{started}},
		"the operator does not":                     {when: batch.Start{Asked: asked(access.Operator), Started: started}, err: fault.Forbidden},
		"a reporter does not import":                {when: batch.Start{Asked: reporter, Started: started}, err: fault.Forbidden},
		"nor a registrar for another employer":      {when: batch.Start{Asked: elsewhere, Started: started}, err: fault.Forbidden},
		"a batch needs an id":                       {when: batch.Start{Asked: registrar}, err: fault.Invalid},
		"beginning twice is beginning once":         {given: []batch.Event{started}, when: batch.Start{Asked: registrar, Started: started}},
		"what was begun is finished":                {given: []batch.Event{started}, when: batch.Finish{Asked: registrar, Finished: finished}, then: []batch.Event{finished}},
		"finishing twice is finishing once":         {given: []batch.Event{started, finished}, when: batch.Finish{Asked: registrar, Finished: finished}},
		"what was not begun is not finished":        {when: batch.Finish{Asked: registrar, Finished: finished}, err: fault.NotFound},
		"a reporter does not finish":                {given: []batch.Event{started}, when: batch.Finish{Asked: reporter, Finished: finished}, err: fault.Forbidden},
		"a batch is undone":                         {given: []batch.Event{started, finished}, when: batch.Undo{Asked: registrar, Undone: undone}, then: []batch.Event{undone}},
		"one that was stopped too":                  {given: []batch.Event{started}, when: batch.Undo{Asked: registrar, Undone: undone}, then: []batch.Event{undone}},
		"and told again, for more may be withdrawn": {given: []batch.Event{started, undone}, when: batch.Undo{Asked: registrar, Undone: undone}, then: []batch.Event{undone}},
		"another batch is not there":                {given: []batch.Event{started}, when: batch.Undo{Asked: registrar, Undone: batch.Undone{Batch: second}}, err: fault.NotFound},
		"a reporter does not undo":                  {given: []batch.Event{started}, when: batch.Undo{Asked: reporter, Undone: undone}, err: fault.Forbidden},
		"no command is refused":                     {err: fault.Invalid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := batch.Decider.Decide(batch.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err {
				t.Errorf("error %v, want %s", err, test.err)
			}
		})
	}
}

func TestAStoppedBatchIsFoundAgainByFileAndMapping(t *testing.T) {
	t.Parallel()
	again := batch.Started{Batch: second, File: "aa", Mapping: "bb"}
	tests := map[string]struct {
		given         []batch.Event
		file, mapping string
		then          uuid.UUID
	}{
		"none was begun":         {nil, "aa", "bb", uuid.Nil},
		"it was stopped":         {[]batch.Event{started}, "aa", "bb", first},
		"another file":           {[]batch.Event{started}, "ab", "bb", uuid.Nil},
		"another mapping":        {[]batch.Event{started}, "aa", "bc", uuid.Nil},
		"it was finished":        {[]batch.Event{started, finished}, "aa", "bb", uuid.Nil},
		"it was undone":          {[]batch.Event{started, undone}, "aa", "bb", uuid.Nil},
		"the last one of two is": {[]batch.Event{started, finished, again}, "aa", "bb", second},
	}
	for name, test := range tests {
		got, found := batch.Decider.Fold(test.given).Unfinished(test.file, test.mapping)
		if got.Started.Batch != test.then || found != (test.then != uuid.Nil) {
			t.Errorf("%s: %s, %v", name, got.Started.Batch, found)
		}
	}
}

func TestFilesOfNoticesAreImportedByWhoFollowsCases(t *testing.T) {
	t.Parallel()
	worker, operator := asked(access.CaseWorker), asked(access.Operator)
	for name, c := range map[string]struct {
		when batch.Command
		err  fault.Kind
	}{
		"a case worker begins":  {batch.Start{Asked: worker, Started: started}, ""},
		"the operator does not": {batch.Start{Asked: operator, Started: started}, fault.Forbidden},
		"a case worker undoes":  {batch.Undo{Asked: worker, Undone: undone}, ""},
	} {
		given := batch.Batches{{Started: started}}
		if _, err := batch.OfNotices.Decide(given, c.when); fault.KindOf(err) != c.err {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEvolveSharesNothing(t *testing.T) {
	t.Parallel()
	before := batch.Decider.Fold([]batch.Event{started})
	after := batch.Decider.Evolve(before, finished)
	if before[0].Finished != nil || after[0].Finished.Recorded != 2 {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if stray := batch.Decider.Evolve(before, batch.Undone{Batch: second}); stray[0].Undone != nil {
		t.Error("an event of another batch changed this one")
	}
}
