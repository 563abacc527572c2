package decider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
)

func TestSeveralCommandsAreOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given []lockerEvent
		when  []any
		then  []lockerEvent
		err   fault.Kind
	}{
		"nothing asked changes nothing":            {},
		"each sees what those before it led to":    {when: []any{put{"radio"}, take{"radio"}}, then: []lockerEvent{stored{"radio"}, taken{"radio"}}},
		"what is as asked already is left out":     {given: []lockerEvent{stored{"vest"}}, when: []any{put{"vest"}, put{"radio"}}, then: []lockerEvent{stored{"radio"}}},
		"a refusal of the last undoes the first":   {when: []any{put{"radio"}, take{"vest"}}, err: fault.Refused},
		"a refusal of the first stops those after": {when: []any{take{"vest"}, put{"vest"}}, err: fault.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decider.Several(lockers).Decide(lockers.Fold(c.given), c.when)
			if diff := cmp.Diff(c.then, got); diff != "" || fault.KindOf(err) != c.err {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestSeveralCommandsCommitTogether(t *testing.T) {
	t.Parallel()
	b := newBench(t, stored{"radio"})
	o, err := decider.Several(lockers).Run(t.Context(), b.journal, b.stream, []any{put{"vest"}, take{"radio"}}, decider.Request{})
	if diff := cmp.Diff(contents{"vest"}, o.State); err != nil || diff != "" || o.Version != 3 {
		t.Errorf("version %d, %v (-want +got):\n%s", o.Version, err, diff)
	}
	if _, err := decider.Several(lockers).Run(t.Context(), b.journal, b.stream, []any{put{"helmet"}, take{"radio"}}, decider.Request{}); fault.KindOf(err) != fault.Refused {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(3, len(b.history(t))); diff != "" {
		t.Errorf("a refused list left something:\n%s", diff)
	}
}
