package document_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/document"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

func TestDocuments(t *testing.T) {
	t.Parallel()
	caseWorker := access.Actor{ID: id(11), Role: access.CaseWorker, Employer: boss, Purpose: access.FollowUp}
	reporter := access.Actor{ID: id(12), Role: access.Reporter, Employer: boss, Purpose: access.Registration}
	drafted := func(share person.Held[string], missing ...string) document.Drafted {
		return document.Drafted{
			ID: id(9), About: document.OfCase, Employer: boss, Says: person.Of(document.Says{Kind: "WARNING_LETTER", Missing: missing}),
			Parts: []document.Part{{Under: person.KeyRef{Kind: "case", Subject: theCase, Purpose: "prosecution"}, Share: share}},
		}
	}
	whole, blank, gone := drafted(person.Of("AAEC")), drafted(person.Of("AAEC"), "phone"), drafted(person.Gone[string]())
	issue := document.Issue{By: caseWorker, Employer: boss, ID: id(9)}
	withdraw := document.Withdraw{By: caseWorker, Employer: boss, ID: id(9), Reason: "Verkeerde naam."}
	withdrawn := document.Withdrawn{ID: id(9), About: document.OfCase, Reason: person.Of("Verkeerde naam.")}
	for name, test := range map[string]struct {
		given []document.Event
		when  document.Command
		then  []document.Event
		err   fault.Kind
		says  string
	}{
		"drafted":                               {when: document.Draft{By: caseWorker, Drafted: whole}, then: []document.Event{whole}},
		"drafted twice is once":                 {given: []document.Event{whole}, when: document.Draft{By: caseWorker, Drafted: whole}},
		"a reporter drafts nothing":             {when: document.Draft{By: reporter, Drafted: whole}, err: fault.Forbidden},
		"issued":                                {given: []document.Event{whole}, when: issue, then: []document.Event{document.Issued{ID: id(9)}}},
		"issued twice is once":                  {given: []document.Event{whole, document.Issued{ID: id(9)}}, when: issue},
		"issued with blanks by accident":        {given: []document.Event{blank}, when: issue, err: fault.Refused, says: "blanks (phone)"},
		"issued with blanks on purpose":         {given: []document.Event{blank}, when: document.Issue{By: caseWorker, Employer: boss, ID: id(9), Blanks: true}, then: []document.Event{document.Issued{ID: id(9), Incomplete: true}}},
		"issued after it was withdrawn":         {given: []document.Event{whole, withdrawn}, when: issue, err: fault.Refused, says: "prepare another"},
		"issued after it was forgotten":         {given: []document.Event{gone}, when: issue, err: fault.Refused, says: "forgotten"},
		"issued by an employer that has it not": {given: []document.Event{whole}, when: document.Issue{By: access.Actor{ID: id(13), Role: access.CaseWorker, Employer: id(2), Purpose: access.FollowUp}, Employer: id(2), ID: id(9)}, err: fault.NotFound},
		"withdrawn":                             {given: []document.Event{whole}, when: withdraw, then: []document.Event{withdrawn}},
		"withdrawn after it was forgotten":      {given: []document.Event{gone}, when: withdraw, then: []document.Event{withdrawn}},
		"withdrawn without a reason":            {given: []document.Event{whole}, when: document.Withdraw{By: caseWorker, Employer: boss, ID: id(9)}, err: fault.Invalid, says: "reason is missing"},
		"one that never was":                    {when: withdraw, err: fault.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s document.Papers
			for _, e := range test.given {
				s = document.Decider.Evolve(s, e)
			}
			got, err := document.Decider.Decide(s, test.when)
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Fatalf("%v, want %s that says %q", err, test.err, test.says)
			}
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestADocumentOpensWithAllItsPartsOnly(t *testing.T) {
	t.Parallel()
	under := person.KeyRef{Kind: "case", Subject: theCase, Purpose: "prosecution"}
	for name, test := range map[string]struct {
		shares []person.Held[string]
		kind   fault.Kind
	}{
		"all are there":         {[]person.Held[string]{person.Of("a"), person.Of("b")}, ""},
		"one is forgotten":      {[]person.Held[string]{person.Of("a"), person.Gone[string]()}, fault.Refused},
		"one was not asked for": {[]person.Held[string]{person.Shut[string](), person.Of("b")}, fault.Refused},
	} {
		d := document.Drafted{ID: id(9)}
		for _, s := range test.shares {
			d.Parts = append(d.Parts, document.Part{Under: under, Share: s})
		}
		if _, err := document.Decider.Evolve(nil, d).Open(id(9)); fault.KindOf(err) != test.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := document.Papers(nil).Open(uuid.New()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("one that never was: %v", err)
	}
}
