package redaction_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/redaction"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	type spans = []redaction.Span
	operator := access.Actor{ID: uuid.New(), Role: access.Operator, Purpose: access.Operation}
	redact := func(reason codes.Code, s ...redaction.Span) redaction.Redact {
		return redaction.Redact{By: operator, Employer: uuid.New(), Reason: reason, Spans: s}
	}
	byRegistrar := redact("RETENTION")
	byRegistrar.By = access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: byRegistrar.Employer}
	two := spans{{First: 3, Last: 3}, {First: 5, Last: 9}}
	done := redaction.Redacted{Reason: "ERASURE", Spans: two}

	tests := map[string]struct {
		given []redaction.Redacted
		when  redaction.Redact
		then  []redaction.Redacted
		err   fault.Kind
	}{
		"an operator redacts stretches of the log":        {when: redact("ERASURE", two...), then: []redaction.Redacted{done}},
		"or all that an employer recorded":                {when: redact("EMPLOYER_LEFT"), then: []redaction.Redacted{{Reason: "EMPLOYER_LEFT"}}},
		"nobody else does":                                {when: byRegistrar, err: fault.Forbidden},
		"a reason is needed":                              {when: redact(""), err: fault.Invalid},
		"and it is one of the list":                       {when: redact("NEIGHBOUR"), err: fault.Invalid},
		"not to say why is no reason":                     {when: redact(codes.Unknown), err: fault.Invalid},
		"positions begin at 1":                            {when: redact("ERASURE", redaction.Span{First: 0, Last: 1}), err: fault.Invalid},
		"a stretch ends where it began or later":          {when: redact("ERASURE", redaction.Span{First: 4, Last: 3}), err: fault.Invalid},
		"stretches do not overlap":                        {when: redact("ERASURE", two[1], redaction.Span{First: 9, Last: 9}), err: fault.Invalid},
		"more stretches than fit an append are refused":   {when: redact("ERASURE", many(redaction.MaxSpans+1)...), err: fault.Invalid},
		"asked for again, nothing is recorded":            {given: []redaction.Redacted{done}, when: redact("ERASURE", two...)},
		"one id is not used for two different redactions": {given: []redaction.Redacted{done}, when: redact("ERASURE"), err: fault.Refused},
		"nor with another reason":                         {given: []redaction.Redacted{done}, when: redact("UNLAWFUL", two...), err: fault.Refused},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := redaction.Decider.Decide(redaction.Decider.Fold(tt.given), tt.when)
			if kind := fault.KindOf(err); kind != tt.err || (err != nil) != (tt.err != "") {
				t.Fatalf("got error %v, want %q", err, tt.err)
			}
			if diff := cmp.Diff(tt.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

func many(n int) []redaction.Span {
	spans := make([]redaction.Span, n)
	for i := range spans {
		spans[i] = redaction.Span{First: eventlog.Position(i + 1), Last: eventlog.Position(i + 1)}
	}
	return spans
}
