package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/worklisttest"
)

// desk is the work list of a world. Every case in the log has one term in it, which
// lapsed; a test puts whatever else it needs.
type desk struct {
	worklisttest.Memory
	log   eventlog.Log
	codec decider.Codec

	mu    sync.Mutex
	files map[uuid.UUID]worklist.File
	at    eventlog.Position
}

func (d *desk) follow(ctx context.Context) (eventlog.Position, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	recorded, err := d.log.Read(ctx, d.at, 1<<20)
	if err != nil || len(recorded) == 0 {
		return d.at, err
	}
	bodies, err := d.codec.Decode(ctx, recorded)
	if err != nil {
		return d.at, err
	}
	for i, e := range recorded {
		f, there := d.files[e.Stream.ID]
		switch body := bodies[i].(type) {
		case prosecution.Opened:
			f, there = worklist.File{ID: e.Stream.ID, Kind: worklist.OfCase, Employer: e.Employer, Invented: eventlog.Invented(e.Metadata), Clocks: []worklist.Clock{lapsedTerm()}}, true
		case prosecution.Linked:
			if there && body.Kind == "INCIDENT" {
				f.Incident, f.Links = body.ID, append(f.Links, body.ID)
				if f.Units, err = d.unitsOf(ctx, body.ID); err != nil {
					return d.at, err
				}
			}
		}
		if f.Position = e.Position; !there {
			continue
		}
		d.files[e.Stream.ID] = f
		if _, err := d.Put(ctx, f); err != nil {
			return d.at, err
		}
	}
	d.at = recorded[len(recorded)-1].Position
	return d.at, nil
}

func lapsedTerm() worklist.Clock {
	end := noon.AddDate(0, 0, -3)
	return worklist.Clock{
		Agreement: "UITKOMST-VERTELLEN", Version: "2026-1", Whose: agreement.Program, Start: "OUTCOME_KNOWN", StartedOn: calendar.DayOf(end) - 3,
		Responsible: "CASE_WORKER", TakesOver: "STAND_IN", TakeOverAt: noon.AddDate(0, 0, 1), Because: agreement.Text{NL: "vervalt", EN: "due"},
		DueFrom: end.AddDate(0, 0, -1), TooLate: end, DueOn: calendar.DayOf(end) - 1,
	}
}

func (d *desk) List(ctx context.Context, scope access.Scope, q worklist.Query) (worklist.Page, error) {
	at, err := d.follow(ctx)
	if err != nil {
		return worklist.Page{}, err
	}
	page, err := d.Memory.List(ctx, scope, q)
	page.Position = at
	return page, err
}

// unitsOf reads where an incident was registered.
func (d *desk) unitsOf(ctx context.Context, id uuid.UUID) ([]codes.Code, error) {
	recorded, err := d.log.ReadStream(ctx, incident.Stream(id), 0)
	if err != nil || len(recorded) == 0 {
		return nil, err
	}
	bodies, err := d.codec.Decode(ctx, recorded[:1])
	if err != nil {
		return nil, err
	}
	return []codes.Code{codes.Code(bodies[0].(incident.Registered).Place.Unit)}, nil
}

func (d *desk) Digest(ctx context.Context, scope access.Scope, q worklist.Query) (worklist.Digest, error) {
	at, err := d.follow(ctx)
	if err != nil {
		return worklist.Digest{}, err
	}
	page, err := d.Memory.Digest(ctx, scope, q)
	page.Position = at
	return page, err
}

func (d *desk) Files(ctx context.Context, scope access.Scope, q worklist.FileQuery) (worklist.FilePage, error) {
	at, err := d.follow(ctx)
	if err != nil {
		return worklist.FilePage{}, err
	}
	page, err := d.Memory.Files(ctx, scope, q)
	page.Position = at
	return page, err
}

func (d *desk) Await(ctx context.Context, p eventlog.Position) error {
	at, err := d.follow(ctx)
	if err == nil && at < p {
		return fault.New(fault.Unavailable, "not yet")
	}
	return err
}

// withWork is a world with two cases about one incident, and what else is put on its desk.
func withWork(t *testing.T) (w *world, incident string, cases []string) {
	w = newWorld(t)
	incident = w.registered(whole)
	worker := w.person(incident)
	for range 2 {
		cases = append(cases, idIn(w.prosecution(incident, worker)))
	}
	slices.Sort(cases)
	return w, incident, cases
}

func (w *world) put(f worklist.File) {
	w.t.Helper()
	if put, err := w.desk.Put(context.Background(), f); err != nil || !put {
		w.t.Fatal(put, err)
	}
}

func (r *reply) all(list, field string) (values []string) {
	r.t.Helper()
	for _, one := range r.json[list].([]any) {
		text, _ := one.(map[string]any)[field].(string)
		values = append(values, text)
	}
	return values
}

