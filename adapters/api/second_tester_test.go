package api

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// second is a tester of the second employer, who knows every id of the first.
type second struct {
	*walk
	theirs, own *side
	differs     []string
	compared    int
	unit        string // to which the tester is kept; "" is none
	taken       int    // bodies in which an id of nothing was taken, as any text
}

func newSecond(l *walk) *second { return &second{walk: l, theirs: l.sides[0], own: l.sides[1]} }

// TestEveryIdOfAnotherEmployerIsAnsweredAsOneOfNothing puts an id of each kind of another employer wherever
// a path, a question or a body of any operation takes one: the answer is that of an id that nothing ever had,
// to the byte but for the ids.
func TestEveryIdOfAnotherEmployerIsAnsweredAsOneOfNothing(t *testing.T) {
	t.Parallel()
	unraced(t)
	s := newSecond(newWalk(t, plantedWorld(t)))
	s.inPaths()
	s.inQuestions()
	s.inBodies()
	t.Logf("%d ids were tried; of these %d as a text in a body that takes any", s.compared, s.taken)
	if s.compared < 2_000 {
		t.Errorf("only %d ids were tried", s.compared)
	}
	for i, what := range s.differs {
		if i == 40 {
			t.Fatalf("and %d more", len(s.differs)-i)
		}
		t.Error(what)
	}
}

// whoTries are those who may see most, and somebody who may see little.
var whoTries = []access.Role{access.Registrar, access.CaseWorker, access.PrivacyOfficer, access.Reporter}

func (s *second) inPaths() {
	for _, r := range s.roads {
		if !inBraces.MatchString(r.path) || strings.Contains(r.path, "{hash}") || strings.HasPrefix(r.path, "/releases") || strings.HasPrefix(r.path, "/questions") || strings.HasPrefix(r.path, "/code-lists") || strings.Contains(r.path, "{table}") {
			continue // of everybody: what is published, kept under a link, or of the country
		}
		for _, kind := range slices.Sorted(maps.Keys(s.theirs.ids)) {
			theirs := s.theirs.ids[kind]
			put := func(id string) string { return inBraces.ReplaceAllString(r.path, url.PathEscape(id)) }
			for _, role := range whoTries {
				s.compare(r, role, "in its path the id of "+kind, [2]string{put(theirs), ""}, [2]string{put(never(theirs)), ""})
			}
			for _, other := range []string{"/{document}", "/{photo}"} {
				from, rest, two := strings.Cut(r.path, other)
				if !two {
					continue
				}
				mine := s.own.records[0](from) // the other id is the caller's own
				for _, role := range whoTries {
					s.compare(r, role, "in its path beside an own id that of "+kind, [2]string{mine + "/" + theirs + rest, ""}, [2]string{mine + "/" + never(theirs) + rest, ""})
				}
			}
		}
	}
}

func (s *second) inQuestions() {
	for _, r := range s.roads {
		path := s.own.records[0](r.path)
		for _, q := range s.ownQueries(r) {
			if len(q.enum) > 0 || strings.Contains(path, q.name+"=") {
				continue
			}
			if r.path == "/actors" && q.name == "after" {
				continue // a place between opaque ids, some of which he is shown there
			}
			for _, kind := range slices.Sorted(maps.Keys(s.theirs.ids)) {
				ask := func(id string) [2]string {
					return [2]string{path + mark(path) + q.name + "=" + url.QueryEscape(id), ""}
				}
				for _, role := range whoTries[:2] {
					s.compare(r, role, "as "+q.name+" the id of "+kind, ask(s.theirs.ids[kind]), ask(never(s.theirs.ids[kind])))
				}
			}
		}
	}
}

// inBodies tells a record of the second employer ids of the first, and those of nothing.
func (s *second) inBodies() {
	here := s.own.shown()
	for _, r := range s.roads {
		if r.body == nil || examples[r.id] == "" || strings.Contains(r.path, "{table}") {
			continue
		}
		properties, _ := s.resolved(r.body)["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			of := properties[name].(map[string]any)
			items, isList := of["items"].(map[string]any)
			if isList {
				of = items
			}
			if of["type"] != "string" || of["enum"] != nil || name == "to" && strings.HasSuffix(r.path, "/hand-over") {
				continue // who is asked to take over may have any id; asking him again is refused, so that the order tells
			}
			if name == "with" && r.path == "/suspects/{id}/links" {
				continue // the code of an employer, which everybody may know: figures name it
			}
			for _, kind := range slices.Sorted(maps.Keys(s.theirs.ids)) {
				theirs := s.theirs.ids[kind]
				role, _ := s.own.asker(r.path)
				put := func(id string) [2]string {
					body := s.own.handler.(*planter).ownBody(here.examples.Replace(examples[r.id]))
					return [2]string{strings.ReplaceAll(here.paths.Replace(r.path), "/"+city, "/"+s.own.code), withValue(body, name, id, isList)}
				}
				s.compareRefused(r, role, "as "+name+" of its body the id of "+kind, put(theirs), put(neverBefore(theirs, r.id+name)))
			}
		}
	}
}

