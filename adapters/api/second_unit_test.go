package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// TestEveryIdOfAnotherUnitIsAnsweredAsOneOfNothing: a tester of the same employer who is kept to a unit in which
// nothing was registered tries every id that there is of records, wherever a path or a question takes one, and reads
// every list.
func TestEveryIdOfAnotherUnitIsAnsweredAsOneOfNothing(t *testing.T) {
	t.Parallel()
	unraced(t)
	s := newSecond(newWalk(t, plantedWorld(t, func(n *Needs, _ *limits) { n.Identity = inUnits{n.Identity} })))
	s.own, s.unit = s.theirs, "ANDERS"
	ids := map[string]string{}
	for kind, id := range s.theirs.ids {
		if anID.MatchString(id) && kind != "employer" {
			ids[kind] = id
		}
	}
	s.theirs.ids = ids
	s.inPaths()
	s.inQuestions()
	read := s.lists(t)
	t.Logf("%d ids were tried, and %d lists read", s.compared, read)
	if s.compared < 1_000 || read < 20 {
		t.Error("that is too little to prove anything")
	}
	for i, what := range s.differs {
		if i == 40 {
			t.Fatalf("and %d more", len(s.differs)-i)
		}
		t.Error(what)
	}
}

// lists are those of whatever there is; none may name a record.
func (s *second) lists(t *testing.T) (read int) {
	for _, r := range s.roads {
		if r.method != "GET" || inBraces.MatchString(r.path) {
			continue
		}
		for _, role := range []access.Role{access.Registrar, access.CaseWorker, access.Manager, access.Reporter} {
			who := asker{asActor(role, s.own.city), "other " + string(role), s.token(role, s.own.city)}
			rec := s.try(who, r, [2]string{r.path, ""})
			if rec.Code == 200 {
				read++
			}
			body := string(opened(t, rec))
			for _, kind := range slices.Sorted(maps.Keys(s.theirs.ids)) {
				if kind == "actor" && r.path == "/actors" {
					continue // the registrar's, who is kept to no unit: whoever is may give him work
				}
				if strings.Contains(body, s.theirs.ids[kind]) {
					s.differs = append(s.differs, fmt.Sprintf("GET %s as %s names the %s of another unit: %s", r.path, role, kind, body))
				}
			}
		}
	}
	return read
}