func TestARowOfTheWorkListSaysWhatAProgramNeeds(t *testing.T) {
	t.Parallel()
	w, incident, cases := withWork(t)
	r := w.get("/v1/worklist?limit=1", access.CaseWorker, w.city).want(200)
	var body struct {
		Work []json.RawMessage
	}
	must(t, json.Unmarshal(r.Body.Bytes(), &body))
	want := `{"case":"` + cases[0] + `","incident":"` + idIn(incident) + `","due":"2026-11-17","agreement":"UITKOMST-VERTELLEN","version":"2026-1",` +
		`"because":"vervalt","responsible":"CASE_WORKER","state":"LAPSED","kind":"CASE","whose":"PROGRAM","started_by":"OUTCOME_KNOWN","started_on":"2026-11-15","too_late":"2026-11-18T12:00:00Z"}`
	if len(body.Work) != 1 || string(body.Work[0]) != want {
		t.Errorf("got %s\nwant %s", body.Work, want)
	}
	if counts := r.json["counts"].(map[string]any); counts["LAPSED"] != 2.0 {
		t.Errorf("counts %v", counts)
	}
	next := w.get("/v1/worklist?limit=1&after="+r.text("next"), access.CaseWorker, w.city).want(200)
	if got := next.all("work", "case"); !slices.Equal(got, cases[1:]) || next.json["next"] != nil || next.json["counts"] != nil {
		t.Errorf("the second page is %s", next.Body)
	}
	if got := w.get("/v1/worklist?language=en", access.CaseWorker, w.city).want(200).all("work", "because"); !slices.Equal(got, []string{"due", "due"}) {
		t.Errorf("in English: %v", got)
	}
	last := w.readings.list[len(w.readings.list)-1]
	if last.What != "worklist" || last.Position == 0 {
		t.Errorf("the reading is %+v", last)
	}
}

// TestTheWorkListIsASheetToo, for whoever asks for one; others get what they always got.
func TestTheWorkListIsASheetToo(t *testing.T) {
	t.Parallel()
	w, incident, cases := withWork(t)
	soon := worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCare, Employer: w.city, Clocks: []worklist.Clock{lapsedTerm()}}
	soon.Clocks[0].TooLate, soon.Clocks[0].DueFrom, soon.Clocks[0].Because.NL = noon.Add(time.Hour), noon, "=1+1"
	w.put(soon)
	first := w.get("/v1/worklist?limit=1", access.CaseWorker, w.city, header("Accept", "text/csv, application/json;q=0.5")).want(200)
	if got := first.Header().Get("Content-Type"); got != csvType {
		t.Errorf("it comes as %s", got)
	}
	rest := w.get("/v1/worklist?limit=5&after="+first.Header().Get("Next"), access.CaseWorker, w.city, header("Accept", "text/csv")).want(200)
	rows, err := csv.NewReader(rest.Body).ReadAll()
	must(t, err)
	if len(rows) != 3 || !slices.Equal(rows[0], WorkColumns) || rows[1][0] != cases[1] || rows[1][1] != idIn(incident) || rest.Header().Get("Next") != "" {
		t.Errorf("the second page is %v", rows)
	}
	if at := slices.Index(WorkColumns, "due_at"); rows[1][at] != "" || rows[2][at] != "2026-11-21T14:00+01:00" || rows[2][5] != "'=1+1" {
		t.Errorf("a term in hours is %v", rows[2])
	}
	for _, accept := range []string{"", "application/json, text/csv", "text/csv;q=0"} {
		if got := w.get("/v1/worklist", access.CaseWorker, w.city, header("Accept", accept)).want(200).Header().Get("Content-Type"); got != "application/json" {
			t.Errorf("Accept %q gets %s", accept, got)
		}
	}
	if got := w.get("/v1/worklist?limit=0&state=MET", access.CaseWorker, w.city, header("Accept", "text/csv")).want(400).Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem comes as %s", got)
	}
}