// withValue is a body in which a property says something else.
func withValue(body, name, value string, isList bool) string {
	told := map[string]any{}
	unmarshal(body, &told)
	told[name] = value
	if isList {
		told[name] = []string{value}
	}
	return marshal(told)
}

// never is of the form of an id, and of nothing. It stands next to it in every order, as a cursor is a place in a
// list and no record.
func never(id string) string {
	if anID.MatchString(id) {
		next := uuid.MustParse(id)
		next[15] ^= 0x80
		return next.String()
	}
	return "GEM-NERGENS"
}

// neverBefore is of nothing, and not what another operation was told before, which may have kept it.
func neverBefore(id, at string) string {
	sum := sha256.Sum256([]byte(at + id))
	if anID.MatchString(id) {
		next := uuid.MustParse(id)
		copy(next[10:], sum[:6])
		return next.String()
	}
	return fmt.Sprintf("GEM-%X", sum[:4])
}

func (s *second) compare(r road, role access.Role, what string, theirs, none [2]string) {
	s.compared++
	employer := s.own.city
	if !role.AtEmployer() || s.unit != "" && !role.Units() {
		return
	}
	who := asker{asActor(role, employer), "other " + string(role), s.token(role, employer)}
	first, then := s.try(who, r, theirs), s.try(who, r, none)
	if s.like(first, then) {
		return
	}
	s.differs = append(s.differs, fmt.Sprintf("%s %s as %s, %s: of another's it answers %d %s\nand of nothing %d %s", r.method, r.path, role, what, first.Code, first.Body, then.Code, then.Body))
}

// compareRefused asks with the id of nothing first: where that is refused nothing changed, so that both are told to
// the same record. What takes it takes any text, and knows nothing of it.
func (s *second) compareRefused(r road, role access.Role, what string, theirs, none [2]string) {
	if s.compared++; !role.AtEmployer() {
		return
	}
	who := asker{asActor(role, s.own.city), "other " + string(role), s.token(role, s.own.city)}
	then := s.try(who, r, none)
	if then.Code < 300 {
		s.taken++
		return
	}
	if first := s.try(who, r, theirs); !s.like(first, then) {
		s.differs = append(s.differs, fmt.Sprintf("%s %s as %s, %s: of another's it answers %d %s\nand of nothing %d %s", r.method, r.path, role, what, first.Code, first.Body, then.Code, then.Body))
	}
}

// like tells whether two answers are one but for ids. Where both went well the second tester told something of
// his own, and only its numbers differ.
func (s *second) like(a, b *httptest.ResponseRecorder) bool {
	if a.Code != b.Code || a.Code < 300 && (a.Body.Len() == 0) != (b.Body.Len() == 0) {
		return false
	}
	if a.Code < 300 && a.Header().Get("Position") != b.Header().Get("Position") {
		return true // two changes, one after the other
	}
	return masked(a.Body.String()) == masked(b.Body.String())
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func masked(text string) string { return anyID.ReplaceAllString(text, "ID") }

func (s *second) try(who asker, r road, asked [2]string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(r.method, "http://localhost"+base+asked[0], strings.NewReader(asked[1]))
	request.Header.Set("Authorization", "Bearer "+who.token)
	if asked[1] == "" && r.body != nil {
		request = httptest.NewRequest(r.method, "http://localhost"+base+asked[0], strings.NewReader(examples[r.id]))
		request.Header.Set("Authorization", "Bearer "+who.token)
	}
	if r.method != http.MethodGet {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set(unitHeader, s.unit)
	rec := httptest.NewRecorder()
	s.walk.handler.ServeHTTP(rec, request)
	for _, found := range s.flock.Find(fmt.Append(opened(s.t, rec), rec.Header())) {
		if name, owner := s.heardOf(found); owner == s.theirs.city && !s.named(s.t, name).open(who.Actor, owner) {
			s.differs = append(s.differs, fmt.Sprintf("%s %s shows %s as %s", r.method, asked[0], found, who.name))
		}
	}
	return rec
}
