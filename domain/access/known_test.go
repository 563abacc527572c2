package access_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

func TestWorkIsGivenToWhoIsKnownAndMayDoIt(t *testing.T) {
	t.Parallel()
	here, there := uuid.MustParse("0199aaaa-0000-7000-8000-0000000000e1"), uuid.MustParse("0199aaaa-0000-7000-8000-0000000000e2")
	ada, bo := uuid.MustParse("0199aaaa-0000-7000-8000-0000000000a1"), uuid.MustParse("0199aaaa-0000-7000-8000-0000000000b0")
	said := func(who, at uuid.UUID, role access.Role, held bool) access.Said {
		return access.Said{At: time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC), Actor: who, Role: role, Employer: at, Held: held}
	}
	for name, c := range map[string]struct {
		last   access.Said
		ask    uuid.UUID
		action access.Action
		unit   string
		want   bool
	}{
		"a case worker follows a case":                {said(ada, here, access.CaseWorker, true), ada, access.FollowCase, "", true},
		"and one of a unit":                           {said(ada, here, access.CaseWorker, true), ada, access.FollowCase, "NOORD", true},
		"somebody else does not":                      {said(ada, here, access.CaseWorker, true), bo, access.FollowCase, "", false},
		"nobody is nobody":                            {said(uuid.Nil, here, access.CaseWorker, true), uuid.Nil, access.FollowCase, "", false},
		"one who holds it no more does not":           {said(ada, here, access.CaseWorker, false), ada, access.FollowCase, "", false},
		"one of another employer does not":            {said(ada, there, access.CaseWorker, true), ada, access.FollowCase, "", false},
		"a reporter does not":                         {said(ada, here, access.Reporter, true), ada, access.FollowCase, "", false},
		"a manager follows care":                      {said(ada, here, access.Manager, true), ada, access.FollowCare, "", true},
		"and no case":                                 {said(ada, here, access.Manager, true), ada, access.FollowCase, "", false},
		"who is kept to a unit follows what is of it": {said(ada, here, "case-worker:NOORD", true), ada, access.FollowCase, "NOORD", true},
		"and nothing of another":                      {said(ada, here, "case-worker:NOORD", true), ada, access.FollowCase, "ZUID", false},
		"nor of the whole employer":                   {said(ada, here, "case-worker:NOORD", true), ada, access.FollowCase, "", false},
		"a role that there is no more is none":        {said(ada, here, "constable", true), ada, access.FollowCase, "", false},
	} {
		if got := access.Knows(access.Holding([]access.Said{c.last}, here), c.ask, c.action, here, c.unit); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if got := access.Holding([]access.Said{said(ada, uuid.Nil, access.Operator, true)}, uuid.Nil); len(got) != 0 {
		t.Errorf("at no employer there are %v", got)
	}
}

func TestHoldersAreTheRolesThatMay(t *testing.T) {
	t.Parallel()
	if got := access.Holders(access.FollowCase); !slices.Equal(got, []access.Role{access.Registrar, access.CaseWorker}) {
		t.Errorf("cases are followed by %v", got)
	}
	if got := access.Holders(access.FollowCase, access.FollowCare); !slices.Equal(got, []access.Role{access.Manager, access.Registrar, access.CaseWorker, access.Physician}) {
		t.Errorf("files are followed by %v", got)
	}
}