// TestTheWorkListIsNarrowed: each of these has one answer. What the query means is
// proved where it is kept.
func TestTheWorkListIsNarrowed(t *testing.T) {
	t.Parallel()
	w, incident, cases := withWork(t)
	caller := uuid.MustParse(w.actorOf(access.CaseWorker, w.city))
	mine := worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCare, Employer: w.city, Responsible: caller, SnoozedUntil: calendar.DayOf(noon) + 9, Clocks: []worklist.Clock{lapsedTerm()}}
	mine.Clocks[0].TooLate, mine.Clocks[0].Agreement, mine.Clocks[0].Responsible = noon.AddDate(0, 0, 9), "LEIDINGGEVENDE-24-UUR", "MANAGER"
	mine.Clocks[0].DueFrom = noon.AddDate(0, 0, 8)
	w.put(mine)
	w.put(worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: w.fire, Clocks: []worklist.Clock{lapsedTerm()}})
	for query, want := range map[string][]string{
		"":                                       cases,
		"?snoozed=true":                          append(slices.Clone(cases), mine.ID.String()),
		"?snoozed=true&mine=true":                {mine.ID.String()},
		"?snoozed=true&actor=" + caller.String(): {mine.ID.String()},
		"?mine=true":                             nil,
		"?snoozed=true&kind=CARE":                {mine.ID.String()},
		"?snoozed=true&state=RUNNING":            {mine.ID.String()},
		"?snoozed=true&state=RUNNING&state=LAPSED&kind=CASE": cases,
		"?snoozed=true&party=MANAGER":                        {mine.ID.String()},
		"?agreement=UITKOMST-VERTELLEN":                      cases,
		"?incident=" + idIn(incident):                        cases,
		"?incident=" + uuid.NewString():                      nil,
		"?minPosition=1":                                     cases,
		"?unit=NOORD":                                        cases,
		"?unit=NOORD&state=DUE":                              nil,
	} {
		if got := w.get("/v1/worklist"+query, access.CaseWorker, w.city).want(200).all("work", "case"); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if n := w.get("/v1/worklist", access.CaseWorker, w.city).json["put_away"]; n != 1.0 {
		t.Errorf("put away: %v", n)
	}
	for query, field := range map[string]string{
		"state=MET": "state", "mine=perhaps": "mine", "actor=x": "actor", "party=NEIGHBOUR": "party", "incident=x": "incident", "kind=BIRD": "kind", "snoozed=1": "snoozed",
		"language=fy": "language", "limit=201": "limit", "after=x": "after", "agreement=NIETS": "agreement", "unit=ZUID": "unit", "mine=true&actor=" + uuid.NewString(): "mine", "minPosition=99999": "minPosition",
	} {
		for _, path := range []string{"/v1/worklist?", "/v1/worklist/digest?"} {
			if strings.Contains(path, "digest") && (field == "limit" || field == "after") {
				continue
			}
			if got := w.get(path+query, access.CaseWorker, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
				t.Errorf("%s%s: wrong are %v", path, query, got)
			}
		}
	}
}

// actorOf is who has the token of a role.
func (w *world) actorOf(role access.Role, employer uuid.UUID) string {
	w.t.Helper()
	w.get("/v1/worklist", role, employer).want(200)
	return w.readings.list[len(w.readings.list)-1].Actor.ID.String()
}

func TestTheDigestGroupsAlarms(t *testing.T) {
	t.Parallel()
	w, _, _ := withWork(t)
	w.put(worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: w.city, Invented: true, Clocks: []worklist.Clock{lapsedTerm()}})
	r := w.get("/v1/worklist/digest", access.Registrar, w.city).want(200)
	var body struct{ Groups []digestGroup }
	must(t, json.Unmarshal(r.Body.Bytes(), &body))
	if len(body.Groups) != 1 || body.Groups[0].Lapsed != 3 || body.Groups[0].Invented != 1 || *body.Groups[0].Oldest != "2026-11-17" || body.Groups[0].Responsible != "CASE_WORKER" {
		t.Errorf("%s", r.Body)
	}
	if got := w.get("/v1/worklist/digest?state=DUE", access.Registrar, w.city).want(200).all("groups", "agreement"); len(got) > 0 {
		t.Errorf("due: %v", got)
	}
}

func TestCasesAreListed(t *testing.T) {
	t.Parallel()
	w, incident, cases := withWork(t)
	closed := worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: w.city, Closed: true, Responsible: uuid.New()}
	w.put(closed)
	w.put(worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCare, Employer: w.city})
	slices.Reverse(cases)
	for query, want := range map[string][]string{
		"":                                      append([]string{closed.ID.String()}, cases...),
		"?state=open":                           cases,
		"?state=closed":                         {closed.ID.String()},
		"?incident=" + idIn(incident):           cases,
		"?actor=" + closed.Responsible.String(): {closed.ID.String()},
		"?mine=true":                            nil,
		"?limit=1&after=" + cases[0]:            cases[1:],
	} {
		if got := w.get("/v1/cases"+query, access.CaseWorker, w.city).want(200).all("cases", "id"); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	one := w.get("/v1/cases?state=open&limit=1", access.CaseWorker, w.city).want(200)
	line := one.json["cases"].([]any)[0].(map[string]any)
	if line["lapsed"] != 1.0 || line["next"].(map[string]any)["because"] != "vervalt" || one.text("next") != cases[0] {
		t.Errorf("%s", one.Body)
	}
	for query, field := range map[string]string{"state=ajar": "state", "incident=x": "incident", "after=x": "after", "limit=201": "limit", "mine=x": "mine", "language=fy": "language"} {
		if got := w.get("/v1/cases?"+query, access.CaseWorker, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: wrong are %v", query, got)
		}
	}
}

func TestAnIncidentNamesItsCases(t *testing.T) {
	t.Parallel()
	w, incident, cases := withWork(t)
	for role, want := range map[access.Role]int{access.CaseWorker: len(cases), access.Reporter: 0} {
		listed, _ := w.get(incident, role, w.city).want(200).json["cases"].([]any)
		if len(listed) != want {
			t.Errorf("%s is shown %v", role, listed)
		}
	}
}
