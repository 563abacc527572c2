package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
)

// register is a store that a test works on directly, at one employer.
type register struct {
	*store
	t        testing.TB
	c        *terminal
	employer uuid.UUID
}

// register opens what the terminal stands at, with a vault of its own.
func (c *terminal) register(code string) *register {
	c.t.Helper()
	p := &program{out: &bytes.Buffer{}, err: &bytes.Buffer{}, env: c.getenv}
	var w where
	w.bind(p.flags("test", ""), p)
	s, err := p.openStore(c.t.Context(), w)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(s.Close)
	id, err := s.employerNamed(c.t.Context())(code)
	if err != nil {
		c.t.Fatal(err)
	}
	return &register{store: s, t: c.t, c: c, employer: id}
}

func (r *register) as(role access.Role) (access.Actor, decider.Request) {
	r.t.Helper()
	who, err := identity.AtTerminal(role, r.employer)
	if err != nil {
		r.t.Fatal(err)
	}
	return who.Actor, decider.Request{Employer: r.employer, Meta: eventlog.Meta{
		Actor: who.Actor.ID, Role: string(role), Purpose: string(who.Actor.Purpose), Channel: "cli", Correlation: uuid.New(),
	}}
}

// hurt tells that an incident hurt somebody; the first time it registers. A
// reporter tells it, because a registrar is refused for whom was forgotten.
func (r *register) hurt(incidentID, personID uuid.UUID, injury codes.Code) {
	r.t.Helper()
	by, request := r.as(access.Reporter)
	asked := incident.Asked{By: by, At: time.Now(), Employer: employer.Employer{ID: r.employer, Code: "GEM-X"}}
	hit := []incident.WorkerHit{{Person: personID, Name: "Iemand", Injury: injury}}
	if injury != "I3" {
		hit[0].Mind, hit[0].Exposures, hit[0].Absence.Days = "M2", []codes.Code{"BLOOD"}, codes.Exactly(3333)
	}
	stream := incident.Stream(incidentID)
	_, err := incident.Decider.Run(r.t.Context(), r.journal(), stream, incident.Register{Asked: asked, Workers: hit}, request)
	if fault.KindOf(err) == fault.Refused {
		_, err = incident.Decider.Run(r.t.Context(), r.journal(), stream, incident.AddDetails{Asked: asked, Workers: hit}, request)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *register) forget(personID uuid.UUID, purposes ...person.Purpose) {
	r.t.Helper()
	if err := r.erase(access.Registrar, "persons", personID, purposes...); err != nil {
		r.t.Fatal(err)
	}
}

// erase goes through the same door as everybody who asks it.
func (r *register) erase(role access.Role, nouns string, of uuid.UUID, purposes ...person.Purpose) error {
	r.t.Helper()
	return r.eraseWith(role, nouns, of, http.Header{}, purposes...)
}

func (r *register) eraseWith(role access.Role, nouns string, of uuid.UUID, header http.Header, purposes ...person.Purpose) error {
	r.t.Helper()
	c, err := r.caller(r.t.Context(), where{as: string(role) + "@GEM-X"}, newFigures())
	if err != nil {
		r.t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"what": purposes, "reason": "ERASURE", "forever": true})
	if err != nil {
		r.t.Fatal(err)
	}
	_, err = c.call(r.t.Context(), http.MethodPost, "/v1/"+nouns+"/"+of.String()+"/erasure", header, body, nil)
	return err
}

// destroy only destroys keys, as a program does that is killed before it records it.
func (r *register) destroy(of uuid.UUID, purposes ...person.Purpose) {
	r.t.Helper()
	for _, p := range purposes {
		if _, err := r.vault.Forget(r.t.Context(), r.employer, person.KeyRef{Kind: person.KeyOfPerson, Subject: of, Purpose: p}); err != nil {
			r.t.Fatal(err)
		}
	}
}

// agrees holds the rows that are read to the log.
func (r *register) agrees(when string) {
	r.t.Helper()
	compared, err := r.runner.Compare(r.t.Context(), facts.Projection, nil)
	if err != nil || compared.Wrong() {
		r.t.Fatalf("%s: %v, %v", when, compared.Differences, err)
	}
}

func (r *register) caughtUp() {
	r.t.Helper()
	if _, err := r.catchUp(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// injuries is every version of a person's rows, whoever reads the tables.
func (r *register) injuries(personID uuid.UUID) (list []string) {
	r.t.Helper()
	r.c.db.Scan(r.t, []any{&list}, `
		SELECT coalesce(array_agg(split_part(health, '|', 1) ORDER BY position), '{}') FROM `+r.schema()+`.involvement WHERE person = $1`, personID)
	return list
}

func (r *register) schema() (name string) {
	r.t.Helper()
	r.c.db.Scan(r.t, []any{&name}, `SELECT schema FROM projections WHERE name = 'facts' AND active`)
	return name
}

// counted is how many involvements there were as of each position.
func (r *register) counted(through eventlog.Position) (list []int) {
	r.t.Helper()
	r.c.db.Scan(r.t, []any{&list}, `
		SELECT array_agg((SELECT count(DISTINCT key) FROM `+r.schema()+`.involvement i WHERE i.position <= p) ORDER BY p)
		FROM generate_series(1, $1::bigint) p`, int64(through))
	return list
}

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

// holdsNoneOf looks for codes in everything that is stored of all read models.
func (r *register) holdsNoneOf(among ...string) {
	r.t.Helper()
	var all string
	r.c.db.Scan(r.t, []any{&all}, `SELECT query_to_xml('SELECT * FROM `+r.schema()+`.involvement', true, false, '')::text
		|| query_to_xml('SELECT * FROM `+r.schema()+`.incident', true, false, '')::text`)
	for _, code := range append(among, "M2", "BLOOD", "3333") {
		if regexp.MustCompile(`[>|,]` + code + `[<|,]`).MatchString(all) {
			r.t.Errorf("the read model still holds %s", code)
		}
	}
	if !strings.Contains(all, ">I3|") {
		r.t.Error("the read model was not looked at: it does not even hold what it may")
	}
}
